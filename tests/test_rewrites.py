"""Rules: what each makes of an address, when it is worth asking, and what never is."""

from collections.abc import Sequence

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crawler.judge.moves import landing
from crawler.judge.rewrites import (
    MOST_CANDIDATES,
    RULES,
    Candidate,
    Proof,
    Rule,
    candidates,
    standing,
    without_tracking,
)
from crawler.judge.rewrites.lillog import LIL_LOG
from crawler.model import Health, History, Metadata, Safety, Scheme, Target, Verdict
from crawler.urls import canonical, host_of, is_root, parse
from tests.histories import NOON, URL, any_text, histories, history, hop, look

_BY_NAME = {rule.name: rule for rule in RULES}
_HF = "https://huggingface.co/papers/1703.06870"
_TRENDING = "https://huggingface.co/papers/trending"
_PWC = "https://paperswithcode.com"


def made(name: str, url: str, *led_to: str) -> list[str]:
    """What a rule makes of an address."""
    return list(_BY_NAME[name].rewrite(url, led_to))


def asked(url: str, health: Health, *chain: str, status: int = 301) -> list[tuple[str, str]]:
    """Rule and address of each candidate for a target that stands like that, and led to `chain`."""
    return [(each.rule, each.url) for each in found(url, health, *chain, status=status)]


def found(url: str, health: Health, *chain: str, status: int = 301) -> tuple[Candidate, ...]:
    """The candidates for a target that stands like that, and led to `chain`."""
    seen = look(1, target=url, status=200, redirects=tuple(hop(to, status) for to in chain))
    new = chain[-1] if health is Health.MOVED else None
    return candidates(history(seen, url=url), Verdict(target=url, health=health, reason="", moved_to=new))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("labml-arxiv", "https://papers.labml.ai/paper/1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("labml-arxiv", "http://papers.labml.ai/paper/1511.06434v2", "https://arxiv.org/abs/1511.06434v2"),
        ("pwc-methods", f"{_PWC}/method/u-net", "https://paperswithcode.co/methods/u-net"),
        ("arxiv-abs", "https://arxiv.org/pdf/1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("arxiv-abs", "http://arxiv.org/pdf/1511.06434v2.pdf", "https://arxiv.org/abs/1511.06434v2"),
        ("arxiv-abs", "https://export.arxiv.org/pdf/hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("arxiv-abs", "https://arxiv.org/pdf/math.GT/0309136v3", "https://arxiv.org/abs/math.GT/0309136v3"),
        (
            "lil-log",
            "http://lilianweng.github.io/lil-log/2018/06/24/attention-attention",
            LIL_LOG["2018/06/24/attention-attention"],
        ),
        ("deepmind", "https://deepmind.com/blog/alphago-zero/", "https://deepmind.google/blog/alphago-zero/"),
        ("meta-ai", "https://ai.facebook.com/blog/data2vec", "https://ai.meta.com/blog/data2vec/"),
        ("stability-news", "https://stability.ai/blog/a-post/", "https://stability.ai/news/a-post"),
        ("openai-index", "https://openai.com/blog/gpt-2-1.5b", "https://openai.com/index/gpt-2-1.5b"),
        ("stat110", "https://projects.iq.harvard.edu/stat110/about", "https://stat110.hsites.harvard.edu/about"),
        (
            "tds-medium",
            "https://towardsdatascience.com/a-post-c037a90de58f",
            "https://medium.com/data-science/a-post-c037a90de58f",
        ),
        ("github-branch", "https://github.com/a/b/blob/master/c/d.md", "https://github.com/a/b/blob/main/c/d.md"),
        ("github-branch", "https://github.com/a/b/tree/master/c", "https://github.com/a/b/tree/main/c"),
        (
            "youtube-watch",
            "https://youtu.be/8rrHTtUzyZA?list=PL1&t=1m2s&feature=share",
            "https://www.youtube.com/watch?v=8rrHTtUzyZA&list=PL1&t=1m2s",
        ),
        ("tracking-parameters", "https://a.example/?utm_source=x", "https://a.example/"),
        ("https", "http://a.example/x?y=1", "https://a.example/x?y=1"),
        ("closing-slash", "https://medium.com/@somebody/", "https://medium.com/@somebody"),
        ("www", "http://www.owasp.org/index.php", "http://owasp.org/index.php"),
    ],
)
def test_rule_makes_the_new_address_of_the_old(name: str, old: str, new: str) -> None:
    """Numbers, versions, names, seconds and playlists are kept."""
    assert made(name, old) == [new]


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("labml-arxiv", "https://papers.labml.ai/papers/recent/"),
        ("labml-arxiv", "https://papers.labml.ai/paper/attention-is-all-you-need"),
        ("pwc-methods", f"{_PWC}/model/alexnet"),
        ("pwc-methods", f"{_PWC}/methods/category/transformers"),
        ("arxiv-abs", "https://arxiv.org/abs/1706.03762"),
        ("arxiv-abs", "https://arxiv.org/pdf/notes.pdf"),
        ("lil-log", "https://lilianweng.github.io/lil-log/"),
        ("lil-log", "https://lilianweng.github.io/posts/2018-06-24-attention/"),
        ("deepmind", "https://deepmind.com/blog/"),
        ("deepmind", "https://deepmind.com/research/publications/x"),
        ("meta-ai", "https://ai.facebook.com/blog/"),
        ("openai-index", "https://openai.com/blog/tags/research/"),
        ("openai-index", "https://openai.com/blog/"),
        ("stat110", "https://projects.iq.harvard.edu/stat110"),
        ("tds-medium", "https://towardsdatascience.com/a-post-without-a-number"),
        ("tds-medium", "https://towardsdatascience.com/"),
        ("github-branch", "https://github.com/vlgiitr/DL_Topics/blob/master"),
        ("github-branch", "https://github.com/a/b/blob/main/c"),
        ("youtube-watch", "https://www.youtube.com/user/joshstarmer"),
        ("https", "http://a.example:8080/x"),
        ("https", "http://["),
        ("closing-slash", "http://["),
        ("closing-slash", "https://a.example/x//"),
        ("www", "http://["),
        ("www", "https://www.example/"),
        ("www", "https://en.wikipedia.org/"),
    ],
)
def test_rule_leaves_alone_what_it_does_not_know(name: str, old: str) -> None:
    """A front page, a list of posts, a name that only an API could tell, an address of another kind."""
    assert made(name, old) == []


