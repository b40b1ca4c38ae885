"""A report whose texts attack every output: markup, code, formulas, direction marks, endless words."""

from dataclasses import fields, is_dataclass, replace

from states_report import states

from pipeline.rendering.tree import Fact, Paragraph, Report, Section

ATTACKS = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '#eval("1+1") *bold* $x$ @ref `code` {{ 7*7 }} {% raw %}',
    '=HYPERLINK("http://example.com","klikk")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "evil\u202egnirts\u2066\u0000\u001b[31m",
    "Donaudampfschifffahrtsgesellschaftskapitänsx",
    "Bra 👍🏽 \u2011 Кириллица 漢字 e\u0301",
    "{n} %s {0} {text}",
    "-1+1",
)
LONG = "lang tekst " * 909 + "x" * 10  # 10,009 characters
NUMBERS = {"text", "base", "aside", "interval", "margin", "value", "number"}
IDENTIFIERS = {"key", "fill", "mark", "kind", "compared_with", "language", "survey_id", "wave", "report_id"}


def hostile() -> Report:
    """Build the report of states with an attack in every text that comes from a survey."""
    count = iter(range(10**6))

    def attacked(node: object) -> object:
        if isinstance(node, tuple):
            return tuple(attacked(item) for item in node)
        if isinstance(node, str) and node:
            return f"{ATTACKS[next(count) % len(ATTACKS)]} {node}"
        if is_dataclass(node) and not isinstance(node, type):
            kept = IDENTIFIERS | (
                NUMBERS
                if any(hasattr(node, name) for name in ("share", "margin", "interval", "aside"))
                else set()
            )
            names = [field.name for field in fields(node) if field.name not in kept | {"number", "swatch"}]
            return replace(node, **{name: attacked(getattr(node, name)) for name in names})
        return node

    report = attacked(states())
    assert isinstance(report, Report)
    return replace(
        report,
        about=(LONG, *ATTACKS),
        notice=ATTACKS[0],
        facts=(Fact("100\u202f%", LONG[:300]),),
        warnings=ATTACKS,
        appendix=(Section("vedlegg", ATTACKS[6], tuple(Paragraph(text) for text in (*ATTACKS, LONG))),),
    )
