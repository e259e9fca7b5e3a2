"""When a page was published, and when it changed."""

import pytest

from crawler.gather.jsonld import Work
from crawler.gather.markup import Markup
from crawler.gather.published import modified_of, published_of
from crawler.gather.spots import Spot

URL = "https://www.example.org/a"


def time(value: str = "", text: str = "", names: str = "", tag: str = "time") -> Spot:
    """An element that may name a day."""
    return Spot(tag=tag, names=names, value=value, text=text)


H1 = Spot(tag="h1", names="", text="A title")


@pytest.mark.parametrize(
    ("markup", "work", "url", "day", "source"),
    [
        (
            Markup(metas={"citation_date": "2017/06/12", "citation_online_date": "2023/08/02"}),
            Work(published="2020-01-01"),
            URL,
            "2017-06-12",
            "citation_date",
        ),
        (Markup(metas={"citation_online_date": "2023/08/02"}), Work(), URL, "2023-08-02", "citation_online_date"),
        (
            Markup(metas={"citation_publication_date": "2017/01", "citation_online_date": "2017/01/30"}),
            Work(),
            URL,
            "2017-01-30",
            "citation_online_date",
        ),
        (
            Markup(metas={"citation_publication_date": "2017/01", "citation_cover_date": "2017/01/01"}),
            Work(),
            URL,
            "2017-01",
            "citation_publication_date",
        ),
        (
            Markup(metas={"article:published_time": "2020-01-01"}),
            Work(),
            "https://a.example/2019/12/31/x",
            "2019-12-31",
            "url",
        ),
        (Markup(metas={"article:published_time": "soon"}), Work(published="2020-01-01"), URL, "2020-01-01", "json-ld"),
        (
            Markup(metas={"date": "Sat, 19 Oct 2019 00:04:00 +0200"}),
            Work(published="2019-10-18T22:04:00Z"),
            URL,
            "2019-10-19",
            "date",
        ),
        (Markup(), Work(published="2019-10-18T22:04:00Z"), URL, "2019-10-18", "json-ld"),
        (
            Markup(spots=(time(text="3 May 2022"), H1, time("2020-02-02"), time("2020-03-03"))),
            Work(),
            URL,
            "2020-02-02",
            "time",
        ),
        (Markup(spots=(time("2018-01-01"), time("2019-01-01"), H1)), Work(), URL, "2019-01-01", "time"),
        (
            Markup(spots=(time("2020-02-02", names="updated"), time("2020-01-01", names="published"))),
            Work(),
            URL,
            "2020-01-01",
            "time",
        ),
        (Markup(spots=(time(text="1. Mai 2020", names="datum", tag="p"),)), Work(), URL, "2020-05-01", "date"),
        (Markup(spots=(time(text="am 1. Mai 2020", names="info", tag="p"),)), Work(), URL, "2020-05-01", "line"),
        (Markup(spots=(time(text="Joined 1 May 2020", names="date", tag="p"),)), Work(), URL, "", ""),
        (Markup(scripted="2016-11-04"), Work(), URL, "2016-11-04", "script"),
        (Markup(scripted="2016-99-04"), Work(), URL, "", ""),
        (
            Markup(text="A title\n© 2 May 2002\nof 2003\nWritten on 3 May 2003\n" + "x" * 200 + " 4 May 2004"),
            Work(),
            URL,
            "2003-05-03",
            "text",
        ),
        (Markup(text="1 May 2001\n2 May 2002" + "\n" * 900 + "A title"), Work(), URL, "2002-05-02", "text"),
        (Markup(text="Nothing\nA title\nat all"), Work(), "no address", "", ""),
    ],
)
def test_published_of_goes_by_the_best_source(markup: Markup, work: Work, url: str, day: str, source: str) -> None:
    """Tags made for it come first, then what stands nearest to the title."""
    assert published_of(markup, work, url, title="A title", month_first=False) == (day, source)


def test_published_of_reads_text_without_a_title_from_its_beginning() -> None:
    """Where the title does not stand in the text, its beginning is all that is known."""
    for title in ("", "Elsewhere"):
        found = published_of(Markup(text="Posted 5/6/2020"), Work(), URL, title=title, month_first=True)
        assert found == ("2020-05-06", "text")


@pytest.mark.parametrize(
    ("markup", "work", "day", "source"),
    [
        (Markup(metas={"citation_online_date": "2023/08/02"}), Work(), "2023-08-02", "citation_online_date"),
        (
            Markup(metas={"article:modified_time": "2020-02-02"}),
            Work(modified="2020"),
            "2020-02-02",
            "article:modified_time",
        ),
        (Markup(metas={"og:updated_time": "2020-02-02"}), Work(modified="2020-03"), "2020-03", "json-ld"),
        (
            Markup(metas={"last-modified": "x"}, spots=(time("2020-02-02", names="updated"),)),
            Work(),
            "2020-02-02",
            "time",
        ),
        (Markup(spots=(time(text="2 Feb 2020", names="modified"),)), Work(), "2020-02-02", "time"),
        (Markup(spots=(time("2020-02-02"),)), Work(), "", ""),
        (Markup(text="At last the past. Last updated: 3 May 2020"), Work(), "2020-05-03", "text"),
        (Markup(text="Diese Seite wurde zuletzt am 3. Mai 2020 um 12:00 Uhr bearbeitet"), Work(), "2020-05-03", "text"),
        (Markup(text="last updated yesterday, on 3 May 2020 last year"), Work(), "2020-05-03", "text"),
        (Markup(text="ast " * 30 + "Last updated: 3 May 2020"), Work(), "", ""),
    ],
)
def test_modified_of_goes_by_the_best_source(markup: Markup, work: Work, day: str, source: str) -> None:
    """A day is that of a change only where it is called so."""
    assert modified_of(markup, work, month_first=False) == (day, source)