def test_youtube_names_below_user_are_never_rewritten() -> None:
    """Whose handle it is only an API can tell; the same name may be another person's."""
    assert asked("https://www.youtube.com/user/joshstarmer", Health.ALIVE) == []
    assert asked("https://www.youtube.com/user/joshstarmer", Health.BROKEN) == []


def test_pwc_arxiv_takes_the_number_from_the_redirect_alone() -> None:
    """A paper's own redirect names it; a name that could be looked up is not guessed, and a method is no paper."""
    paper, method = f"{_PWC}/paper/mask-r-cnn", f"{_PWC}/method/r-cnn"
    assert made("pwc-arxiv", paper, _HF) == ["https://arxiv.org/abs/1703.06870"]
    assert made("pwc-arxiv", paper) == made("pwc-arxiv", paper, _TRENDING) == made("pwc-arxiv", method, _HF) == []
    assert asked(paper, Health.MOVED, _HF) == [("pwc-arxiv", "https://arxiv.org/abs/1703.06870")]


def test_pwc_methods_are_never_sent_to_a_paper() -> None:
    """Whatever a method's redirect leads to: only a method of the same name is ever thought of."""
    for end in (_HF, _TRENDING, "https://arxiv.org/abs/1703.06870", "https://github.com/paperswithcode"):
        new = [url for _, url in asked(f"{_PWC}/method/r-cnn", Health.ALIVE, end, status=302)]
        assert new == ["https://paperswithcode.co/methods/r-cnn"]
    assert asked(f"{_PWC}/model/alexnet", Health.ALIVE, _TRENDING, status=302) == []


