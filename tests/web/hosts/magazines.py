"""Medium and what left it, and the question-and-answer sites."""

from tests.web import walls
from tests.web.answer import HTML, Answer, Host, Page, alive, blocked, broken, further, moved, not_found, redirect
from tests.web.pages import app, wordpress

_TDS = "https://towardsdatascience.com"
_STATS = "https://stats.stackexchange.com"
_KL = "/questions/265966/why-do-we-use-kullback-leibler-divergence-rather-than-cross-entropy-in-the-t-sne"
_JENSEN = "/questions/335197/why-kl-divergence-is-non-negative"

_POSTS = (
    ("backpropagation-in-rnn-explained-bdf853b4e1c2", "Backpropagation in RNN Explained"),
    (
        "entropy-cross-entropy-and-kl-divergence-explained-b09cdae917a",
        "Entropy, Cross-Entropy, and KL-Divergence Explained!",
    ),
    (
        "illustrated-guide-to-lstms-and-gru-s-a-step-by-step-explanation-44e9eb85bf21",
        "Illustrated Guide to LSTM's and GRU's: A step by step explanation",
    ),
    ("information-entropy-c037a90de58f", "Information Entropy"),
    (
        "probability-concepts-explained-bayesian-inference-for-parameter-estimation-90e8930e5348",
        "Probability concepts explained: Bayesian inference for parameter estimation.",
    ),
    (
        "probability-concepts-explained-maximum-likelihood-estimation-c7b4342fdbb1",
        "Probability concepts explained: Maximum likelihood estimation",
    ),
    (
        "review-resnet-winner-of-ilsvrc-2015-image-classification-localization-detection-e39402bfa5d8",
        "Review: ResNet — Winner of ILSVRC 2015 (Image Classification, Localization, Detection)",
    ),
)

_DENSENET = "review-densenet-image-classification"

_LOST = (
    "review-senet-squeeze-and-excitation-network-winner-of-ilsvrc-2017-image-classification-a887b98b2883",
    "types-of-convolutions-in-deep-learning-717013397f4d",
)

_MEDIUM = (
    "augmented-startups/convnext-the-return-of-convolution-networks-e70cbe8dabcc",
    "coinmonks/paper-review-of-vggnet-1st-runner-up-of-ilsvlc-2014-image-classification-d02355543a11",
    "coinmonks/paper-review-of-zfnet-the-winner-of-ilsvlc-2013-image-classification-d1a5a0c45103",
    "deelvin-machine-learning/the-evolution-of-the-yolo-neural-networks-family-from-v1-to-v7-48dd98702a3d",
    "vlgiitr/eli5-singular-value-decomposition-svd-955c151f9907",
)

_DELETED = Answer(
    status=410,
    headers=(("Content-Type", HTML), ("Server", "cloudflare")),
    body=b"<title>Medium</title><h1>410</h1><p>The author deleted this Medium story.</p>",
)

_STORY = "/@example/alexnet-b93598314160"


def _walled(name: str, *paths: str) -> Host:
    """A writer's own host on Medium."""
    return Host(
        name=name,
        says="Medium answers crawlers 403",
        pages=[blocked(f"https://{name}/{path}") for path in paths],
        otherwise=walls.refused(),
    )


def _post(slug: str, title: str) -> Page:
    return alive(f"{_TDS}/{slug}", _written(slug, title))


def _written(slug: str, title: str) -> Answer:
    return wordpress(title, f"{title} A walk through it.", site="Towards Data Science", url=f"{_TDS}/{slug}/")


HOSTS = (
    Host(
        name="towardsdatascience.com",
        says=(
            "left Medium for a WordPress of its own in February 2025; some posts were lost (which ones, and the one"
            " that redirects, are invented)"
        ),
        robots="User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n",
        pages=[
            *(_post(slug, title) for slug, title in _POSTS),
            moved(f"{_TDS}/{_DENSENET}-b6631a8ef803", redirect(f"{_TDS}/{_DENSENET}/")),
            further(f"{_TDS}/{_DENSENET}/", _written(_DENSENET, "Review: DenseNet — Image Classification")),
            *(
                broken(f"{_TDS}/{slug}", not_found("<title>Page not found | Towards Data Science</title>"))
                for slug in _LOST
            ),
        ],
        latency_s=0.15,
    ),
    Host(
        name="medium.com",
        says="answers crawlers 403; 410 when the author deleted the story (invented for one of these)",
        pages=[
            broken(
                "https://medium.com/@cotra.marko/making-sense-of-the-kullback-leibler-kl-divergence-b0d57ee10e0a",
                _DELETED,
            ),
            blocked("https://medium.com/p/b93598314160", redirect(_STORY, 302)),
            *(blocked(f"https://medium.com/{path}") for path in _MEDIUM),
        ],
        otherwise=walls.refused(),
    ),
    _walled("jonathan-hui.medium.com", "gan-gan-series-2d279f906e7b", "object-detection-series-24d03a12f904"),
    _walled("pavisj.medium.com", "convolutions-and-backpropagations-46026a8f5d2c"),
    _walled(
        "sh-tsang.medium.com",
        "review-beit-bert-pre-training-of-image-transformers-c14a7ef7e295",
        "review-inception-v3-1st-runner-up-image-classification-in-ilsvrc-2015-17915421f77c",
        "review-swin-transformer-3438ea335585",
    ),
    Host(
        name="stackoverflow.com",
        says="403 since February 2024, whatever the user agent says; here without Cloudflare's own header",
        pages=[
            blocked("https://stackoverflow.com/questions/38553927/batch-normalization-in-convolutional-neural-network")
        ],
        otherwise=walls.challenge(header=False),
    ),
    Host(
        name="stats.stackexchange.com",
        says="answers by number redirect to their question; that crawlers are let in is assumed",
        pages=[
            alive(
                f"{_STATS}/a/335201",
                redirect(f"{_JENSEN}/335201#335201", 302, ("Set-Cookie", "prov=1; path=/; secure")),
            ),
            further(
                f"{_STATS}{_JENSEN}/335201",
                app(
                    "Why KL divergence is non-negative?",
                    "Jensen and why.",
                    site="Cross Validated",
                    url=f"{_STATS}{_JENSEN}",
                ),
            ),
            alive(
                f"{_STATS}{_KL}",
                app(
                    "Why do we use Kullback-Leibler divergence rather than cross entropy in the t-SNE objective?",
                    "KL against cross entropy as a loss.",
                    site="Cross Validated",
                    url=f"{_STATS}{_KL}",
                ),
            ),
        ],
    ),
    Host(
        name="www.geeksforgeeks.org",
        says="invented: stands for a host that answers 429 to all crawlers and never says when to come back",
        pages=[blocked("https://www.geeksforgeeks.org/linear-algebra-gq/")],
        otherwise=walls.throttled(),
    ),
)
