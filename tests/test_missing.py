"""Pages that answer 200 and say that they are not there, and all those that only seem to."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.gather import sayings
from crawler.gather.markup import Markup
from crawler.gather.missing import MOST_WORDS, Saying, marks, saying
from crawler.gather.page import read
from crawler.gather.phrases import Phrase, any_of, folded, parts, size
from crawler.gather.sellers import PHRASES

URL = "https://a.example/papers/attention"
WORDS = "The model attends to each token of the sentence in turn and keeps what it needs for the next one. "
LONG = WORDS * 30
MENU = "Home Blog About Contact Newsletter Imprint Privacy Search " * 12
GONE = [
    "<title>Page not found</title><h1>Oops! That page can't be found.</h1>",
    "<html><head><title>404 - Not Found | Site</title></head><body><p>The page you were looking for doesn't exist.</p>",
    "<title>Page not found \u2013 A blog</title><h1>Oops!</h1><p>It looks like nothing was found at this location.",
    "<title>404 Not Found</title><center><h1>404 Not Found</h1></center><hr><center>nginx</center>",
    "<title>Error 404</title><h1>Not Found</h1>",
    "<title>Not Found</title><h1>Not Found</h1><p>The requested URL /a/b.html was not found on this server.",
    "<title>404: This page could not be found</title><h1>404</h1><h2>This page could not be found.</h2>",
    "<title>A site</title><h1>Page not found</h1><p>Try the search.",
    f"<title>A site</title><h1>Page not found</h1><p>Sorry, the page you requested could not be found.<nav>{MENU}",
    "<title>A site</title><p>Sorry, the page you are looking for no longer exists.",
    "<p>The page you requested could not be found.",
    f"<title>Page not found | A shop</title><h1>Page not found</h1><nav>{MENU}",
    f"<title>Page not found | A shop</title><meta name=robots content=noindex><h1>Page not found</h1>{MENU * 4}",
    f"<title>Page not found | Docs | A site</title><meta name=robots content=noindex><h1>Page not found</h1>{MENU}",
    f"<title>404 | A shop</title><h1>Sorry, this page does not exist</h1><nav>{MENU}",
    "<meta property=og:title content='Page not found'><p>Nothing.",
    "<title>Seite nicht gefunden - Ein Blog</title><h1>Hoppla! Diese Seite wurde nicht gefunden.</h1>",
    "<title>Страница не найдена</title><p>Извините, такой страницы не существует.",
    "<title>\uff14\uff10\uff14 ページが見つかりません</title><p>お探しのページは見つかりませんでした。",
    "<title>SAYFA BULUNAMADI</title><h1>ARADIĞINIZ SAYFA BULUNAMADI</h1>",
]
THERE = [
    f"<title>How to fix a 404 Not Found error in nginx</title><h1>How to fix a 404 Not Found error in nginx</h1>{LONG}",
    "<title>How to fix a 404 Not Found error in nginx</title><h1>How to fix a 404 Not Found error</h1><p>Restart it.",
    "<title>HTTP 404 - Wikipedia</title><h1>HTTP 404</h1><p>In computing, 404 is a status: the page was not found.",
    f"<title>Page Not Found: a short story</title><h1>Page Not Found</h1>{LONG * 3}",
    "<title>Page Not Found: a short story</title><h1>Page Not Found: a short story</h1><p>By a writer.",
    "<title>The lost page</title><h1>The lost page</h1><p>A film about a page that was lost and found again.",
    "<title>404 - Album by A Band | Music</title><h1>404</h1><p>Nine songs.",
    "<title>404</title><h1>404</h1><p>Nine songs by a band.",
    f"<title>nginx - 404 Not Found - A forum</title><h1>404 Not Found</h1><p>My server says so. Why? {WORDS * 8}",
    f"<title>404 Not Found \u00b7 Issue #12 \u00b7 a/b \u00b7 GitHub</title><h1>404 Not Found #12</h1>{WORDS * 8}",
    "<title>Page not found</title><meta property=article:published_time content=2020-01-01><h1>Page not found</h1>",
    "<title>Page not found</title><meta name=citation_title content='Page not found'><h1>Page not found</h1>",
    "<title>Not Found</title><meta property=og:type content=video.movie><h1>Not Found</h1><p>A film.",
    "<title>A tool</title><div id=root></div><p>The page you are looking for does not exist.",
    "<title>A tool</title><div id=app><h1>Page not found</h1></div>",
    "<title>Broken links, and other errors</title><p>The page you are looking for does not exist. Who has not read it?",
    f"<title>A site</title><h1>Page not found</h1>{LONG}",
    f"<title>A site</title><p>The page you are looking for does not exist. {LONG}",
    f"<title>Page not found | A shop</title><h1>Page not found</h1>{LONG * 3}",
    "<title>Sorry!</title><h1>Oops</h1><p>An apology.",
    "<title>Lost and found</title><h1>Lost and found</h1><p>Keys.",
    "",
]


@pytest.mark.parametrize("page", GONE)
def test_read_marks_a_page_that_says_it_is_not_there(page: str) -> None:
    """The error pages of blogs, shops and servers are known by what they say, in any language."""
    assert [mark for mark in read(page.encode(), "text/html; charset=utf-8", URL).marks if mark.startswith("gone:")]


@pytest.mark.parametrize("page", THERE)
def test_read_marks_no_page_that_only_speaks_of_it(page: str) -> None:
    """Articles about errors, works of that name, questions, and shells for scripts are pages like others."""
    assert read(page.encode(), "text/html; charset=utf-8", URL).marks == ()


PLAIN, WEAK, NUMBER, FOURTH = "Page not found", "Not found", "Error 404", "Page not found | Docs | Help | A site"
SAYS, ROBOTS, MOUNT = "The page you requested could not be found. ", {"robots": "noindex"}, b"<div id=root>"
RULES = [
    # Title, heading, words, whether a sentence says it, whether search engines are kept out, body; whether it is gone.
    (PLAIN, "", 80, False, False, b"", True),
    (PLAIN, "", 81, False, False, b"", False),
    (PLAIN, "A site", 80, False, False, MOUNT, True),
    (f"{PLAIN} | Docs | A site", "", 80, False, False, b"", True),
    (FOURTH, PLAIN, 80, True, True, b"", False),
    (NUMBER, NUMBER, 80, False, False, b"", False),
    (NUMBER, WEAK, 80, False, False, b"", True),
    (NUMBER, WEAK, 81, False, False, b"", False),
    (WEAK, NUMBER, 80, False, False, b"", True),
    (WEAK, "", 80, False, False, b"", False),
    (NUMBER, "", 80, True, False, b"", True),
    (NUMBER, "", 81, True, False, b"", False),
    (PLAIN, NUMBER, 300, False, False, b"", True),
    (PLAIN, NUMBER, 301, False, False, b"", False),
    (PLAIN, "A site", 300, True, False, b"", True),
    (PLAIN, "A site", 301, True, True, b"", False),
    (PLAIN, "A site", 300, False, True, b"", False),
    (f"{PLAIN} | Docs | A site", PLAIN, 300, True, False, b"", False),
    (f"{PLAIN} | Docs | A site", PLAIN, 300, True, True, b"", True),
    (f"{PLAIN} | 404 | A site", PLAIN, 300, False, False, b"", True),
    (f"404 | {WEAK} | A site", WEAK, 300, False, False, b"", True),
    (NUMBER, PLAIN, 300, False, False, b"", True),
    (NUMBER, PLAIN, 301, True, True, b"", False),
    (NUMBER, WEAK, 300, True, True, b"", False),
    (PLAIN, PLAIN, 1200, True, False, b"", True),
    (PLAIN, PLAIN, 1200, False, True, b"", True),
    (PLAIN, PLAIN, 1200, False, False, b"", False),
    (PLAIN, PLAIN, 1201, True, True, b"", False),
    (PLAIN, WEAK, 1200, True, True, b"", False),
    ("A site", PLAIN, 80, False, False, b"", True),
    ("A site", PLAIN, 81, False, False, b"", False),
    ("A site", PLAIN, 300, True, False, b"", True),
    ("A site", PLAIN, 301, True, True, b"", False),
    ("A site", PLAIN, 80, True, False, MOUNT, False),
    ("A site", WEAK, 80, False, True, b"", False),
    ("Errors on a site", PLAIN, 80, True, False, b"", False),
    ("A site", "", 40, True, False, b"", True),
    ("A site", "", 41, True, True, b"", False),
    ("A site", "", 40, False, True, b"", False),
    ("A site", "", 40, True, False, MOUNT, False),
    ("Errors on a site", "", 40, True, False, b"", False),
]


@pytest.mark.parametrize("rule", RULES)
def test_marks_wants_more_to_agree_the_longer_a_page_is(rule: tuple[str, str, int, bool, bool, bytes, bool]) -> None:
    """Each rule holds up to its bound and no further, and each of its conditions is needed."""
    title, heading, words, says, noindex, body, gone = rule
    said = SAYS * says
    text = said + "word " * (words - len(said.split()))
    markup = Markup(title=title, h1s=(heading,), metas=ROBOTS if noindex else {}, text=text)
    assert size(text) == words
    assert bool(marks(markup, URL, body)) is gone


def test_marks_knows_a_note_on_a_short_page_alone() -> None:
    """A review that quotes the words of OpenReview is a page like others."""
    url, note = "https://openreview.net/forum?id=x", "The Note x was not found. "
    assert marks(Markup(title="Error", text=note + "word " * 294), url, b"") == ("gone:openreview",)
    assert marks(Markup(title="Error", text=note + "word " * 295), url, b"") == ()
    assert marks(Markup(title="Error", text="word " * 200), url, b"") == ()


@pytest.mark.parametrize("slug", ["404", "http-404-explained", "not-found.html", "page_not_found", "broken-links"])
def test_marks_is_silent_where_the_address_speaks_of_errors(slug: str) -> None:
    """A page for errors, or about them, is what its address says."""
    markup = Markup(title="Page not found", h1s=("Page not found",), text="Page not found")
    assert marks(markup, f"https://a.example/{slug}", b"") == ()
    assert marks(markup, URL, b"") != ()


def test_marks_names_all_that_agrees() -> None:
    """Title, heading and text are each told, so that the evidence can be weighed."""
    text = "Page not found. The page you requested could not be found."
    markup = Markup(title="Page not found", h1s=("Page not found",), text=text)
    assert marks(markup, URL, b"") == ("gone:title", "gone:heading", "gone:text")


def rows(phrases: tuple[Phrase, ...]) -> list[Phrase]:
    """Each row of a table."""
    return list(phrases)


def spoken(phrase: Phrase) -> st.SearchStrategy[str]:
    """Everything that a row matches, in the folded form that its expression is written for."""
    return st.from_regex(any_of((phrase,)), fullmatch=True)


@pytest.mark.parametrize("phrase", rows(sayings.NAMES), ids=lambda phrase: f"{phrase.language}-{phrase.says[:20]}")
@settings(max_examples=4)
@given(data=st.data())
def test_saying_knows_every_name(phrase: Phrase, data: st.DataObject) -> None:
    """Each row is understood as a heading, in capitals, behind a number and before a stop."""
    said = data.draw(spoken(phrase))
    assert saying(said) is Saying.PLAIN
    assert saying(f"404 \u2013 {said}!") is Saying.PLAIN


@pytest.mark.parametrize("phrase", rows(sayings.SENTENCES), ids=lambda phrase: f"{phrase.language}-{phrase.says[:20]}")
@settings(max_examples=4)
@given(data=st.data())
def test_marks_knows_every_sentence(phrase: Phrase, data: st.DataObject) -> None:
    """Each row is found in the text of a page that says little else, under the name of the site."""
    text = f"A site. {data.draw(spoken(phrase))}. Back to the start."
    assert marks(Markup(title="A site", text=text), URL, b"") == ("gone:text",)


@pytest.mark.parametrize("phrase", rows(sayings.WEAK), ids=lambda phrase: f"{phrase.language}-{phrase.says[:20]}")
@settings(max_examples=4)
@given(data=st.data())
def test_saying_takes_weak_words_for_plain_beside_a_number_alone(phrase: Phrase, data: st.DataObject) -> None:
    """`Not found` may be a film; `404 not found` is none."""
    said = data.draw(spoken(phrase))
    assert saying(said) is Saying.WEAK
    assert saying(f"Error 404: {said}") is Saying.PLAIN


@pytest.mark.parametrize(
    "phrase", rows(sayings.DECORATIONS), ids=lambda phrase: f"{phrase.language}-{phrase.says[:20]}"
)
def test_saying_lets_every_decoration_stand_before_and_behind(phrase: Phrase) -> None:
    """Regrets and numbers change nothing, and say nothing by themselves."""
    assert saying(f"{phrase.says}! Page not found") is Saying.PLAIN
    assert saying(f"Page not found. {phrase.says}") is Saying.PLAIN
    assert saying(phrase.says) is (Saying.NUMBER if phrase.says.isdigit() else Saying.NOTHING)


def test_sayings_speak_many_languages() -> None:
    """At least twelve languages say it as a name, and as a sentence."""
    for table in (sayings.NAMES, sayings.SENTENCES):
        languages = {phrase.language for phrase in table}
        assert {"en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "uk", "cs", "sv", "da", "fi", "tr"} <= languages
        assert {"zh", "ja", "ko", "ar"} <= languages


def test_sayings_have_no_escapes() -> None:
    """They are folded like any text, and an escape in a capital would become its contrary."""
    tables = (sayings.NAMES, sayings.SENTENCES, sayings.WEAK, sayings.DECORATIONS, PHRASES)
    assert [phrase.says for table in tables for phrase in table if "\\" in phrase.says] == []


def test_saying_takes_no_long_heading() -> None:
    """A heading of a paragraph is no way to say it."""
    assert saying("Page not found" + " sorry" * 40) is Saying.NOTHING


texts = st.text(max_size=60) | st.sampled_from(
    ["Page not found", "404", "Not Found", "Oops", "The page was not found."]
)


@given(title=texts, heading=texts, text=texts, body=st.binary(max_size=80), url=st.text(max_size=30))
def test_marks_is_total(title: str, heading: str, text: str, body: bytes, url: str) -> None:
    """Any page has marks or none; they are the same each time."""
    markup = Markup(title=title, h1s=(heading,), text=text)
    found = marks(markup, url, body)
    assert found == marks(markup, url, body)
    assert all(mark.startswith("gone:") for mark in found)


@given(title=texts, heading=texts, text=texts, more=st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=400))
def test_marks_finds_nothing_more_when_a_text_grows(title: str, heading: str, text: str, more: list[str]) -> None:
    """Words about something else never make a page look gone, and enough of them always make it look there."""
    page = Markup(title=title, h1s=(heading,), text=text)
    grown = Markup(title=title, h1s=(heading,), text=f"{text} | {' '.join(more)}")
    assert set(marks(grown, URL, b"")) <= set(marks(page, URL, b""))
    full = Markup(title=title, h1s=(heading,), text=" ".join(itertools.islice(itertools.cycle(more), MOST_WORDS + 1)))
    assert marks(full, URL, b"") == ()


@given(text=st.text(max_size=80))
def test_folded_changes_nothing_the_second_time(text: str) -> None:
    """What is folded has small letters, single spaces and no accent; folding it again is no change."""
    once = folded(text)
    assert folded(once) == once
    assert once == " ".join(once.split())


@given(text=st.text(max_size=80))
def test_parts_and_size_are_total(text: str) -> None:
    """Every title has parts that are not empty, and every text a size."""
    assert all(part.strip() for part in parts(text))
    assert size(text) >= len(text.split())


def test_sayings_take_no_time_on_what_almost_says_it() -> None:
    """A text four times as long takes no more than some times as long: nothing in the expressions repeats itself."""
    hostile = "sorry error 404 the page you are looking for " * 600
    assert marks(Markup(title=hostile, h1s=(hostile,), text=hostile), URL, b"") == ()
    assert marks(Markup(title=hostile[:150], h1s=(hostile[:150],), text=hostile[:240]), URL, b"") == ()


YOUTUBE = "https://www.youtube.com/watch?v=abc"
VIDEO = '<title>{title}</title><script>{filler}var ytInitialPlayerResponse = {{"playabilityStatus":{status}}};</script>'


@pytest.mark.parametrize(
    ("title", "status", "found"),
    [
        (" - YouTube", '{"status":"ERROR","reason":"Video unavailable"}', ("gone:youtube", "empty:youtube")),
        ("YouTube", '{ "status" : "ERROR" }', ("gone:youtube", "empty:youtube")),
        ("A talk - YouTube", '{"status":"ERROR"}', ()),
        ("A talk - YouTube", '{"status":"OK"}', ()),
        (" - YouTube", '{"status":"LOGIN_REQUIRED"}', ("empty:youtube",)),
        (" - YouTube", '{"status":"UNPLAYABLE"}', ("empty:youtube",)),
    ],
)
def test_read_knows_a_video_that_is_gone(title: str, status: str, found: tuple[str, ...]) -> None:
    """Whatever became of it the status is 200; its name and its state tell, however far down they stand."""
    page = VIDEO.format(title=title, status=status, filler="x" * 300_000)
    assert {mark for mark in read(page.encode(), "text/html", YOUTUBE).marks if ":youtube" in mark} == set(found)


def test_read_knows_a_playlist_that_is_gone() -> None:
    """A playlist shows an alert of the type ERROR."""
    page = b'<title>YouTube</title><script>var ytInitialData={"alerts":[{"alertRenderer":{"type":"ERROR"}}]}</script>'
    assert "gone:youtube" in read(page, "text/html", "https://www.youtube.com/playlist?list=x").marks
    assert "gone:youtube" not in read(page, "text/html", URL).marks


def test_read_knows_a_note_that_is_gone() -> None:
    """OpenReview shows what its API said of a note."""
    page = b"<title>OpenReview</title><h1>Error</h1><pre>The Note rJ4km2R5t7 was not found</pre>"
    assert "gone:openreview" in read(page, "text/html", "https://openreview.net/forum?id=rJ4km2R5t7").marks
    assert "gone:openreview" not in read(page, "text/html", URL).marks
