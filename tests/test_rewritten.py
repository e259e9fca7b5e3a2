"""What is proposed once an address that a rule names has answered, and what never is."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.fixes import fixes
from crawler.judge.health import verdict
from crawler.judge.rewrites import candidates
from crawler.judge.rewritten import rewritten
from crawler.model import (
    ErrorKind,
    Fix,
    Health,
    History,
    Ignore,
    Link,
    Metadata,
    Observation,
    Safety,
    Testimony,
    Verdict,
    Witness,
)
from crawler.urls import canonical
from tests.histories import any_text, both, capture, day, history, hop, link, look, marks, statuses, storable

SAFE, REVIEW = Safety.SAFE, Safety.REVIEW
_OLD = "https://www.deepmind.com/blog/a-generalist-agent"
_NEW = "https://deepmind.google/blog/a-generalist-agent/"
_LABML, _ABS = "https://papers.labml.ai/paper/1706.03762", "https://arxiv.org/abs/1706.03762"
_TDS = "https://towardsdatascience.com/information-entropy-c037a90de58f"
_MEDIUM = "https://medium.com/data-science/information-entropy-c037a90de58f"
_PAGE, _SLASH = "https://a.example/x/notes", "https://a.example/x/notes/"
_TITLE = "Attention and the kernel trick"


def said(target: str, url: str, **facts: Any) -> Testimony:
    """What a candidate answered on the first day."""
    given = {"run": 1, "at": day(0), "status": 200, "final_url": url, **facts}
    return Testimony(target=target, witness=Witness.CANDIDATE, asked=url, **given)


def gone(url: str, *testimonies: Testimony, **facts: Any) -> History:
    """A target that answered 404 twice."""
    looks = both(2, target=url, status=404)
    return history(*looks, url=url, **{"links": (link(url),), "testimonies": testimonies, **facts})


def proposed(seen: History) -> list[tuple[str, str, Safety]]:
    """New address, rule and safety of each fix."""
    return [(fix.new, fix.rule, fix.safety) for fix in fixes(seen, verdict(seen))]


def the_fix(seen: History) -> Fix:
    """The only fix."""
    [fix] = fixes(seen, verdict(seen))
    return fix


def test_fixes_propose_nothing_before_the_new_address_has_answered() -> None:
    """A rule names an address; only an answer makes a proposal of it."""
    assert proposed(gone(_LABML)) == []
    assert proposed(gone(_LABML, said(_LABML, _ABS))) == [(_ABS, "labml-arxiv", SAFE)]
    elsewhere = said(_LABML, "https://arxiv.org/abs/1312.6114")
    other_witness = replace(said(_LABML, _ABS), witness=Witness.PROBE)
    assert proposed(gone(_LABML, elsewhere, other_witness)) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"status": 404},
        {"status": 410},
        {"status": 429},
        {"status": 503},
        {"status": None, "error": ErrorKind.TIMEOUT, "final_url": None},
        {"marks": ("soft:title",)},
        {"marks": ("wall:cloudflare",)},
        {"final_url": "https://arxiv.org/"},
        {"final_url": "https://arxiv.org/list/cs.LG/recent"},
        {"final_url": "https://elsewhere.example/abs/1706.03762"},
        {"final_url": "https://arxiv.org/login/1706.03762"},
    ],
)
def test_fixes_propose_nothing_when_the_answer_is_none(facts: dict[str, Any]) -> None:
    """An error, a wall, a mark against the page, a front page, another page, another host."""
    assert proposed(gone(_LABML, said(_LABML, _ABS, **facts))) == []


def test_fixes_take_the_newest_answer() -> None:
    """What answered last year and is gone today is no new home."""
    assert proposed(gone(_LABML, said(_LABML, _ABS), said(_LABML, _ABS, status=404, run=2))) == []
    assert proposed(gone(_LABML, said(_LABML, _ABS, status=404), said(_LABML, _ABS, run=2))) != []


def test_fixes_write_the_page_of_the_same_name_to_which_an_answer_leads() -> None:
    """The rule's own address where only its alias answers; else the page beside it that kept the name."""
    alias, beside = (
        "https://www.deepmind.google/blog/a-generalist-agent",
        "https://deepmind.google/b/a-generalist-agent",
    )
    assert the_fix(gone(_OLD, said(_OLD, _NEW, final_url=alias))).new == _NEW
    assert the_fix(gone(_OLD, said(_OLD, _NEW, final_url=beside))).new == beside


