"""The Wayback Machine, for a handful of addresses: by redirect to the nearest copy, and an index that lists them."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

from crawler.urls import alias_key
from tests.web.answer import Answer, Host, not_found, redirect
from tests.web.pages import app

NAME = "web.archive.org"
COPIES: Mapping[str, tuple[str, str]] = {
    "https://papers.labml.ai/papers/recent/": ("20221220101112", "Recent papers"),
    "https://paperswithcode.com/lib/timm/densenet": ("20221103040506", "DenseNet | Papers With Code"),
    "https://paperswithcode.com/lib/torchvision/resnet": ("20221104040506", "ResNet | Papers With Code"),
    "https://paperswithcode.com/model/alexnet": ("20221105040506", "AlexNet | Papers With Code"),
    "https://openai.com/blog/chatgpt/": ("20230110121314", "ChatGPT: Optimizing Language Models for Dialogue"),
}
"""Address -> when the one copy of it was taken, and its title; that these copies exist is invented."""

HOSTS = (
    Host(
        name=NAME,
        says="a copy carries Memento-Datetime, a redirect leads to the nearest, 404 means none (edgi wayback tests)",
    ),
)

_COPY = re.compile(r"/web/(\d{14})id_/(.+)")


def answer(target: str) -> Answer:
    """What it answers.

    >>> answer("/web/20200101000000id_/https://papers.labml.ai/papers/recent/").header("location")
    'https://web.archive.org/web/20221220101112id_/https://papers.labml.ai/papers/recent/'
    >>> answer("/web/20200101000000id_/https://a.example/").status
    404
    """
    if target.startswith("/cdx/"):
        return _index(target)
    asked = _COPY.fullmatch(target)
    url = _known(asked[2]) if asked else None
    if asked is None or url is None:
        return not_found("<title>Wayback Machine</title><p>not archived")
    stamp, title = COPIES[url]
    if asked[1] != stamp:
        return redirect(f"https://{NAME}/web/{stamp}id_/{url}", 302, ("x-archive-redirect-reason", "found capture"))
    taken = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    page = app(title, "What it was.", site="", url=url)
    return page.plus(("Memento-Datetime", format_datetime(taken, usegmt=True)))


def _known(url: str) -> str | None:
    return next((known for known in COPIES if alias_key(known) == alias_key(url)), None)


def _index(target: str) -> Answer:
    query = parse_qs(urlsplit(target).query)
    asked, prefix = query.get("url", [""])[0], query.get("matchType") == ["prefix"]
    rows = [
        [stamp, url, "200"]
        for url, (stamp, _) in COPIES.items()
        if (alias_key(url).startswith(asked) if prefix else alias_key(url) == alias_key(asked))
        and stamp <= query.get("to", ["9"])[0]
    ]
    table = [["timestamp", "original", "statuscode"], *rows] if rows else []
    return Answer(headers=(("Content-Type", "application/json"),), body=json.dumps(table).encode())
