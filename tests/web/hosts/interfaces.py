"""Interfaces for programs that the replica has: in the shape of the real ones, and with the replica's knowledge."""

import json
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.web.answer import Answer, Host, not_found
from tests.web.hosts.papers import ARXIV, PWC_PAPERS
from tests.web.hosts.video import CHANNELS, PLAYLISTS, VIDEOS

_REPOSITORIES = {
    "soumith/ganhacks": ('starter from "How to Train a GAN?"', "2020-07-02T21:11:57Z", False),
    "vdumoulin/conv_arithmetic": ("A technical report on convolution arithmetic", "2024-03-01T10:00:00Z", False),
    "vlgiitr/dl_topics": ("topics and resources in deep learning", "2023-01-14T10:00:00Z", False),
}
"""Name in lower case -> description, last push (both invented but for their kind), archived."""
_QUESTIONS = {
    ("stats", 265966): "Why do we use Kullback-Leibler divergence rather than cross entropy in the t-SNE objective?",
    ("stats", 335197): "Why KL divergence is non-negative?",
    ("stackoverflow", 38553927): "Batch Normalization in Convolutional Neural Network",
}
_ANSWERS = {("stats", 335201): 335197}

_SAYS = {
    "api.github.com": "60 requests an hour without a token, by its x-ratelimit headers; 404 is gone or private",
    "export.arxiv.org": "an Atom feed; an id that is not there is left out (recorded by lukasschwab/arxiv.py)",
    "img.youtube.com": "a thumbnail for each video, 404 for what is removed (lychee goes by it)",
    "i.ytimg.com": "thumbnails, as img.youtube.com",
    "api.stackexchange.com": "items by id; what is deleted is left out; 300 requests a day (recorded by discourse)",
    "api2.openreview.net": "behind a challenge since June 2026: 403 ChallengeRequiredError",
    "api.openreview.net": "as api2: 403 ChallengeRequiredError",
    "api.crossref.org": "knows none of the list's works here",
    "api.datacite.org": "knows none of the list's works here",
    "doi.org": "knows none of the list's works here",
    "api.semanticscholar.org": "429 for those without a key, as its shared pool often is",
    "datasets-server.huggingface.co": "rows of the archive of Papers with Code, by the addresses that its papers had",
    "api.openalex.org": "wants a key since February 2026",
}

FAULTS: Mapping[str, Answer] = {
    "500": Answer(status=500, headers=(("Content-Type", "text/html"),), body=b"<h1>Internal Server Error</h1>"),
    "429": Answer(status=429, headers=(("Content-Type", "text/plain"),), body=b"Rate exceeded."),
    "nonsense": Answer(headers=(("Content-Type", "application/json"),), body=b'{"items": [[[{"id": \xff'),
}
"""How all interfaces may be out of order at once."""

HOSTS = tuple(Host(name=name, says=says) for name, says in _SAYS.items())


def answer(host: str, target: str) -> Answer | None:
    """What an interface answers; None where the address is none of an interface.

    >>> answer("export.arxiv.org", "/api/query?id_list=1701.07875").body.count(b"<entry>")
    1
    >>> answer("www.youtube.com", "/oembed?format=json&url=https%3A%2F%2Fyoutu.be%2FErfnhcEV1O8").status
    404
    >>> answer("arxiv.org", "/abs/1701.07875") is None
    True
    """
    parts = urlsplit(target)
    query: Mapping[str, str] = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    for name, path, reply in _INTERFACES:
        found = re.fullmatch(path, unquote(parts.path)) if name == host else None
        if found and target != "/robots.txt":
            return reply(found, query)
    return not_found() if host in _SAYS else None


def _json(value: Any, status: int = 200, *headers: tuple[str, str]) -> Answer:
    fields = (("Content-Type", "application/json; charset=utf-8"), *headers)
    return Answer(status=status, headers=fields, body=json.dumps(value).encode())