def test_google_research_takes_the_post_to_which_the_redirect_leads() -> None:
    """Without `?m=1`, once, and never the list of posts."""
    old, new = "https://blog.research.google/2023/12/summary-report.html", "https://research.google/blog/summary/"
    assert made("google-research", f"{old}?m=1", f"{new}?m=1", new) == [new]
    assert made("google-research", old, "https://research.google/blog/", "https://research.google/") == []
    assert made("google-research", "https://ai.googleblog.com/", new) == []


def test_github_rename_keeps_the_path_and_takes_the_last_name() -> None:
    """A repository that was renamed twice is known under its last name; a path that is not kept is another page."""
    first, last = "https://github.com/b/two/blob/main/x.md", "https://github.com/b/three/blob/main/x.md"
    assert made("github-rename", "https://github.com/a/one/blob/main/x.md", first, last) == [last]
    assert made("github-rename", "https://github.com/a/one", "https://github.com/b/two") == ["https://github.com/b/two"]
    for end in ("https://github.com/b/two", "https://github.com/A/One/blob/main/x.md", "https://github.com/login"):
        assert made("github-rename", "https://github.com/a/one/blob/main/x.md", end) == []
    assert made("github-rename", "https://github.com/a", "https://github.com/b") == []


@pytest.mark.parametrize(
    ("path", "branch", "new"),
    [
        ("blob/master/c/d.md", "main", ["blob/main/c/d.md"]),
        ("tree/main/c", "trunk", ["tree/trunk/c"]),
        ("blob/master/c", "feature/x y", ["blob/feature/x%20y/c"]),
        ("blob/master/c", "master", []),
        ("blob/v1.0/c", "main", []),
        ("wiki/master/c", "main", []),
    ],
)
def test_github_branch_is_the_one_that_its_host_names(path: str, branch: str, new: list[str]) -> None:
    """Where it is known, nothing is guessed: a file that is gone from it is gone, and a tag has no other name."""
    url, found = f"https://github.com/a/b/{path}", f"https://github.com/a/b/{''.join(new)}"
    said = Metadata(target=url, at=NOON, via="github", state={"default_branch": branch})
    seen = history(look(1, target=url, status=404), url=url, metadata=(said,))
    gone = Verdict(target=url, health=Health.BROKEN, reason="")
    assert [(each.rule, each.url) for each in candidates(seen, gone)] == [("github-branch", found) for _ in new]


def test_github_pages_posts_are_looked_for_below_posts() -> None:
    """Day and name are kept, as a file and as a folder; for a person to see."""
    new = "https://somebody.github.io/posts/2020-05-06-a-post"
    assert made("github-pages-posts", "https://somebody.github.io/2020/05/06/a-post/") == [f"{new}.html", f"{new}/"]
    assert _BY_NAME["github-pages-posts"].safety is Safety.REVIEW


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://a.example/x?fbclid=1&gclid=2&utm_medium=3", "https://a.example/x"),
        ("https://a.example/x?a=%41&utm_source=y&b=#c?utm_source=z", "https://a.example/x?a=%41&b=#c?utm_source=z"),
        ("https://www.youtube.com/watch?v=x&si=1&ab_channel=y", "https://www.youtube.com/watch?v=x"),
        ("https://pavisj.medium.com/x?source=rss", "https://pavisj.medium.com/x"),
        ("https://notmedium.com/x?source=rss&si=1&feature=2", "https://notmedium.com/x?source=rss&si=1&feature=2"),
        ("https://a.example/x?", "https://a.example/x?"),
        ("http://[?utm_source=x", "http://["),
        ("docs/a.md", "docs/a.md"),
    ],
)
def test_without_tracking_drops_what_only_counts_visitors(url: str, plain: str) -> None:
    """At its own host alone where the name may mean something elsewhere; all else stays byte for byte."""
    assert without_tracking(url) == plain


