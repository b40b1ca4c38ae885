"""Damaged .sav files: 300 with random bytes changed, and 60 cut off anywhere, end no run and hang none."""

import random
from pathlib import Path

from sav_files import Var, sav_bytes

from pipeline.readers import ExportError
from pipeline.readers.guard import Guard
from pipeline.readers.reading import read_with

SAMPLES = Path(__file__).parent / "sav"


def originals() -> list[bytes]:
    made = sav_bytes(
        [Var("a", label="Kjønn", labels={1.0: "Kvinne", 2.0: "Mann"}), Var("b", width=40), Var("vekt")],
        [[float(i % 3), f"svar {i}", 1.0 + i / 7] for i in range(20)],
        weight=7,
        sets="$m=D1 1 3 Set A VEKT\n",
    )
    names = ("simple_alltypes.sav", "sample_missing.sav", "tegulu.sav")
    return [made, *((SAMPLES / name).read_bytes() for name in names)]


def flipped(original: bytes, seed: int) -> bytes:
    """One to sixteen bytes changed; in two of three files only in the dictionary, where they do most harm."""
    generator = random.Random(seed)  # noqa: S311  a seeded test
    changed = bytearray(original)
    reach = len(changed) if seed % 3 == 0 else changed.find(b"\xe7\x03\0\0")
    for _ in range(generator.choice((1, 2, 4, 16))):
        changed[generator.randrange(reach)] = generator.randrange(256)
    return bytes(changed)


def refusal(guard: Guard, path: Path) -> str:
    """The message, empty when the file was read."""
    try:
        read_with(guard, [path])
    except ExportError as error:
        return str(error)
    return ""


def test_flipped_bytes_are_an_export_or_a_refusal(tmp_path: Path, guard: Guard) -> None:
    files = originals()
    messages = []
    for seed in range(300):
        path = tmp_path / f"flip_{seed}.sav"
        path.write_bytes(flipped(files[seed % len(files)], seed))
        message = refusal(guard, path)
        assert not message or path.name in message
        messages.append(message)
    assert messages.count("") > 20
    assert len(messages) - messages.count("") > 100


def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, guard: Guard) -> None:
    generator = random.Random(7)  # noqa: S311  a seeded test
    for number, original in enumerate(originals() * 15):
        path = tmp_path / f"cut_{number}.sav"
        path.write_bytes(original[: generator.randrange(1, len(original) - 8)])
        assert path.name in refusal(guard, path)
