"""Pages without a word of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.markup import Markup
from crawler.gather.page import read
from crawler.gather.shells import SHELLS, Shell, has_text, is_filled_by_script, marks

WORDS = " ".join(f"word{number}" for number in range(400))


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell.who)
def test_marks_knows_each_shell(shell: Shell) -> None:
    """A deep address whose page is called like the site, or not at all, says nothing; the front page may."""
    for host in shell.hosts:
        for title in shell.titles:
            assert marks(Markup(title=title), f"https://www.{host}/a/b") == (f"empty:{shell.who}",)
            assert marks(Markup(title=title), f"https://{host}/a") == (f"empty:{shell.who}",)
            assert marks(Markup(title=title), f"https://{host}/") == ()
            assert marks(Markup(title=title), "https://a.example/a/b") == ()


def test_marks_takes_no_page_with_a_name_or_a_text_for_a_shell() -> None:
    """Whatever names the page, or tells of it, makes it more than a shell."""
    url = "https://medium.com/@a/b"
    assert marks(Markup(title="A post | by A | Medium"), url) == ()
    assert marks(Markup(title="Medium", metas={"og:title": "A post"}), url) == ()
    assert marks(Markup(title="Medium", text=WORDS), url) == ()


@pytest.mark.parametrize("place", ["id=root", "class=x id='app'", 'id="__next"', "id = __nuxt", "data-x='1' id=q-app"])
def test_is_filled_by_script_knows_the_usual_places(place: str) -> None:
    """What the templates of the usual frameworks begin with is found; a longer name is none of theirs."""
    assert is_filled_by_script(f"<body><div {place}></div>".encode())
    assert not is_filled_by_script(f"<body><p {place}></p>".encode())


def test_read_gives_no_fingerprint_to_a_text_that_is_not_the_pages_own() -> None:
    """A few words, or a menu around the place that a script fills, are on every page of a site."""
    menu = " ".join(WORDS.split()[:60])
    assert read(b"<title>A</title><p>Turn scripts on, please.", None, "").text_fingerprint is None
    assert read(f"<title>A</title><p>{menu}".encode(), None, "").text_fingerprint is not None
    assert read(f"<title>A</title><div id=root></div><p>{menu}".encode(), None, "").text_fingerprint is None
    assert read(f"<title>A</title><div id=root>{WORDS}</div>".encode(), None, "").text_fingerprint is not None


@given(title=st.text(max_size=20), text=st.text(max_size=60), body=st.binary(max_size=60), url=st.text(max_size=30))
def test_shells_are_told_of_any_page(title: str, text: str, body: bytes, url: str) -> None:
    """Every page is a shell or none, and has a text or none."""
    markup = Markup(title=title, text=text)
    assert len(marks(markup, url)) <= 1
    assert has_text(markup, body) in (True, False)