@pytest.mark.parametrize("health", [Health.ALIVE, Health.SKIPPED, Health.UNKNOWN])
@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/x/?utm_source=y",
        "https://arxiv.org/pdf/1706.03762",
        "https://youtu.be/8rrHTtUzyZA",
        "https://towardsdatascience.com/information-entropy-c037a90de58f",
        "https://openai.com/blog/clip/",
        "https://nlp.seas.harvard.edu/2018/04/03/attention.html",
    ],
)
def test_candidates_are_none_for_a_link_that_is_well(url: str, health: Health) -> None:
    """Nobody is asked, and nobody nagged, about what works, is left alone, or was not asked about."""
    assert asked(url, health) == []


def test_candidates_are_none_for_a_file() -> None:
    """A path of the repository is no address."""
    file = History(target=Target(url="docs/a.md", scheme=Scheme.LOCAL))
    assert candidates(file, Verdict(target="docs/a.md", health=Health.BROKEN, reason="")) == ()


def test_candidates_know_a_site_before_what_may_hold_of_any() -> None:
    """Tracking parameters mislead no rule; each address is asked once; what says more comes first."""
    url = "http://papers.labml.ai/paper/1706.03762?utm_source=x"
    assert asked(url, Health.BROKEN) == [
        ("tracking-parameters", "http://papers.labml.ai/paper/1706.03762"),
        ("labml-arxiv", "https://arxiv.org/abs/1706.03762"),
    ]
    assert asked("http://a.example/x", Health.DEAD) == [
        ("https", "https://a.example/x"),
        ("closing-slash", "http://a.example/x/"),
        ("www", "http://www.a.example/x"),
    ]


def test_candidates_say_why_and_how_sure_they_may_be() -> None:
    """What is known, where from, and the most that a fix may claim."""
    [each] = found("https://openai.com/blog/clip/", Health.BLOCKED)
    assert (each.safety, each.rule) == (Safety.REVIEW, "openai-index")
    assert each.evidence == (
        "OpenAI's posts moved from /blog/ to /index/, and kept their names"
        " (public lists that link openai.com/index/dall-e/)"
    )


def test_candidates_leave_out_what_the_redirect_reached() -> None:
    """The target's own answer is the answer: no second request for the same page."""
    old, new = "https://www.deepmind.com/blog/a-generalist-agent", "https://deepmind.google/blog/a-generalist-agent/"
    assert asked(old, Health.MOVED, "https://deepmind.google/discover/blog/a-generalist-agent/", new) == []
    assert asked(old, Health.MOVED, "https://deepmind.google/discover/blog/a-generalist-agent/") == [("deepmind", new)]


def test_candidates_leave_out_what_a_redirect_says_better() -> None:
    """A rule that is only for review has nothing to add to the same permanent redirect."""
    old = "https://projects.iq.harvard.edu/stat110/home"
    assert asked(old, Health.MOVED, "http://stat110.hsites.harvard.edu/home") == []
    assert asked(old, Health.MOVED, "https://elsewhere.example/") == [
        ("stat110", "https://stat110.hsites.harvard.edu/home")
    ]


@pytest.mark.parametrize(
    ("rule", "url", "healths"),
    [
        ("arxiv-abs", "https://arxiv.org/pdf/1706.03762", "broken dead failing hijacked blocked"),
        ("tds-medium", "https://towardsdatascience.com/a-post-c037a90de58f", "broken dead hijacked"),
        ("openai-index", "https://openai.com/blog/clip/", "moved broken dead failing hijacked blocked"),
        (
            "annotated-transformer",
            "https://nlp.seas.harvard.edu/2018/04/03/attention.html",
            "moved broken dead hijacked",
        ),
        ("youtube-watch", "https://youtu.be/8rrHTtUzyZA", "moved"),
        ("github-branch", "https://github.com/a/b/blob/master/c", "broken dead hijacked"),
        ("github-pages-posts", "https://somebody.github.io/2020/05/06/a-post/", "broken dead hijacked"),
        ("ocw-page", "https://ocw.mit.edu/courses/a-course/syllabus/", "broken dead hijacked"),
        ("ocw-replaced", "https://ocw.mit.edu/courses/18-701-algebra-i-fall-2007/", "broken dead hijacked"),
        ("https", "http://a.example/x", "broken dead failing hijacked"),
        ("closing-slash", "https://a.example/x", "broken dead hijacked"),
        ("www", "https://a.example/x", "broken dead hijacked"),
    ],
)
def test_rules_hold_only_for_links_that_stand_so(rule: str, url: str, healths: str) -> None:
    """No file of arXiv becomes an abstract, and no short link a long one, while it works."""
    # A chain for those that moved; it ends where the rule for the site has something to say.
    home = {"openai-index": "https://openai.com/research/clip/"}.get(rule, "https://elsewhere.example/a-post")
    chains = {Health.MOVED: ("https://towardsdatascience.com/a-post/" if rule == "tds-medium" else home,)}
    holds = {health for health in Health if rule in dict(asked(url, health, *chains.get(health, ())))}
    assert holds == {Health(name) for name in healths.split()}


