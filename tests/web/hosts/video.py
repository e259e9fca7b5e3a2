"""Video: YouTube answers 200 whatever became of a video; youtu.be and the bare host only redirect."""

from tests.web.answer import Host, alive, broken, further, moved, redirect
from tests.web.pages import youtube

_WWW = "https://www.youtube.com"

PLAYLISTS = (
    ("PL2SOU6wwxB0uwwH80KTQ6ht66KWxbzTIo", "Statistics 110: Probability"),
    ("PL49CF3715CB9EF31D", "MIT 18.06 Linear Algebra, Spring 2005"),
    ("PLTx9yCaDlo1UlgZiSgEjq86Zvbo2yC87d", "Attention and Transformers"),
    ("PLZHQObOWTQDNU6R1_67000Dx_ZCJB-3pi", "Neural networks"),
    ("PLZHQObOWTQDPD3MizzM2xVFitgF8hE_ab", "Essence of linear algebra"),
    ("PLkt2uSq6rBVctENoVBg1TpCC7OQi31AlC", "CS231n Winter 2016"),
    ("PLoROMvodv4rMiGQp3WXShtMGgzqpfVfbU", "Stanford CS229: Machine Learning Full Course"),
    ("PLoROMvodv4rOSH4v6133s9LFPRHjEmbmJ", "Stanford CS224N: Natural Language Processing with Deep Learning"),
    ("PLqYmG7hTraZBKeNJ-JE_eyJHZ7XgBoAyb", "Introduction to Reinforcement Learning"),
)

VIDEOS = {"8rrHTtUzyZA": "Convolutions, step by step"}
"""Those that are there."""

CHANNELS = (
    ("@TwoMinutePapers", "Two Minute Papers"),
    ("@YannicKilcher", "Yannic Kilcher"),
    ("user/joshstarmer", "StatQuest with Josh Starmer"),
)

_ABOUT = "Share your videos with friends, family, and the world"

HOSTS = (
    Host(
        name="youtube.com",
        says="redirects to www.youtube.com, path and query kept (301 is assumed)",
        pages=[
            moved(f"https://youtube.com/playlist?list={key}", redirect(f"{_WWW}/playlist?list={key}"))
            for key, _ in PLAYLISTS
        ],
        latency_s=0.01,
    ),
    Host(
        name="youtu.be",
        says="redirects to the watch page, with a feature parameter (303 is assumed, so the short link stays right)",
        pages=[
            alive("https://youtu.be/8rrHTtUzyZA", redirect(f"{_WWW}/watch?v=8rrHTtUzyZA&feature=youtu.be", 303)),
        ],
        latency_s=0.01,
    ),
    Host(
        name="www.youtube.com",
        says=(
            "pages are always 200; a video that was removed (invented for one of these) is an empty shell whose title"
            " is ' - YouTube' and whose playabilityStatus is ERROR"
        ),
        robots="User-agent: *\nDisallow: /api/\nDisallow: /comment\nDisallow: /results\n",
        pages=[
            *(
                further(f"{_WWW}/playlist?list={key}", youtube(title, _ABOUT, url=f"{_WWW}/playlist?list={key}"))
                for key, title in PLAYLISTS
            ),
            broken(f"{_WWW}/watch?v=ErfnhcEV1O8", youtube("", "", url="", state="ERROR")),
            further(
                f"{_WWW}/watch?v=8rrHTtUzyZA&feature=youtu.be",
                youtube(VIDEOS["8rrHTtUzyZA"], _ABOUT, url=f"{_WWW}/watch?v=8rrHTtUzyZA"),
            ),
            *(alive(f"{_WWW}/{path}", youtube(name, _ABOUT, url=f"{_WWW}/{path}")) for path, name in CHANNELS),
        ],
        latency_s=0.08,
    ),
)