def test_fixes_keep_the_fragment_of_each_spelling() -> None:
    """One proposal for each way in which the list spells the address."""
    links = (link(f"{_LABML}#refs"), link(_LABML), link("https://me:pw@papers.labml.ai/paper/1706.03762"))
    seen = gone(_LABML, said(_LABML, _ABS), links=links)
    assert [(fix.old, fix.new) for fix in fixes(seen, verdict(seen))] == [
        (f"{_LABML}#refs", f"{_ABS}#refs"),
        (_LABML, _ABS),
    ]


def test_fixes_say_what_is_known_and_what_was_heard() -> None:
    """The rule's own words, where they are from, and the answer."""
    fix = the_fix(gone(_LABML, said(_LABML, _ABS)))
    assert fix.evidence == (
        "papers.labml.ai named papers by their number on arXiv, and its makers went over to arXiv in 2023"
        " (labmlai/annotated_deep_learning_paper_implementations 9a42ac26): it answers 200"
    )


@pytest.mark.parametrize(
    ("links", "metadata", "captures", "words"),
    [
        ((link(_OLD, text="Gato, a generalist agent"),), (), (), "the link text"),
        (
            (),
            (Metadata(target=_OLD, at=day(0), title="A Generalist Agent: Gato - DeepMind"),),
            (),
            "the title that the page had",
        ),
        ((), (), (replace(capture(-2000), target=_OLD, title="Gato: A Generalist Agent"),), "an archived copy"),
    ],
)
def test_fixes_are_safe_when_the_titles_agree(
    links: tuple[Link, ...], metadata: tuple[Metadata, ...], captures: tuple[Testimony, ...], words: str
) -> None:
    """With the link text, with what the page was called, with an archive's copy from before the move."""
    heard = said(_OLD, _NEW, title="Gato, a Generalist Agent")
    fix = the_fix(gone(_OLD, *captures, heard, links=(link(_OLD), *links), metadata=metadata))
    assert fix.safety is SAFE
    assert words in fix.evidence


@pytest.mark.parametrize(
    ("title", "safety"),
    [
        ("A Generalist Agent", SAFE),
        ("A Generalist Agent | DeepMind", SAFE),
        ("A Generalist Agent | The blog of DeepMind, London", REVIEW),
        ("DeepMind's blog", REVIEW),
        (None, REVIEW),
        ("404: a generalist agent was not found", REVIEW),
    ],
)
def test_fixes_are_safe_when_the_title_is_the_name_in_the_old_address(title: str | None, safety: Safety) -> None:
    """Two words of three are six tenths, two of four are not; without a title nothing is proven."""
    fix = the_fix(gone(_OLD, said(_OLD, _NEW, title=title)))
    assert (fix.rule, fix.safety) == ("deepmind", safety)
    assert safety is SAFE or fix.evidence.endswith("whether it is the same page, a person must say")


def test_fixes_do_not_believe_the_text_of_a_link_that_is_to_be_left_alone() -> None:
    """Its words are about something that the list wants kept out."""
    ignored = link(_OLD, text="Gato: Generalist Agents", ignore=Ignore(line=1))
    seen = gone(_OLD, said(_OLD, _NEW, title="Gato: Generalist Agents"), links=(link(_OLD), ignored))
    assert the_fix(seen).safety is REVIEW


@pytest.mark.parametrize(
    ("taken", "facts"),
    [(-100, {}), (-2000, {"status": 404}), (-2000, {"marks": ("soft:title",)}), (-2000, {"taken_at": None})],
)
def test_fixes_do_not_believe_a_copy_of_what_came_later(taken: int, facts: dict[str, Any]) -> None:
    """A copy from after the host's end is one of the redirect's landing; an error page is none of the page."""
    copy = replace(capture(taken), target=_OLD, title="Gato: Generalist Agents", **facts)
    seen = gone(_OLD, copy, said(_OLD, _NEW, title="Gato: Generalist Agents"))
    assert [safety for _, _, safety in proposed(seen)] == [REVIEW]