def test_candidates_are_a_handful_at_most() -> None:
    """An address for which everything could be tried at once."""
    url = "http://www.ocw.mit.edu/courses/mathematics/18-06-linear-algebra-spring-2005?utm_source=x"
    assert [rule for rule, _ in asked(url, Health.BROKEN)] == [
        "tracking-parameters",
        "ocw-course",
        "ocw-replaced",
        "https",
    ]


@pytest.mark.parametrize("end", ["https://research.google/blog/404/", "https://research.google/blog/a b/"])
def test_candidates_are_no_error_page_and_nothing_that_is_no_address(end: str) -> None:
    """Where a redirect led need not be fit to be written."""
    post, elsewhere = "https://ai.googleblog.com/2018/11/open-sourcing-bert.html", "https://elsewhere.example/x"
    assert asked(post, Health.BROKEN, end, elsewhere) == []
    assert asked(post, Health.BROKEN, "https://research.google/blog/bert/", elsewhere) != []


def test_candidates_for_a_front_page_with_tracking_parameters_are_the_front_page() -> None:
    """It was a front page before."""
    assert ("tracking-parameters", "https://a.example/") in asked("https://a.example/?utm_source=x", Health.BROKEN)


@pytest.mark.parametrize(
    ("health", "status", "end", "stands"),
    [
        (Health.ALIVE, 302, "https://b.example/x", Health.ALIVE),
        (Health.ALIVE, 200, "https://b.example/x", Health.MOVED),
        (Health.MOVED, 301, "https://b.example/x", Health.MOVED),
        (Health.MOVED, 301, "http://www.a.example/papers/attention/", Health.ALIVE),
        (Health.ALIVE, 301, "https://a.example/papers/attention/", Health.ALIVE),
        (Health.ALIVE, 302, "https://a.example/", Health.BROKEN),
        (Health.MOVED, 301, "https://b.example/login", Health.BROKEN),
        (Health.FAILING, 301, "https://b.example/login", Health.FAILING),
    ],
)
def test_standing_sees_where_a_redirect_leads(health: Health, status: int, end: str, stands: Health) -> None:
    """A meta refresh sends on for good; a front page or a sign-in page is not what was linked."""
    seen = history(look(1, status=200, redirects=(hop(end, status),)))
    assert standing(seen, Verdict(target=URL, health=health, reason="")) is stands


def test_rules_have_names_of_their_own() -> None:
    """A name is part of a fix's id; each rule says what is known, and where from."""
    assert len(_BY_NAME) == len(RULES)
    assert all(rule.because and rule.source and rule.when for rule in RULES)
    assert {rule.name for rule in RULES if rule.walled and rule.safety is Safety.SAFE} == set()


def test_rules_are_safe_only_where_the_move_is_known_or_the_page_is_shown_to_be_the_same() -> None:
    """The exact maps stand here by name: whoever adds one says so."""
    assert {rule.name for rule in RULES if rule.proof is Proof.EXACT and rule.safety is Safety.SAFE} == {
        "github-pages-found",
        "labml-arxiv",
        "lil-log",
        "ocw-course",
        "ocw-page",
        "youtube-watch",
    }


