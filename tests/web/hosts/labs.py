"""The blogs of laboratories and companies: most of them have moved, one is walled."""

from tests.web import walls
from tests.web.answer import Answer, Host, Page, alive, blocked, further, moved, redirect
from tests.web.pages import KIB, app, wordpress

_DEEPMIND = "https://deepmind.google"
_GOOGLE = "https://research.google/blog"
_META = "https://ai.meta.com/blog"
_STABILITY = "https://stability.ai"

_DATA2VEC = "the-first-high-performance-self-supervised-algorithm-that-works-for-speech-vision-and-text"

_DEEPMIND_POSTS = (
    ("a-generalist-agent", "A Generalist Agent"),
    (
        "tackling-multiple-tasks-with-a-single-visual-language-model",
        "Tackling multiple tasks with a single visual language model",
    ),
)

_GOOGLE_POSTS = (
    (
        "2018/11/open-sourcing-bert-state-of-art-pre.html",
        "open-sourcing-bert-state-of-the-art-pre-training-for-natural-language-processing",
        "Open Sourcing BERT: State-of-the-Art Pre-training for Natural Language Processing",
    ),
    (
        "2020/03/more-efficient-nlp-model-pre-training.html",
        "more-efficient-nlp-model-pre-training-with-electra",
        "More Efficient NLP Model Pre-training with ELECTRA",
    ),
    (
        "2020/12/transformers-for-image-recognition-at.html",
        "transformers-for-image-recognition-at-scale",
        "Transformers for Image Recognition at Scale",
    ),
)

_OPENAI = ("chatgpt/", "clip/", "dall-e/", "gpt-3-edit-insert/", "tags/research/", "whisper/")

_COURSE = "introduction-to-reinforcement-learning-with-david-silver"


def _page(url: str, title: str, site: str, size: int = 70 * KIB) -> Page:
    return further(url, _written(url, title, site, size))


def _written(url: str, title: str, site: str, size: int = 70 * KIB) -> Answer:
    return app(title, f"{title}: the post, as the replica has it.", site=site, url=url, size=size)


HOSTS = (
    Host(
        name="openai.com",
        says="answers crawlers 403 with a Cloudflare challenge, all of the site, since August 2023",
        pages=[blocked(f"https://openai.com/blog/{path}") for path in _OPENAI],
        otherwise=walls.challenge(),
    ),
    Host(
        name="www.deepmind.com",
        says="moved to deepmind.google, first below /discover/ (2023), then without it (2025): two permanent redirects",
        pages=[
            *(
                moved(f"https://www.deepmind.com/blog/{slug}", redirect(f"{_DEEPMIND}/discover/blog/{slug}/"))
                for slug, _ in _DEEPMIND_POSTS
            ),
            moved(
                f"https://www.deepmind.com/learning-resources/{_COURSE}",
                redirect(f"{_DEEPMIND}/learning-resources/{_COURSE}/"),
            ),
        ],
    ),
    Host(
        name="deepmind.com",
        says="moved to deepmind.google with the rest of the site",
        pages=[moved("https://deepmind.com/blog", redirect(f"{_DEEPMIND}/discover/blog/"))],
    ),
    Host(
        name="deepmind.google",
        says="/discover/blog/ redirects to /blog/; slugs were kept",
        pages=[
            further(f"{_DEEPMIND}/discover/blog/", redirect("/blog/")),
            _page(f"{_DEEPMIND}/blog/", "Blog", "Google DeepMind"),
            *(further(f"{_DEEPMIND}/discover/blog/{slug}/", redirect(f"/blog/{slug}/")) for slug, _ in _DEEPMIND_POSTS),
            *(_page(f"{_DEEPMIND}/blog/{slug}/", title, "Google DeepMind") for slug, title in _DEEPMIND_POSTS),
            _page(
                f"{_DEEPMIND}/learning-resources/{_COURSE}/",
                "Introduction to Reinforcement Learning with David Silver",
                "Google DeepMind",
            ),
        ],
    ),
    Host(
        name="ai.facebook.com",
        says="moved to ai.meta.com with the same slugs",
        pages=[
            moved("https://ai.facebook.com/blog/", redirect(f"{_META}/")),
            moved(f"https://ai.facebook.com/blog/{_DATA2VEC}/", redirect(f"{_META}/{_DATA2VEC}/", 308)),
        ],
    ),
    Host(
        name="ai.meta.com",
        says="where ai.facebook.com went",
        pages=[
            _page(f"{_META}/", "AI at Meta Blog", "AI at Meta"),
            _page(
                f"{_META}/{_DATA2VEC}/",
                "The first high-performance self-supervised algorithm that works for speech, vision, and text",
                "AI at Meta",
                150 * KIB,
            ),
        ],
    ),
    Host(
        name="ai.googleblog.com",
        says="redirects to research.google, where slugs are the whole title; only the redirect tells which",
        pages=[
            moved("https://ai.googleblog.com/", redirect(f"{_GOOGLE}/")),
            *(
                moved(f"https://ai.googleblog.com/{old}", redirect(f"{_GOOGLE}/{new}/"))
                for old, new, _ in _GOOGLE_POSTS
            ),
        ],
    ),
    Host(
        name="research.google",
        says="where ai.googleblog.com went",
        pages=[
            _page(f"{_GOOGLE}/", "Latest from Google Research", "Google Research"),
            *(_page(f"{_GOOGLE}/{new}/", title, "Google Research") for _, new, title in _GOOGLE_POSTS),
        ],
    ),
    Host(
        name="stability.ai",
        says="/blog/ became /news/ with the same slugs",
        pages=[
            moved(f"{_STABILITY}/blog/stable-diffusion-v2-release", redirect("/news/stable-diffusion-v2-release")),
            _page(f"{_STABILITY}/news/stable-diffusion-v2-release", "Stable Diffusion 2.0 Release", "Stability AI"),
        ],
    ),
    Host(
        name="blogs.nvidia.com",
        says="nothing is known of the category page: here it is well (invented)",
        pages=[
            alive(
                "https://blogs.nvidia.com/blog/category/deep-learning/",
                wordpress(
                    "Deep Learning Archives",
                    "Stories about deep learning.",
                    site="NVIDIA Blog",
                    url="https://blogs.nvidia.com/blog/category/deep-learning/",
                    size=130 * KIB,
                ),
            )
        ],
    ),
    Host(
        name="www.microsoft.com",
        says="an ordinary page, large",
        pages=[
            alive(
                "https://www.microsoft.com/en-us/research/blog/",
                wordpress(
                    "Microsoft Research Blog",
                    "News and insights from Microsoft Research.",
                    site="Microsoft Research",
                    url="https://www.microsoft.com/en-us/research/blog/",
                    size=190 * KIB,
                ),
            )
        ],
    ),
)
