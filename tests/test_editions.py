"""Terms and versions: which addresses carry one, what is worth asking, and when there is a newer one."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.addresses import Sort, edition
from crawler.judge.editions import CONTROL, among, siblings, superseded
from crawler.model import ErrorKind, Health, History, Kind, Metadata, State, Testimony, Witness
from crawler.urls import canonical
from tests import builders
from tests.histories import history, look

TODAY = date(2026, 11, 28)
COURSE = "https://cs231n.example.edu/2024/"
DOCS = "https://docs.a.example/en/1.2/guide.html"


@pytest.mark.parametrize(
    ("url", "kind", "shown"),
    [
        (COURSE, None, "2024"),
        ("https://a.example/~cs61a/fa20/", None, "Fall 2020"),
        ("https://a.example/6.036/s21/", None, "Spring 2021"),
        ("https://a.example/stat110/2019-fa/notes", None, "Fall 2019"),
        ("https://a.example/teaching/fall2019/", None, "Fall 2019"),
        ("https://a.example/teaching/2019-Autumn/", None, "Fall 2019"),
        ("https://ocw.example/courses/18-06-linear-algebra-spring-2010/", None, "Spring 2010"),
        ("https://a.example/machine-learning/2019/", Kind.COURSE, "2019"),
        ("https://a.example/machine-learning/2019/", None, None),
        ("https://icml.example/2017/", None, None),
        ("https://cs231n.example/2017/05/a-post", None, None),
        ("https://a.example/s21/", None, None),
        ("https://web1.example/2017/", None, None),
        ("https://cs231n.example/s3/", None, None),
        (DOCS, None, "1.2"),
        ("https://numpy.example/doc/v1.20.3/", None, "1.20.3"),
        ("https://proj.readthedocs.io/en/v0.9.x/", None, "0.9"),
        ("https://a.example/1.2/guide", Kind.DOCUMENTATION, "1.2"),
        ("https://a.example/1.2/guide", None, None),
        ("https://docs.a.example/en/stable/", None, None),
        ("https://docs.a.example/2/", None, None),
        ("docs/1.2/guide.md", Kind.DOCUMENTATION, None),
        ("ftp://docs.a.example/1.2/", None, None),
    ],
)
def test_edition_is_read_from_an_address(url: str, kind: Kind | None, shown: str | None) -> None:
    """What tells of a term or a version does, and what may be anything else does not."""
    found = edition(url, kind)
    assert (found and found.shown) == shown
    if found:
        assert url[found.start : found.end].strip("/")
        assert found.at(url[found.start : found.end]) == url


@given(
    st.text(max_size=60)
    | st.builds("https://cs101.example/docs/{}/{}".format, st.text(max_size=9), st.text(max_size=9))
)
def test_edition_has_an_answer_for_every_address(text: str) -> None:
    """Whatever stands in a list; and what it takes apart can be put together again."""
    url = canonical(text) or text
    for kind in (None, Kind.COURSE, Kind.DOCUMENTATION):
        found = edition(url, kind)
        if found:
            assert found.at(url[found.start : found.end]) == url
            assert len(siblings(History(target=builders.judged(url).history.target), kind, TODAY)) <= 4


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (COURSE, ["2025", "2026", "2074"]),
        ("https://a.example/cs61a/fa19/", ["fa20", "fa21", "fa22", "fa69"]),
        ("https://a.example/cs61a/fa26/", []),
        (DOCS, ["stable", "latest", "0.0.0-none"]),
        ("https://docs.python.org/3.6/library/re.html", ["3", "0.0.0-none"]),
        ("https://www.postgresql.org/docs/9.6/index.html", ["current", "0.0.0-none"]),
        ("https://ocw.example/courses/18-06-linear-algebra-spring-2010/", []),
        ("https://a.example/paper", []),
    ],
)
def test_siblings_are_few_and_end_with_one_that_cannot_exist(url: str, expected: list[str]) -> None:
    """The next terms up to this year, or the names of the newest version; nothing where there is nothing to ask."""
    found = siblings(history(url=url), None, TODAY)
    this = edition(url)
    assert [each.url for each in found] == [this.at(name) for name in expected if this]
    assert [each.rule == CONTROL for each in found] == [False] * (len(found) - 1) + [True] * bool(found)


def heard(url: str, title: str | None, *, rule: str = "term", **facts: Any) -> Testimony:
    """What a sibling answered."""
    given: dict[str, Any] = {"target": COURSE, "run": 2, "at": datetime(2026, 11, 20, tzinfo=UTC), "status": 200}
    given |= {"final_url": url, "fingerprint": "f0" * 8, "title": title, "rule": rule, "asked": url}
    return Testimony(witness=Witness.SIBLING, **{**given, **facts})


def known(url: str, title: str | None, *testimonies: Testimony, **facts: Any) -> History:
    """An edition with its title, and what was heard of others."""
    said = Metadata(target=url, at=datetime(2026, 11, 20, tzinfo=UTC), title=title, **facts)
    seen = look(1, target=url, status=200, fingerprint="0f" * 8)
    return history(seen, url=url, metadata=(said,), testimonies=testimonies)


TITLE = "CS231n: Deep Learning for Vision, Spring 2024"
NEWER = heard("https://cs231n.example.edu/2025/", "CS231n: Deep Learning for Vision, Spring 2025")
NONE = heard("https://cs231n.example.edu/2074/", None, rule=CONTROL, status=404)


def test_superseded_knows_a_newer_term_that_answers() -> None:
    """The newest that answered well with the same name."""
    newest = heard("https://cs231n.example.edu/2026/", "CS231n: Deep Learning for Vision")
    found = superseded(known(COURSE, TITLE, NEWER, newest, NONE), None)
    assert found is not None
    assert (found.state, found.newer, found.source) == (State.SUPERSEDED, newest.asked, "an address beside it")
    assert found.reason == "It is of 2024, and there is one of 2026."


@pytest.mark.parametrize(
    "said",
    [
        (NEWER,),
        (NEWER, replace(NONE, status=200)),
        (NEWER, replace(NONE, status=None, error=ErrorKind.TIMEOUT)),
        (NEWER, replace(NONE, status=403)),
        (replace(NEWER, status=404), NONE),
        (replace(NEWER, status=None, error=ErrorKind.ROBOTS), NONE),
        (replace(NEWER, marks=("gone:title",)), NONE),
        (replace(NEWER, title=TITLE.rpartition(",")[0], fingerprint="0f" * 8), NONE),
        (replace(NEWER, title=TITLE.rpartition(",")[0], fingerprint=None), NONE),
        (replace(NEWER, final_url="https://cs231n.example.edu/"), NONE),
        (replace(NEWER, final_url=None), NONE),
        (replace(NEWER, title="Department of Computer Science"), NONE),
        (replace(NEWER, title=None), NONE),
        (replace(NEWER, title=TITLE), NONE),
        (replace(NEWER, asked="https://cs231n.example.edu/2023/", final_url="https://cs231n.example.edu/2023/"), NONE),
        (NONE,),
        (),
    ],
)
def test_superseded_takes_nothing_less_for_a_newer_term(said: tuple[Testimony, ...]) -> None:
    """No answer, a wall, the same page again, another name, or a server that answers for any year shows nothing."""
    assert superseded(known(COURSE, TITLE, *said), None) is None


def test_superseded_takes_a_control_that_says_it_is_gone_for_a_refusal() -> None:
    """A page that says with 200 that it is not there is as good as a 404."""
    gone = replace(NONE, status=200, marks=("gone:title",))
    assert superseded(known(COURSE, TITLE, NEWER, gone), None) is not None


def test_superseded_takes_the_same_words_under_another_year_for_another_term() -> None:
    """A syllabus that was copied from year to year is of the year that it names."""
    same = replace(NEWER, fingerprint="0f" * 8)
    assert superseded(known(COURSE, TITLE, same, NONE), None) is not None


def test_superseded_says_nothing_of_what_has_no_name() -> None:
    """Two pages without a title, or with nothing but a year for one, agree in nothing."""
    for title in (None, "", "2024"):
        assert superseded(known(COURSE, title, replace(NEWER, title=title), NONE), None) is None


STABLE = "https://docs.a.example/en/stable/guide.html"
NO_VERSION = heard("https://docs.a.example/en/0.0.0-none/guide.html", None, rule=CONTROL, status=404)


def test_superseded_knows_a_newer_version_by_its_number() -> None:
    """The page of whatever is newest names its version, in its title or in the address it leads to."""
    titled = heard(STABLE, "The guide: A 3.0.1 documentation", rule="version")
    found = superseded(known(DOCS, "The guide: A 1.2 documentation", titled, NO_VERSION), None)
    assert found is not None
    assert (found.state, found.newer) == (State.SUPERSEDED, STABLE)
    assert found.reason == "It is of version 1.2; the newest is version 3.0.1."
    led = heard(STABLE, "The guide", rule="version", final_url="https://docs.a.example/en/3.0/guide.html")
    assert superseded(known(DOCS, "The guide", led, NO_VERSION), None) is not None


@pytest.mark.parametrize("title", ["The guide: A 1.2.7 documentation", "The guide: A documentation", "Elsewhere 3.0"])
def test_superseded_takes_no_version_for_newer_that_may_be_the_same(title: str) -> None:
    """1.2.7 is what the documentation of 1.2 is of; without a number nothing is known; another page is no edition."""
    said = heard(STABLE, title, rule="version")
    assert superseded(known(DOCS, "The guide: A 1.2 documentation", said, NO_VERSION), None) is None


def test_superseded_calls_a_pinned_version_ageing_when_its_own_address_is_the_newest() -> None:
    """It may be the newest today: no more than that is known."""
    found = superseded(known(DOCS, "The guide", canonical=STABLE), None)
    assert found is not None
    assert (found.state, found.newer, found.source) == (State.AGEING, STABLE, "the page's canonical address")
    assert superseded(known(DOCS, "The guide", canonical=DOCS), None) is None
    assert superseded(known(DOCS, "The guide"), None) is None
    assert superseded(history(url="https://a.example/"), None) is None


def test_among_compares_the_terms_of_one_course() -> None:
    """Of two terms in the same lists the older is superseded; another course, another name and what is gone are not."""
    older, newer = "https://a.example/cs61a/fa19/", "https://a.example/cs61a/sp20"
    rows = [
        builders.judged(older, title="CS 61A, Fall 2019"),
        builders.judged(newer, title="CS 61A, Spring 2020"),
        builders.judged("https://a.example/cs61b/fa18/", title="CS 61B, Fall 2018"),
        builders.judged("https://a.example/cs61a/fa18/", title="Page of a lecturer"),
        builders.judged("https://a.example/cs61a/fa17/", Health.BROKEN, title="CS 61A, Fall 2017"),
        builders.judged("https://a.example/cs61a/fa16/", title="CS 61A, Fall 2016", links=[]),
        builders.judged(DOCS, title="CS 61A, Fall 2016"),
        builders.judged("https://a.example/cs61a/su19/"),
    ]
    found = among(rows)
    assert list(found) == [older]
    assert found[older].newer == newer
    assert found[older].reason == "It is of Fall 2019, and the list has one of Spring 2020."


def test_edition_of_a_version_has_no_year() -> None:
    """What is of a version is asked for by name."""
    found = edition(DOCS)
    assert found is not None
    assert (found.sort, found.year, found.evers) == (Sort.VERSION, 0, ("stable", "latest"))