def _arxiv(_: re.Match[str], query: Mapping[str, str]) -> Answer:
    known = {number.partition("v")[0]: (title, author) for number, title, author in ARXIV}
    known |= {number: (title, "Girshick, Ross") for _, number, title in PWC_PAPERS}
    asked = [number.partition("v")[0] for number in query.get("id_list", "").split(",")]
    found = [number for number in asked if number in known]
    entries = "".join(_entry(number, *known[number]) for number in found)
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<title>arXiv Query</title><id>https://arxiv.org/api/x</id>"
        f"<opensearch:totalResults>{len(found)}</opensearch:totalResults>{entries}</feed>"
    )
    return Answer(headers=(("Content-Type", "application/atom+xml; charset=utf-8"),), body=feed.encode())


def _entry(number: str, title: str, author: str) -> str:
    last, _, first = author.partition(", ")
    month = f"20{number[:2]}-{number[2:4]}"
    about = f"What the paper {title!r} sets out to show, in one line."
    return (
        f"<entry><id>http://arxiv.org/abs/{number}v3</id><title>{escape(title)}</title>"
        f"<updated>{month}-20T10:00:00Z</updated><published>{month}-12T10:00:00Z</published>"
        f"<summary>{escape(about)}</summary><author><name>{first} {last}</name></author>"
        f'<link href="https://arxiv.org/abs/{number}v3" rel="alternate" type="text/html"/>'
        '<arxiv:primary_category term="cs.LG"/><category term="cs.LG"/></entry>'
    )


