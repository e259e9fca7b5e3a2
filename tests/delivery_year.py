"""A year of weekly runs over a list whose fates are known, and a maintainer who answers now and then.

The store, the judge and the report are the real ones, and so is the publisher; only the web and the forge are made up:
what a link answers is a function of the week, and the forge is the fake. `python -m tests.delivery_year` tells what a
maintainer would have got to see in that year.
"""

import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.gather import markdown
from crawler.gather.fetcher import Clock
from crawler.gather.targets import targets
from crawler.model import Choice, ErrorKind, Metadata, Observation, Redirect, Report, Testimony, Trust, Witness
from crawler.pipeline import keeping
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists
from crawler.pipeline.offering import Spots, findings
from crawler.pipeline.publishing import Publication, publish
from crawler.publish.boxes import Box, Verb, read
from crawler.publish.findings import FILE, findings_json
from crawler.publish.plan.offering import short
from crawler.publish.pull_request import BRANCH
from crawler.publish.strict import read_findings
from crawler.settings import Settings
from crawler.store import Store, ledger
from tests.forge import ACTIONS, FakeGitHub
from tests.forge.talk import RefusedError
from tests.forge.things import Pull, Thread
from tests.nearby import Nearby

START = datetime(2026, 1, 6, 4, 23, tzinfo=UTC)
WEEKS = 52
_SAME = "0f" * 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of one link."""

    kind: str
    url: str
    week: int = 99
    """The first week in which it is so."""
    weeks: int = 99
    """How many weeks it lasts."""
    moves_to: str = ""
    status: int = 200
    error: ErrorKind | None = None
    marks: tuple[str, ...] = ()

    def is_so(self, week: int) -> bool:
        """Whether it has happened, and is not over."""
        return self.week <= week < self.week + self.weeks


def world(seed: int) -> dict[str, Fate]:
    """About 120 links: two in three are well for all of the year."""
    rng = random.Random(seed)
    fates: list[Fate] = [Fate(kind="fine", url=f"https://fine{n % 30}.example/paper/{n}") for n in range(66)]
    for n in range(12):
        url = f"scheme{n}.example/page/{n}"
        fates.append(
            Fate(kind="https", url=f"http://{url}", week=rng.randrange(40), status=301, moves_to=f"https://{url}")
        )
    for n in range(10):
        new = f"https://new{n}.example/attention-and-kernels-{n}"
        url = f"https://old{n}.example/attention-and-kernels-{n}"
        fates.append(Fate(kind="moved", url=url, week=rng.randrange(45), status=301, moves_to=new))
    for n in range(5):
        new, url = f"https://else{n}.example/x/{n}", f"https://unproven{n}.example/y/{n}"
        fates.append(Fate(kind="unproven", url=url, week=rng.randrange(45), status=301, moves_to=new))
    for n in range(5):
        new, url = f"https://github.com/new/repository-{n}", f"https://github.com/old/repository-{n}"
        fates.append(Fate(kind="renamed", url=url, week=rng.randrange(48), status=301, moves_to=new))
    fates += [
        Fate(kind="dead", url=f"https://gone{n}.example/{n}", week=rng.randrange(40), status=404) for n in range(8)
    ]
    for n in range(8):
        error = rng.choice([ErrorKind.TIMEOUT, ErrorKind.CONNECT_TIMEOUT, None])
        week, weeks = rng.randrange(50), rng.choice([1, 1, 2, 3])
        url = f"https://flaps{n % 3}.example/{n}"
        fates.append(Fate(kind="flaps", url=url, week=week, weeks=weeks, status=503, error=error))
    for n in range(4):  # a site that sends everybody elsewhere for a week, and takes it back
        url, to = f"https://odd{n}.example/p/{n}", f"https://hosting{n}.example/attention-and-kernels"
        fates.append(Fate(kind="odd", url=url, week=rng.randrange(45), weeks=1, status=301, moves_to=to))
    wall: dict[str, Any] = {"kind": "wall", "week": 0, "status": 403, "marks": ("wall:cloudflare",)}
    fates += [Fate(url=f"https://wall{n}.example/{n}", **wall) for n in range(4)]
    rng.shuffle(fates)
    return {fate.url: fate for fate in fates}


@dataclass
class Account:
    """What the year came to."""

    counts: Counter[str] = field(default_factory=Counter)
    most_told: int = 0
    """The most mails of one run."""
    told_without_reason: int = 0
    """Mails of runs in which neither people nor findings nor the base had changed."""
    rewrites_of_nothing: int = 0
    """Writes of a run over the same findings as the run before."""
    broken_refusals: list[str] = field(default_factory=list)
    """What was refused and stood ticked again."""
    false_ticked: set[str] = field(default_factory=set)
    """Links that are fine where they are, and were in a commit of ours."""
    false_shown: set[str] = field(default_factory=set)
    """Links that are fine where they are, and stood unticked in a body for a while."""
    unmended: list[str] = field(default_factory=list)
    """Proven moves that nobody refused, and that are neither mended nor to be seen eight weeks later."""


class Year:
    """One list, one maintainer, week after week."""

    def __init__(self, folder: Path, seed: int = 1, *, loses_state: bool = True) -> None:
        self.fates = world(seed)
        self.rng = random.Random(seed + 1)
        self.fake = FakeGitHub(files={"README.md": _list(self.fates)})
        self.forge = Nearby(self.fake, tells_who=False)
        self.folder = folder
        self.settings = Settings(db=folder / "crawl.db", out=folder / "reports", root=folder)
        self.now = START
        self.loses_state = loses_state
        self.refused: dict[str, str] = {}
        """Name of the row -> its old address, until it is undone."""
        self.account = Account()
        self.offered: dict[str, tuple[str, Trust]] = {}
        self._shown_before: object = None

    def run(self, weeks: int = WEEKS) -> Account:
        """So many weeks."""
        with Store.open(self.settings.db) as store:
            for week in range(weeks):
                self.now = START + timedelta(weeks=week)
                self.fake.repository.now = max(self.fake.repository.now, self.now)
                lists = self._lists()
                self._crawl(store, lists, week)
                self._report(store, lists)
                self._publish(week)
                self._people(week)
        self._count_ends()
        return self.account

    def _clock(self) -> Clock:
        return Clock(monotonic=lambda: 0.0, utc=lambda: self.now + timedelta(hours=1))

    # The crawl

    def _lists(self) -> Lists:
        data = self.fake.files()["README.md"]
        (self.folder / "README.md").write_bytes(data)
        return Lists(root=self.folder, contents={"README.md": data}, documents=(markdown.parse(data, "README.md"),))

    def _crawl(self, store: Store, lists: Lists, week: int) -> None:
        run = store.begin_run(self.now)
        store.record_sources(lists.documents, targets(lists.documents), digests=lists.digests, now=self.now)
        for target in lists.targets:
            for look in self._looks(target.url, run.id, week):
                store.record(look, self._says(target.url, look))
            if copy := self._copy(target.url, run.id, week):
                store.testify(copy)
        store.finish_run(run.id, self.now + timedelta(minutes=30), complete=True)

    def _looks(self, url: str, run: int, week: int) -> Iterator[Observation]:
        fate = self.fates.get(url)
        happens = fate is not None and fate.is_so(week)
        for look in (1, 2) if happens and fate and fate.kind not in ("https", "moved", "renamed") else (1,):
            at = self.now + timedelta(minutes=look)
            via = "github" if url.startswith("https://github.com/") else "web"
            if not happens or fate is None:
                yield Observation(
                    target=url, run=run, look=look, at=at, via=via, status=200, final_url=url, fingerprint=_SAME
                )
            elif fate.moves_to:
                hops = (Redirect(status=301, url=fate.moves_to),)
                yield Observation(
                    target=url, run=run, look=look, at=at, via=via, status=200, final_url=fate.moves_to,
                    redirects=hops, fingerprint=None if fate.kind == "unproven" else _SAME,
                )  # fmt: skip
            else:
                status = None if fate.error else fate.status
                yield Observation(
                    target=url, run=run, look=look, at=at, via=via, status=status, error=fate.error,
                    marks=fate.marks, host_answered=fate.error is None,
                )  # fmt: skip

    def _says(self, url: str, look: Observation) -> Metadata | None:
        fate = self.fates.get(url)
        if look.status != 200 or fate is None or fate.kind == "unproven":
            return None
        name = url.rpartition("/")[2]
        return Metadata(target=url, at=look.at, title=f"Attention, kernels and the trick {name}")

    def _copy(self, url: str, run: int, week: int) -> Testimony | None:
        fate = self.fates.get(url)
        if fate is None or fate.kind != "dead" or week < fate.week + 1 or hash_of(url) % 2:
            return None
        taken = START - timedelta(days=90)
        copy = f"https://web.archive.org/web/{taken:%Y%m%d%H%M%S}/{url}"
        return Testimony(
            target=url, run=run, witness=Witness.CAPTURE, asked=copy, at=self.now, status=200, final_url=copy,
            taken_at=taken, near=taken,
        )  # fmt: skip

    def _report(self, store: Store, lists: Lists) -> None:
        judge = Judge(self.settings, self.now.date())
        judged = list(judge.all(store.histories(lists.paths)))
        report = Report(run=store.runs()[-1], judged=judged, before={}, documents=lists.documents)
        found = findings(report, Spots(lists, judge), self.settings, runs=len(store.runs()))
        (self.folder / FILE).write_text(findings_json(found), "utf-8")

    # The publisher

    def _publish(self, week: int) -> None:
        told, writes = len(self.forge.notified), len(self.forge.writes)
        file = self.folder / FILE
        found = read_findings(file.read_bytes())
        for offer in found.offers:
            self.offered[short(offer.id)] = (offer.old, offer.trust)
        task = Publication(findings=file, repository="maintainer/awesome")
        before = self._picture(found.offers)
        publish(task, self.forge, self.settings, self._clock())
        mails = self.forge.notified[told:]
        self.account.counts.update(mails)
        self.account.counts.update(
            "body of the dashboard" for each in self.forge.writes[writes:] if "edit_issue" in each
        )
        self.account.counts.update(
            "body of the pull request" for each in self.forge.writes[writes:] if "edit_pull" in each
        )
        self.account.most_told = max(self.account.most_told, len(mails))
        if mails and before == self._shown_before:
            self.account.told_without_reason += 1
        self._shown_before = before
        self._check(week)
        writes = len(self.forge.writes)
        if week % 3 == 0:
            publish(task, self.forge, self.settings, self._clock())
        self.account.rewrites_of_nothing += len(self.forge.writes) - writes

    def _picture(self, offers: object) -> object:
        """All that could be a reason to tell people something."""
        threads = [(each.number, each.body, each.is_open) for each in self.fake.repository.threads.values()]
        kept = keeping.read_branch(self.forge)
        return offers, threads, self.fake.files(), kept.damage, self.now if self._pause() else None

    def _pause(self) -> bool:
        return self._open() is None

    def _check(self, week: int) -> None:
        pull = self._open()
        text = self.fake.files(BRANCH).get("README.md", b"").decode() if pull else ""
        for box in self._rows(pull):
            old = self.offered[box.id][0]
            fate = self.fates.get(old)
            if fate and fate.kind in ("fine", "flaps", "wall", "odd"):
                (self.account.false_ticked if box.ticked else self.account.false_shown).add(old)
            if box.ticked and box.id in self.refused:
                self.account.broken_refusals.append(f"week {week}: {old}")
        base = self.fake.files()["README.md"].decode()
        for url, fate in self.fates.items():
            if fate.kind in ("fine", "flaps", "wall", "odd") and pull and f"({url})" in base and f"({url})" not in text:
                self.account.false_ticked.add(url)

    # The maintainer

    def _open(self) -> Pull | None:
        pulls = (pull for pull in self.fake.repository.pulls() if pull.branch == BRANCH and pull.is_open)
        return next(pulls, None)

    def _board(self) -> Thread | None:
        threads = self.fake.repository.threads.values()
        return next((each for each in threads if not isinstance(each, Pull) and each.author == ACTIONS), None)

    def _rows(self, thread: Thread | None, verb: Verb = Verb.FIX) -> list[Box]:
        return [box for box in read((thread and thread.body) or "") if box.verb is verb]

    def _click(self, thread: Thread | None, verb: Verb, *, ticked: bool) -> None:
        found = [box for box in self._rows(thread, verb) if box.ticked is not ticked]
        if not found or thread is None:
            return
        box = self.rng.choice(found)
        person = self.fake.person()
        (person.tick if ticked else person.untick)(thread.number, f"listkeeper:{verb}={box.id}")
        if (verb, ticked) in ((Verb.FIX, False), (Verb.DECLINE, True)):
            self.refused[box.id] = self.offered[box.id][0]
            self.account.counts["refusals of one row"] += 1
        else:
            self.account.counts["acceptances and changes of mind"] += self.refused.pop(box.id, None) is not None or 1

    def _people(self, week: int) -> None:
        person, rng = self.fake.person(), self.rng
        pull = self._open()
        if pull and rng.random() < 0.15:
            self._click(pull, Verb.FIX, ticked=False)
        if pull and rng.random() < 0.1:
            self._click(pull, Verb.FIX, ticked=True)
        if rng.random() < 0.1:
            self._click(self._board(), rng.choice([Verb.FIX, Verb.DECLINE, Verb.RECONSIDER]), ticked=True)
        if pull and week == 20:
            person.push(BRANCH, {"NOTES.md": b"Mine"})
            self.account.counts["commits of a person on our branch"] += 1
        elif pull and rng.random() < 0.25:
            self._merge(pull, drop=rng.random() < 0.3)
        elif pull and rng.random() < 0.05:
            person.close(pull.number)
            ticked = [box.id for box in self._rows(pull) if box.ticked]
            self.refused |= {name: self.offered[name][0] for name in ticked}
            self.account.counts["pull requests closed by a person"] += 1
        if rng.random() < 0.2:
            text = self.fake.files()["README.md"]
            person.push("main", {"README.md": text + f"- [New {week}](https://added{week}.example/) - New.\n".encode()})
            self.account.counts["commits of a person on the base"] += 1
        if self.loses_state and week == 30:
            person.delete_branch(keeping.BRANCH)
            self.account.counts["losses of the state"] += 1

    def _merge(self, pull: Pull, *, drop: bool) -> None:
        ticked = [box for box in self._rows(pull) if box.ticked]
        text = self.fake.files(BRANCH)["README.md"]
        if drop and len(ticked) > 1:
            box = self.rng.choice(ticked)
            old = self.offered[box.id][0]
            base = self.fake.files()["README.md"]
            line = next((line for line in base.split(b"\n") if f"({old})".encode() in line), None)
            lines = text.split(b"\n")
            if line is not None and len(lines) == len(base.split(b"\n")):
                lines[base.split(b"\n").index(line)] = line
                self.fake.person().push(BRANCH, {"README.md": b"\n".join(lines)})
                self.refused[box.id] = old
                self.account.counts["refusals of one row"] += 1
        try:
            self.fake.person().merge(pull.number, self.rng.choice(["merge", "squash", "rebase"]))
        except RefusedError:
            self.account.counts["merges that the forge refused"] += 1
            return
        self.account.counts["pull requests merged"] += 1

    def _count_ends(self) -> None:
        held = ledger.decisions(keeping.read_branch(self.forge).files)
        self.account.counts["refusals remembered at the end"] = sum(
            word.choice is Choice.DECLINED for word in held.values()
        )
        base = self.fake.files()["README.md"].decode()
        shown = {self.offered[box.id][0] for box in (*self._rows(self._open()), *self._rows(self._board()))}
        proven = {url for url, trust in self.offered.values() if trust is Trust.PROVEN}
        for url, fate in self.fates.items():
            stands = f"({url})" in base and url not in shown | set(self.refused.values())
            if stands and url in proven and fate.week < WEEKS - 8:
                self.account.unmended.append(url)


def hash_of(url: str) -> int:
    """The same number in every run, unlike `hash`."""
    return sum(url.encode())


def _list(fates: Mapping[str, Fate]) -> bytes:
    lines = [f"- [Link {turn}]({url}) - One of them.\n" for turn, url in enumerate(fates)]
    return ("# A list\n\n" + "".join(lines)).encode()


def lines(account: Account, weeks: int = WEEKS) -> list[str]:
    """The account for a person."""
    names = {
        "open_pull_request": "pull requests opened", f"move_branch {BRANCH}": "pushes to an open pull request",
        "close": "pull requests closed by us", "open_issue": "issues opened",
    }  # fmt: skip
    mails = sum(account.counts[name] for name in names)
    told, fine = account.told_without_reason, account.false_ticked
    return [
        f"{weeks} weekly runs, {mails} mails, at most {account.most_told} a run, without a reason {told}",
        *(f"  {names.get(name, name)}: {count}" for name, count in sorted(account.counts.items()) if count),
        f"writes of second runs over the same findings: {account.rewrites_of_nothing}",
        f"refusals that did not hold: {len(account.broken_refusals)}",
        f"links that were fine, in a commit of ours: {len(fine)}, unticked for a while: {len(account.false_shown)}",
        f"proven moves that were never offered: {len(account.unmended)}",
    ]


def main() -> None:
    """Three years of different luck."""
    for seed in (1, 2, 3):
        with tempfile.TemporaryDirectory() as folder:
            print(f"seed {seed}")  # noqa: T201 - printing is what it is for
            print("\n".join(lines(Year(Path(folder).resolve(), seed).run())))  # noqa: T201


if __name__ == "__main__":
    main()
