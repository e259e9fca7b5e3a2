"""Texts that tell nothing, and titles in their place: each change is of one text, and of nothing else."""

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import pipeline, untrusted
from crawler.errors import StoreError
from crawler.gather.markdown import parse
from crawler.gather.texts import reword
from crawler.judge.wording import TELLING_NOTHING, tells_nothing, wordings
from crawler.model import (
    ARCHIVE,
    PAGE,
    Choice,
    Fix,
    Health,
    History,
    Link,
    LinkKind,
    Metadata,
    Safety,
    Scheme,
    Target,
    Verdict,
)
from crawler.pipeline.mending import reworded_bytes
from crawler.store import Store
from tests import shelf
from tests.histories import NOON, URL, history, link
from tests.running import listkeeper
from tests.site import Site
from tests.test_pipeline import Desk, clock

ALIVE = Verdict(target=URL, health=Health.ALIVE, reason="It answered 200")


def told(title: str | None, *texts: str, via: str = "api", **said: Any) -> History:
    """A target that is called so, and the texts of its links."""
    links = tuple(link(text=text) for text in texts or ("here",))
    return history(links=links, metadata=(Metadata(target=URL, at=NOON, via=via, title=title, **said),))


def test_wordings_proposes_the_title_for_each_text_that_tells_nothing() -> None:
    """Once for each text, for review, under an id that is remembered."""
    found = wordings(told("Attention Is All You Need", "here", "Attention", "Here", "here", URL), ALIVE)
    assert [(fix.rule, fix.old, fix.new, fix.safety) for fix in found] == [
        ("link-text", text, "Attention Is All You Need", Safety.REVIEW) for text in ("here", "Here", URL)
    ]
    assert found[0].id == Fix(**{**_fields(found[0]), "target": "another"}).id


def _fields(fix: Fix) -> dict[str, Any]:
    return {name: getattr(fix, name) for name in ("rule", "old", "new", "safety", "evidence", "target")}


@pytest.mark.parametrize("health", [health for health in Health if health is not Health.ALIVE])
def test_wordings_proposes_nothing_for_what_is_not_well(health: Health) -> None:
    """A page that is gone, moved or shut is not to be called by what it says now."""
    assert wordings(told("A title"), replace(ALIVE, health=health)) == ()


@pytest.mark.parametrize(
    ("title", "via", "source"),
    [
        (None, "api", ""),
        ("Abc", "api", ""),
        ("A " * 61, "api", ""),
        ("Sign in", PAGE, "h1"),
        ("Just a moment...", PAGE, "h1"),
        ("SLOT GACOR Hari Ini: Situs Judi", PAGE, "h1"),
        ("Home page", PAGE, "h1"),
        ("https://a.example/", PAGE, "h1"),
        ("A kernel trick | Some Blog", PAGE, "title"),
        ("A kernel trick", ARCHIVE, "title"),
    ],
)
def test_wordings_trusts_no_title_that_may_be_another_thing(title: str | None, via: str, source: str) -> None:
    """Doors, offers, addresses, what has the site's name in it, and what an archive remembers."""
    assert wordings(told(title, via=via, sources={"title": source}), ALIVE) == ()


@pytest.mark.parametrize(
    ("via", "source", "title"),
    [(PAGE, "h1", "A kernel trick"), (PAGE, "title", "A kernel trick"), ("arxiv", "", "A trick - and a kernel")],
)
def test_wordings_trusts_what_page_or_host_call_it(via: str, source: str, title: str) -> None:
    """A heading, a title that has no site's name in it, an interface."""
    [fix] = wordings(told(title, via=via, sources={"title": source}), ALIVE)
    assert fix.new == title


def test_wordings_proposes_nothing_where_nothing_is_known_or_nothing_would_change() -> None:
    """No metadata, no target of the web, a text that is the title."""
    assert wordings(history(links=(link(text="here"),)), ALIVE) == ()
    local = replace(told("A title"), target=Target(url="a.md", scheme=Scheme.LOCAL))
    assert wordings(local, ALIVE) == ()
    assert wordings(told("a.example/papers/attention", "a.example/papers/attention"), ALIVE) == ()


@pytest.mark.parametrize("text", [*sorted(TELLING_NOTHING), "HERE", "Click  here.", URL, "a.example/papers/attention/"])
def test_tells_nothing_knows_words_and_addresses(text: str) -> None:
    """In any case, with a full stop behind it, without scheme, `www.` or closing slash."""
    assert tells_nothing(link(text=text))
    assert not tells_nothing(link(text=text, kind=LinkKind.IMAGE))


@pytest.mark.parametrize("text", ["", "paper on kernels", "https://b.example/", "a.example", "there"])
def test_tells_nothing_leaves_what_says_something(text: str) -> None:
    """A person chose those words."""
    assert not tells_nothing(link(text=text))


def reworded(text: str, title: str) -> str:
    """The list with that title for each link whose text tells nothing."""
    data = text.encode()
    document = parse(data, "a.md")
    changes = [(one, title) for one in document.links if tells_nothing(one)]
    return reworded_bytes(data, document, changes).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [here](https://a.example/b 'T') x", "- [A \\*b\\*](https://a.example/b 'T') x"),
        ("- [ **here** ](https://a.example/b)", "- [ **A \\*b\\*** ](https://a.example/b)"),
        ("<https://a.example/b>.", "[A \\*b\\*](https://a.example/b)."),
        ("See https://a.example/b_(c), or", "See [A \\*b\\*](https://a.example/b_(c)), or"),
        ("www.a.example/b", "[A \\*b\\*](http://www.a.example/b)"),
        ("é [here] and [here][]\n\n[here]: /a", "é [A \\*b\\*][here] and [A \\*b\\*][here]\n\n[here]: /a"),
        ("[Paper][1]\n\n[1]: /a", "[A \\*b\\*][1]\n\n[1]: /a"),
        ("\ufeff[here](/a)\r\n> [link](/b)\r\n", "\ufeff[A \\*b\\*](/a)\r\n> [A \\*b\\*](/b)\r\n"),
        ("| a |\n|---|\n| [here](/a) |", "| a |\n|---|\n| [A \\*b\\*](/a) |"),
    ],
)
def test_reword_changes_the_text_and_nothing_else(before: str, after: str) -> None:
    """Address, title, reference, emphasis, line ends and all around stay byte for byte."""
    assert reworded(before, "A *b*") == after