@pytest.mark.parametrize(
    ("looks", "words"),
    [
        (both(1, target=_LABML, error=ErrorKind.TIMEOUT), "; the old address may come back"),
        (both(1, target=_LABML, status=403), "; nothing is known against the old address"),
    ],
)
def test_fixes_are_for_review_while_the_old_address_may_be_well(looks: tuple[Observation, ...], words: str) -> None:
    """A timeout and a wall are no proof that anything is gone."""
    fix = the_fix(history(*looks, url=_LABML, links=(link(_LABML),), testimonies=(said(_LABML, _ABS),)))
    assert (fix.safety, fix.evidence.endswith(words)) == (REVIEW, True)


@pytest.mark.parametrize("facts", [{"status": 403}, {"status": 200, "marks": ("wall:cloudflare",)}])
def test_fixes_ask_a_person_to_look_behind_a_wall(facts: dict[str, Any]) -> None:
    """Where the rule knows that its host turns crawlers away; 404 from there is still an answer."""
    fix = the_fix(gone(_TDS, said(_TDS, _MEDIUM, **facts)))
    assert (fix.new, fix.rule, fix.safety) == (_MEDIUM, "tds-medium", REVIEW)
    assert fix.evidence.endswith("so please open it to confirm")
    assert proposed(gone(_TDS, said(_TDS, _MEDIUM, status=404))) == []


def test_fixes_for_review_stay_so_whatever_is_proven() -> None:
    """A post that was rewritten has the old title, and is another text."""
    old, new = (
        "https://nlp.seas.harvard.edu/2018/04/03/attention.html",
        "https://nlp.seas.harvard.edu/annotated-transformer/",
    )
    heard = said(old, new, title="The Annotated Transformer")
    fix = the_fix(gone(old, heard, links=(link(old, text="annotated transformer"),)))
    assert (fix.new, fix.safety) == (new, REVIEW)
    assert "agrees with the link text" in fix.evidence


def notes(size: int, before: str | None, *, title_there: str | None) -> History:
    """A page that was well, of 1000 bytes, then gone; with a closing slash another of some size answers."""
    looks = (look(1, target=_PAGE, status=200, body_bytes=1000), *both(2, target=_PAGE, status=404))
    memory = (Metadata(target=_PAGE, at=day(0), title=before),) if before else ()
    heard = said(_PAGE, _SLASH, body_bytes=size, title=title_there)
    return history(*looks, url=_PAGE, links=(link(_PAGE),), metadata=memory, testimonies=(heard,))


@pytest.mark.parametrize(
    ("size", "before", "there", "safety"),
    [
        (900, _TITLE, f"{_TITLE} - Notes", SAFE),
        (1111, _TITLE, _TITLE, SAFE),
        (899, _TITLE, _TITLE, REVIEW),
        (1112, _TITLE, _TITLE, REVIEW),
        (1000, None, _TITLE, REVIEW),
        (1000, None, None, REVIEW),
    ],
)
def test_fixes_for_a_slash_are_safe_when_title_and_length_are_the_same(
    size: int, before: str | None, there: str | None, safety: Safety
) -> None:
    """Nine tenths of the length, and a title that agrees with the one that the page had."""
    assert proposed(notes(size, before, title_there=there)) == [(_SLASH, "closing-slash", safety)]


@pytest.mark.parametrize("there", ["Page for all comers", None])
def test_fixes_for_a_slash_are_none_when_another_page_answers(there: str | None) -> None:
    """A site that answers 200 to everything has an answer for a slash too."""
    assert proposed(notes(1000, _TITLE, title_there=there)) == []


def test_fixes_for_a_slash_are_for_review_when_no_length_is_known() -> None:
    """A title alone is not enough, where nothing was ever measured."""
    seen = notes(0, _TITLE, title_there=_TITLE)
    sizeless = replace(seen, observations=tuple(replace(each, body_bytes=0) for each in seen.observations))
    assert [safety for _, _, safety in proposed(sizeless)] == [REVIEW]


