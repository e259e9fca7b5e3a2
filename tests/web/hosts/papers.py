"""Papers: arXiv, OpenReview, Papers with Code and where it went, Hugging Face, labml."""

from tests.web import walls
from tests.web.answer import Answer, Door, Host, alive, blocked, broken, further, moved, redirect
from tests.web.pages import app, arxiv

ARXIV = (
    ("1406.2661", "Generative Adversarial Networks", "Goodfellow, Ian J."),
    ("1411.1784", "Conditional Generative Adversarial Nets", "Mirza, Mehdi"),
    (
        "1511.06434v2",
        "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks",
        "Radford, Alec",
    ),
    ("1606.05908", "Tutorial on Variational Autoencoders", "Doersch, Carl"),
    ("1701.07875", "Wasserstein GAN", "Arjovsky, Martin"),
    ("1706.03762", "Attention Is All You Need", "Vaswani, Ashish"),
    ("2010.11929", "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale", "Dosovitskiy, Alexey"),
    ("2103.14030", "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", "Liu, Ze"),
    ("2201.03545", "A ConvNet for the 2020s", "Liu, Zhuang"),
    ("2211.09788", "DiffusionDet: Diffusion Model for Object Detection", "Chen, Shoufa"),
)

PWC_PAPERS = (
    ("fast-r-cnn", "1504.08083", "Fast R-CNN"),
    (
        "faster-r-cnn-towards-real-time-object",
        "1506.01497",
        "Faster R-CNN: Towards Real-Time Object Detection with Region Proposal Networks",
    ),
    ("mask-r-cnn", "1703.06870", "Mask R-CNN"),
    (
        "per-pixel-classification-is-not-all-you-need",
        "2107.06278",
        "Per-Pixel Classification is Not All You Need for Semantic Segmentation",
    ),
    ("squeeze-and-excitation-networks", "1709.01507", "Squeeze-and-Excitation Networks"),
)

_PWC_OTHERS = (
    "lib/timm/densenet",
    "lib/torchvision/resnet",
    "method/deeplab",
    "method/inception-v3",
    "method/r-cnn",
    "method/ssd",
    "method/u-net",
    "method/vgg",
    "method/zfnet",
    "model/alexnet",
)

_PWC_METHODS = (
    ("deeplab", "DeepLab"),
    ("inception-v3", "Inception-v3"),
    ("r-cnn", "R-CNN"),
    ("ssd", "SSD"),
    ("u-net", "U-Net"),
    ("vgg", "VGG"),
    ("zfnet", "ZFNet"),
)

_HF = "https://huggingface.co"
_TRENDING = f"{_HF}/papers/trending"


def _abstract(number: str, title: str, author: str) -> Answer:
    return arxiv(number, title, author, f"What the paper {title!r} sets out to show, in one line.")


def _hf(title: str, about: str, path: str) -> Answer:
    return app(title, about, site="Hugging Face", url=f"{_HF}{path}")


def _space() -> Answer:
    """A Space that its owner paused: the page is there and says so."""
    return _hf(
        "Stable Diffusion - a Hugging Face Space by stabilityai",
        "This Space has been paused by its owner.",
        "/spaces/stabilityai/stable-diffusion",
    )


HOSTS = (
    Host(
        name="arxiv.org",
        says="abstract pages with citation_* and Open Graph; a version that the author wrote stays in the address",
        robots="User-agent: *\nDisallow: /pdf/\nDisallow: /list/\nAllow: /abs/\n",
        pages=[
            *(
                alive(f"https://arxiv.org/abs/{number}", _abstract(number, title, author))
                for number, title, author in ARXIV
            ),
            *(
                further(f"https://arxiv.org/abs/{number}", _abstract(number, title, "Girshick, Ross"))
                for _, number, title in PWC_PAPERS
            ),
        ],
    ),
    Host(
        name="openreview.net",
        says="behind a challenge since June 2026: redirects to /challenge?redirect=...",
        pages=[
            blocked(
                "https://openreview.net/forum?id=p-BhZSz59o4",
                redirect("/challenge?redirect=%2Fforum%3Fid%3Dp-BhZSz59o4", 302),
            ),
            further(
                "https://openreview.net/challenge?redirect=%2Fforum%3Fid%3Dp-BhZSz59o4",
                walls.challenge_page("Verification | OpenReview"),
            ),
        ],
    ),
    Host(
        name="paperswithcode.com",
        says=(
            "shut in July 2025; papers redirect to huggingface.co/papers/ARXIV since December 2025 (301 is assumed),"
            " all else lands on what is trending there (302 is assumed), which is not what was linked"
        ),
        pages=[
            *(
                moved(f"https://paperswithcode.com/paper/{slug}", redirect(f"{_HF}/papers/{number}"))
                for slug, number, _ in PWC_PAPERS
            ),
            *(broken(f"https://paperswithcode.com/{path}", redirect(_TRENDING, 302)) for path in _PWC_OTHERS),
        ],
        otherwise=redirect(_TRENDING, 302),
    ),
    Host(
        name="paperswithcode.co",
        says=(
            "the successor of Papers with Code, with methods by name (that the old names and addresses are its too is"
            " assumed)"
        ),
        pages=[
            further(
                f"https://paperswithcode.co/methods/{slug}",
                app(
                    name, f"{name}: a method.", site="Papers with Code", url=f"https://paperswithcode.co/methods/{slug}"
                ),
            )
            for slug, name in _PWC_METHODS
        ],
    ),
    Host(
        name="huggingface.co",
        says="100 pages in 5 minutes, then 429 with RateLimit: the first request here meets that, the next is served",
        pages=[
            alive(
                f"{_HF}/blog/annotated-diffusion",
                walls.throttled("1"),
                _hf(
                    "The Annotated Diffusion Model", "A blog post on denoising diffusion.", "/blog/annotated-diffusion"
                ),
            ),
            alive(
                f"{_HF}/blog/long-range-transformers",
                _hf(
                    "Hugging Face Reads, Feb. 2021 - Long-range Transformers",
                    "Four ways to make attention longer.",
                    "/blog/long-range-transformers",
                ),
            ),
            alive(f"{_HF}/spaces/stabilityai/stable-diffusion", _space()),
            *(
                further(
                    f"{_HF}/papers/{number}",
                    _hf(f"Paper page - {title}", "Join the discussion on this paper page", f"/papers/{number}"),
                )
                for _, number, title in PWC_PAPERS
            ),
            further(_TRENDING, _hf("Trending Papers", "Your daily dose of AI research", "/papers/trending")),
        ],
    ),
    Host(
        name="papers.labml.ai",
        says="nothing is left of it: here nobody listens any more",
        pages=[broken("https://papers.labml.ai/papers/recent/")],
        door=Door.CLOSED,
    ),
)
