"""Feeds in each of their forms, and what a stranger can make of them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.gather import feed
from crawler.gather.page import Page

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>
<pubDate>Sat, 28 Nov 2026 10:00:00 GMT</pubDate>
<item><title>Older</title><pubDate>Mon, 06 Jan 2025 10:00:00 GMT</pubDate></item>
<item><title>The &lt;b&gt;newest&lt;/b&gt; post</title><pubDate>Tue, 07 Jan 2025 23:30:00 -0500</pubDate></item>
<item><title>No date</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A channel</title><updated>2026-11-28T10:00:00Z</updated>
<entry><title>One</title><published>2024-01-01T00:00:00Z</published><updated>2024-03-02T00:00:00Z</updated></entry>
<entry><title>Two</title><published>2024-02-01T00:00:00Z</published></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://a.example/1"><title>Old form</title>
<dc:date>2011-05-06T07:08:09Z</dc:date></item></rdf:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"title": "One", "date_published": "2024-01-01T00:00:00Z", "date_modified": "2024-03-02T00:00:00Z"},
            {"content_text": "a note without a title", "date_published": "2025-02-03T23:00:00-05:00"},
        ],
    }
)


@pytest.mark.parametrize(
    ("text", "title", "published"),
    [
        (RSS, "The newest post", "2025-01-08"),
        (ATOM, "One", "2024-03-02"),
        (RDF, "Old form", "2011-05-06"),
        (JSON, None, "2025-02-04"),
        ("\ufeff" + JSON, None, "2025-02-04"),
        (RSS[:-40], "The newest post", "2025-01-08"),
        (RSS.replace("2025", "2027"), None, None),
        (RSS.replace("2025 ", "1970 "), None, None),
        ("<html><title>Not found</title><p>Nothing here", None, None),
        ('{"items": {"title": "no list"}}', None, None),
        ('{"items": [1, null, {"date_published": 7}, {"date_published": "2025-01-01"}]}', None, "2025-01-01"),
        ("<rss><channel><item><title>&#x110000;<", None, None),
        ('<?xml version="1.0" encoding="undefined"?><rss/>', None, None),
        (ATOM.replace("2024-03-02", "0000-01-01"), "Two", "2024-02-01"),
        (ATOM.replace("2024-03-02T00:00:00Z", "9999-12-31T23:59:59-12:00"), "Two", "2024-02-01"),
        ('{"items"', None, None),
        ("{" * 100_000, None, None),
        ("[]", None, None),
        ("", None, None),
    ],
)
def test_read_finds_the_newest_entry(text: str, title: str | None, published: str | None) -> None:
    """By its own date, the latest of those that it has; the feed's own date is when it was made, and counts nothing."""
    found = feed.read(text.encode(), NOON)
    assert (found.title, found.published) == (title, published)


def test_read_takes_an_entry_of_today_elsewhere_for_one_of_today() -> None:
    """Hours ahead of us it may be tomorrow already; that is no announcement."""
    text = RSS.replace("Tue, 07 Jan 2025 23:30:00 -0500", "Sun, 29 Nov 2026 02:00:00 +0000")
    assert feed.read(text.encode(), NOON).published == "2026-11-28"


def test_read_opens_no_file_and_fetches_nothing(tmp_path: Path) -> None:
    """A body that is the name of a file, or an address, is a body and nothing else."""
    file = tmp_path / "feed.xml"
    file.write_text(RSS, "utf-8")
    for body in (str(file), file.as_uri(), "http://127.0.0.1:9/feed"):
        assert feed.read(body.encode(), NOON) == Page()


def test_read_takes_no_entity_for_more_than_it_is() -> None:
    """Neither a file of ours nor a billion laughs come out of one."""
    head = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    laughs = "".join(f'<!ENTITY c{n} "{f"&c{n - 1};" * 9}">' for n in range(1, 9))
    text = RSS.replace("<rss", f'{head}<!ENTITY c0 "ha">{laughs}]><rss').replace("Older", "&f;")
    text = text.replace("No date", "&c8;")
    assert "root:" not in (feed.read(text.encode(), NOON).title or "")
    assert len(feed.read(text.encode(), NOON).title or "") <= 300


PIECES = st.sampled_from(
    [
        *(RSS, ATOM, RDF, JSON, RSS[:200], "<item>", "</item>", "<pubDate>", "<![CDATA[", "&#0;", "&\0", "<a b="),
        *("Tue, 99 Jan 99999", "2024-01-01", "0000-00-00T25:61:61Z"),
    ]
)


@example(b"\xff\xfe<\0")
@given(st.binary(max_size=200) | st.lists(PIECES, max_size=5).map(lambda pieces: "".join(pieces).encode()))
def test_read_has_an_answer_for_any_bytes(body: bytes) -> None:
    """A date that has been, and a title within bounds; or nothing."""
    found = feed.read(body, NOON)
    assert found.published is None or "1991-01-01" <= found.published <= "2026-11-28"
    assert len(found.title or "") <= 300