def moved(url: str, *chain: str, **facts: Any) -> History:
    """A target whose permanent redirects end on a page that was read."""
    given: dict[str, Any] = {
        "status": 200,
        "final_url": chain[-1],
        "fingerprint": "0f" * 8,
        "redirects": tuple(map(hop, chain)),
    }
    return history(look(1, target=url, **given), url=url, links=(link(url),), **facts)


def test_fixes_take_the_targets_own_redirect_for_an_answer() -> None:
    """The page at its end is the one that was read, and its title is weighed."""
    named = (Metadata(target=_OLD, at=day(0), title="A Generalist Agent"),)
    fix = the_fix(moved(_OLD, _NEW, metadata=named))
    assert (fix.new, fix.rule, fix.safety) == (_NEW, "deepmind", SAFE)
    assert "the old address leads there itself, and it answers 200" in fix.evidence
    unread = moved(_OLD, _NEW, metadata=named)
    unread = replace(unread, observations=(replace(unread.observations[0], fingerprint=None),))
    assert the_fix(unread).safety is REVIEW


def test_fixes_do_not_take_a_redirect_to_an_error_for_an_answer() -> None:
    """The old address still leads there, and nobody is there any more."""
    new = "https://lilianweng.github.io/posts/2018-06-24-attention/"
    url = "https://lilianweng.github.io/lil-log/2018/06/24/attention-attention.html"
    seen = history(*both(1, target=url, status=404, final_url=new, redirects=(hop(new),)), url=url, links=(link(url),))
    assert [each.url for each in candidates(seen, verdict(seen))] == [new]
    assert proposed(seen) == []


def test_fixes_for_a_paper_agree_with_the_page_to_which_it_leads() -> None:
    """The redirect has the number, and both pages one title; without an answer from arXiv the redirect is left."""
    old, there, new = (
        "https://paperswithcode.com/paper/a-short-name",
        "https://huggingface.co/papers/1703.06870",
        "https://arxiv.org/abs/1703.06870",
    )
    seen = moved(old, there, metadata=(Metadata(target=old, at=day(0), title="Paper page - Mask R-CNN"),))
    assert proposed(seen) == [(there, "permanent-redirect", REVIEW)]
    heard = replace(seen, testimonies=(said(old, new, title="Mask R-CNN"),))
    assert proposed(heard) == [(new, "pwc-arxiv", SAFE)]
    assert "agrees with the title to which the old address leads" in the_fix(heard).evidence
    other = replace(seen, testimonies=(said(old, new, title="Deep Residual Learning"),))
    assert proposed(other) == [(new, "pwc-arxiv", REVIEW)]


def test_fixes_prefer_what_is_safe_to_what_needs_eyes() -> None:
    """A redirect that is proven comes before a rule that is not."""
    old, there, new = (
        "https://paperswithcode.com/paper/a-short-name",
        "https://huggingface.co/papers/1703.06870",
        "https://arxiv.org/abs/1703.06870",
    )
    memory = (Metadata(target=old, at=day(0), title="Mask R-CNN for all"),)
    known = (look(1, target=old, status=200), replace(moved(old, there).observations[0], run=2, at=day(7)))
    seen = history(*known, url=old, links=(link(old),), metadata=memory, testimonies=(said(old, new, title="x"),))
    assert proposed(seen) == [(there, "permanent-redirect", SAFE)]


def test_fixes_do_not_follow_a_redirect_to_a_page_for_all_comers() -> None:
    """From a place that moved, and that is known to send everything there."""
    assert proposed(moved("https://www.deepmind.com/blog/a-post", "https://deepmind.google/blog/")) == []
    assert proposed(moved("https://paperswithcode.com/method/vgg", "https://huggingface.co/papers/trending")) == []
    assert proposed(moved("https://a.example/method/vgg", "https://huggingface.co/papers/trending")) == [], "a listing"
    assert proposed(moved("https://a.example/method/vgg", "https://huggingface.co/papers/1409.1556")) != []


def test_fixes_drop_tracking_parameters_when_the_redirect_does() -> None:
    """It is the host's own word that nothing else hangs on them."""
    fix = the_fix(moved("https://a.example/x?utm_source=y", "https://a.example/x"))
    assert (fix.new, fix.rule, fix.safety) == ("https://a.example/x", "tracking-parameters", SAFE)


