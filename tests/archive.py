"""A web archive of the test's own: the two ways of asking that the Wayback Machine has, over TLS on 127.0.0.1."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from crawler.settings import ConnectTo
from crawler.urls import alias_key
from tests import answers
from tests.answers import Talk
from tests.authority import Certificate
from tests.site import Site

HOST = "web.archive.org"
_STAMP = "%Y%m%d%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One copy of one address."""

    url: str
    at: datetime
    status: int = 200
    body: str = ""


@dataclass(slots=True)
class Archive:
    """What it holds; use it as a context manager. Questions that were put are in `asked`."""

    copies: list[Copy] = field(default_factory=list)
    excluded: set[str] = field(default_factory=set)
    down: bool = False
    """Whether it answers nothing but 503."""
    site: Site = field(default_factory=lambda: Site(tls=Certificate.GOOD, names=(HOST,)))

    def __enter__(self) -> Self:
        self.site.__enter__()
        self.site.anything(self._answer)
        return self

    def __exit__(self, *error: object) -> None:
        self.site.__exit__(None, None, None)

    def keep(self, url: str, day: str, *, status: int = 200, body: str = "<title>A copy</title>") -> None:
        """Take a copy at noon of a day."""
        at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        self.copies.append(Copy(url=url, at=at, status=status, body=body))

    @property
    def asked(self) -> list[str]:
        """The questions, in order."""
        return self.site.paths

    @property
    def settings(self) -> dict[str, Any]:
        """What leads a crawl to this archive."""
        to = ConnectTo(host=HOST, port=443, to_host="127.0.0.1", to_port=self.site.port)
        return {"connect_to": (to,), "cacert": self.site.certificate_authority, "archive_time_s": 60.0}

    async def _answer(self, talk: Talk) -> bool:
        """By redirect to the nearest copy, the copy itself, or the list of copies."""
        if self.down:
            return await answers.page("busy", status=503)(talk)
        if talk.seen.path.startswith("/cdx/"):
            return await self._index(talk)
        found = re.fullmatch(r"/web/(\d{14})id_/(.*)", talk.seen.path)
        if not found:
            return await answers.page("no such page", status=404)(talk)
        copies = self._copies(found[2])
        if not copies:
            return await (self._refuse if copies is None else answers.page("not archived", status=404))(talk)
        return await self._nearest(talk, copies, datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC))

    async def _nearest(self, talk: Talk, copies: Sequence[Copy], wanted: datetime) -> bool:
        """The copy that was asked for by its very second, or where the nearest one is."""
        copy = min(copies, key=lambda each: abs(each.at - wanted))
        if copy.at != wanted:
            there = f"https://{HOST}/web/{copy.at.strftime(_STAMP)}id_/{copy.url}"
            reason = f"found capture at {copy.at.strftime(_STAMP)}"
            return await answers.redirect(there, status=302, headers=[("x-archive-redirect-reason", reason)])(talk)
        date = [("Memento-Datetime", format_datetime(copy.at, usegmt=True))]
        headers = [*date, *([("Location", f"https://{HOST}/web/1/https://x.test/")] if copy.status == 301 else [])]
        return await answers.page(copy.body, status=copy.status, headers=headers)(talk)

    def _copies(self, url: str) -> Sequence[Copy] | None:
        if any(name in url for name in self.excluded):
            return None
        return [copy for copy in self.copies if alias_key(copy.url) == alias_key(url)]

    async def _refuse(self, talk: Talk) -> bool:
        error = "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
        headers = [("X-Archive-Wayback-Runtime-Error", error)]
        return await answers.page(error, status=403, headers=headers, kind="text/plain")(talk)

    async def _index(self, talk: Talk) -> bool:
        query = {key: values[0] for key, values in parse_qs(urlsplit(talk.seen.path).query).items()}
        url = unquote(query["url"])
        prefix = query.get("matchType") == "prefix"
        key = url.rstrip("/") if prefix else alias_key(url)
        rows = [
            [copy.at.strftime(_STAMP), copy.url, str(copy.status)]
            for copy in sorted(self.copies, key=lambda each: each.at)
            if (alias_key(copy.url).startswith(key) if prefix else alias_key(copy.url) == key)
            and copy.status == 200
            and copy.at.strftime(_STAMP) <= query.get("to", "9")
        ]
        table = [["timestamp", "original", "statuscode"], *rows] if rows else []
        return await answers.page(json.dumps(table), kind="application/json")(talk)
