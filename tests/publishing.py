"""A maintainer's repository on the fake, runs of the publisher over it, and what people do in between."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.model import Findings, Fix, Offer, Place, Safety, Trust
from crawler.pipeline.publishing import carry_out
from crawler.pipeline.publishing.knowing import Errand
from crawler.pipeline.publishing.saying import Result
from crawler.publish.boxes import Box, Verb, read
from crawler.publish.forge import Forge
from crawler.publish.plan.offering import short
from crawler.publish.pull_request import BRANCH
from crawler.settings import Settings
from tests.forge import ACTIONS, FakeGitHub, Person
from tests.forge.things import Pull, Thread
from tests.nearby import Nearby

START = datetime(2026, 1, 6, 4, 23, tzinfo=UTC)


def old(number: int) -> str:
    """An address that has moved."""
    return f"http://old.example/{number}"


def new(number: int) -> str:
    """Where it is now."""
    return f"https://new.example/{number}"


def offer(number: int, trust: Trust = Trust.PROVEN, **facts: Any) -> Offer:
    """A fix for `old(number)`."""
    given: dict[str, Any] = {"rule": "permanent-redirect", "replacements": ((old(number), new(number)),)} | facts
    first = given["replacements"][0]
    fix = Fix(rule=given["rule"], old=first[0], new=first[1], safety=Safety.SAFE, evidence="", target=first[0])
    place = Place(path="README.md", line=number + 3, column=3, end_column=9, byte_column=3, end_byte_column=9)
    given = {"target": first[0], "evidence": "It has moved.", "places": (place,)} | given
    return Offer(id=fix.id, trust=trust, **given)


def listed(*numbers: int) -> bytes:
    """A list with these old addresses."""
    return b"# List\n\n" + b"".join(f"- [Link {number}]({old(number)}) - One.\n".encode() for number in numbers)


class Scene:
    """One repository, week after week."""

    def __init__(self, *numbers: int, tells_who: bool = True, **settings: Any) -> None:
        self.fake = FakeGitHub(files={"README.md": listed(*(numbers or (1, 2, 3)))})
        self.forge = Nearby(self.fake, tells_who=tells_who)
        self.settings = Settings(**settings)
        self.now = START
        self.offers: list[Offer] = [offer(number) for number in (numbers or (1, 2, 3))]

    @property
    def maintainer(self) -> Person:
        """Who the repository belongs to."""
        return self.fake.person()

    @property
    def findings(self) -> Findings:
        """What the last crawl came to."""
        return Findings(
            run=1, started_at=self.now, finished_at=self.now, complete=True, runs=3,
            lists=("README.md",), offers=tuple(self.offers),
        )  # fmt: skip

    def run(self, forge: Forge | None = None, *, days: float = 0, **changes: Any) -> Result:
        """One run of the publisher, so many days later."""
        self.wait(days)
        errand = Errand(
            forge=forge or self.forge, findings=self.findings, facts={}, settings=self.settings, now=self.now
        )
        return carry_out(replace(errand, **changes))

    def wait(self, days: float) -> None:
        """Let time go by."""
        self.now += timedelta(days=days)
        self.fake.repository.now = max(self.fake.repository.now, self.now)

    def begin(self) -> "Scene":
        """The two first runs: the state, then the pull request."""
        self.run()
        self.run(days=7)
        return self

    def writes(self, **changes: Any) -> list[str]:
        """What a run writes."""
        before = len(self.forge.writes)
        self.run(**changes)
        return self.forge.writes[before:]

    @property
    def pull(self) -> Pull:
        """The newest pull request from our branch."""
        return [pull for pull in self.fake.repository.pulls() if pull.branch == BRANCH][-1]

    @property
    def dashboard(self) -> Thread:
        """Our issue."""
        threads = self.fake.repository.threads.values()
        [found] = [each for each in threads if not isinstance(each, Pull) and each.author == ACTIONS]
        return found

    @property
    def text(self) -> str:
        """The list as the branch has it."""
        return self.fake.files(BRANCH)["README.md"].decode()

    def mended(self) -> list[int]:
        """The numbers of the links that the branch mends."""
        return [number for number in range(200) if f"({new(number)})" in self.text]

    def ticked(self) -> list[int]:
        """The numbers of the rows that the pull request's body has ticked."""
        return self._numbers(box for box in read(self.pull.body or "") if box.verb is Verb.FIX and box.ticked)

    def unticked(self) -> list[int]:
        """The others."""
        return self._numbers(box for box in read(self.pull.body or "") if box.verb is Verb.FIX and not box.ticked)

    def _numbers(self, boxes: Any) -> list[int]:
        numbers = {short(offer(number).id): number for number in range(200)}
        return sorted(numbers[box.id] for box in boxes)

    def untick(self, number: int) -> None:
        """A person refuses one row."""
        self.maintainer.untick(self.pull.number, f"listkeeper:fix={short(offer(number).id)}")

    def tick(self, number: int, thread: int | None = None, verb: Verb = Verb.FIX) -> None:
        """A person ticks a box, in the pull request if nothing else is said."""
        self.maintainer.tick(thread or self.pull.number, f"listkeeper:{verb}={short(offer(number).id)}")

    def boxes(self, body: str | None) -> Sequence[Box]:
        """The boxes of a body."""
        return read(body or "")
