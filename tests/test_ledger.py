"""The state as text: what any file may hold, and how two states become one."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.model import Choice, ErrorKind, Kind, LinkKind, Scheme, Witness
from crawler.store import ledger
from crawler.store.ledger.shapes import (
    DECISION,
    LINK,
    METADATA,
    OBSERVATION,
    OFFER,
    RUN,
    SOURCE,
    TESTIMONY,
)
from tests.histories import storable

NOON = "2026-11-28T12:00:00.000000Z"
AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
ODD = "\u2028 ##[stop-commands]x 🙈\u202e\x7f\x1b"

texts = st.one_of(st.just(ODD), storable)
moments = st.sampled_from([f"2026-{month:02}-01T00:00:0{second}.000000Z" for month in (9, 10, 11) for second in (0, 1)])
urls = st.sampled_from(["https://a.example/", "https://b.example/", "docs/a.md", "mailto:c@d.example"])
paths = st.sampled_from(["README.md", "docs/b.md"])
ids = st.sampled_from(["a" * 64, "b" * 64, "0" * 64])


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A record that names some of the fields that need not be named."""
    must = {"target", "run", "at", "what", "witness", "asked", "url", "path", "line", "column", "start", "end"}
    must |= {"first_seen_at", "started_at", "read_at", "fix", "choice", "id", "rule", "old", "new", "kind"} - {"kind"}
    return st.fixed_dictionaries(
        {name: each for name, each in fields.items() if name in must},
        optional={name: each for name, each in fields.items() if name not in must},
    )


def words(kind: Any) -> st.SearchStrategy[str]:
    """The values of an enumeration."""
    return st.sampled_from([word.value for word in kind])


mappings = st.dictionaries(texts, texts, max_size=2)
lists = st.lists(texts, max_size=2)
small = st.integers(-1, 3)
places = some(
    path=paths,
    line=small,
    column=small,
    start=small,
    end=small,
    url=texts,
    text=texts,
    section=lists,
    kind=words(LinkKind),
    ignore=st.one_of(st.none(), some(line=small, until=st.just("2026-12-31"), reason=texts)),
    added_at=moments,
)
links = some(url=urls, scheme=words(Scheme), first_seen_at=moments, places=st.lists(places, max_size=3))
sources = some(path=paths, sha256=texts, read_at=moments)
runs = some(started_at=moments, finished_at=moments, complete=st.booleans(), notes=lists, listkeeper=texts)
hops = st.lists(st.fixed_dictionaries({"status": small, "url": texts}), max_size=2)
observations = some(
    what=st.just("observation"),
    target=urls,
    run=moments,
    look=st.integers(1, 2),
    at=moments,
    status=st.one_of(st.none(), st.just(200), st.integers(-(2**63), 2**63 - 1)),
    error=words(ErrorKind),
    redirects=hops,
    headers=mappings,
    elapsed_s=st.floats(allow_nan=False, allow_infinity=False),
    host_answered=st.booleans(),
    marks=lists,
)
metadata = some(
    what=st.just("metadata"),
    target=urls,
    at=moments,
    via=st.sampled_from(["web", "github"]),
    title=texts,
    authors=lists,
    kind=words(Kind),
    sources=mappings,
)
testimonies = some(
    what=st.just("testimony"),
    target=urls,
    run=moments,
    witness=words(Witness),
    asked=urls,
    at=moments,
    taken_at=moments,
)
decisions = some(fix=ids, choice=words(Choice), reason=texts, at=moments, by=texts)
offers = some(id=ids, rule=texts, old=texts, new=texts, at=moments)
SHAPES = {
    SOURCE: sources,
    LINK: links,
    RUN: runs,
    OBSERVATION: observations,
    METADATA: metadata,
    TESTIMONY: testimonies,
    DECISION: decisions,
    OFFER: offers,
}


@st.composite
def ledgers(draw: st.DrawFn) -> dict[str, bytes]:
    """A whole ledger: whatever its lines speak of is in it."""
    known = [(shape, each) for shape, of in SHAPES.items() for each in draw(st.lists(of, max_size=3))]
    page = draw(st.sampled_from(["", "# Links\n", f"# Links {ODD}\n"]))
    found = ledger.salvage(ledger.export(known))
    if page:
        found = ledger.with_report(found, page, draw(st.sampled_from([AT, AT.replace(year=2025)])))
    memory = draw(st.none() | st.dictionaries(st.sampled_from(["written_at", "x"]), texts, max_size=2))
    return found if memory is None else ledger.with_publication(found, memory)


@settings(deadline=None)
@given(ledgers())
def test_export_gives_whole_ledgers(files: dict[str, bytes]) -> None:
    """What was written is whole, is the same when it is saved, and the same when it is read and written again."""
    assert ledger.check(files) is None
    assert ledger.salvage(files) == files
    rest = {path: data for path, data in files.items() if path in (ledger.REPORT, ledger.PUBLICATION)}
    again = ledger.export(ledger.parse(files)) | rest
    assert {path: data for path, data in files.items() if path != ledger.STATE} == {
        path: data for path, data in again.items() if path != ledger.STATE
    }


@settings(deadline=None)
@given(ledgers(), ledgers(), ledgers())
def test_merge_knows_neither_sides_nor_order(
    one: dict[str, bytes], two: dict[str, bytes], three: dict[str, bytes]
) -> None:
    """By whom, in which order and how often ledgers are merged makes no difference, and the outcome is whole."""
    both = ledger.merge(one, two)
    assert both == ledger.merge(two, one)
    assert ledger.merge(both, three) == ledger.merge(one, ledger.merge(two, three))
    assert ledger.merge(one, one) == one
    assert ledger.merge(both, two) == both
    assert ledger.check(both) is None