def _repository(found: re.Match[str], __: Mapping[str, str]) -> Answer:
    limits = (("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "51"), ("x-ratelimit-reset", "1800000000"))
    known = _REPOSITORIES.get(found[1].lower())
    if known is None:
        return _json({"message": "Not Found", "status": "404"}, 404, *limits)
    about, pushed, archived = known
    owner, _, name = found[1].partition("/")
    return _json(
        {
            "id": 1,
            "full_name": found[1],
            "name": name,
            "owner": {"login": owner, "type": "User"},
            "html_url": f"https://github.com/{found[1]}",
            "description": about,
            "archived": archived,
            "disabled": False,
            "fork": False,
            "private": False,
            "created_at": "2016-12-09T16:32:07Z",
            "updated_at": pushed,
            "pushed_at": pushed,
            "default_branch": "master",
            "topics": [],
            "license": {"spdx_id": "MIT"},
        },
        200,
        *limits,
    )


def _oembed(_: re.Match[str], query: Mapping[str, str]) -> Answer:
    url = query.get("url", "")
    found = re.search(r"(?:v=|youtu\.be/|embed/|shorts/)([\w-]{11})|list=([\w-]+)|(@[\w.-]+|user/[\w.-]+)", url)
    video, playlist, channel = found.groups() if found else (None, None, None)
    title = VIDEOS.get(video or "") or dict(PLAYLISTS).get(playlist or "") or dict(CHANNELS).get(channel or "")
    if not title:
        return Answer(status=404, headers=(("Content-Type", "text/html"),), body=b"Not Found")
    return _json(
        {
            "title": title,
            "author_name": "A channel of the replica",
            "author_url": "https://www.youtube.com/@replica",
            "type": "video",
            "provider_name": "YouTube",
            "provider_url": "https://www.youtube.com/",
            "thumbnail_url": f"https://i.ytimg.com/vi/{video}/hqdefault.jpg",
            "version": "1.0",
        }
    )


def _thumbnail(found: re.Match[str], _: Mapping[str, str]) -> Answer:
    if found[1] not in VIDEOS:
        return not_found()
    return Answer(headers=(("Content-Type", "image/jpeg"),), body=b"\xff\xd8\xff\xe0" + b"\0" * 1024)


def _question(found: re.Match[str], query: Mapping[str, str]) -> Answer:
    site = query.get("site", "").partition(".")[0]
    items = []
    for number in map(int, found[2].split(";")):
        question = number if found[1] == "questions" else _ANSWERS.get((site, number))
        if title := _QUESTIONS.get((site, question or 0)):
            item = {"question_id": question, "title": escape(title), "body": f"<p>{escape(title)} In more words.</p>"}
            more: dict[str, Any] = {"link": f"https://{site}.example/q/{number}"}
            if found[1] == "answers" and not found[3]:
                more = {"answer_id": number}
                del item["title"]
            owner = {"display_name": "A user"}
            items.append(
                {**item, **more, "owner": owner, "creation_date": 1469358000, "last_activity_date": 1720000000}
            )
    return _json({"items": items, "has_more": False, "quota_max": 300, "quota_remaining": 290})


def _space(found: re.Match[str], _: Mapping[str, str]) -> Answer:
    if found[2] != "stabilityai/stable-diffusion":
        return _json({"error": "Repository not found"}, 404, ("X-Error-Code", "RepoNotFound"))
    runtime = {"stage": "PAUSED", "hardware": {"current": None, "requested": "cpu-basic"}}
    if found[3]:
        return _json(runtime)
    return _json(
        {
            "id": found[2],
            "author": "stabilityai",
            "cardData": {"title": "Stable Diffusion", "short_description": "Pictures from words", "license": "mit"},
            "createdAt": "2022-08-22T10:00:00.000Z",
            "lastModified": "2024-03-01T10:00:00.000Z",
            "runtime": runtime,
            "private": False,
            "sdk": "gradio",
        }
    )


def _hf_paper(found: re.Match[str], _: Mapping[str, str]) -> Answer:
    title = {number: title for _, number, title in PWC_PAPERS}.get(found[1])
    if title is None:
        return _json({"error": "Paper not found"}, 404)
    about = f"What the paper {title!r} sets out to show, in one line."
    authors = [{"name": "Ross Girshick"}]
    return _json(
        {
            "id": found[1],
            "title": title,
            "summary": about,
            "authors": authors,
            "publishedAt": "2015-06-04T00:00:00.000Z",
        }
    )


def _archived_rows(_: re.Match[str], query: Mapping[str, str]) -> Answer:
    asked = re.findall(r"='([^']+)'", query.get("where", ""))
    known = {f"https://paperswithcode.com/paper/{slug}": (number, title) for slug, number, title in PWC_PAPERS}
    found = [(url, *known[url]) for url in asked if url in known]
    rows = [{"row": {"paper_url": url, "arxiv_id": number, "title": title}} for url, number, title in found]
    return _json({"features": [], "rows": rows, "num_rows_total": len(rows), "partial": False})


def _challenged(_: re.Match[str], __: Mapping[str, str]) -> Answer:
    return _json({"name": "ChallengeRequiredError", "message": "Challenge verification required", "status": 403}, 403)


def _throttled(_: re.Match[str], __: Mapping[str, str]) -> Answer:
    return _json({"message": "Too Many Requests", "code": "429"}, 429)


Reply = Callable[[re.Match[str], Mapping[str, str]], Answer]
_INTERFACES: tuple[tuple[str, str, Reply], ...] = (
    ("export.arxiv.org", "/api/query", _arxiv),
    ("api.github.com", r"/repos/([^/]+/[^/]+)", _repository),
    ("www.youtube.com", "/oembed", _oembed),
    ("img.youtube.com", r"/vi/([\w-]+)/.*", _thumbnail),
    ("i.ytimg.com", r"/vi/([\w-]+)/.*", _thumbnail),
    ("api.stackexchange.com", r"/2\.3/(questions|answers)/([0-9;]+)(/questions)?", _question),
    ("huggingface.co", r"/api/(spaces)/([^/]+/[^/]+?)(/runtime)?", _space),
    ("huggingface.co", r"/api/papers/([\d.]+)", _hf_paper),
    ("datasets-server.huggingface.co", "/filter", _archived_rows),
    ("api2.openreview.net", "/notes", _challenged),
    ("api.openreview.net", "/notes", _challenged),
    ("api.semanticscholar.org", "/.*", _throttled),
)
"""Host, path and what is answered there."""
