"""The addresses of the list on hosts that moved or shut: what becomes of each, from rule to proposal.

Each row is one address of `sources/README.md`: how it stands, what is proposed for it, by which rule, and whether that
is safe; and what would be proposed if it answered 404 tomorrow. The answers are those of the replica web.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from crawler import configuration, pipeline
from crawler.judge.fixes import fixes
from crawler.judge.health import verdict
from crawler.judge.rewrites import candidates, sunset_of
from crawler.model import Fix, Health, History, Safety
from crawler.pipeline.judging import Judge
from crawler.store import Store
from tests.replicated import LIST, heard_from, history_of
from tests.web import EXPECTED, Web
from tests.web.__main__ import settings_text

SAFE, REVIEW = Safety.SAFE, Safety.REVIEW
ALIVE, MOVED, BROKEN, BLOCKED = Health.ALIVE, Health.MOVED, Health.BROKEN, Health.BLOCKED


class Row(NamedTuple):
    """What is expected for one address."""

    health: Health
    new: str | None = None
    rule: str = ""
    safety: Safety | None = None
    once_gone: str | None = None
    """The rule that would propose something if the address answered 404."""


_PWC = "https://paperswithcode.com"
_PWC_NOW = "https://paperswithcode.co/methods"
_TDS = "https://towardsdatascience.com"
_MEDIUM = "https://medium.com/data-science"
_OPENAI = "https://openai.com"
_AI = "https://ai.googleblog.com"
_GOOGLE = "https://research.google/blog"
_DEEPMIND = "https://www.deepmind.com"
_DEEPMIND_NOW = "https://deepmind.google"
_ABS = "https://arxiv.org/abs"

_DATA2VEC = "the-first-high-performance-self-supervised-algorithm-that-works-for-speech-vision-and-text"
_SILVER = "introduction-to-reinforcement-learning-with-david-silver"
_FLAMINGO = "tackling-multiple-tasks-with-a-single-visual-language-model"
_BERT = "open-sourcing-bert-state-of-the-art-pre-training-for-natural-language-processing"
_SENET = "review-senet-squeeze-and-excitation-network-winner-of-ilsvrc-2017-image-classification-a887b98b2883"
_RESNET = "review-resnet-winner-of-ilsvrc-2015-image-classification-localization-detection-e39402bfa5d8"
_LSTM = "illustrated-guide-to-lstms-and-gru-s-a-step-by-step-explanation-44e9eb85bf21"
_BAYES = "probability-concepts-explained-bayesian-inference-for-parameter-estimation-90e8930e5348"
_LIKELIHOOD = "probability-concepts-explained-maximum-likelihood-estimation-c7b4342fdbb1"

NOWHERE = EXPECTED[f"{_PWC}/method/vgg"]
"""The health of what lands on a page of trends."""

_NO_FIX = Row(NOWHERE)
_STILL_THERE = Row(ALIVE, once_gone="tds-medium")

ROWS: Mapping[str, Row] = {
    # Papers with Code: shut in July 2025. A paper has its number on arXiv; a method, a model, a library has none.
    f"{_PWC}/paper/fast-r-cnn": Row(MOVED, f"{_ABS}/1504.08083", "pwc-arxiv", SAFE),
    f"{_PWC}/paper/faster-r-cnn-towards-real-time-object": Row(MOVED, f"{_ABS}/1506.01497", "pwc-arxiv", SAFE),
    f"{_PWC}/paper/mask-r-cnn": Row(MOVED, f"{_ABS}/1703.06870", "pwc-arxiv", SAFE),
    f"{_PWC}/paper/per-pixel-classification-is-not-all-you-need": Row(MOVED, f"{_ABS}/2107.06278", "pwc-arxiv", SAFE),
    f"{_PWC}/paper/squeeze-and-excitation-networks": Row(MOVED, f"{_ABS}/1709.01507", "pwc-arxiv", SAFE),
    f"{_PWC}/method/deeplab": Row(NOWHERE, f"{_PWC_NOW}/deeplab", "pwc-methods", REVIEW, "pwc-methods"),
    f"{_PWC}/method/inception-v3": Row(NOWHERE, f"{_PWC_NOW}/inception-v3", "pwc-methods", REVIEW, "pwc-methods"),
    f"{_PWC}/method/r-cnn": Row(NOWHERE, f"{_PWC_NOW}/r-cnn", "pwc-methods", REVIEW, "pwc-methods"),
    f"{_PWC}/method/ssd": Row(NOWHERE, f"{_PWC_NOW}/ssd", "pwc-methods", REVIEW, "pwc-methods"),
    f"{_PWC}/method/u-net": Row(NOWHERE, f"{_PWC_NOW}/u-net", "pwc-methods", REVIEW, "pwc-methods"),
    f"{_PWC}/method/vgg": Row(NOWHERE, f"{_PWC_NOW}/vgg", "pwc-methods", REVIEW, "pwc-methods"),
    f"{_PWC}/method/zfnet": Row(NOWHERE, f"{_PWC_NOW}/zfnet", "pwc-methods", REVIEW, "pwc-methods"),
    f"{_PWC}/lib/timm/densenet": _NO_FIX,
    f"{_PWC}/lib/torchvision/resnet": _NO_FIX,
    f"{_PWC}/model/alexnet": _NO_FIX,
    # Towards Data Science: left Medium in February 2025. Medium's copy is offered for what was lost, and for no more.
    f"{_TDS}/backpropagation-in-rnn-explained-bdf853b4e1c2": _STILL_THERE,
    f"{_TDS}/entropy-cross-entropy-and-kl-divergence-explained-b09cdae917a": _STILL_THERE,
    f"{_TDS}/{_LSTM}": _STILL_THERE,
    f"{_TDS}/information-entropy-c037a90de58f": _STILL_THERE,
    f"{_TDS}/{_BAYES}": _STILL_THERE,
    f"{_TDS}/{_LIKELIHOOD}": _STILL_THERE,
    f"{_TDS}/{_RESNET}": _STILL_THERE,
    f"{_TDS}/review-densenet-image-classification-b6631a8ef803": Row(
        MOVED, f"{_TDS}/review-densenet-image-classification/", "permanent-redirect", REVIEW, "tds-medium"
    ),
    f"{_TDS}/{_SENET}": Row(BROKEN, f"{_MEDIUM}/{_SENET}", "tds-medium", REVIEW, "tds-medium"),
    f"{_TDS}/types-of-convolutions-in-deep-learning-717013397f4d": Row(
        BROKEN,
        f"{_MEDIUM}/types-of-convolutions-in-deep-learning-717013397f4d",
        "tds-medium",
        REVIEW,
        "tds-medium",
    ),
    # OpenAI: /blog/ became /index/, and crawlers see neither.
    f"{_OPENAI}/blog/chatgpt/": Row(BLOCKED, f"{_OPENAI}/index/chatgpt/", "openai-index", REVIEW, "openai-index"),
    f"{_OPENAI}/blog/clip/": Row(BLOCKED, f"{_OPENAI}/index/clip/", "openai-index", REVIEW, "openai-index"),
    f"{_OPENAI}/blog/dall-e/": Row(BLOCKED, f"{_OPENAI}/index/dall-e/", "openai-index", REVIEW, "openai-index"),
    f"{_OPENAI}/blog/gpt-3-edit-insert/": Row(
        BLOCKED, f"{_OPENAI}/index/gpt-3-edit-insert/", "openai-index", REVIEW, "openai-index"
    ),
    f"{_OPENAI}/blog/whisper/": Row(BLOCKED, f"{_OPENAI}/index/whisper/", "openai-index", REVIEW, "openai-index"),
    f"{_OPENAI}/blog/tags/research/": Row(BLOCKED),
    # Google's AI blog: only the redirect knows the longer name; the front page is the front page of another blog.
    f"{_AI}/": Row(MOVED, f"{_GOOGLE}/", "permanent-redirect", REVIEW),
    f"{_AI}/2018/11/open-sourcing-bert-state-of-art-pre.html": Row(
        MOVED, f"{_GOOGLE}/{_BERT}/", "google-research", SAFE
    ),
    f"{_AI}/2020/03/more-efficient-nlp-model-pre-training.html": Row(
        MOVED, f"{_GOOGLE}/more-efficient-nlp-model-pre-training-with-electra/", "google-research", SAFE
    ),
    f"{_AI}/2020/12/transformers-for-image-recognition-at.html": Row(
        MOVED, f"{_GOOGLE}/transformers-for-image-recognition-at-scale/", "google-research", SAFE
    ),
    # DeepMind: names were kept.
    "https://deepmind.com/blog": Row(MOVED, f"{_DEEPMIND_NOW}/blog/", "permanent-redirect", REVIEW),
    f"{_DEEPMIND}/blog/a-generalist-agent": Row(
        MOVED, f"{_DEEPMIND_NOW}/blog/a-generalist-agent/", "deepmind", SAFE, "deepmind"
    ),
    f"{_DEEPMIND}/blog/{_FLAMINGO}": Row(MOVED, f"{_DEEPMIND_NOW}/blog/{_FLAMINGO}/", "deepmind", SAFE, "deepmind"),
    f"{_DEEPMIND}/learning-resources/{_SILVER}": Row(
        MOVED, f"{_DEEPMIND_NOW}/learning-resources/{_SILVER}/", "deepmind", SAFE, "deepmind"
    ),
    # Meta AI: names were kept.
    "https://ai.facebook.com/blog/": Row(MOVED, "https://ai.meta.com/blog/", "permanent-redirect", REVIEW),
    f"https://ai.facebook.com/blog/{_DATA2VEC}/": Row(
        MOVED, f"https://ai.meta.com/blog/{_DATA2VEC}/", "meta-ai", SAFE, "meta-ai"
    ),
    # One each.
    "https://lilianweng.github.io/lil-log/2018/10/13/flow-based-deep-generative-models.html": Row(
        ALIVE, "https://lilianweng.github.io/posts/2018-10-13-flow-models/", "lil-log", SAFE, "lil-log"
    ),
    "https://papers.labml.ai/papers/recent/": Row(BROKEN),
    # The rewrite of 2022 is another text: as long as the post of 2018 answers, nobody is sent there.
    "https://nlp.seas.harvard.edu/2018/04/03/attention.html": Row(ALIVE, once_gone="annotated-transformer"),
    "https://projects.iq.harvard.edu/stat110/home": Row(
        MOVED, "https://stat110.hsites.harvard.edu/home", "permanent-redirect", REVIEW, "stat110"
    ),
    "https://amaarora.github.io/2021/07/26/annotateddetr.html": Row(
        BROKEN,
        "https://amaarora.github.io/posts/2021-07-26-annotateddetr.html",
        "github-pages-found",
        SAFE,
        "github-pages-found",
    ),
    "https://stability.ai/blog/stable-diffusion-v2-release": Row(
        MOVED, "https://stability.ai/news/stable-diffusion-v2-release", "stability-news", SAFE, "stability-news"
    ),
}


def proposed(history: History) -> tuple[Fix, ...]:
    """What is proposed once the addresses that are worth asking have been asked, as a crawl asks them."""
    said = verdict(history)
    heard = tuple(heard_from(history.target.url, each) for each in candidates(history, said))
    return fixes(replace(history, testimonies=heard), said)


def test_rows_are_the_addresses_of_the_list_on_hosts_that_moved_or_shut() -> None:
    """47 of the 128, as many at each host as the list has; and each is known to lie at such a place."""
    counted = Counter((urlsplit(url).hostname or "").removeprefix("www.") for url in ROWS)
    assert len(ROWS) == 47
    assert set(ROWS) == {url for url in EXPECTED if sunset_of(url) and "ocw.mit.edu" not in url} - _untouched()
    assert dict(counted.most_common(6)) == {
        "paperswithcode.com": 15,
        "towardsdatascience.com": 10,
        "openai.com": 6,
        "ai.googleblog.com": 4,
        "deepmind.com": 4,
        "ai.facebook.com": 2,
    }


def _untouched() -> set[str]:
    """Addresses of the list that already have the new form."""
    return {url for url in EXPECTED if "/posts/" in url}


@pytest.mark.parametrize("url", ROWS)
def test_verdict_is_as_the_row_says(url: str) -> None:
    """The facts of the replica are judged as its own table expects."""
    assert verdict(history_of(url)).health is ROWS[url].health is EXPECTED[url]


@pytest.mark.parametrize("url", ROWS)
def test_fixes_propose_what_the_row_says(url: str) -> None:
    """The suggestion, the rule, and whether it is safe; one for each way in which the list spells the address."""
    row, found = ROWS[url], proposed(history_of(url))
    assert [(fix.new, fix.rule, fix.safety) for fix in found] == ([(row.new, row.rule, row.safety)] if row.new else [])
    assert all(fix.target == url and fix.evidence for fix in found)


@pytest.mark.parametrize("url", ROWS)
def test_fixes_propose_what_is_known_once_the_address_is_gone(url: str) -> None:
    """Without the host's own redirect only the rules are left, and those that need it propose nothing."""
    assert [fix.rule for fix in proposed(history_of(url, gone=True))] == list(filter(None, [ROWS[url].once_gone]))


