"""Triple-S metadata, the `.sss` XML: which variables a data file has and where each stands in a record.

Belongs here: the XML of Triple-S 1.x and 2.0 for one flat survey. Hierarchical surveys are refused. Not: the
data.
"""

import re
from dataclasses import dataclass, field
from typing import Literal, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pipeline.readers.encoding import byte_order_mark, decode
from pipeline.readers.export import ExportError

VariableType = Literal["single", "multiple", "quantity", "character", "logical", "date", "time"]
_TYPES = frozenset(("single", "multiple", "quantity", "character", "logical", "date", "time"))
_DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"']([A-Za-z0-9._-]+)[\"']")
_DIGITS = 6
_CONTROLS = re.compile("[\u0080-\u009f]")


@dataclass(frozen=True)
class Variable:
    """One variable.

    Attributes:
        ident: `variable/@ident`, unique in the file.
        name: `name`.
        label: `label`, as text.
        type: One of the seven types.
        start: First position: a character of the record, or a field of a csv row, counted from 1.
        finish: Last position, equal to `start` for one.
        values: Code to label of a single or multiple variable, in the file's order.
        subfields: How many answers a spread multiple variable has room for, 0 when it is a bitstring.
        width: Characters of one of them.
        literal: Whether codes are texts, in which a leading zero counts.
        use: `serial`, `weight` or empty.
        filter: `ident` of the variable that says who was asked, or empty.
    """

    ident: str
    name: str
    label: str
    type: VariableType
    start: int
    finish: int
    values: dict[str, str] = field(default_factory=dict)
    subfields: int = 0
    width: int = 0
    literal: bool = False
    use: str = ""
    filter: str = ""

    @property
    def id(self) -> str:
        """What a definition binds to: `ident:name`."""
        return f"{self.ident}:{self.name}"


@dataclass(frozen=True)
class Record:
    """What the metadata say of the survey: its title, and how the data file is laid out.

    `format` is fixed or csv, `skip` the lines before the first respondent.
    """

    format: Literal["fixed", "csv"]
    skip: int
    variables: tuple[Variable, ...]
    title: str = ""


def declared_encoding(data: bytes) -> str | None:
    """The encoding that an XML declaration names, or None."""
    found = _DECLARED.search(data[:200]) if byte_order_mark(data) is None else None
    return found[1].decode("ascii") if found else None


def checked_text(data: bytes, file: str, encoding: str | None) -> str:
    """`encoding.decode`, and no control characters that only a wrong encoding gives.

    Raises:
        ExportError: With the place of the first.
    """
    text = decode(data, file, encoding)
    control = _CONTROLS.search(text)
    if control:
        raise ExportError(
            f"{file}: character {control.start()} is a control character in {encoding or 'utf-8'}; files "
            "that name ISO-8859-1 are often Windows-1252: declare encoding: cp1252"
        )
    return text


def parse_metadata(text: str, file: str) -> Record:
    """The record that a metadata file describes.

    Raises:
        ExportError: Not well-formed, entities, not Triple-S, hierarchical, or a variable that is not
            understood.
    """
    try:
        root = fromstring(text)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ExportError(f"{file}: not a usable XML file ({type(error).__name__})") from None
    records = root.findall("survey/record")
    if root.tag != "sss" or len(records) != 1 or root.find("hierarchy") is not None:
        raise ExportError(f"{file}: not a Triple-S survey with one record ({len(records)} were found)")
    record = records[0]
    layout = record.get("format", "fixed")
    skip = record.get("skip", "0")
    if layout not in ("fixed", "csv") or not skip.isdecimal() or len(skip) > _DIGITS:
        raise ExportError(f"{file}: the record's format must be fixed or csv, and skip a number")
    variables = tuple(_variable(element, file) for element in record.iterfind("variable"))
    if not variables:
        raise ExportError(f"{file}: the record has no variables")
    if len({variable.ident for variable in variables}) != len(variables):
        raise ExportError(f"{file}: two variables have the same ident")
    return Record(
        cast("Literal['fixed', 'csv']", layout), int(skip), variables, _text(root.find("survey/title"))
    )


def _variable(element: Element, file: str) -> Variable:
    ident, kind = element.get("ident", ""), element.get("type", "")
    where = f"{file}, variable {ident or '(without ident)'}"
    position = element.find("position")
    if not ident or kind not in _TYPES or position is None:
        raise ExportError(
            f"{where}: an ident, a position and one of the types {', '.join(sorted(_TYPES))} are needed"
        )
    start = _number(position, "start", "", where)
    finish = _number(position, "finish", str(start), where)
    if start < 1 or finish < start:
        raise ExportError(f"{where}: positions {start} to {finish} are not a range counted from 1")
    literal = element.get("format", "numeric") == "literal"
    values = {
        code_text(value.get("code", ""), literal): _text(value) for value in element.iterfind("values/value")
    }
    spread = element.find("spread")
    subfields = 0 if spread is None else _number(spread, "subfields", "", where)
    if spread is not None and subfields < 1:
        raise ExportError(f"{where}: a spread needs at least one subfield")
    longest = max((len(code) for code in values), default=1)
    return Variable(
        ident=ident,
        name=(element.findtext("name") or ident).strip(),
        label=_text(element.find("label")),
        type=cast("VariableType", kind),
        start=start,
        finish=finish,
        values=values,
        subfields=subfields,
        width=0 if spread is None else _number(spread, "width", str(longest), where),
        literal=literal,
        use=element.get("use", ""),
        filter=element.get("filter", ""),
    )


def _number(element: Element, name: str, default: str, where: str) -> int:
    value = element.get(name, default)
    if not value.isdecimal() or len(value) > _DIGITS:
        raise ExportError(f"{where}: {element.tag}/@{name} must be a number of at most {_DIGITS} digits")
    return int(value)


def code_text(code: str, literal: bool) -> str:
    """A code without what data and values may pad it with: blanks and, unless it is a text, leading zeros."""
    code = code.strip()
    return (code.lstrip("0") or "0") if code.isdecimal() and not literal else code


def _text(element: Element | None) -> str:
    """A label's text: its own, or the first of its alternatives in other modes and languages."""
    if element is None:
        return ""
    own = [element.text or ""]
    alternatives = []
    for child in element:
        if child.tag == "text":
            alternatives.append(" ".join("".join(child.itertext()).split()))
        else:
            own.append(" " if child.tag == "br" else "".join(child.itertext()))
        own.append(child.tail or "")
    text = " ".join("".join(own).split())
    return text or next(iter(alternatives), "")
