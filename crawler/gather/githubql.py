"""What GitHub's GraphQL is asked about links, and how its answer is taken apart. Pure, and total.

A hundred repositories share a request, and all links into one of them share its alias. The text of a query is made of
our own words alone: names, branches, paths and numbers go beside it, as variables, so that none of them can be read as
a part of it (spec.graphql.org, 6.4.1).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crawler.gather.finding import dig
from crawler.gather.githost import Address, Part, address_of

REPOSITORIES_MOST = 100
"""A query of a hundred costs one point of 5,000 an hour (docs.github.com/graphql/overview, rate limits)."""
TEXTS_MOST = 20
"""Issues and releases of a request: each has up to 65,536 characters, and a reply is read up to 4 MiB."""
PARTS_MOST = 150
"""So many files and the like: each is looked up in a repository, and GitHub gives a query ten seconds in all."""

_REPOSITORY = """
fragment R on Repository {
  nameWithOwner description createdAt pushedAt isArchived archivedAt isDisabled isFork isPrivate
  hasIssuesEnabled hasDiscussionsEnabled
  defaultBranchRef { name }
  licenseInfo { spdxId }
  latestRelease { publishedAt }
  repositoryTopics(first: 10) { nodes { topic { name } } }
}"""
_OWNER = """
fragment O on RepositoryOwner {
  login ... on User { name bio createdAt } ... on Organization { name description createdAt }
}"""
_TALK = "title bodyText createdAt updatedAt author { login }"


class Ask(StrEnum):
    """What else is asked of a repository: a field, with its argument."""

    OBJECT = "object(expression: {}) { oid }"
    COMMIT = "object(expression: {}) { ... on Commit { messageHeadline messageBody committedDate author { name } } }"
    ISSUE = "issueOrPullRequest(number: {}) { ... on Issue { T } ... on PullRequest { T } }".replace("T", _TALK)
    DISCUSSION = "discussion(number: {}) { T }".replace("T", _TALK)
    RELEASE = "release(tagName: {}) { name description createdAt publishedAt author { login name } }"
    TAG = "ref(qualifiedName: {}) { name }"


Question = tuple[Ask, str | int]
_TEXTS = frozenset({Ask.ISSUE, Ask.DISCUSSION, Ask.RELEASE})


@dataclass(slots=True)
class Asked:
    """One repository or one account of a request."""

    alias: str
    owner: str
    name: str
    parts: dict[Question, str] = field(default_factory=dict)
    """What else is asked of it -> alias."""


def questions(address: Address) -> Iterator[Question]:
    """What decides whether a link's place in its repository is there, beside the repository.

    A path is looked for where the link says, and at HEAD; and whether its branch is there at all. In the address of a
    folder, all that follows may be the name of a branch.

    >>> [value for _, value in questions(address_of("https://github.com/a/b/tree/dev/x"))]
    ['dev:x', 'dev', 'HEAD:x', 'dev/x']
    """
    match address.part:
        case Part.FILE if address.path:
            yield Ask.OBJECT, f"{address.ref}:{address.path}"
            yield Ask.OBJECT, address.ref
            yield Ask.OBJECT, f"HEAD:{address.path}"
            if address.is_folder_only:
                yield Ask.OBJECT, f"{address.ref}/{address.path}"
        case Part.FILE:
            yield Ask.OBJECT, address.ref
        case Part.COMMIT:
            yield Ask.COMMIT, address.ref
        case Part.ISSUE:
            yield Ask.ISSUE, address.number
        case Part.DISCUSSION:
            yield Ask.DISCUSSION, address.number
        case Part.RELEASE:
            yield Ask.RELEASE, address.ref
            yield Ask.TAG, f"refs/tags/{address.ref}"


def plan(targets: Sequence[str]) -> dict[str, Asked]:
    """Full name in lower case -> what is asked of it: the same for the same targets, so that answers find their way."""
    asked: dict[str, Asked] = {}
    for target in targets:
        if address := address_of(target):
            key = address.full_name.lower()
            one = asked.setdefault(key, Asked(f"r{len(asked)}", address.owner, address.name))
            for question in questions(address):
                one.parts.setdefault(question, f"p{len(one.parts)}")
    return asked


def batches(targets: Sequence[str]) -> Iterator[list[str]]:
    """The targets in as few requests as may be, those of one repository beside each other."""
    groups: dict[str, list[str]] = {}
    for target in targets:
        if address := address_of(target):
            groups.setdefault(address.full_name.lower(), []).append(target)
    batch, names, asked = list[str](), set[str](), list[Question]()
    for name, group in groups.items():
        for target in group:
            more = [*questions(address)] if (address := address_of(target)) else []
            if batch and not _fits(names | {name}, asked + more):
                yield batch
                batch, names, asked = [], set(), []
            batch.append(target)
            names.add(name)
            asked += more
    if batch:
        yield batch


def _fits(names: set[str], asked: Sequence[Question]) -> bool:
    texts = sum(ask in _TEXTS for ask, _ in asked)
    return len(names) <= REPOSITORIES_MOST and len(asked) <= PARTS_MOST and texts <= TEXTS_MOST


def query(asked: Mapping[str, Asked]) -> dict[str, object]:
    """The body of a request: the text of a query, and its variables.

    >>> query(plan(["https://github.com/a"]))["variables"]
    {'v0': 'a'}
    """
    values = list[str | int]()

    def variable(value: str | int) -> str:
        values.append(value)
        return f"$v{len(values) - 1}"

    lines = [_line(one, variable) for one in asked.values()]
    types = {int: "Int!", str: "String!"}
    heads = ", ".join(f"$v{place}: {types[type(value)]}" for place, value in enumerate(values))
    used = [text for name, text in (("...R", _REPOSITORY), ("...O", _OWNER)) if any(name in line for line in lines)]
    text = "\n".join([f"query({heads}) {{", *lines, "}", *used])
    return {"query": text, "variables": {f"v{place}": value for place, value in enumerate(values)}}


def _line(one: Asked, variable: Callable[[str | int], str]) -> str:
    if not one.name:
        return f"  {one.alias}: repositoryOwner(login: {variable(one.owner)}) {{ ...O }}"
    parts = (f" {alias}: {ask.replace('{}', variable(value), 1)}" for (ask, value), alias in one.parts.items())
    names = f"owner: {variable(one.owner)}, name: {variable(one.name)}"
    return f"  {one.alias}: repository({names}) {{ ...R{''.join(parts)} }}"


class Fate(StrEnum):
    """Why nothing stands at a place of an answer."""

    ABSENT = "absent"
    UNKNOWN = "unknown"
    """There was no usable answer there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, taken apart: what it says at a place, or why it says nothing there.

    A place is null where there is no such thing, where the token may not see it, and where GitHub ran out of time or
    of patience (RATE_LIMITED, RESOURCE_LIMITS_EXCEEDED); the errors beside it tell which. "NOT_FOUND" is the only type
    that says that something is not there. What is said of no place may be said of any.
    """

    data: dict[str, Any]
    missing: frozenset[tuple[str, ...]]
    failed: frozenset[tuple[str, ...]]

    def at(self, *place: str) -> Mapping[str, Any] | Fate:
        """What stands at a place, by the aliases that lead there; null alone says that nothing is there."""
        holder, name = dig(self.data, *place[:-1]), place[-1]
        value = dig(holder, name)
        if isinstance(value, dict):
            return value
        is_null = isinstance(holder, dict) and name in holder and value is None
        return Fate.ABSENT if place in self.missing or (is_null and not self._is_spoilt(place)) else Fate.UNKNOWN

    def is_missing(self, place: str) -> bool:
        """Whether GitHub says outright that it is not there."""
        return (place,) in self.missing and self.at(place) is Fate.ABSENT

    def _is_spoilt(self, place: tuple[str, ...]) -> bool:
        return any(each[: len(place)] == place[: len(each)] for each in self.failed)


def answer_of(said: Any) -> Answer | None:
    """A reply's JSON, taken apart; None where there is no answer in it.

    >>> said = {"data": {"r0": None}, "errors": [{"type": "NOT_FOUND", "path": ["r0"]}]}
    >>> answer_of(said).at("r0"), answer_of({"data": {"r0": None}, "errors": [{"type": "FORBIDDEN"}]}).at("r0")
    (<Fate.ABSENT: 'absent'>, <Fate.UNKNOWN: 'unknown'>)
    """
    data = dig(said, "data")
    if not isinstance(data, dict):
        return None
    errors = dig(said, "errors")
    missing, failed = set[tuple[str, ...]](), set[tuple[str, ...]]()
    for error in errors if isinstance(errors, list) else ():
        path = dig(error, "path")
        place = tuple(map(str, path)) if isinstance(path, list) else ()
        (missing if dig(error, "type") == "NOT_FOUND" else failed).add(place)
    return Answer(data, frozenset(missing), frozenset(failed))
