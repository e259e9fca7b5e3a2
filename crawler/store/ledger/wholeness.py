"""Whether a ledger is whole, and what can be saved of one that is not. Pure.

A seal alone would not do: whoever can write the files can write the seal. So each line is read, and whatever it speaks
of must be known.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crawler.model import Scheme
from crawler.store.ledger.files import (
    DECISIONS,
    FORMAT,
    LINKS,
    OFFERS,
    PUBLICATION,
    REPORT,
    RUNS,
    SOURCES,
    STATE,
    Fact,
    Ledger,
    Lines,
    facts,
    format_of,
    holds_lines,
    is_ours,
    place_of,
    read,
    sealed,
    stamp_of,
    stamps,
    tidy,
    written,
)
from crawler.store.ledger.lines import Record, record, text
from crawler.store.ledger.shapes import LINK, RUN, SOURCE, Key

_LONG_AGO = "0001-01-01T00:00:00.000000Z"
"""When a list was read of which nobody knows when: whoever knows better is newer."""
_PLAIN = (SOURCES, LINKS, RUNS, DECISIONS, OFFERS)
_WEB = re.compile(r"https?:", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Of what the lines may speak."""

    sources: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    runs: set[str] = field(default_factory=set)


def check(files: Ledger) -> str | None:
    """What is damaged, in one sentence; None where the ledger is whole.

    >>> check({}), check({"state.json": b'{"format":1,"files":{}}'})
    ('it has no state.json that can be read', None)
    """
    return next(_faults(files), None)


def _faults(files: Ledger) -> Iterator[str]:
    """Sentences without a stranger's text: names of files are our own."""
    known = stamps(files)
    number = format_of(files)
    if known is None or number is None:
        yield f"it has no {STATE} that can be read"
    elif number != FORMAT:
        yield f"it is in form {number}, and this listkeeper knows form {FORMAT} alone"
    else:
        yield from _broken_seals(files, known)
        yield from _strange_files(files)
        yield from _strange_lines(files)


def _broken_seals(files: Ledger, known: Record) -> Iterator[str]:
    ours = {path for path in files if is_ours(path) and path != STATE}
    for path in sorted(ours | known.keys()):
        if path not in ours:
            yield f"{path} is missing" if is_ours(path) else f"{STATE} names a file that is none of its own"
        elif known.get(path) != stamp_of(files[path]):
            yield f"{path} is not as it was written"


def _strange_files(files: Ledger) -> Iterator[str]:
    if PUBLICATION in files and record(files[PUBLICATION]) is None:
        yield f"{PUBLICATION} cannot be read"
    if REPORT in files and not _is_text(files[REPORT]):
        yield f"{REPORT} is no text"


def _strange_lines(files: Ledger) -> Iterator[str]:
    known = _known(files)
    for path in sorted(path for path in files if holds_lines(path)):
        keys = set[Key]()
        for number, fact in enumerate(read(path, files[path]), 1):
            fault = _fault_of(fact, path, keys, known)
            if fault:
                yield f"line {number} of {path} {fault}"


def _fault_of(fact: Fact | None, path: str, keys: set[Key], known: _Known) -> str | None:
    """What is wrong with a line; `keys` has those before it, and takes its own."""
    if fact is None or place_of(*fact) != path:
        return "is none of ours"
    key = fact[0].key_of(fact[1])
    if key in keys:
        return "tells of what another tells of"
    keys.add(key)
    strange = any(name not in names for names, name in _spoken_of(fact, known))
    return "speaks of what no other file knows" if strange else None


def _known(files: Ledger) -> _Known:
    return _Known(
        sources={short["path"] for _, short in facts(SOURCES, files.get(SOURCES, b""))},
        links={short["url"] for _, short in facts(LINKS, files.get(LINKS, b""))},
        runs={short["started_at"] for _, short in facts(RUNS, files.get(RUNS, b""))},
    )


def _spoken_of(fact: Fact, known: _Known) -> Iterator[tuple[set[str], str]]:
    """The names in a line that another file must know."""
    _, short = fact
    if "target" in short:
        yield known.links, short["target"]
    if "run" in short:
        yield known.runs, short["run"]
    for place in short.get("places", ()):
        yield known.sources, place["path"]


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def salvage(files: Ledger) -> dict[str, bytes]:
    """Every line that can be read, in its right file, and whole again; what lines speak of that was lost is named anew.

    >>> sorted(salvage({"decisions.jsonl": b"[", "runs.jsonl": b'{"started_at":"2026-11-28T00:00:00.000000Z"}'}))
    ['runs.jsonl', 'state.json']
    """
    lines: defaultdict[str, Lines] = defaultdict(dict)
    for path in sorted(path for path in files if holds_lines(path)):
        for shape, short in facts(path, files[path]):
            lines[place_of(shape, short)].setdefault(shape.key_of(short), short)
    for shape, short in list(_named_anew(lines)):
        lines[place_of(shape, short)][shape.key_of(short)] = short
    found = {path: written(each) for path, each in lines.items()}
    memory = record(files.get(PUBLICATION, b""))
    if memory is not None:
        found[PUBLICATION] = f"{text(memory)}\n".encode()
    if _is_text(files.get(REPORT, b"")):
        found[REPORT] = files.get(REPORT, b"")
    return sealed(found)


def _named_anew(lines: Mapping[str, Lines]) -> Iterator[Fact]:
    """A line for each link, crawl and list that other lines speak of and none tells of."""
    first, last = dict[str, str](), dict[str, str]()
    for short in (short for path, each in lines.items() if path not in _PLAIN for short in each.values()):
        target, run, at = short["target"], short.get("run"), short["at"]
        if (target,) not in lines.get(LINKS, {}):
            first[target] = min(first.get(target, at), at)
        if run is not None and (run,) not in lines.get(RUNS, {}):
            last[run] = max(last.get(run, at), at)
    yield from ((LINK, _link(url, at)) for url, at in first.items())
    # An end, so that no crawl goes on with it.
    yield from ((RUN, {"started_at": run, "finished_at": at}) for run, at in last.items())
    places = {place["path"] for link in lines.get(LINKS, {}).values() for place in link.get("places", ())}
    unknown = (path for path in places if (path,) not in lines.get(SOURCES, {}))
    yield from ((SOURCE, {"path": path, "read_at": _LONG_AGO}) for path in unknown)


def _link(url: str, at: str) -> Record:
    scheme = Scheme.WEB if _WEB.match(url) else Scheme.OTHER if _SCHEME.match(url) else Scheme.LOCAL
    return tidy(LINK, {"url": url, "scheme": scheme.value, "first_seen_at": at})
