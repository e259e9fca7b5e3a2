"""GitHub in memory: one repository, and the part of the interface that we ask.

fake = FakeGitHub.from_repository(repository)
client = httpx.Client(transport=fake.transport(), base_url=fake.url)
... fake.person().tick(1, "0123456789abcdef"); fake.faults.die_after(2); fake.log ...

Every request is held to GitHub's own description, unknown keys included, and so is every answer: what is not as
described fails the test that asked, and is kept in `problems`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import RLock
from typing import Self

import httpx

from tests.authority import Authority
from tests.forge.doors import Transport, served
from tests.forge.faults import Faults
from tests.forge.git_routes import GitRoutes
from tests.forge.objects import Item, Objects
from tests.forge.people import Person
from tests.forge.repository import FakeRepository
from tests.forge.rights import Rights, headers_problems
from tests.forge.routes import WholeRoutes, routes, unheeded
from tests.forge.talk import Asked, Call, CutError, KilledError, MovedError, RefusedError, Reply, not_found
from tests.forge.things import ACTIONS, Account, Pull, Token
from tests.forge.thread_routes import ThreadRoutes
from tests.openapi.description import Operation, operation_of
from tests.repositories import Repository

_BY_ID = "/repositories/1"
BOT_TOKEN = "ghs_of-the-runner"
"""GITHUB_TOKEN of a run that may do all that a workflow can be allowed."""
PERSONAL_TOKEN = "ghp_of-a-person"
_MAINTAINER = Account("maintainer", 1001)
_HELPER = Account("helper", 1002)


class FakeGitHub:
    """One repository on a GitHub of its own."""

    def __init__(self, name: str = "maintainer/awesome", *, files: Mapping[str, bytes] | None = None) -> None:
        owner, _, short = name.partition("/")
        self.owner = replace(_MAINTAINER, login=owner) if owner else _MAINTAINER
        self.repository = FakeRepository(owner=self.owner, name=short)
        self.faults = Faults()
        self.log: list[Call] = []
        self.problems: list[str] = []
        self.git = GitRoutes(self.repository)
        self.threads = ThreadRoutes(self.repository)
        self.rights = Rights(
            {
                BOT_TOKEN: Token(account=ACTIONS, of_installation=True),
                PERSONAL_TOKEN: Token(account=_HELPER),
            }
        )
        self.archived = False
        self.former_names: set[str] = set()
        """Names that the repository had before it was renamed: they lead to it."""
        self.url = "https://api.github.com"
        self._lock = RLock()
        self._done = False
        whole = WholeRoutes(self.repository, self.rights)
        self.enabled_workflows = whole.enabled_workflows
        self._routes = routes(self.git, self.threads, whole)
        if files is not None:
            self._begin(files)

    @classmethod
    def from_repository(cls, real: Repository, name: str = "maintainer/awesome") -> Self:
        """A repository with the objects and branches of a real one."""
        fake = cls(name)
        fake.repository.objects.read_from(real.folder)
        for line in real.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines():
            ref, _, sha = line.partition(" ")
            fake.repository.refs[ref] = sha
        fake.repository.default_branch = real.git("symbolic-ref", "--short", "HEAD")
        return fake

    def _begin(self, files: Mapping[str, bytes]) -> None:
        objects = self.repository.objects
        tree = objects.add_files({path: Item("100644", objects.add_blob(data)) for path, data in files.items()})
        who = self.repository.signature(self.owner)
        self.repository.refs["refs/heads/main"] = objects.add_commit(
            tree=tree, parents=[], message="Begin", author=who
        )  # fmt: skip

    # What tests look at, and do

    @property
    def name(self) -> str:
        """`owner/name`."""
        return self.repository.full_name

    @property
    def writes(self) -> list[Call]:
        """The calls that changed or made something."""
        return [call for call in self.log if call.carried_out]

    @property
    def notifying(self) -> list[Call]:
        """The calls that somebody got mail for."""
        return [call for call in self.log if call.notifying]

    @property
    def now(self) -> datetime:
        """The fake's own time; each change is a second later than the one before."""
        return self.repository.now

    @now.setter
    def now(self, moment: datetime) -> None:
        assert moment >= self.repository.now, "time does not go back"
        self.repository.now = moment

    @property
    def objects(self) -> Objects:
        """Git's objects."""
        return self.repository.objects

    def person(self, login: str = "maintainer") -> Person:
        """Somebody who acts on the pages of GitHub, and with git."""
        known = {self.owner.login: self.owner, _HELPER.login: _HELPER}
        who = known.get(login) or Account(login, 2000 + sum(map(ord, login)))
        return Person(self.repository, who)

    def give_token(self, token: str, *, installation: bool = True, login: str = "helper", **rights: str) -> None:
        """Let a token do just this: `contents="read", issues="write"`."""
        who = ACTIONS if installation else self.person(login).account
        self.rights.tokens[token] = Token(
            account=who, rights={"metadata": "read", **rights}, of_installation=installation
        )

    def files(self, branch: str = "main") -> dict[str, bytes]:
        """What the files of a branch hold."""
        tip = self.repository.tip(branch)
        if tip is None:
            return {}
        items = self.objects.files(self.objects.commits[tip].tree)
        return {path: self.objects.blobs[item.sha] for path, item in items.items() if item.kind == "blob"}

    # Doors

    def transport(self) -> httpx.BaseTransport:
        """The door without a network, for `httpx.Client(transport=...)`."""
        return Transport(self.answer)

    @contextmanager
    def serving(self, authority: Authority | None = None) -> Iterator[str]:
        """The door over a real socket, behind TLS where there is an authority: the address while the block runs."""
        with served(self.answer, authority) as url:
            yield url
        assert self.problems == [], self.problems

    # Answering

    def answer(self, asked: Asked) -> Reply:
        """Answer one request, and log it; CutError and KilledError come out where there is no answer."""
        with self._lock:
            asked = replace(asked, path=_named(asked.path, self.name))
            operation = self._described(asked)
            noticed = len(self.repository.notices)
            reply: Reply | None = None
            self._done = False
            try:
                reply = self.faults.around(asked, lambda: self._answered(operation, asked))
            except KilledError:
                raise
            except CutError:
                self._logged(operation, asked, reply, noticed)
                raise
            self._logged(operation, asked, reply, noticed)
            return replace(reply, headers={**self._headers(asked), **reply.headers})

    def _described(self, asked: Asked) -> Operation:
        operation = operation_of(asked.method, asked.path)
        if operation is None:
            raise self._problem(f"nothing is described for {asked.method} {asked.path}")
        problems = [*operation.problems_of_request(asked.path, asked.query, asked.body), *headers_problems(asked)]
        if problems:
            raise self._problem("; ".join(problems))
        if ignored := unheeded(operation.id, asked):
            raise self._problem(f"the fake does not know what {operation.id} does with {', '.join(ignored)}: teach it")
        return operation

    def _problem(self, text: str) -> AssertionError:
        self.problems.append(text)
        return AssertionError(text)

    def _answered(self, operation: Operation, asked: Asked) -> Reply:
        try:
            reply = self._routed(operation, asked)
        except MovedError as moved:
            return moved.reply()
        except RefusedError as refused:
            reply = refused.reply()
            if not operation.describes(reply.status):  # 401 and 403 may come to anything, and seldom are
                return reply
        problems = list(operation.problems_of_answer(reply.status, reply.value))
        if problems:
            raise self._problem(f"the fake lies: {problems[:3]}")
        self._done = reply.status < 300
        return reply

    def _routed(self, operation: Operation, asked: Asked) -> Reply:
        match = operation.route.fullmatch(asked.path)
        found = asked.parts(match.groupdict() if match else {})
        token = self.rights.token(asked)
        if "repo" in found:
            self._check_name(asked, f"{found['owner']}/{found['repo']}".lower())
        number = found.get("issue_number", "")
        is_pull = number.isdigit() and isinstance(self.repository.threads.get(int(number)), Pull)
        self.rights.check(operation.template, asked.method, token, is_pull=is_pull)
        self._check_state(operation, asked)
        return self._routes[operation.id](asked, found, token.account)

    def _check_name(self, asked: Asked, name: str) -> None:
        if name in self.former_names:
            raise MovedError("/".join([asked.base_url + _BY_ID, *asked.path.split("/", 4)[4:]]), asked)
        if name != self.name.lower():
            raise not_found()

    def _check_state(self, operation: Operation, asked: Asked) -> None:
        """What GitHub says of a repository that nobody may write to, or that holds no commit yet."""
        if self.archived and asked.method != "GET":
            raise RefusedError(403, "Repository was archived so is read-only.")
        if "/git/" in operation.template and not self.repository.refs:
            raise RefusedError(409, "Git Repository is empty.")

    def _logged(self, operation: Operation, asked: Asked, reply: Reply | None, noticed: int) -> None:
        self.log.append(
            Call(
                method=asked.method,
                path=asked.path,
                operation=operation.id,
                status=reply.status if reply else None,
                notifying=len(self.repository.notices) > noticed or (operation.notifying and self._done),
                done=self._done,
                account=self.rights.login(asked),
                sent_bytes=len(asked.body),
                got_bytes=len(reply.body) if reply else 0,
            )
        )

    def _headers(self, asked: Asked) -> dict[str, str]:
        used, limit = len(self.log), self.rights.limit(asked)
        return {
            "content-type": "application/json; charset=utf-8",
            "x-github-media-type": "github.v3; format=json",
            "x-github-request-id": f"FA4E:{used:06X}",
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(max(limit - used, 0)),
            "x-ratelimit-used": str(used),
            "x-ratelimit-reset": str(int(self.repository.now.timestamp()) + 3600),
            "x-ratelimit-resource": "core",
        }


def _named(path: str, name: str) -> str:
    """The path by name of what is asked for by number, as redirects lead to it."""
    return f"/repos/{name}{path.removeprefix(_BY_ID)}" if path.startswith(_BY_ID) else path
