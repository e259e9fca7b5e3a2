"""Proposals: which are made, which are safe, and which never are."""

from dataclasses import replace

import pytest
from hypothesis import given

from crawler.judge.fixes import fixes
from crawler.judge.health import verdict
from crawler.judge.sameness import titles_agree
from crawler.model import Fix, Health, History, Ignore, Link, LinkKind, Metadata, Redirect, Safety, Verdict
from crawler.urls import alias_key, is_root
from tests.histories import URL, day, histories, history, hop, link, look, storable

NEW = "https://b.example/library/attention-is-all"
TITLE = "Attention and the kernel trick"


def proposed(
    *chain: Redirect,
    url: str = URL,
    links: tuple[Link, ...] | None = None,
    said: tuple[Metadata, ...] = (),
    fingerprint: str | None = "0f" * 8,
) -> tuple[Fix, ...]:
    """What is proposed for a target that was alive in run 1, and redirects from run 2 on."""
    found = history(
        look(1, target=url, status=200),
        look(2, target=url, status=200, redirects=chain, final_url=chain[-1].url, fingerprint=fingerprint),
        url=url,
        links=(link(url),) if links is None else links,
        metadata=said,
    )
    return fixes(found, verdict(found))


def page(on_day: int, title: str | None = None, **facts: str | None) -> Metadata:
    """What the page said, from that day on; run 2 is on day 7."""
    return Metadata(target=URL, at=day(on_day), title=title, **facts)  # type: ignore[arg-type]  # the fields are the caller's business


def test_fixes_propose_the_new_address_for_a_person_to_see() -> None:
    """A permanent redirect without proof is for review."""
    assert proposed(hop(NEW)) == (
        Fix(
            rule="permanent-redirect",
            old=URL,
            new=NEW,
            safety=Safety.REVIEW,
            evidence=f"301 to {NEW}; whether it is the same page, a person must say",
            target=URL,
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("http://a.example/x?q=1", "https://a.example/x?q=1", "scheme-alias"),
        ("https://a.example/x", "https://www.a.example/x", "host-alias"),
        ("http://www.a.example/x", "https://a.example/x/", "host-alias"),
        ("http://a.example/", "https://www.a.example/", "host-alias"),
    ],
)
def test_fixes_are_safe_when_only_scheme_or_alias_differs(old: str, new: str, rule: str) -> None:
    """The same path and query at the same site under its own name is the same page."""
    [fix] = proposed(hop(new), url=old)
    assert (fix.rule, fix.new, fix.safety) == (rule, new, Safety.SAFE)
    assert fix.evidence == f"301 to {new}: only the scheme, www. or a closing slash differs"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("http://a.example", "https://a.example"),
        ("http://a.example/", "https://a.example/"),
        ("http://a.example#top", "https://a.example#top"),
    ],
)
def test_fixes_write_a_front_page_as_the_list_does(old: str, new: str) -> None:
    """Where the list has no closing slash, none is added."""
    [fix] = proposed(hop("https://a.example/"), url="http://a.example/", links=(link(old),))
    assert fix.new == new


def test_fixes_are_safe_when_the_title_is_still_the_same() -> None:
    """The title from before the move agrees with the one that stands there now."""
    [changed] = proposed(hop(NEW), said=(page(0, TITLE), page(7, f"{TITLE} | Library")))
    [unchanged] = proposed(hop(NEW), said=(page(0, TITLE),))
    assert changed.safety is unchanged.safety is Safety.SAFE
    assert unchanged.evidence == f'301 to {NEW}, and the title is still "{TITLE}"'


@pytest.mark.parametrize(
    "said",
    [
        (),
        (page(0, TITLE), page(7, "Something else entirely here")),
        (page(0, TITLE), page(7, None)),
        (page(0, None), page(7, TITLE)),
        (page(0, "Library"), page(7, "Library")),
        (page(0, TITLE), page(7, f"404 not found: {TITLE}")),
    ],
)
def test_fixes_are_for_review_when_the_title_proves_nothing(said: tuple[Metadata, ...]) -> None:
    """No title, another title, a title that any page of the site has, an error's title."""
    [fix] = proposed(hop(NEW), said=said)
    assert fix.safety is Safety.REVIEW


