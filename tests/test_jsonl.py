"""What programs read."""

import json
from dataclasses import replace

import pytest

from crawler.publish.jsonl import links_jsonl
from tests import reports
from tests.builders import NOW, URL, days_ago, judged, link, report

KEYS = [
    "url",
    "health",
    "since",
    "reason",
    "status",
    "final_url",
    "title",
    "abstract",
    "authors",
    "published",
    "modified",
    "kind",
    "site",
    "language",
    "identifiers",
    "source",
    "freshness",
    "checked_at",
    "added_at",
    "lines",
]


def rows_of(text: str) -> list[dict[str, object]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in text.splitlines()]


def test_links_jsonl_has_the_keys() -> None:
    """Each object has the agreed keys in the agreed order, by address, with nulls for what is not known."""
    rows = rows_of(links_jsonl(reports.sample()))
    assert all(list(row) == KEYS for row in rows)
    broken = next(row for row in rows if str(row["url"]).endswith("in-depth.pdf"))
    assert broken == {
        "url": "http://cs.old-university.example/~lectures/2014/neural-networks/handouts/backpropagation-in-depth.pdf",
        "health": "broken",
        "since": "2026-11-23T10:00:00Z",
        "reason": "It answered 404 (not found), twice in this run.",
        "status": 404,
        "final_url": "http://cs.old-university.example/~lectures/2014/neural-networks/handouts/backpropagation-in-depth.pdf",
        "title": "Backpropagation, in depth",
        "abstract": None,
        "authors": [],
        "published": None,
        "modified": None,
        "kind": None,
        "site": None,
        "language": None,
        "identifiers": {},
        "source": {"title": ""},
        "freshness": None,
        "checked_at": "2026-11-23T10:00:00Z",
        "added_at": None,
        "lines": ["README.md:90", "README.md:140"],
    }
    unknown = next(row for row in rows if row["health"] == "skipped")
    assert (unknown["status"], unknown["checked_at"], unknown["title"]) == (None, None, None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://A.example", "https://A.example"),
        ("https://a.example/%7Eb?x=1&a=2#part", "https://a.example/%7Eb?x=1&a=2"),
        ("https://a.example/caf\u00e9", "https://a.example/caf\u00e9"),
        ("https://a.example:443/x", "https://a.example:443/x"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://me:pw@a.example/", "https://a.example/"),
        ("https://a.example/\u202ex", "https://a.example/%E2%80%AEx"),
    ],
)
def test_links_jsonl_names_the_address_as_the_list_does(written: str, expected: str) -> None:
    """A program that knows the list finds its link by `url`, unless the list's form is no clean name."""
    assert rows_of(links_jsonl(report([judged(written)])))[0]["url"] == expected


def test_links_jsonl_names_the_target_when_no_link_spells_it() -> None:
    """Without a link, or with one to another address, the canonical form is the name."""
    for links in ([], [link("https://b.example/")]):
        assert rows_of(links_jsonl(report([judged("https://A.example", links=links)])))[0]["url"] == URL


def test_links_jsonl_tells_how_fresh_a_target_is() -> None:
    """State, day, source and reason, as the report of staleness has them."""
    rows = rows_of(links_jsonl(reports.aged()))
    stale = next(row for row in rows if row["url"] == "https://old.example/library")
    assert stale["freshness"] == {
        "state": "stale",
        "date": "2022-10-01",
        "source": "GitHub's API",
        "reason": "Its last push was 4 years ago, on 2022-10-01.",
    }
    undated = next(row for row in rows if row["url"] == "https://old.example/tool")
    assert undated["freshness"] == {
        "state": "archived",
        "date": None,
        "source": "GitHub's API",
        "reason": "Its owner has archived it: it is read-only.",
    }


def test_links_jsonl_is_one_line_for_each_target() -> None:
    """No separator that a stranger knows breaks a line for any reader."""
    rows = reports.hostile()
    text = links_jsonl(rows)
    assert len(text.splitlines()) == len(text.split("\n")) - 1 == len(rows.judged)
    assert len(rows_of(text)) == len(rows.judged)


def test_links_jsonl_tells_when_a_link_was_added_first() -> None:
    """A target that several links point at has been in the lists since the first of them; others may have no day."""
    links = [replace(link(URL, line=number), added_at=at) for number, at in enumerate([None, NOW, days_ago(9)], 1)]
    assert rows_of(links_jsonl(report([judged(URL, links=links)])))[0]["added_at"] == "2026-11-14T10:00:00Z"
