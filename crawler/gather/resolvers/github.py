"""GitHub with a token: a hundred repositories a request, and what of them the links lead to. Pure, and total.

docs.github.com/graphql. What the answer leaves open, such as a page of a wiki, its page decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, json_of, text_of
from crawler.gather.githost import Address, Part, address_of, graphql_url, is_asked_there, moved_to
from crawler.gather.githubql import Answer, Ask, Asked, Fate, answer_of, batches, plan, query, questions
from crawler.gather.hosted import (
    NO_ACCOUNT,
    NO_FILE,
    NO_REPOSITORY,
    SITE,
    Repository,
    account,
    branch_of,
    day_of,
    finding,
    licence_of,
    metadata,
    repository,
    topics_of,
)
from crawler.model import Kind, Metadata
from crawler.settings import Keys

_SECTION_SWITCHES = {"issues": "hasIssuesEnabled", "discussions": "hasDiscussionsEnabled"}
_COMMIT_DIGITS = 40
_NO_SUCH = {
    Part.ISSUE: "the repository is there, the issue is not",
    Part.DISCUSSION: "the repository is there, the discussion is not",
    Part.COMMIT: "the repository is there, the commit is not",
    Part.RELEASE: "the repository is there, the release is not",
}


class GitHub:
    """Asks GitHub's GraphQL about repositories, accounts, and what is in repositories."""

    name = "github"
    title = "GitHub's API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """What leads into a repository, or to an account: GraphQL answers nobody without a token."""
        return bool(keys.github_token) and is_asked_there(target, keys)

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for a hundred repositories."""
        headers = {"Authorization": f"bearer {keys.github_token}"}
        for batch in batches(targets):
            yield call(self.name, batch, graphql_url(keys), headers=headers, body=query(plan(batch)))

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """What is said of each link's repository or account, and of its place there."""
        answer = answer_of(json_of(reply)) if reply.status == 200 else None
        if answer is None:
            return
        asked, reading = plan(reply.request.targets), Reading(reply, run, self.name)
        for target in reply.request.targets:
            if address := address_of(target):
                one = asked[address.full_name.lower()]
                look = _Look(reading, target, address, one, answer)
                if found := look.repository() if address.name else look.account():
                    yield found


