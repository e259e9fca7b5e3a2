"""What a person refused is never proposed again, whatever people, caches and the state branch do in between."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from crawler.model import Choice, Trust
from crawler.pipeline import keeping
from crawler.pipeline.publishing.saying import Result
from crawler.publish.boxes import Box, Verb, read
from crawler.publish.plan.offering import short
from crawler.publish.plan.steps import Why
from crawler.publish.pull_request import BRANCH
from crawler.store import ledger
from tests.forge import ACTIONS
from tests.forge.talk import RefusedError
from tests.forge.things import Pull, Thread
from tests.nearby import KilledError
from tests.publishing import Scene, listed, new, offer, old

NUMBERS = range(1, 8)
_BY_NAME = {short(offer(number).id): number for number in NUMBERS}
_some = st.sets(st.sampled_from(NUMBERS))


class Refusals(RuleBasedStateMachine):
    """A maintainer, a list of seven links, and a bot."""

    @initialize(choices=_some, most=st.integers(1, 4))
    def begin(self, choices: set[int], most: int) -> None:
        """A list whose links have all moved; of some of them it is not proven."""
        self.scene = Scene(*NUMBERS, fixes=most)
        self.trust = {number: Trust.CHOICE if number in choices else Trust.PROVEN for number in NUMBERS}
        self.found = set(NUMBERS)
        self.refused: set[int] = set()
        self.ever_refused: set[int] = set()
        self.closings: dict[int, set[int]] = {}
        self.forgetful = False
        self.lost = True

    # What the bot does

    @rule(days=st.sampled_from([1, 7, 7, 7, 10, 30]))
    def run_once(self, days: int) -> None:
        """A run, some days later."""
        self._run(days)

    @rule()
    def run_twice(self) -> None:
        """Two runs over the same findings: the second writes nothing."""
        self._run(7)
        before = list(self.scene.forge.writes)
        self._run(0)
        assert self.scene.forge.writes == before

    @rule(write=st.integers(0, 25))
    def run_and_be_killed(self, write: int) -> None:
        """A run that dies at one of its writes."""
        forge = self.scene.forge
        forge.kill_at = len(forge.writes) + write
        try:
            self._run(7)
        except KilledError:
            self.lost = keeping.read_branch(forge).damage is not None
        forge.kill_at = None

    def _run(self, days: int) -> Result:
        scene = self.scene
        scene.offers = [offer(number, self.trust[number]) for number in sorted(self.found)]
        scene.wait(days)
        notified, pulls, heads = len(scene.forge.notified), len(self._pulls()), scene.fake.repository.tip(BRANCH)
        was_lost = self.lost
        result = scene.run()
        told = scene.forge.notified[notified:]
        assert len(told) <= 1
        if was_lost:
            assert result.known.plan.why is Why.LOST
            assert (told, len(self._pulls()), scene.fake.repository.tip(BRANCH)) == ([], pulls, heads)
        self.lost = False
        if result.known.plan.why is not Why.LOST:  # findings of that same week are left alone, too
            self._check()
        return result

    # What people do

    def _pulls(self) -> list[Pull]:
        return [pull for pull in self.scene.fake.repository.pulls() if pull.branch == BRANCH]

    def _open(self) -> Pull | None:
        return next((pull for pull in self._pulls() if pull.is_open), None)

    def _board(self) -> Thread | None:
        threads = self.scene.fake.repository.threads.values()
        return next((each for each in threads if not isinstance(each, Pull) and each.is_open), None)

    def _refuse(self, *numbers: int) -> None:
        self.refused |= set(numbers)
        self.ever_refused |= set(numbers)

    def _pick(self, thread: Thread | None, data: st.DataObject, *, ticked: bool, verb: Verb = Verb.FIX) -> Box | None:
        found = [box for box in read(thread.body or "") if box.verb is verb and box.ticked is ticked] if thread else []
        return data.draw(st.sampled_from(found)) if found else None

    def _set(self, thread: Thread | None, box: Box | None, *, ticked: bool) -> int | None:
        if thread is None or box is None:
            return None
        act = self.scene.maintainer.tick if ticked else self.scene.maintainer.untick
        act(thread.number, f"listkeeper:{box.verb}={box.id}")
        return _BY_NAME[box.id]

    @rule(data=st.data())
    def untick_a_row(self, data: st.DataObject) -> None:
        """In the pull request."""
        number = self._set(self._open(), self._pick(self._open(), data, ticked=True), ticked=False)
        if number:
            self._refuse(number)

    @rule(data=st.data())
    def tick_a_row(self, data: st.DataObject) -> None:
        """In the pull request, or again."""
        number = self._set(self._open(), self._pick(self._open(), data, ticked=False), ticked=True)
        self.refused -= {number or 0}

    @rule(data=st.data(), verb=st.sampled_from([Verb.FIX, Verb.DECLINE, Verb.RECONSIDER]))
    def tick_on_the_dashboard(self, data: st.DataObject, verb: Verb) -> None:
        """Accept, decline, reconsider."""
        number = self._set(self._board(), self._pick(self._board(), data, ticked=False, verb=verb), ticked=True)
        if number and verb is Verb.DECLINE:
            self._refuse(number)
        elif number:
            self.refused.discard(number)

    @rule()
    def close(self) -> None:
        """The pull request, without merging it."""
        pull = self._open()
        if pull:
            self.scene.maintainer.close(pull.number)
            ticked = {_BY_NAME[box.id] for box in read(pull.body or "") if box.verb is Verb.FIX and box.ticked}
            self.closings[pull.number] = ticked
            self._refuse(*ticked)

    @rule()
    def reopen(self) -> None:
        """The newest pull request, if the forge lets it."""
        pull = self._pulls()[-1] if self._pulls() else None
        if pull and not pull.is_open and pull.merged_at is None:
            try:
                self.scene.maintainer.reopen(pull.number)
            except RefusedError:
                return
            self.refused -= self.closings.pop(pull.number, set())

    @rule(drop=st.booleans(), how=st.sampled_from(["merge", "squash", "rebase"]))
    def merge(self, drop: bool, how: str) -> None:
        """The pull request; maybe with one of its changes taken out."""
        pull = self._open()
        if pull is None:
            return
        text = self.scene.fake.files(BRANCH).get("README.md", b"").decode()
        mended = [number for number in NUMBERS if f"({new(number)})" in text and self._in_pull(pull, number)]
        base = self.scene.fake.files()["README.md"].decode()
        if drop and mended and f"({old(mended[0])})" in base:
            self.scene.maintainer.push(BRANCH, {"README.md": text.replace(new(mended[0]), old(mended[0])).encode()})
        try:
            self.scene.maintainer.merge(pull.number, how)
        except RefusedError:
            return
        if drop and mended and f"({old(mended[0])})" in base:
            self._refuse(mended[0])

    def _in_pull(self, pull: Pull, number: int) -> bool:
        return Box(verb=Verb.FIX, id=short(offer(number).id), ticked=True) in read(pull.body or "")

    @rule(there=_some)
    def change_the_list(self, there: set[int]) -> None:
        """On the base: links are mended by hand, or come back."""
        if (data := listed(*sorted(there))) != self.scene.fake.files()["README.md"]:
            self.scene.maintainer.push("main", {"README.md": data})

    @rule(found=_some)
    def find(self, found: set[int]) -> None:
        """Another set of fixes is found from now on."""
        self.found = found

    @rule(number=st.sampled_from(NUMBERS))
    def prove(self, number: int) -> None:
        """What was a choice is proven from now on."""
        self.trust[number] = Trust.PROVEN

    @rule()
    def edit_the_body(self) -> None:
        """In the browser's editor, with nothing but a word at its end."""
        if pull := self._open():
            self.scene.maintainer.edit_body(pull.number, (pull.body or "") + "\n\nThanks!")

    @rule(tidy=st.booleans())
    def push_to_the_branch(self, tidy: bool) -> None:
        """A commit of a person's own; or our last one put back."""
        tip = self.scene.fake.repository.tip(BRANCH)
        if tip and not tidy:
            self.scene.maintainer.push(BRANCH, {"NOTES.md": b"Mine"})
        elif tip and self._open() and self.scene.forge.commit(tip).message == "A change":
            self.scene.maintainer.force_push(BRANCH, self.scene.forge.commit(tip).parents[0])

    @rule(days=st.sampled_from([0, 200]))
    @precondition(lambda self: not self.lost)
    def lose_what_is_remembered(self, days: int) -> None:
        """By the publisher alone: what people decided is still there."""
        files = keeping.read_branch(self.scene.forge).files
        self.scene.wait(days)
        self.scene.maintainer.push(keeping.BRANCH, dict(ledger.with_publication(files, {})))
        self.lost = self.forgetful = True

    @rule()
    @precondition(lambda self: not self.lost)
    def lose_the_state(self) -> None:
        """All of it, a week after it was heard; only what stands in bodies is left."""
        self._run(7)
        self._run(7)
        board = self._board()
        told = {_BY_NAME[box.id] for box in read((board and board.body) or "") if box.verb is Verb.RECONSIDER}
        self.refused &= told
        self.scene.maintainer.delete_branch(keeping.BRANCH)
        self.lost = self.forgetful = True

    # What must hold

    @invariant()
    def nothing_refused_is_proposed(self) -> None:
        """Right after a run; between runs a body is a person's to tick."""
        scene = getattr(self, "scene", None)
        if scene is None or self.lost or not scene.forge.writes:
            return
        held = ledger.decisions(keeping.read_branch(scene.forge).files)
        declined = {number for number in NUMBERS if _is_declined(held.get(offer(number).id))}
        if not self.forgetful:
            assert declined <= self.ever_refused

    def teardown(self) -> None:
        """Whatever happened: after two more weeks nothing that is refused stands ticked in a body or in our commit."""
        if not hasattr(self, "scene"):
            return
        for _ in range(3):
            self._run(7)

    def _check(self) -> None:
        pull = self._open()
        if pull is None:
            return
        assert pull.author == ACTIONS
        ticked = {_BY_NAME[box.id] for box in read(pull.body or "") if box.verb is Verb.FIX and box.ticked}
        assert not ticked & self.refused
        if "Listkeeper-Tree" in self.scene.forge.commit(pull.head).message:
            assert not set(self.scene.mended()) & self.refused & self._unmended()

    def _unmended(self) -> set[int]:
        """What the base does not have mended already."""
        base = self.scene.fake.files()["README.md"].decode()
        return {number for number in NUMBERS if f"({new(number)})" not in base}


def _is_declined(word: object) -> bool:
    return getattr(word, "choice", None) is Choice.DECLINED


TestRefusals = Refusals.TestCase
TestRefusals.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
