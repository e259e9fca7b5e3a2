"""Code and the blogs that live in it: github.com and *.github.io."""

from tests.web.answer import Answer, Host, alive, broken, further, moved, not_found, redirect
from tests.web.pages import KIB, app, github_pages, old, refresh

_PAGES_404 = "<title>Page not found &middot; GitHub Pages</title><h1>404</h1><p>File not found</p>"
_CS231N = "https://cs231n.github.io/optimization-2/"
_LILIAN = "https://lilianweng.github.io"
_JAY = "https://jalammar.github.io"


def _repository(name: str, about: str) -> Answer:
    """A repository's page; GitHub puts the name and what it is about into one title."""
    return app(f"GitHub - {name}: {about}", about, site="GitHub", url=f"https://github.com/{name}", size=200 * KIB)


def _site(name: str, *pages: tuple[str, str, int], says: str = "its pages are in its public repository") -> Host:
    """A site on GitHub Pages, each page with its path, title and size in KiB."""
    return Host(
        name=name,
        says=says,
        pages=[
            alive(
                f"https://{name}{path}",
                github_pages(title, f"{title}, explained.", site=name, url=f"https://{name}{path}", size=size * KIB),
            )
            for path, title, size in pages
        ],
        otherwise=not_found(_PAGES_404, server="GitHub.com"),
    )


def _post(host: str, path: str, title: str, size: int = 60) -> Answer:
    return github_pages(title, f"{title}, explained.", site=host, url=f"https://{host}{path}", size=size * KIB)


HOSTS = (
    Host(
        name="github.com",
        says="repositories; `blob/master` without a path is a placeholder (a 302 to the tree is assumed)",
        robots="User-agent: *\nDisallow: /*/search\nDisallow: /*/graphs\n",
        pages=[
            alive("https://github.com/soumith/ganhacks", _repository("soumith/ganhacks", "starter tricks for GANs")),
            alive(
                "https://github.com/vdumoulin/conv_arithmetic",
                _repository("vdumoulin/conv_arithmetic", "arithmetic of convolutions"),
            ),
            alive(
                "https://github.com/vlgiitr/DL_Topics/blob/master",
                redirect("https://github.com/vlgiitr/DL_Topics/tree/master", 302),
            ),
            further(
                "https://github.com/vlgiitr/DL_Topics/tree/master",
                _repository("vlgiitr/DL_Topics", "topics and resources in deep learning"),
            ),
        ],
        latency_s=0.06,
    ),
    Host(
        name="lilianweng.github.io",
        says="/lil-log/ addresses are stubs whose meta refresh leads to /posts/, which no status calls permanent",
        pages=[
            alive(f"{_LILIAN}/", _post("lilianweng.github.io", "/", "Lil'Log")),
            alive(
                f"{_LILIAN}/lil-log/2018/10/13/flow-based-deep-generative-models.html",
                refresh(f"{_LILIAN}/posts/2018-10-13-flow-models/", "Flow-based Deep Generative Models"),
            ),
            further(
                f"{_LILIAN}/posts/2018-10-13-flow-models/",
                _post("lilianweng.github.io", "/posts/2018-10-13-flow-models/", "Flow-based Deep Generative Models"),
            ),
            alive(
                f"{_LILIAN}/posts/2017-10-15-word-embedding/",
                _post("lilianweng.github.io", "/posts/2017-10-15-word-embedding/", "Learning Word Embedding"),
            ),
            alive(
                f"{_LILIAN}/posts/2021-07-11-diffusion-models/",
                _post("lilianweng.github.io", "/posts/2021-07-11-diffusion-models/", "What are Diffusion Models?", 120),
            ),
        ],
        otherwise=not_found(_PAGES_404, server="GitHub.com"),
    ),
    Host(
        name="amaarora.github.io",
        says="the post moved to /posts/ when the site did, and left no redirect",
        pages=[
            broken(
                "https://amaarora.github.io/2021/07/26/annotateddetr.html", not_found(_PAGES_404, server="GitHub.com")
            ),
            further(
                "https://amaarora.github.io/posts/2021-07-26-annotateddetr.html",
                _post("amaarora.github.io", "/posts/2021-07-26-annotateddetr.html", "The Annotated DETR"),
            ),
        ],
        otherwise=not_found(_PAGES_404, server="GitHub.com"),
    ),
    Host(
        name="cs231n.github.io",
        says="the post is in its repository; http redirects to https (assumed)",
        pages=[
            moved("http://cs231n.github.io/optimization-2/", redirect(_CS231N)),
            further(_CS231N, _post("cs231n.github.io", "/optimization-2/", "Backpropagation, Intuitions", 40)),
        ],
    ),
    Host(
        name="jalammar.github.io",
        says="the posts are in its repository; http answers as https does (assumed)",
        pages=[
            alive("http://jalammar.github.io/", _post("jalammar.github.io", "/", "Jay Alammar", 12)),
            *(
                alive(f"{_JAY}/illustrated-{slug}/", _post("jalammar.github.io", f"/illustrated-{slug}/", title, 80))
                for slug, title in (
                    ("bert", "The Illustrated BERT, ELMo, and co."),
                    ("stable-diffusion", "The Illustrated Stable Diffusion"),
                    ("transformer", "The Illustrated Transformer"),
                )
            ),
        ],
    ),
    Host(
        name="karpathy.github.io",
        says="the post is in its repository; http answers as https does (assumed)",
        pages=[
            alive(
                "http://karpathy.github.io/2015/05/21/rnn-effectiveness/",
                old("The Unreasonable Effectiveness of Recurrent Neural Networks", size=110 * KIB),
            )
        ],
    ),
    _site(
        "colah.github.io",
        ("/", "colah's blog", 8),
        ("/posts/2015-08-Understanding-LSTMs/", "Understanding LSTM Networks", 30),
    ),
    _site(
        "kratzert.github.io",
        (
            "/2016/02/12/understanding-the-gradient-flow-through-the-batch-normalization-layer.html",
            "Understanding the backward pass through Batch Normalization Layer",
            200,
        ),
    ),
    _site("alcinos.github.io", ("/detr_page/", "DETR: End-to-End Object Detection with Transformers", 6)),
    _site(
        "bowenc0221.github.io",
        ("/maskformer/", "Per-Pixel Classification is Not All You Need for Semantic Segmentation", 9),
    ),
)
