"""The places that moved or shut, as data. Pure."""

from datetime import date

from crawler.judge.rewrites.place import NOWHERE, Sunset
from crawler.model import Safety

_PWC_LAST = date(2025, 7, 24)
_LABML_LAST = date(2023, 10, 24)
_GOOGLE_LAST = date(2023, 7, 31)
"""Posts of August 2023 are the newest that public lists link at ai.googleblog.com; those of December 2023 were at
blog.research.google, which in turn became research.google/blog."""
_DEEPMIND_LAST = date(2023, 6, 30)
"""Posts of July 2023 are the newest that public lists link at www.deepmind.com."""
_POST_HOME = r"https://(?:research\.google/blog/[^/?]+|blog\.research\.google/\d{4}/\d\d/[^/?]+)/?(?:\?m=1)?"

SUNSETS = (
    Sunset(
        place="paperswithcode.com/paper/",
        now="huggingface.co/papers/, and arxiv.org/abs/ by the same number",
        source="paperswithcode/paperswithcode-data#45",
        safe=Safety.SAFE,
        since=date(2025, 7, 25),
        last_capture=_PWC_LAST,
        home=r"https://(?:huggingface\.co/papers|arxiv\.org/abs)/\d{4}\.\d{4,5}",
    ),
    Sunset(
        place="paperswithcode.com/dataset/",
        now="huggingface.co/datasets/",
        source="paperswithcode/paperswithcode-data#45",
        since=date(2025, 7, 25),
        last_capture=_PWC_LAST,
        home=r"https://huggingface\.co/datasets/[^?]+",
    ),
    Sunset(
        place="paperswithcode.com/",
        now="paperswithcode.co, for methods and tasks of the same name",
        source="tinygrad/tinygrad#11486, huggingface/pwc-cli",
        safe=Safety.REVIEW,
        since=date(2025, 7, 25),
        last_capture=_PWC_LAST,
        home=r"https://paperswithcode\.co/\w+/{slug}/?",
    ),
    Sunset(
        place="towardsdatascience.com/",
        now="a site of its own under the old name; lost posts at medium.com/data-science/",
        source="nilbuild/developer-roadmap#8221",
        safe=Safety.REVIEW,
        since=date(2025, 2, 2),
        last_capture=date(2025, 2, 1),
        home=r"https://(?:towardsdatascience\.com|medium\.com/[^/?]+)/{slug}(?:-[0-9a-f]{10,12})?/?(?:\?.*)?",
    ),
    Sunset(
        place="ai.googleblog.com/2",
        now="research.google/blog/, under a longer name",
        source="gwern/gwern.net",
        safe=Safety.SAFE,
        since=date(2023, 12, 31),
        last_capture=_GOOGLE_LAST,
        home=_POST_HOME,
    ),
    Sunset(
        place="ai.googleblog.com/",
        now="research.google/blog/",
        source="gwern/gwern.net",
        since=date(2023, 12, 31),
        last_capture=_GOOGLE_LAST,
    ),
    Sunset(
        place="research.googleblog.com/2",
        now="research.google/blog/, under a longer name",
        source="gwern/gwern.net",
        safe=Safety.SAFE,
        home=rf"{_POST_HOME}|https://ai\.googleblog\.com/\d{{4}}/\d\d/[^/?]+",
    ),
    Sunset(
        place="blog.research.google/2",
        now="research.google/blog/, under a longer name",
        source="gwern/gwern.net",
        safe=Safety.SAFE,
        home=_POST_HOME,
    ),
    Sunset(
        place="deepmind.com/blog/",
        now="deepmind.google/blog/",
        source="deepmind.google/blog/rss.xml",
        safe=Safety.SAFE,
        last_capture=_DEEPMIND_LAST,
        home=r"https://deepmind\.google/(?:discover/)?blog/{slug}/?",
    ),
    Sunset(
        place="deepmind.com/learning-resources/",
        now="deepmind.google/learning-resources/",
        source="public lists that link it there",
        safe=Safety.SAFE,
        last_capture=_DEEPMIND_LAST,
        home=r"https://deepmind\.google/(?:[\w-]+/)*{slug}/?",
    ),
    Sunset(
        place="deepmind.com/",
        now="deepmind.google",
        source="ManifoldRG/NEKO#32: not all of it was kept",
        last_capture=_DEEPMIND_LAST,
    ),
    Sunset(
        place="ai.facebook.com/blog/",
        now="ai.meta.com/blog/",
        source="gwern/gwern.net",
        safe=Safety.SAFE,
        home=r"https://ai\.meta\.com/blog/{slug}/?",
    ),
    Sunset(
        place="openai.com/blog/tags/",
        now="",
        source="no address there is its equal",
        home=NOWHERE,
    ),
    Sunset(
        place="openai.com/blog/",
        now="openai.com/index/",
        source="public lists that link openai.com/index/dall-e/",
        safe=Safety.REVIEW,
        home=r"https://openai\.com/(?:index|blog|research)/{slug}/?",
    ),
    Sunset(
        place="stability.ai/blog/",
        now="stability.ai/news/",
        source="public lists that link news/stable-diffusion-v2-release",
        safe=Safety.SAFE,
        home=r"https://stability\.ai/news(?:-updates)?/{slug}/?",
    ),
    Sunset(
        place="lilianweng.github.io/lil-log/2",
        now="lilianweng.github.io/posts/",
        source="github.com/lilianweng/lilianweng.github.io",
        safe=Safety.SAFE,
        home=r"https://lilianweng\.github\.io/posts/\d{4}-\d\d-\d\d-[\w-]+/",
    ),
    Sunset(
        place="papers.labml.ai/paper/",
        now="arxiv.org/abs/, by the same number",
        source="labmlai/annotated_deep_learning_paper_implementations 9a42ac26",
        safe=Safety.SAFE,
        since=_LABML_LAST,
        last_capture=_LABML_LAST,
        home=r"https://arxiv\.org/abs/\d{4}\.\d{4,5}(?:v\d+)?",
    ),
    Sunset(
        place="papers.labml.ai/",
        now="",
        source="labmlai/annotated_deep_learning_paper_implementations 9a42ac26",
        since=_LABML_LAST,
        last_capture=_LABML_LAST,
        home=NOWHERE,
    ),
    Sunset(
        place="nlp.seas.harvard.edu/2018/04/03/attention",
        now="nlp.seas.harvard.edu/annotated-transformer/, another text of 2022",
        source="harvardnlp/annotated-transformer README",
        safe=Safety.REVIEW,
    ),
    Sunset(
        place="projects.iq.harvard.edu/stat110",
        now="stat110.hsites.harvard.edu",
        source="public lists that link stat110.hsites.harvard.edu",
        safe=Safety.REVIEW,
        home=r"https://stat110\.hsites\.harvard\.edu/.*",
    ),
    Sunset(
        place="amaarora.github.io/2",
        now="amaarora.github.io/posts/",
        source="github.com/amaarora/amaarora.github.io",
        safe=Safety.SAFE,
        home=r"https://amaarora\.github\.io/posts/\d{4}-\d\d-\d\d-{slug}(?:\.html|/)",
    ),
    Sunset(
        place="ocw.mit.edu/courses/",
        now="ocw.mit.edu/courses/, without the department",
        source="mitodl/ol-infrastructure ocw_site/snippets/redirects.vcl",
        safe=Safety.SAFE,
    ),
    Sunset(
        place="timetravel.mementoweb.org/",
        now="",
        source="mementoweb.github.io/about, dessant/web-archives 54c84a9",
        since=date(2025, 12, 31),
        last_capture=date(2025, 12, 31),
        home=NOWHERE,
    ),
    *(
        Sunset(place=f"{old}/", now=now, source="public lists that followed its redirects")
        for old, now in (
            ("twitter.com", "x.com"),
            ("docs.microsoft.com", "learn.microsoft.com"),
            ("travis-ci.org", "travis-ci.com"),
            ("code.google.com", "mostly github.com"),
            ("bitbucket.org", "for Mercurial mostly github.com"),
        )
    ),
)
"""What is known of hosts that moved or shut."""
