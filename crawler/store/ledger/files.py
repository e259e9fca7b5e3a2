"""The files of a ledger: which lines stand in which, in what order, and under which seal. Pure."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from crawler.store.cells import stamp
from crawler.store.ledger.lines import Record, lines_of, record, text
from crawler.store.ledger.shapes import (
    DECISION,
    LINK,
    METADATA,
    OBSERVATION,
    OFFER,
    RUN,
    SOURCE,
    TESTIMONY,
    Key,
    Shape,
)

FORMAT: Final = 1
"""What `state.json` calls the form of the files; another form is another number."""
STATE: Final = "state.json"
SOURCES: Final = "sources.jsonl"
LINKS: Final = "links.jsonl"
RUNS: Final = "runs.jsonl"
DECISIONS: Final = "decisions.jsonl"
OFFERS: Final = "offers.jsonl"
PUBLICATION: Final = "publication.json"
REPORT: Final = "report.md"

Ledger = Mapping[str, bytes]
"""Path -> content."""
Fact = tuple[Shape, Record]
"""A line, and what kind of line it is."""
Lines = dict[Key, Record]
"""The lines of one file."""

FACTS = {"observation": OBSERVATION, "metadata": METADATA, "testimony": TESTIMONY}
_SHAPES = {SOURCES: SOURCE, LINKS: LINK, RUNS: RUN, DECISIONS: DECISION, OFFERS: OFFER}
_AS_OF = re.compile(rb"<!-- listkeeper: as of (\S{27}) -->\n")
_MOST_LINES = 10**9
_MONTH = re.compile(r"observations/(\d{4}-(?:0[1-9]|1[0-2]))\.jsonl", re.ASCII)


def is_ours(path: str) -> bool:
    """Whether a file of this name belongs to a ledger; whatever else stands beside it is left alone.

    >>> [path for path in ("links.jsonl", "observations/2026-11.jsonl", "../links.jsonl", "README.md") if is_ours(path)]
    ['links.jsonl', 'observations/2026-11.jsonl']
    """
    return path in (STATE, PUBLICATION, REPORT) or holds_lines(path)


def holds_lines(path: str) -> bool:
    """Whether it is one of those that hold a fact a line."""
    return path in _SHAPES or _MONTH.fullmatch(path) is not None


def place_of(shape: Shape, short: Record) -> str:
    """The file in which a line stands.

    >>> place_of(OBSERVATION, {"at": "2026-11-28T00:00:00.000000Z"}), place_of(RUN, {})
    ('observations/2026-11.jsonl', 'runs.jsonl')
    """
    plain = next((path for path, each in _SHAPES.items() if each is shape), None)
    return plain or f"observations/{short['at'][:7]}.jsonl"


def read(path: str, data: bytes) -> Iterator[Fact | None]:
    """The lines of a file; None for each that is not ours."""
    return (_read_line(path, line) for line in lines_of(data))


def facts(path: str, data: bytes) -> Iterator[Fact]:
    """The lines of a file, but for those that are not ours."""
    return (fact for fact in read(path, data) if fact)


def _read_line(path: str, line: bytes) -> Fact | None:
    found = record(line)
    if found is None:
        return None
    what = found.get("what")
    shape = _SHAPES.get(path) or (FACTS.get(what) if isinstance(what, str) else None)
    return (shape, tidy(shape, found)) if shape and shape.fits(found) else None


def tidy(shape: Shape, found: Record) -> Record:
    """The record as it is written: short, and a link's places in order."""
    short = shape.short(found)
    if shape is LINK and "places" in short:
        short["places"] = in_order(short["places"])
    return short


def in_order(places: Iterable[Record]) -> list[Record]:
    """Places as a reader meets them, each once."""
    return list({_rank(place): place for place in sorted(places, key=_rank)}.values())


def _rank(place: Record) -> tuple[Any, ...]:
    return (*(place[name] for name in ("path", "line", "column", "start", "end")), text(place))


def keyed(found: Iterable[Fact]) -> Lines:
    """The lines by what they tell of; of two that tell of the same the first."""
    lines: Lines = {}
    for shape, short in found:
        lines.setdefault(shape.key_of(short), short)
    return lines


def written(lines: Lines) -> bytes:
    """The lines in order, as a file."""
    return "".join(f"{text(lines[key])}\n" for key in sorted(lines)).encode()


def as_of(at: datetime) -> str:
    """The first line of a front page: by it two of them are told apart."""
    return f"<!-- listkeeper: as of {stamp(at)} -->"


def reported_at(page: bytes) -> str:
    r"""Of which moment a front page tells; nothing where it does not say.

    >>> reported_at(f"{as_of(datetime(2026, 11, 28))}\n# Links".encode()), reported_at(b"# Links")
    ('2026-11-28T00:00:00.000000Z', '')
    """
    found = _AS_OF.match(page)
    return found[1].decode() if found else ""


def sealed(files: Ledger) -> dict[str, bytes]:
    """The files of ours that hold something, under a seal that tells when one of them is not as it was written."""
    ours = {path: files[path] for path in sorted(files) if is_ours(path) and path != STATE and files[path]}
    return ours | {STATE: seal({path: stamp_of(data) for path, data in ours.items()})}


def stamp_of(data: bytes) -> Record:
    """What the seal says of a file."""
    return {"lines": data.count(b"\n"), "sha256": hashlib.sha256(data).hexdigest()}


def seal(stamps: Mapping[str, Record]) -> bytes:
    """`state.json`, of what it says of each file."""
    return f"{json.dumps({'format': FORMAT, 'files': dict(stamps)}, indent=1, sort_keys=True)}\n".encode()


def stamps(files: Ledger) -> Record | None:
    """What the seal says of the files; None where there is none, or none that can be read."""
    found = record(files.get(STATE, b""))
    said = found.get("files") if found else None
    return said if isinstance(said, dict) else None


def counts(files: Ledger) -> dict[str, int]:
    r"""How many lines the seal says each file has.

    >>> counts({STATE: seal({LINKS: stamp_of(b"1\n2\n"), RUNS: {}})}), counts({})
    ({'links.jsonl': 2}, {})
    """
    said = (stamps(files) or {}).items()
    lines = {path: stamp.get("lines") for path, stamp in said if isinstance(stamp, dict)}
    return {path: number for path, number in lines.items() if type(number) is int and 0 <= number < _MOST_LINES}


def format_of(files: Ledger) -> int | None:
    """The number of the form in which the files are written; None where nobody says it."""
    found = (record(files.get(STATE, b"")) or {}).get("format")
    return found if type(found) is int else None


def with_file(files: Ledger, path: str, data: bytes) -> dict[str, bytes]:
    """The ledger with another content of one file; damage of the others stays as visible as it was."""
    known = stamps(files)
    if known is None:
        return sealed({**files, path: data})
    found = {name: content for name, content in files.items() if name != path}
    known = {name: stamp for name, stamp in known.items() if name != path}
    if data:
        found, known = found | {path: data}, known | {path: stamp_of(data)}
    return found | {STATE: seal(known)}