@dataclass(frozen=True, slots=True)
class _Look:
    """One link, and the answer in which its repository stands."""

    reading: Reading
    target: str
    address: Address
    asked: Asked
    answer: Answer

    def account(self) -> Finding | None:
        """What is said of an account."""
        said = self.answer.at(self.asked.alias)
        if said is Fate.ABSENT:
            return self._gone(NO_ACCOUNT)
        if isinstance(said, Fate):
            return None
        about = said.get("bio") or said.get("description")
        facts = {**said, "about": about, "created": said.get("createdAt")}
        return account(self.reading, self.target, self.address, facts)

    def repository(self) -> Finding | None:
        """What is said of a repository, and of what the link leads to in it."""
        said = self.answer.at(self.asked.alias)
        if self.answer.is_missing(self.asked.alias):
            return self._gone(NO_REPOSITORY)
        known = None if isinstance(said, Fate) else _repository(said)
        if known is None:
            return None
        if known.private or known.disabled:
            return finding(self.reading, self.target, self.address, known)
        return self._within(known)

    def _within(self, known: Repository) -> Finding | None:
        match self.address.part:
            case Part.FILE:
                return self._file(known)
            case Part.ISSUE | Part.DISCUSSION | Part.COMMIT:
                return self._text(known)
            case Part.RELEASE:
                return self._release(known)
        return finding(self.reading, self.target, self.address, known)

    def _file(self, known: Repository) -> Finding | None:
        """Whether a file or a folder is there.

        The name of a branch may have slashes in it, and then the address does not tell where it ends: that nothing is
        there is certain where the branch that was looked at is.
        """
        place, *more = (self._part(ask, value) for ask, value in questions(self.address))
        said = metadata(self.reading, self.target, self.address, known)
        if place is Fate.UNKNOWN:
            return None
        if isinstance(place, Mapping) or any(isinstance(each, Mapping) for each in more[2:]):
            return self._there(known, said)
        ref, branch = self.address.ref, known.default_branch
        here = len(more) > 1 and isinstance(more[1], Mapping)
        is_branch = bool(more) and isinstance(more[0], Mapping)
        if here and ref not in ("HEAD", branch):
            words = f"it is not on {ref}; the default branch is {branch}, where it is"
            return self._gone(words, said)
        if is_branch or ref in ("HEAD", branch) or _is_commit(ref):
            return self._gone(NO_FILE, said)
        return Finding(target=self.target, metadata=said)

    def _text(self, known: Repository) -> Finding | None:
        """Whether an issue, a discussion or a commit is there, and what it says."""
        [(ask, value)] = questions(self.address)
        said = self._part(ask, value)
        if said is Fate.ABSENT:
            return self._gone(_NO_SUCH[self.address.part])
        return None if isinstance(said, Fate) else self._there(known, self._talk(known, said))

    def _talk(self, known: Repository, said: Mapping[str, Any]) -> Metadata:
        is_commit = self.address.part is Part.COMMIT
        author = text_of(dig(said.get("author"), "name" if is_commit else "login"))
        return self.reading.metadata(
            self.target,
            title=text_of(said.get("messageHeadline" if is_commit else "title")),
            abstract=text_of(said.get("messageBody" if is_commit else "bodyText"), ABSTRACT_CHARS),
            authors=(author,) if author else (),
            published=day_of(said.get("committedDate" if is_commit else "createdAt")),
            modified=day_of(said.get("updatedAt")),
            kind=Kind.PAGE if is_commit else Kind.ISSUE,
            site=SITE,
            identifiers={"github": known.full_name},
            state=_archived(known),
        )

    def _release(self, known: Repository) -> Finding | None:
        """Whether a release is there; a tag without one has a page as well."""
        said, tag = (self._part(ask, value) for ask, value in questions(self.address))
        if Fate.UNKNOWN in (said, tag):
            return None
        if said is Fate.ABSENT and tag is Fate.ABSENT:
            return self._gone(_NO_SUCH[Part.RELEASE])
        told: Mapping[str, Any] = {} if isinstance(said, Fate) else said
        author = text_of(dig(told.get("author"), "name")) or text_of(dig(told.get("author"), "login"))
        about = self.reading.metadata(
            self.target,
            title=f"{text_of(told.get('name')) or self.address.ref} · {known.full_name}",
            abstract=text_of(told.get("description"), ABSTRACT_CHARS),
            authors=(author,) if author else (),
            published=day_of(told.get("publishedAt")) or day_of(told.get("createdAt")),
            kind=Kind.PAGE,
            site=SITE,
            identifiers={"github": known.full_name},
            state=_archived(known),
        )
        return self._there(known, about)

    def _part(self, ask: Ask, value: str | int) -> Mapping[str, Any] | Fate:
        return self.answer.at(self.asked.alias, self.asked.parts[ask, value])

    def _there(self, known: Repository, said: Metadata | None) -> Finding:
        now = moved_to(self.target, self.address, known.full_name)
        seen = self.reading.exists(self.target, moved_to=now)
        return Finding(target=self.target, observation=seen, metadata=said)

    def _gone(self, words: str, said: Metadata | None = None) -> Finding:
        seen = self.reading.absent(self.target, words)
        return Finding(target=self.target, observation=seen, metadata=said)


def _is_commit(ref: str) -> bool:
    return len(ref) == _COMMIT_DIGITS and all(digit in "0123456789abcdef" for digit in ref)


def _archived(known: Repository) -> Mapping[str, str]:
    return {"archived": known.archived} if known.archived else {}


def _repository(said: Mapping[str, Any]) -> Repository | None:
    topics = dig(said.get("repositoryTopics"), "nodes")
    archived = "true" if said.get("isArchived") is True else None
    return repository(
        said.get("nameWithOwner"),
        description=text_of(said.get("description"), ABSTRACT_CHARS),
        owner=(text_of(said.get("nameWithOwner")) or "").partition("/")[0],
        created=day_of(said.get("createdAt")),
        pushed=day_of(said.get("pushedAt")),
        released=day_of(dig(said.get("latestRelease"), "publishedAt")),
        archived=(day_of(said.get("archivedAt")) or archived) if archived else None,
        disabled=said.get("isDisabled") is True,
        fork=said.get("isFork") is True,
        private=said.get("isPrivate") is True,
        default_branch=branch_of(dig(said.get("defaultBranchRef"), "name")),
        licence=licence_of(dig(said.get("licenseInfo"), "spdxId")),
        topics=topics_of([dig(each, "topic", "name") for each in topics] if isinstance(topics, list) else None),
        off=frozenset(name for name, switch in _SECTION_SWITCHES.items() if said.get(switch) is False),
    )