def test_fixes_are_for_review_when_the_new_page_was_never_read() -> None:
    """A title from before the move says nothing of a PDF that stands there now."""
    [fix] = proposed(hop(NEW), said=(page(0, TITLE, canonical=NEW),), fingerprint=None)
    assert fix.safety is Safety.REVIEW


def test_fixes_are_safe_when_the_link_text_names_the_page() -> None:
    """The text of a link that is not ignored, of two words that mean something."""
    said = (page(7, "The Kernel Trick and Attention - Library", site="Library"),)
    [fix] = proposed(hop(NEW), links=(link(text="click here"), link(text="attention, kernel trick")), said=said)
    assert fix.safety is Safety.SAFE
    assert fix.evidence.endswith(', "The Kernel Trick and Attention - Library", agrees with the link text')
    ignored = link(text="attention, kernel trick", ignore=Ignore(line=1))
    [unsure] = proposed(hop(NEW), links=(link(text="here"), ignored), said=said)
    assert unsure.safety is Safety.REVIEW


@pytest.mark.parametrize(
    ("new", "canonical", "safety"),
    [
        (NEW, "http://www.a.example/papers/attention/", Safety.SAFE),
        ("https://b.example/2026/attention", "https://b.example/2026/attention/", Safety.SAFE),
        (NEW, NEW, Safety.REVIEW),
        ("https://b.example/2026/attention", "https://b.example/2026/", Safety.REVIEW),
        (NEW, None, Safety.REVIEW),
    ],
)
def test_fixes_are_safe_when_the_canonical_address_agrees(new: str, canonical: str | None, safety: Safety) -> None:
    """The page names the old address, or itself under the same last name."""
    [fix] = proposed(hop(new), said=(page(7, "Unrelated words", canonical=canonical),))
    assert fix.safety is safety


@pytest.mark.parametrize(("old", "new"), [("index.html", "index.html"), ("docs", "docs"), ("faq", "faq")])
def test_fixes_are_for_review_when_the_name_that_is_kept_is_anybodys(old: str, new: str) -> None:
    """`index.html` at another place is another page."""
    found = f"https://b.example/all/{new}"
    [fix] = proposed(
        hop(found), url=f"https://a.example/papers/{old}", said=(page(7, "Unrelated words", canonical=found),)
    )
    assert fix.safety is Safety.REVIEW


def test_fixes_are_for_review_when_temporary_redirects_lead_on() -> None:
    """The answer at the end is another page's, so even an alias is not proven."""
    [fix] = proposed(hop("https://www.a.example/papers/attention"), hop("https://a.example/session", 302))
    assert (fix.new, fix.safety) == ("https://www.a.example/papers/attention", Safety.REVIEW)


def test_fixes_are_for_review_when_a_front_page_goes_to_another_site() -> None:
    """Expired names are sold, and their buyers choose fitting titles."""
    [fix] = proposed(
        hop("https://b.example/"), url="https://a.example/", said=(page(0, TITLE), page(7, f"{TITLE} - buy now"))
    )
    assert fix.safety is Safety.REVIEW


@pytest.mark.parametrize(
    "new",
    [
        "http://a.example/papers/attention",
        "http://b.example/papers/attention",
        f"{URL}/",
        "https://b.example/",
        "https://b.example/login?next=x",
        "https://consent.b.example/m",
        "https://b.example/404",
    ],
)
def test_fixes_propose_nothing_that_nobody_would_want(new: str) -> None:
    """Not a slash, not a front page, not a sign-in or error page, nothing less safe."""
    assert proposed(hop(new)) == ()
    forced = Verdict(target=URL, health=Health.MOVED, reason="", moved_to=new, since=day(0))
    assert fixes(history(look(1, status=200, redirects=(hop(new),)), links=(link(),)), forced) == ()


