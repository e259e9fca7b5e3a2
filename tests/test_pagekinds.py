"""What kind of thing a page is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.jsonld import WORKS, Work
from crawler.gather.markup import Markup
from crawler.gather.pagekinds import kind_of
from crawler.model import Kind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://arxiv.org/abs/1706.03762", Kind.PAPER),
        ("https://arxiv.org/list/cs.LG/recent", None),
        ("https://openreview.net/forum?id=x", Kind.PAPER),
        ("https://github.com/a/b", Kind.REPOSITORY),
        ("https://github.com/a/b/tree/main/c", Kind.REPOSITORY),
        ("https://github.com/a/b/blob/main/c.py", Kind.FILE),
        ("https://github.com/a/b/issues/3", Kind.ISSUE),
        ("https://github.com/topics/c", None),
        ("https://github.com/a", Kind.PROFILE),
        ("https://gitlab.com/a/b/-/merge_requests/3", Kind.ISSUE),
        ("https://www.youtube.com/watch?v=x", Kind.VIDEO),
        ("https://www.youtube.com/playlist?list=x", Kind.PLAYLIST),
        ("https://www.youtube.com/@a", Kind.CHANNEL),
        ("https://youtu.be/x", Kind.VIDEO),
        ("https://huggingface.co/a/b", Kind.MODEL),
        ("https://huggingface.co/datasets/a/b", Kind.DATASET),
        ("https://huggingface.co/spaces/a/b", Kind.SPACE),
        ("https://stackoverflow.com/questions/1/a", Kind.QUESTION),
        ("https://en.wikipedia.org/wiki/Cat", Kind.ENTRY),
        ("https://pypi.example/project/a/", None),
        ("https://a.readthedocs.io/", Kind.DOCUMENTATION),
        ("https://docs.python.org/3/", Kind.DOCUMENTATION),
        ("https://a.example/docs/start", Kind.DOCUMENTATION),
        ("https://ocw.mit.edu/courses/6-006/", Kind.COURSE),
        ("https://cs231n.stanford.edu/", Kind.COURSE),
        ("https://web.stanford.edu/class/cs224n/index.html", Kind.COURSE),
        ("https://notgithub.com/a/b", None),
        ("https://a.example/", None),
        ("no address", None),
    ],
)
def test_kind_of_goes_by_the_address_first(url: str, kind: Kind | None) -> None:
    """What stands at an address is known before the page is read."""
    assert kind_of(Markup(), Work(), url) == (kind, "url" if kind else "")


@pytest.mark.parametrize(
    ("markup", "work", "kind", "source"),
    [
        (Markup(metas={"citation_title": "A", "og:type": "article"}), Work(kind="article"), Kind.PAPER, "citation"),
        (Markup(metas={"citation_title": "A", "citation_isbn": "1"}), Work(), Kind.BOOK, "citation"),
        (
            Markup(metas={"citation_title": "A", "citation_isbn": "1", "citation_inbook_title": "B"}),
            Work(),
            Kind.PAPER,
            "citation",
        ),
        (Markup(metas={"citation_language": "en"}), Work(kind="course"), Kind.COURSE, "json-ld"),
        (Markup(metas={"og:type": " Article"}), Work(), Kind.ARTICLE, "og:type"),
        (Markup(metas={"og:type": "video.other"}), Work(), Kind.VIDEO, "og:type"),
        (Markup(metas={"og:type": "website", "generator": "Docusaurus v3"}), Work(), Kind.DOCUMENTATION, "generator"),
        (Markup(metas={"generator": "WordPress 6"}), Work(), None, ""),
    ],
)
def test_kind_of_goes_by_what_the_page_says(markup: Markup, work: Work, kind: Kind | None, source: str) -> None:
    """Scholarly tags, then types, then what made the page."""
    assert kind_of(markup, work, "https://a.example/b") == (kind, source)


def test_kind_of_knows_every_kind_of_work() -> None:
    """Each type of JSON-LD that is taken for a work has a kind."""
    for kind in set(WORKS.values()):
        assert kind_of(Markup(), Work(kind=kind), "https://a.example/")[0] == Kind(kind)


@given(host=st.text(max_size=20), path=st.text(max_size=40))
def test_kind_of_takes_any_address(host: str, path: str) -> None:
    """Whatever the address, the answer is a kind or none."""
    kind, source = kind_of(Markup(), Work(), f"https://{host}/{path}")
    assert bool(kind) == bool(source)
