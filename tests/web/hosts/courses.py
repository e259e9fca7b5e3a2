"""Courses, books and single people's sites: mostly plain pages, some slow, some odd, one gone to another host."""

from tests.authority import Certificate
from tests.web.answer import HTML, Answer, Host, alive, blocked, failing, further, moved, redirect
from tests.web.pages import KIB, app, github_pages, old, pdf, wordpress

_KAZEMNEJAD = "https://kazemnejad.com/blog/transformer_architecture_positional_encoding/"
_STAT110 = "https://stat110.hsites.harvard.edu"
_SUMMER = "https://theaisummer.com"

_UNAVAILABLE = Answer(
    status=503,
    headers=(("Content-Type", HTML), ("Server", "cloudflare")),
    body=b"<title>503</title><h1>Unavailable</h1>",
)

HOSTS = (
    Host(
        name="cs229.stanford.edu",
        says="plain HTML with Last-Modified; the notes are a PDF over http",
        pages=[
            alive(
                "http://cs229.stanford.edu/section/cs229-linalg.pdf",
                pdf("Linear Algebra Review and Reference", size=180 * KIB),
            ),
            alive("https://cs229.stanford.edu/", old("CS229: Machine Learning")),
        ],
    ),
    Host(
        name="www.mxawng.com",
        says="nothing is known of the PDF: here it is well, sent in chunks and without a length (invented)",
        pages=[
            alive(
                "http://www.mxawng.com/stuff/notes/stat110.pdf",
                pdf("Statistics 110 Notes", size=90 * KIB, chunked=True),
            )
        ],
    ),
    Host(
        name="cs231n.stanford.edu",
        says="plain HTML; here http answers for itself, as ISO-8859-1",
        pages=[
            alive(
                "http://cs231n.stanford.edu/",
                old("Stanford University CS231n: Deep Learning for Computer Vision", charset="iso-8859-1"),
            )
        ],
    ),
    Host(
        name="web.stanford.edu",
        says="plain HTML with Last-Modified",
        robots="User-agent: *\nCrawl-delay: 1\nDisallow: /~private/\n",
        pages=[
            alive(
                "https://web.stanford.edu/class/cs224n/",
                old("Stanford CS 224N | Natural Language Processing with Deep Learning", size=40 * KIB),
            )
        ],
    ),
    Host(
        name="ocw.mit.edu",
        says="addresses with a department redirect to those without; the list has the newer form",
        pages=[
            alive(
                "https://ocw.mit.edu/courses/18-06-linear-algebra-spring-2010/",
                app(
                    "Linear Algebra | Mathematics",
                    "A basic subject on matrix theory and linear algebra.",
                    site="MIT OpenCourseWare",
                    url="https://ocw.mit.edu/courses/18-06-linear-algebra-spring-2010/",
                ),
            ),
            further(
                "https://ocw.mit.edu/courses/mathematics/18-06-linear-algebra-spring-2010/",
                redirect("/courses/18-06-linear-algebra-spring-2010/"),
            ),
        ],
    ),
    Host(
        name="projects.iq.harvard.edu",
        says="the course's site is at stat110.hsites.harvard.edu now (that the old one redirects is assumed)",
        pages=[moved("https://projects.iq.harvard.edu/stat110/home", redirect(f"{_STAT110}/home"))],
    ),
    Host(
        name="stat110.hsites.harvard.edu",
        says="where the course went",
        pages=[
            further(
                f"{_STAT110}/home",
                app("Statistics 110: Probability", "A course.", site="Stat 110", url=f"{_STAT110}/home", size=30 * KIB),
            )
        ],
    ),
    Host(
        name="nlp.seas.harvard.edu",
        says="the post of 2018 still answers; a rewrite of 2022 stands at /annotated-transformer/",
        pages=[
            alive(
                "https://nlp.seas.harvard.edu/2018/04/03/attention.html",
                old("The Annotated Transformer", size=200 * KIB, header=False),
            ),
            further(
                "https://nlp.seas.harvard.edu/annotated-transformer/",
                old("The Annotated Transformer", shown="The Annotated Transformer, v2022", size=220 * KIB),
            ),
        ],
    ),
    Host(
        name="neuralnetworksanddeeplearning.com",
        says="invented: stands for a slow host, two seconds to the first byte",
        pages=[alive("http://neuralnetworksanddeeplearning.com/", old("Neural networks and deep learning"))],
        latency_s=2.0,
    ),
    Host(
        name="www.deeplearningbook.org",
        says="plain HTML without a description",
        pages=[alive("https://www.deeplearningbook.org/", old("Deep Learning", size=2 * KIB))],
    ),
    Host(
        name="d2l.ai",
        says="plain HTML with validators",
        pages=[
            alive(
                "https://d2l.ai/",
                github_pages(
                    "Dive into Deep Learning", "An interactive deep learning book.", site="D2L", url="https://d2l.ai/"
                ),
            )
        ],
    ),
    Host(
        name="www.incompleteideas.net",
        says="a page by hand; here as windows-1252, which only the page itself says",
        pages=[
            alive(
                "http://www.incompleteideas.net/book/the-book-2nd.html",
                old(
                    "Sutton & Barto Book: Reinforcement Learning: An Introduction", charset="windows-1252", header=False
                ),
            )
        ],
    ),
    Host(
        name="theaisummer.com",
        says="an ordinary blog; here its robots.txt asks for a second between two requests",
        robots="User-agent: *\nCrawl-delay: 1\nDisallow: /admin\n",
        pages=[
            alive(
                f"{_SUMMER}/{path}/",
                app(title, f"{title}, by AI Summer.", site="AI Summer", url=f"{_SUMMER}/{path}/"),
            )
            for path, title in (
                ("learn-ai", "Learn Artificial Intelligence"),
                ("vision-language-models", "Vision Language models: towards multi-modal deep learning"),
            )
        ],
    ),
    Host(
        name="mlfromscratch.com",
        says="nothing is known of it: here it is well (invented)",
        pages=[
            alive(
                "https://mlfromscratch.com/activation-functions-explained/",
                wordpress(
                    "Activation Functions Explained - GELU, SELU, ELU, ReLU and more",
                    "Better optimized neural networks.",
                    site="Machine Learning From Scratch",
                    url="https://mlfromscratch.com/activation-functions-explained/",
                ),
            )
        ],
    ),
    Host(
        name="kazemnejad.com",
        says="nothing is known of it: here it is well (invented)",
        pages=[
            alive(
                _KAZEMNEJAD,
                github_pages(
                    "Transformer Architecture: The Positional Encoding",
                    "How order gets into attention.",
                    site="Amirhossein Kazemnejad's Blog",
                    url=_KAZEMNEJAD,
                ),
            )
        ],
    ),
    Host(
        name="lexica.art",
        says="repeated 5xx were reported from 2024 to 2026, and no word of an end",
        pages=[failing("https://lexica.art/", _UNAVAILABLE)],
        otherwise=_UNAVAILABLE,
    ),
    Host(
        name="ommer-lab.com",
        says="invented: stands for a host whose certificate has expired",
        pages=[failing("https://ommer-lab.com/research/latent-diffusion-models/", old("Latent Diffusion Models"))],
        certificate=Certificate.EXPIRED,
    ),
    Host(
        name="deeplearn.org",
        says="invented: stands for a host whose robots.txt turns all crawlers away; its pages are never asked for",
        robots="User-agent: *\nDisallow: /\n",
        pages=[blocked("https://deeplearn.org/", old("Deep Learning Monitor"))],
    ),
)
