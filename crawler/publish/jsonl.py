"""`links.jsonl`: one object a target, for programs. Pure."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from crawler import untrusted
from crawler.model import Freshness, Judged, Report
from crawler.publish.pieces import in_order
from crawler.urls import canonical, parse

TEXT_CHARS = 10_000
"""More of a page's title or abstract than this is no title and no abstract."""

# They end a line for str.splitlines and for JavaScript before 2019, and JSON allows them as they are.
LINE_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "\x7f\x85\u2028\u2029"}


def links_jsonl(report: Report) -> str:
    """One line a target, by address; its keys are those of `_row`, in that order.

    `url` is the address as the list has it, without its fragment, so that a program that knows the list finds its
    link. Several links may share a target: then it is as the first of them is written. Where the list's form is no
    clean name for the target (user name and password in it, spaces, a `www.` without a scheme), it is the target's
    own, canonical form. Its query stays whole, since it names the target; elsewhere secrets are left out.
    `published` and `modified` are as precise as they are known (`2017`, `2017-06`, `2017-06-12`); `identifiers` holds
    `doi`, `arxiv`, ... in their plain forms; `source` says for each field that is known where it came from: the part
    of the page, or the interface, or an archived copy (`wayback: og:title`). `lines` holds every place, as `path:line`;
    `added_at` is the earliest day known among them. Times are UTC; what is not known is null.
    """
    rows = sorted(report.judged, key=lambda row: row.verdict.target)
    lines = (json.dumps(_row(row), ensure_ascii=False).translate(LINE_ENDS) for row in rows)
    return "".join(f"{untrusted.no_command(line)}\n" for line in lines)


def _row(row: Judged) -> dict[str, object]:
    last, said, verdict = row.history.last, row.metadata, row.verdict
    return {
        "url": written(row),
        "health": verdict.health.value,
        "since": _time(verdict.since),
        "reason": _text(verdict.reason),
        "status": last.status if last else None,
        "final_url": _text(untrusted.redacted(last.final_url)) if last and last.final_url else None,
        "title": _text(said.title) if said else None,
        "abstract": _text(said.abstract) if said else None,
        "authors": [_text(name) for name in said.authors] if said else [],
        "published": _text(said.published) if said else None,
        "modified": _text(said.modified) if said else None,
        "kind": said.kind.value if said and said.kind else None,
        "site": _text(said.site) if said else None,
        "language": _text(said.language) if said else None,
        "identifiers": _texts(said.identifiers) if said else {},
        "source": _texts(said.sources) if said else {},
        "freshness": _freshness(row.freshness),
        "checked_at": _time(verdict.checked_at),
        "added_at": _time(min((link.added_at for link in row.history.links if link.added_at), default=None)),
        "lines": [_text(f"{link.path}:{link.line}") for link in in_order(row.history.links)],
    }


def _freshness(found: Freshness | None) -> dict[str, str | None] | None:
    if found is None:
        return None
    since = found.since.isoformat() if found.since else None
    return {"state": found.state.value, "date": since, "source": _text(found.source), "reason": _text(found.reason)}


def written(row: Judged) -> str:
    """The list's own form of the address where it is only another spelling of the target's."""
    target = row.history.target.url
    first = next(iter(in_order(row.history.links)), None)
    if first is None:
        return _name(target)
    bare = first.url.partition("#")[0]
    parsed = parse(bare)
    clean = bare.isprintable() and " " not in bare and parsed is not None and not (parsed.username or parsed.password)
    return bare if clean and canonical(bare) == target else _name(target)


def _name(target: str) -> str:
    return untrusted.plain(target, len(target))


def _text(text: str | None) -> str | None:
    return None if text is None else untrusted.plain(text, TEXT_CHARS)


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {untrusted.plain(name, TEXT_CHARS): untrusted.plain(text, TEXT_CHARS) for name, text in texts.items()}


def _time(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