_PARTS = st.sampled_from(
    ["blog", "paper", "method", "lil-log", "courses", "mathematics", "pdf", "1706.03762v2", "2018", "06", "24", ""]
) | st.sampled_from(
    ["18-06-linear-algebra-spring-2005", "attention-attention.html", "a-post-c037a90de58f", "master", "index.htm"]
)
_HOSTS = st.sampled_from(sorted({host for rule in RULES for host in rule.hosts} | {"a.example", "somebody.github.io"}))
_QUERIES = st.sampled_from(["", "?utm_source=x", "?v=1&feature=y", "?m=1", "?", "?source=z&utm_a"])


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """Addresses of the hosts that rules know, and of some that they do not, with anything behind."""
    path = "/".join(draw(st.lists(_PARTS | any_text, max_size=5)))
    text = f"{draw(st.sampled_from(['http', 'https']))}://{draw(_HOSTS)}/{path}{draw(_QUERIES)}"
    return canonical(text) or "https://a.example/"


_LED_TO = st.lists(addresses() | st.sampled_from([_HF, "https://research.google/blog/x/?m=1", "http://["]), max_size=3)
_TOGGLES = frozenset({"closing-slash", "www"})


@given(st.sampled_from(RULES), any_text | addresses(), st.lists(any_text, max_size=2))
@example(_BY_NAME["https"], "http:", [])
@example(_BY_NAME["tracking-parameters"], "?utm_=#", [])
def test_rewrite_has_an_answer_for_every_text(rule: Rule, text: str, led_to: list[str]) -> None:
    """Whatever stands there, and wherever it led."""
    assert all(isinstance(new, str) for new in rule.rewrite(text, led_to))


@given(st.sampled_from(RULES), addresses(), _LED_TO)
def test_rewrite_is_done_once(rule: Rule, url: str, led_to: Sequence[str]) -> None:
    """What a rule made is nothing that it would change again; a slash or www. can only be taken back."""
    for new in rule.rewrite(url, led_to):
        again = set(rule.rewrite(new, led_to))
        assert again <= ({url} if rule.name in _TOGGLES else {new})


@given(st.sampled_from([rule for rule in RULES if rule.hosts]), any_text)
def test_rewrite_changes_nothing_at_a_host_that_it_does_not_know(rule: Rule, rest: str) -> None:
    """A rule for a site is for that site alone."""
    assert list(rule.rewrite(f"https://unknown.example/{rest}", (_HF,))) == []


@given(addresses(), st.sampled_from(Health), st.lists(addresses(), max_size=2), st.sampled_from([301, 302, 200]))
def test_candidates_hold_their_promises(url: str, health: Health, chain: list[str], status: int) -> None:
    """Valid, another than the target's own, no less safe, no front page, no sign-in page, and few."""
    seen = look(1, target=url, status=200, redirects=tuple(hop(to, status) for to in chain))
    each = candidates(history(seen, url=url), Verdict(target=url, health=health, reason=""))
    assert len({one.url for one in each}) == len(each) <= MOST_CANDIDATES
    for one in each:
        assert canonical(one.url) == one.url != url
        assert not (url.startswith("https:") and one.url.startswith("http:"))
        assert landing(url, one.url) is None
        assert is_root(url) or not is_root(one.url)
        assert one.rule in _BY_NAME


@given(addresses())
def test_without_tracking_changes_nothing_but_the_query(url: str) -> None:
    """The same page of the same host, and nothing to drop twice."""
    plain = without_tracking(url)
    before, after = parse(url), parse(plain)
    assert before is not None
    assert after is not None
    assert (host_of(plain), after.pathname) == (host_of(url), before.pathname)
    assert without_tracking(plain) == plain


@given(histories(), st.sampled_from(Health))
def test_candidates_have_an_answer_for_every_history(seen: History, health: Health) -> None:
    """Also for a verdict that does not fit the history."""
    assume(health is not Health.MOVED)
    assert all(one.url != URL for one in candidates(seen, Verdict(target=URL, health=health, reason="")))