def test_check_gives_each_of_them_its_verdict_and_its_suggestion(tmp_path: Path) -> None:
    """The whole crawl over real sockets, candidates and archive included, says what the rows say.

    Where no rule knows better, an archive's copy from before the end is offered, for review.
    """
    with Web(patience=0) as web:
        config = tmp_path / "listkeeper.toml"
        config.write_text(settings_text(web), encoding="utf-8")
        settings = replace(configuration.load({}, config=config, environ={}), db=tmp_path / "crawl.db", quiet=True)
        settings = replace(settings, out=tmp_path, host_rate=0.0, host_rate_start=0.0, host_concurrency_start=8)
        pipeline.check([LIST], settings)
    with Store.open(settings.db, readonly=True) as store:
        judged = {each.verdict.target: each for each in Judge(settings, date(2026, 11, 23)).all(store.histories())}
    archived = {
        url: judged[url].fixes[0] for url in ROWS if [fix.rule for fix in judged[url].fixes] == ["archived-copy"]
    }
    assert set(archived) == {url for url, row in ROWS.items() if row.health is BROKEN and row.new is None}
    assert {fix.safety for fix in archived.values()} == {REVIEW}
    for url, row in ROWS.items():
        said = judged[url]
        found = [(fix.new, fix.rule, fix.safety) for fix in said.fixes if fix.rule != "archived-copy"]
        assert (url, said.verdict.health) == (url, row.health)
        assert (url, found) == (url, [(row.new, row.rule, row.safety)] if row.new else [])


@pytest.mark.parametrize("url", [url for url, row in ROWS.items() if row.rule in ("openai-index", "tds-medium")])
def test_evidence_asks_a_person_to_open_what_crawlers_may_not_see(url: str) -> None:
    """A wall confirms nothing, and the sentence says so."""
    [fix] = proposed(history_of(url))
    assert "so please open it to confirm" in fix.evidence