@pytest.mark.parametrize(
    ("canonical_there", "facts", "rules"),
    [
        ("https://a.example/x?q=1", {}, ["tracking-parameters"]),
        ("https://a.example/x", {}, []),
        ("https://a.example/x?utm_source=y&q=1", {}, []),
        (None, {}, []),
        ("https://a.example/x?q=1", {"redirects": (hop("https://a.example/x?q=1", 302),)}, []),
        ("https://a.example/x?q=1", {"status": 503}, []),
    ],
)
def test_fixes_drop_tracking_parameters_of_a_page_that_is_well(
    canonical_there: str | None, facts: dict[str, Any], rules: list[str]
) -> None:
    """Only where the page itself gives the address without them as its own; else what works is left alone."""
    url = "https://a.example/x?utm_source=y&q=1"
    memory = (Metadata(target=url, at=day(0), canonical=canonical_there),)
    found = fixes(
        history(look(1, target=url, **{"status": 200, **facts}), url=url, links=(link(url),), metadata=memory),
        Verdict(target=url, health=Health.FAILING if facts.get("status") else Health.ALIVE, reason=""),
    )
    assert [fix.rule for fix in found] == rules
    assert fixes(history(url=url, links=(link(url),)), Verdict(target=url, health=Health.ALIVE, reason="")) == ()


@pytest.mark.parametrize(
    ("short", "status", "rules"),
    [("https://youtu.be/8rrHTtUzyZA?t=42", 303, []), ("https://youtu.be/8rrHTtUzyZA?t=42", 301, ["youtube-watch"])],
)
def test_fixes_for_short_links_only_when_they_moved_for_good(short: str, status: int, rules: list[str]) -> None:
    """A short link that works is as good as a long one; the parameter that the redirect adds is not written."""
    there, new = (
        "https://www.youtube.com/watch?v=8rrHTtUzyZA&t=42&feature=youtu.be",
        "https://www.youtube.com/watch?v=8rrHTtUzyZA&t=42",
    )
    seen = moved(short, there, testimonies=(said(short, new),))
    seen = replace(seen, observations=(replace(seen.observations[0], redirects=(hop(there, status),)),))
    assert [fix.rule for fix in fixes(seen, verdict(seen))] == rules
    assert all(fix.new == new for fix in fixes(seen, verdict(seen)))


_KNOWN = st.sampled_from([_OLD, _LABML, _TDS, _PAGE, "http://a.example/y?utm_source=x"]) | st.sampled_from(
    [
        "https://openai.com/blog/clip/",
        "https://paperswithcode.com/method/vgg",
        "https://amaarora.github.io/2021/07/26/annotateddetr.html",
    ]
)


@given(
    _KNOWN,
    st.sampled_from(Health),
    st.lists(st.tuples(statuses, marks, storable | st.just("A Generalist Agent"), st.booleans()), max_size=5),
    any_text,
)
def test_rewritten_holds_its_promises_for_every_answer(
    url: str, health: Health, answers: list[tuple[int | None, str, str, bool]], text: str
) -> None:
    """Safe only from a good answer without a mark, and never while the old address may be well."""
    judged = Verdict(target=url, health=health, reason="", since=day(0))
    seen = history(look(1, target=url, status=404), url=url, links=(link(url, text=text),))
    heard = tuple(
        said(url, each.url, status=status, marks=(mark,) if marked else (), title=title)
        for each, (status, mark, title, marked) in zip(candidates(seen, judged), answers, strict=False)
    )
    proposal = rewritten(replace(seen, testimonies=heard), judged)
    if proposal is not None:
        answer = next(each for each in heard if each.asked == proposal.new)
        assert canonical(proposal.new) == proposal.new != url
        assert proposal.evidence
        if proposal.safety is SAFE:
            assert (answer.status or 0) // 100 in (2, 3)
            assert answer.marks == ()
            assert health not in (Health.FAILING, Health.BLOCKED, Health.ALIVE, Health.UNKNOWN, Health.SKIPPED)
