"""Who wrote a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.authors import MOST_AUTHORS, authors_of, names
from crawler.gather.jsonld import Work
from crawler.gather.markup import Markup
from crawler.gather.spots import Spot

URL = "https://www.example.org/a"
LINK = Spot(tag="a", names="", text="Ada Lovelace", href="/author/ada/")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Ada Lovelace | 3 May 2020", ["Ada Lovelace"]),
        ("Posted on September 21, 2020 by Adi Tzlil", ["Adi Tzlil"]),
        ("Posted in Notes by bob on August 3, 2019", ["bob"]),
        ("Publiziert am 3. Mai", []),
        ("Von Ada und Charles Babbage", ["Ada", "Charles Babbage"]),
        ("责任编辑\uff1a孔德明", ["孔德明"]),
        ("Walter von der Vogelweide", ["Walter von der Vogelweide"]),
        ("View all posts by Ada", []),
        ("Ada Lovelace, PhD, Charles Babbage", ["Ada Lovelace, PhD", "Charles Babbage"]),
        ("Author: Bo2man", ["Bo2man"]),
        ("Ada (editor)", ["Ada"]),
        ("admin", []),
        ("42", []),
        ("https://www.facebook.com/ada", []),
        ("ada@example.org", []),
        ("one two three four five six seven eight", []),
        ("x" * 100, []),
        ("", []),
    ],
)
def test_names_finds_the_people_of_a_line(line: str, people: list[str]) -> None:
    """What stands around a name is cut off, and what is none is dropped."""
    assert list(names(line)) == people


@pytest.mark.parametrize(
    ("markup", "work", "people", "source"),
    [
        (
            Markup(
                metas={"citation_author": "Vaswani, Ashish"}, many={"citation_author": ("Vaswani, Ashish", "Li, B;  ")}
            ),
            Work(authors=("X",)),
            ("Ashish Vaswani", "B Li"),
            "citation_author",
        ),
        (Markup(spots=(LINK,)), Work(authors=("Charles Babbage",)), ("Charles Babbage",), "json-ld"),
        (Markup(spots=(LINK, LINK)), Work(), ("Ada Lovelace",), "author link"),
        (
            Markup(spots=(LINK, Spot(tag="a", names="", text="Bob", href="/author/bob"))),
            Work(),
            ("Ada Lovelace", "Bob"),
            "author link",
        ),
        (Markup(spots=(Spot(tag="a", names="author", text="Bob", rel="author"),)), Work(), ("Bob",), "rel=author"),
        (Markup(metas={"parsely-author": "Bob"}), Work(), ("Bob",), "parsely-author"),
        (Markup(spots=(Spot(tag="span", names="byline", text="By Bob"),)), Work(), ("Bob",), "byline"),
        (Markup(spots=(Spot(tag="p", names="meta", text="Posted by Bob"),)), Work(), ("Bob",), "byline"),
        (Markup(metas={"article:author": "https://x.example/", "author": "Bob"}), Work(), ("Bob",), "author"),
        (Markup(metas={"dc.creator": "Lovelace, Ada"}), Work(), ("Ada Lovelace",), "dc.creator"),
        (Markup(metas={"dc.creator": "Ada, Bob, Eve"}), Work(), ("Ada", "Bob", "Eve"), "dc.creator"),
        (Markup(metas={"author": "Example"}), Work(), (), ""),
        (Markup(), Work(authors=("Example",)), ("Example",), "json-ld"),
        (Markup(spots=(Spot(tag="span", names="author avatar", text="Photo"),)), Work(), (), ""),
    ],
)
def test_authors_of_goes_by_the_best_source(markup: Markup, work: Work, people: tuple[str, ...], source: str) -> None:
    """Tags made for it come before the text, and the site's own name counts only where a byline bears it."""
    assert authors_of(markup, work, URL) == (people, source)


@given(lines=st.lists(st.text(max_size=60), max_size=4), names_of_spot=st.sampled_from(["author", "vcard", "meta", ""]))
def test_authors_of_takes_any_text(lines: list[str], names_of_spot: str) -> None:
    """Whatever stands in the tags and lines, names are short, few and told once."""
    spots = tuple(Spot(tag="a", names=names_of_spot, text=line, href=line, rel=names_of_spot) for line in lines)
    metas = dict.fromkeys(("citation_author", "author", "dc.creator", "byl"), "; ".join(lines))
    for markup in (Markup(metas=metas), Markup(spots=spots), Markup(metas=metas, spots=spots)):
        found, _ = authors_of(markup, Work(authors=tuple(lines)), URL)
        assert len(found) == len(set(found)) <= MOST_AUTHORS
        assert all(0 < len(name) <= 80 for name in found)
