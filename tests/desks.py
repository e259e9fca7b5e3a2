"""Replies of hosts' interfaces, for the tests of those who read them."""

import json
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import asdict
from typing import Any

from hypothesis import strategies as st

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, AUTHORS_MOST, TITLE_CHARS, Finding
from crawler.gather.resolvers import Resolver
from crawler.settings import Keys
from tests.gathering import START

KEYS = Keys(
    github_token="gh-canary",
    youtube_api_key="yt-canary",
    s2_api_key="s2-canary",
    openalex_api_key="oa-canary",
    hf_token="hf-canary",
    stackexchange_key="se-canary",
)
NO_KEYS = Keys()
TEXT = st.text(st.characters())
"""Halves of characters included."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
"""Whatever JSON can say, and a little more."""
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_HALF = st.just("a\ud800b")


def asked(resolver: Resolver, *targets: str, keys: Keys = NO_KEYS) -> list[Request]:
    """What is asked about targets."""
    assert all(resolver.takes(target, keys) for target in targets)
    return list(resolver.requests(targets, keys))


def says(request: Request, said: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """A reply in JSON, or in bytes."""
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return Reply(request=request, at=START, status=status, body=body, headers=tuple((headers or {}).items()))


def heard(resolver: Resolver, reply: Reply) -> dict[str, Finding]:
    """What is made of a reply, by target."""
    found = list(resolver.read(reply, 7))
    for each in found:
        # What is kept is text that can be written: JSON can hold halves of characters (RFC 8259, 8.2).
        json.dumps(asdict(each), default=str, ensure_ascii=False).encode()
    assert len({each.target for each in found}) == len(found)
    assert {each.target for each in found} <= set(reply.request.targets)
    return {each.target: each for each in found}


def one(
    resolver: Resolver,
    target: str,
    said: Any,
    status: int = 200,
    *,
    headers: Mapping[str, str] | None = None,
    keys: Keys = KEYS,
) -> Finding | None:
    """What is made of a reply about one target."""
    (request,) = asked(resolver, target, keys=keys)
    return heard(resolver, says(request, said, status, headers)).get(target)


def fits(found: Iterable[Finding | None]) -> bool:
    """Whether what was made of a reply may be kept: sizes, days and statuses are those that the rest counts on."""
    return all(_fits(each) for each in found if each is not None)


def _fits(found: Finding) -> bool:
    look, said = found.observation, found.metadata
    status = look is None or look.status in (200, 403, 404, 410, 451)
    if said is None:
        return status
    days = all(day is None or _DAY.fullmatch(day) for day in (said.published, said.modified))
    sizes = len(said.title or "") <= TITLE_CHARS and len(said.abstract or "") <= ABSTRACT_CHARS
    return status and days and sizes and len(said.authors) <= AUTHORS_MOST and all(said.authors)


def home_of(found: Finding | None) -> str | None:
    """Where a finding says that its target has moved for good."""
    look = found.observation if found else None
    return look.redirects[-1].url if look and look.redirects else None


def status_of(found: Finding | None) -> int | str | None:
    """What a finding says of its target: a status, or `open`; None where there is none."""
    if found is None:
        return None
    return "open" if found.observation is None else found.observation.status


@st.composite
def shaken(draw: st.DrawFn, shape: Any) -> Any:
    """A reply of a known shape, in which up to three values are something else, or missing."""
    said = [deepcopy(shape)]
    for _ in range(draw(st.integers(0, 3))):
        place: Any = said
        while True:
            key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
            inside = place[key]
            if not (isinstance(inside, (dict, list)) and inside and draw(st.integers(0, 3))):
                break
            place = inside
        if place is not said and draw(st.booleans()):
            del place[key]
        else:
            place[key] = draw(JSON | _HALF)
        if not place:
            break
    return said[0]