def test_fixes_keep_each_fragment_as_it_is_spelled() -> None:
    """One proposal for each spelling; the new address's own fragment wins."""
    spellings = (link(f"{URL}#caf%C3%A9"), link(URL), link(f"{URL}#caf%C3%A9", line=2))
    assert [(f.old, f.new) for f in proposed(hop(NEW), links=spellings)] == [
        (f"{URL}#caf%C3%A9", f"{NEW}#caf%C3%A9"),
        (URL, NEW),
    ]
    [fix] = proposed(hop(f"{NEW}#own"), links=(link(f"{URL}#old"),))
    assert fix.new == f"{NEW}#own"


def test_fixes_leave_links_alone_that_are_ignored_or_hold_a_password() -> None:
    """A person's word holds, and a fix would lose the password."""
    ignored = link(ignore=Ignore(line=1))
    secret = link("https://me:secret@a.example/papers/attention")
    assert proposed(hop(NEW), links=(ignored, secret, link("http://["))) == ()
    [fix] = proposed(hop(NEW), links=(ignored, link(kind=LinkKind.UNUSED_DEFINITION, line=2)))
    assert fix.old == URL


def test_fixes_have_an_answer_when_the_verdict_knows_more_than_the_history() -> None:
    """A verdict without a redirect behind it is weighed too, and never called safe without proof."""
    moved = Verdict(target=URL, health=Health.MOVED, reason="", moved_to=NEW)
    [fix] = fixes(history(look(1, status=200), links=(link(),)), moved)
    assert (fix.safety, fix.evidence.partition(";")[0]) == (Safety.REVIEW, f"moved to {NEW}")
    assert fixes(history(links=(link(),)), moved) == ()
    assert fixes(history(look(1), links=(link(NEW),)), moved) == (), "nothing to change"


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Attention Is All You Need", "attention is all you need", True),
        ("Attention Is All You Need", "[1706.03762] Attention Is All You Need", True),
        ("Attention Is All You Need", "Attention is not all you need: pure attention loses rank", False),
        ("Deep Learning Book", "Deep Learning Book | MIT Press", True),
        ("Neural nets · Cafe", "Cafe · Transformers", False),
        ("", "", False),
        ("  |  ", " - ", False),
    ],
)
def test_titles_agree_when_most_words_are_shared(one: str, other: str, *, agree: bool) -> None:
    """Names of sites are set aside; one word is not enough."""
    assert titles_agree(one, other) is agree
    assert titles_agree(other, one) is agree


@given(storable, storable, storable)
def test_titles_agree_has_an_answer_for_every_text(one: str, other: str, site: str) -> None:
    """And it does not depend on which of the two comes first."""
    assert titles_agree(one, other, site=site) == titles_agree(other, one, site=site)


@given(histories())
def test_fixes_hold_their_promises_for_every_history(found: History) -> None:
    """Only what moved is touched, never to a front page, never to something less safe, never for a slash alone."""
    judged = verdict(found)
    spelled = {link.url for link in found.links if not link.ignore}
    for fix in fixes(found, judged):
        assert judged.health is Health.MOVED
        assert fix.old in spelled
        assert fix.old != fix.new
        assert not (found.target.url.startswith("https:") and fix.new.startswith("http:"))
        assert is_root(found.target.url) or not is_root(fix.new.partition("#")[0])
        assert fix.rule == "permanent-redirect" or alias_key(judged.target) == alias_key(judged.moved_to or "")


@given(histories())
def test_fixes_find_nothing_after_they_were_applied(found: History) -> None:
    """The new address answers for itself: its own history, the end of the same chain, has nothing left to fix."""
    for fix in fixes(found, verdict(found)):
        assert found.last
        rest = found.last.redirects[[h.url for h in found.last.redirects].index(verdict(found).moved_to or "") + 1 :]
        url = fix.new.partition("#")[0]
        after = history(
            replace(found.last, target=url, redirects=tuple(h for h in rest if h.status not in (301, 308))),
            url=url,
            links=(link(fix.new),),
        )
        assert fixes(after, verdict(after)) == ()
