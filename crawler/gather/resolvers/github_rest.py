"""GitHub without a token: one request a repository, as many as it lets a guest have in an hour. Pure, and total.

docs.github.com/rest/repos/repos, and rate-limits-for-the-rest-api: 60 requests an hour for an address. What most links
point at is asked for, and the rest is left to pages. A repository that was renamed is a 301 to its number, which the
crawl follows; one that is blocked, for a takedown notice say, is a 451.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, escaped, json_of, text_of
from crawler.gather.githost import Address, Part, address_of, is_asked_there, rest_url
from crawler.gather.hosted import (
    NO_ACCOUNT,
    NO_REPOSITORY,
    Repository,
    account,
    branch_of,
    day_of,
    finding,
    licence_of,
    repository,
    topics_of,
)
from crawler.settings import Keys

REQUESTS_MOST = 55
"""A few less than the 60 of an hour: somebody else may share our address."""
_HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
_SETTLED = frozenset({Part.PROFILE, Part.REPOSITORY, Part.SECTION})
"""What one request settles; of the others it says little, unless the whole repository is gone."""
_SECTION_SWITCHES = {"issues": "has_issues", "discussions": "has_discussions"}


class GitHubRest:
    """Asks GitHub's REST interface about repositories and accounts."""

    name = "github-rest"
    title = "GitHub's REST API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """What leads into a repository, or to an account: where there is no token, for that can do more."""
        return not keys.github_token and is_asked_there(target, keys)

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each of the repositories to which most links lead, and none for the others."""
        groups: dict[str, list[str]] = {}
        for target in targets:
            if address := address_of(target):
                groups.setdefault(_path(address), []).append(target)
        for path in sorted(groups, key=lambda path: _worth(groups[path]), reverse=True)[:REQUESTS_MOST]:
            yield call(self.name, groups[path], f"{rest_url(keys)}{path}", headers=_HEADERS)

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """What is said of a repository, or of an account, for each link into it."""
        said, reading = json_of(reply), Reading(reply, run, self.name)
        for target in reply.request.targets:
            if (address := address_of(target)) and (found := _read(reading, target, address, said)):
                yield found


def _path(address: Address) -> str:
    """The same for all links to one repository."""
    owner = escaped(address.owner.lower())
    return f"/repos/{owner}/{escaped(address.name.lower())}" if address.name else f"/users/{owner}"


def _worth(targets: Sequence[str]) -> tuple[int, int]:
    parts = [address.part for target in targets if (address := address_of(target))]
    return sum(part in _SETTLED for part in parts), len(parts)


def _read(reading: Reading, target: str, address: Address, said: Any) -> Finding | None:
    match reading.reply.status:
        case 404 if isinstance(dig(said, "message"), str):
            words = NO_REPOSITORY if address.name else NO_ACCOUNT
            return Finding(target=target, observation=reading.absent(target, words))
        case 451:
            reason = text_of(dig(said, "block", "reason")) or "for legal reasons"
            return Finding(target=target, observation=reading.absent(target, f"blocked: {reason}", status=451))
        case 200 if address.part is Part.PROFILE:
            return _profile(reading, target, address, said)
        case 200 if known := _repository(said):
            return finding(reading, target, address, known)
    return None


def _repository(said: Any) -> Repository | None:
    if not isinstance(said, Mapping):
        return None
    return repository(
        said.get("full_name"),
        description=text_of(said.get("description"), ABSTRACT_CHARS),
        owner=text_of(dig(said, "owner", "login")),
        created=day_of(said.get("created_at")),
        pushed=day_of(said.get("pushed_at")),
        archived="true" if said.get("archived") is True else None,
        disabled=said.get("disabled") is True,
        fork=said.get("fork") is True,
        private=said.get("private") is True,
        default_branch=branch_of(said.get("default_branch")),
        licence=licence_of(dig(said, "license", "spdx_id")),
        topics=topics_of(said.get("topics")),
        off=frozenset(name for name, switch in _SECTION_SWITCHES.items() if said.get(switch) is False),
    )


def _profile(reading: Reading, target: str, address: Address, said: Any) -> Finding | None:
    facts = {"login": "login", "name": "name", "about": "bio", "created": "created_at"}
    return account(reading, target, address, {name: dig(said, key) for name, key in facts.items()})