@pytest.mark.parametrize(
    "text",
    [
        "![here](/a.png) `[here](/a)` [![here](/a.png)](/b)",
        "```\n[here](/a)\nhttps://a.example/\n```",
        '<a href="/a">here</a>',
        "# [here](/a)\n\n[x](/b)",
        "!https://a.example/b",
        "[`here`](/a) [he\\re](/a) [Attention](/a)",
    ],
)
def test_reword_leaves_what_is_no_plain_text(text: str) -> None:
    """Images, code, HTML, and what would change how a neighbour is read: a heading's name, a `!` before a bracket."""
    assert reworded(text, "A title") == text


@given(
    text=st.lists(
        st.sampled_from(
            [
                *("[here](/a)", "[here]", "[link][]", "[paper][here]", "<https://a.example/>", "https://b.example/c"),
                *("www.c.example", "[x](/y)", "![here](/i)", "`", "*", "**", "|", "\n", "\n\n", "# ", "> ", "- ", "\\"),
                *("[here]: /h", "[link]: /l", "<a href=/z>", "</a>", "<!--", "-->", "$", "!", "[", "]", " ", "\u00e9"),
            ]
        ),
        max_size=12,
    ).map("".join),
    titles=st.lists(shelf.texts, min_size=1, max_size=3),
)
def test_reword_never_changes_more_than_texts(text: str, titles: Sequence[str]) -> None:
    """Whatever the list and the title: the same links are read from it, in the same places, with just new texts."""
    data = text.encode()
    document = parse(data, "a.md")
    wanted = [one for one in document.links if tells_nothing(one)]
    changes = [(one, titles[number % len(titles)]) for number, one in enumerate(wanted)]
    new = reworded_bytes(data, document, changes)
    after = parse(new, "a.md").links
    assert [one.url for one in after] == [one.url for one in document.links]
    expected = {_place(one): title for one, title in changes}
    for old, now in zip(document.links, after, strict=True):
        given_title = untrusted.one_line(expected.get(_place(old), old.text))
        assert untrusted.one_line(now.text) in (given_title, untrusted.one_line(old.text))
    if new == data:  # then not even one of them can be written alone
        assert all(reword(data, document, [one]) in (None, data) for one in changes)


def _place(one: Link) -> tuple[int, int]:
    return one.line, one.column


def test_fix_titles_prints_a_diff_that_git_applies(tmp_path: Path, site: Site) -> None:
    """The command itself: texts that tell nothing, of what is alive, and not what was declined or ignored."""
    site.page("/robots.txt", status=404)
    site.page("/one", "<title>A kernel trick</title><h1>A kernel trick</h1>")
    site.page("/two", "<title>Two kernels</title><h1>Two kernels</h1>")
    site.page("/gone", status=404)
    desk = Desk(tmp_path)
    one, two, gone = map(site.url, ("/one", "/two", "/gone"))
    desk.write(
        f"- [here]({one}) [named]({one}) <{two}>\n- Two kernels [link]({two})\n- [here]({gone})\n\n"
        f"<!-- listkeeper: ignore -->\n- [link]({two})\n"
    )
    desk.check()
    done = listkeeper(tmp_path, "fix", "--titles", "--db", "crawl.db", "README.md")
    assert (done.status, "look at each" in done.err) == (0, True)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=done.out.encode(), check=True)
    first, second, third, *_ = desk.list.read_text("utf-8").splitlines()
    assert first == f"- [A kernel trick]({one}) [named]({one}) [Two kernels]({two})"
    assert (second, third) == (f"- Two kernels [link]({two})", f"- [here]({gone})")
    assert f"- [link]({two})" in desk.list.read_text("utf-8")
    desk.write(f"- [here]({one})\n")
    with Store.open(desk.settings.db) as store:
        found = Fix(rule="link-text", old="here", new="A kernel trick", safety=Safety.REVIEW, evidence="", target=one)
        store.decide(found.id, Choice.DECLINED, "no", NOON)
    assert pipeline.reword([desk.list], desk.settings, write=True, clock=clock()) == b""
    assert desk.list.read_text("utf-8") == f"- [here]({one})\n"


def test_fix_titles_writes_on_demand_and_knows_its_lists(tmp_path: Path, site: Site) -> None:
    """With `--write` the list is changed; a list that was never crawled is named."""
    site.page("/robots.txt", status=404)
    site.page("/one", "<title>A kernel trick</title><h1>A kernel trick</h1>")
    desk = Desk(tmp_path)
    desk.write(f"[here]({site.url('/one')})\n")
    desk.crawl()
    assert pipeline.reword([desk.list], desk.settings, write=True, clock=clock()).startswith(b"diff --git")
    assert desk.list.read_text("utf-8") == f"[A kernel trick]({site.url('/one')})\n"
    other = tmp_path / "other.md"
    other.write_text("", "utf-8")
    with pytest.raises(StoreError, match=r"knows no other\.md"):
        pipeline.reword([other], desk.settings, write=False)
