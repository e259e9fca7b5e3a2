"""Pure decisions about a pull request and a dashboard: whatever is known, they have an answer."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model import Choice, Decision, Trust
from crawler.publish.boxes import Box, Verb, line, read
from crawler.publish.forge import Account, Entry, Issue, PullRequest
from crawler.publish.plan.branch import Holder, clashes, touched
from crawler.publish.plan.hearing import Version, agreed, changed, digest, version
from crawler.publish.plan.listening import Ending, listen, recall
from crawler.publish.plan.memory import Memory, Written, from_json, to_json
from crawler.publish.plan.offering import arranged, candidates
from crawler.publish.plan.recovery import Body, recovered
from crawler.publish.plan.steps import (
    NOTIFYING,
    Board,
    Plan,
    Scene,
    Step,
    Why,
    closed_by_us,
    pause,
    plan,
    plan_dashboard,
)
from crawler.publish.plan.words import Word, decided, half_known, of_boxes, of_closing, of_merging, recognised, whole
from crawler.publish.pull_request import View, pull_request
from crawler.publish.rows import Row
from tests.publishing import offer

NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)
BOT, PERSON = Account(id=1, name="bot"), Account(id=2, name="person")
NAME = "0123456789abcdef"
OURS = "<!-- listkeeper:pull-request -->"
BODY = pull_request(View(rows=[Row(offer=offer(1), ticked=True), Row(offer=offer(2), ticked=False)]))

names = st.sampled_from([NAME, "fedcba9876543210", "0000000000000001"])
box_values = st.builds(Box, verb=st.sampled_from(Verb), id=names, ticked=st.booleans())
versions = st.builds(Version, digest=st.text("ab", min_size=1, max_size=2), boxes=st.lists(box_values).map(tuple))
writtens = st.builds(Written, number=st.none() | st.integers(1, 9), versions=st.lists(versions, max_size=2).map(tuple))
memories = st.builds(
    Memory,
    us=st.none() | st.sampled_from([BOT, PERSON]),
    heads=st.lists(names, max_size=2).map(tuple),
    pull=writtens,
    dashboard=writtens,
    heard_to=st.integers(0, 9),
    refused=st.dictionaries(st.integers(1, 9), st.lists(names).map(tuple), max_size=2),
    closed=st.lists(st.integers(1, 9)).map(tuple),
    told=st.text(max_size=3),
    blank=st.text(max_size=3),
)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def pull(number: int = 5, body: str = BODY, **facts: Any) -> PullRequest:
    """A pull request of ours."""
    given_facts: dict[str, Any] = {
        "title": "", "is_open": True, "merged": False, "author": BOT, "branch": "listkeeper/fixes", "head": "a",
        "base": "main", "from_fork": False, "url": "",
    }  # fmt: skip
    return PullRequest(number=number, body=body, **given_facts | facts)


def scene(**facts: Any) -> Scene:
    """A pull request of ours on a branch of ours, with something to do."""
    given_facts: dict[str, Any] = {
        "now": NOW, "pull": pull(), "ended": None, "holder": Holder.US, "fixes": 3, "stale": True, "memory": Memory(),
        "lost": False, "us": BOT,
    }  # fmt: skip
    return Scene(**given_facts | facts)


@given(memories)
def test_memory_is_read_as_it_was_written(memory: Memory) -> None:
    """Through JSON and back."""
    assert from_json(json.loads(json.dumps(to_json(memory)))) == memory


@given(json_values, memories, st.sampled_from(sorted(to_json(Memory()))))
def test_memory_has_an_answer_for_whatever_is_read(value: object, memory: Memory, key: str) -> None:
    """What a person made of the file is a memory, or none."""
    assert from_json(value) is None
    held = from_json(json.loads(json.dumps({**to_json(memory), key: value})))
    assert held is None or isinstance(held, Memory)


def test_memory_knows_two_versions_and_two_heads() -> None:
    """The one that is there, and the one that is about to be; the same one again is one."""
    one, two, three = (Version(digest=name, boxes=()) for name in "abc")
    assert Written().meant(one).meant(two).meant(three).meant(three).versions == (two, three)
    assert Memory().with_head("a").with_head("b").with_head("c").with_head("c").heads == ("b", "c")
    assert Memory(refused={5: ("a",)}).with_refused(5, ()).refused == {}


@given(st.lists(box_values, unique_by=lambda box: (box.verb, box.id)), st.sets(st.integers(0, 8)))
def test_changed_is_just_what_a_person_changed(boxes: list[Box], clicks: set[int]) -> None:
    """Whatever is clicked in a body of ours, those boxes are heard and no others, in whatever lines it is saved."""
    ours = "\n".join(line(box, "text") for box in boxes)
    flipped = [replace(box, ticked=not box.ticked) if turn in clicks else box for turn, box in enumerate(boxes)]
    saved = "\r\n".join(line(box, "text") for box in flipped)
    assert digest(saved) == digest(ours)
    wanted = {box for turn, box in enumerate(flipped) if turn in clicks}
    assert set(changed(saved, [version(ours)])) == wanted


def test_changed_tells_two_versions_apart() -> None:
    """By the text around the boxes; where a person wrote into that, only what both versions agree on is heard."""
    ticked, empty = (line(Box(verb=Verb.FIX, id=NAME, ticked=mark), "row") for mark in (True, False))
    before, after = version(f"old\n{ticked}"), version(f"new\n{empty}")
    assert [box.ticked for box in changed(f"old\n{empty}", [before, after])] == [False]
    assert [box.ticked for box in changed(f"new\n{ticked}", [before, after])] == [True]
    assert changed(f"mine\n{empty}", [before, after]) == changed(f"mine\n{ticked}", [before, after]) == ()
    assert agreed([before, after]) == {}
    same_text = version(ticked), version(empty)
    assert changed(empty, same_text) == changed(ticked, same_text) == ()


@given(st.lists(st.builds(Word, id=names, choice=st.sampled_from(Choice), reason=st.just("said"))), st.booleans())
def test_decided_hears_twice_what_it_heard_once(words: list[Word], known: bool) -> None:
    """The same words again decide nothing; a refusal among them stands; each decision is later than the one before."""
    ids = {NAME: NAME * 4} if known else {}
    held = decided([Word(id=NAME, choice=Choice.ACCEPTED, reason="before")], ids, {}, NOW + timedelta(days=1))
    found = decided(words, ids, held, NOW)
    assert all(word.at > NOW + timedelta(days=1) for fix, word in found.items() if fix in held)
    assert decided(words, ids, {**held, **found}, NOW) == {}
    refused = {whole(word.id, ids) for word in words if word.choice is Choice.DECLINED}
    assert all({**held, **found}[fix].choice is Choice.DECLINED for fix in refused)


def test_recognised_gives_a_refusal_its_whole_id() -> None:
    """What was declined under half an id is declined under the whole one; what is said of that one stands."""
    half = decided([Word(id=NAME, choice=Choice.DECLINED, reason="found")], {}, {}, NOW)
    assert half_known(half) == {NAME}
    ids = {NAME: NAME * 4}
    found = recognised(ids, half, NOW)
    assert found[NAME * 4].choice is Choice.DECLINED
    assert half_known({**half, **found}) == frozenset()
    spoken = {**half, NAME * 4: Decision(fix=NAME * 4, choice=Choice.ACCEPTED, reason="", at=NOW)}
    assert NAME * 4 not in recognised(ids, spoken, NOW)
    assert recognised({}, half, NOW) == {}


def test_words_are_of_rows_alone() -> None:
    """Closing and merging say nothing of what was not ticked, nor of boxes that are no rows."""
    boxes = [Box(verb=verb, id=NAME, ticked=ticked) for verb in Verb for ticked in (True, False)]
    assert [word.choice for word in of_closing(boxes, 5, "person")] == [Choice.DECLINED]
    assert [word.choice for word in of_merging(boxes, 5, [])] == [Choice.ACCEPTED]
    assert [word.choice for word in of_merging(boxes, 5, [NAME])] == [Choice.DECLINED]
    assert {word.choice for word in of_boxes(boxes, "here")} == set(Choice)


@pytest.mark.parametrize(
    ("facts", "step", "why"),
    [
        ({}, Step.PUSH, None),
        ({"stale": False}, Step.EDIT, None),
        ({"lost": True}, Step.LEAVE, Why.LOST),
        ({"spent": True}, Step.LEAVE, Why.FULL),
        ({"spent": True, "stale": False}, Step.EDIT, None),
        ({"pull": pull(author=PERSON)}, Step.LEAVE, Why.SOMEBODYS_PULL_REQUEST),
        ({"pull": pull(author=PERSON), "memory": Memory(pull=Written(number=5))}, Step.PUSH, None),
        ({"pull": pull(author=PERSON), "us": None}, Step.LEAVE, Why.SOMEBODYS_PULL_REQUEST),
        ({"pull": pull(body="Mine")}, Step.LEAVE, Why.SOMEBODYS_PULL_REQUEST),
        ({"holder": Holder.SOMEBODY}, Step.EDIT, Why.SOMEBODYS_COMMIT),
        ({"enabled": False}, Step.CLOSE, Why.OFF),
        ({"fixes": 0}, Step.CLOSE, Why.NOTHING_LEFT),
        ({"fixes": 0, "memory": Memory(closed=(5,))}, Step.LEAVE, Why.NOTHING_LEFT),
        ({"pull": None}, Step.OPEN, None),
        ({"pull": None, "told": True}, Step.LEAVE, Why.FULL),
        ({"pull": None, "holder": Holder.SOMEBODY}, Step.LEAVE, Why.SOMEBODYS_BRANCH),
        ({"pull": None, "holder": Holder.SOMEBODY, "fixes": 0}, Step.LEAVE, Why.SOMEBODYS_BRANCH),
        ({"pull": None, "enabled": False}, Step.LEAVE, Why.OFF),
        ({"pull": None, "fixes": 0}, Step.LEAVE, Why.NOTHING_LEFT),
        ({"pull": None, "fixes": 0, "ended": pull(is_open=False, merged=True)}, Step.LEAVE, Why.NOTHING_LEFT),
        (
            {"pull": None, "fixes": 0, "ended": pull(is_open=False), "memory": Memory(closed=(5,))},
            Step.TIDY,
            Why.NOTHING_LEFT,
        ),
        ({"pull": None, "ended": pull(is_open=False, closed_at=NOW - timedelta(days=6))}, Step.LEAVE, Why.PAUSED),
        ({"pull": None, "ended": pull(is_open=False, closed_at=NOW - timedelta(days=8))}, Step.OPEN, None),
    ],
)
def test_plan_knows_what_to_do(facts: dict[str, Any], step: Step, why: Why | None) -> None:
    """One row of the table that the plan is."""
    found = plan(scene(**facts))
    assert (found.step, found.why) == (step, why)


@given(
    st.builds(
        Scene,
        now=st.just(NOW),
        pull=st.none() | st.builds(pull, author=st.sampled_from([BOT, PERSON])),
        ended=st.none() | st.builds(pull, is_open=st.just(False), merged=st.booleans(), closed_at=st.just(NOW)),
        holder=st.sampled_from(Holder),
        fixes=st.integers(0, 2),
        stale=st.booleans(),
        memory=memories,
        lost=st.booleans(),
        us=st.none() | st.just(BOT),
        enabled=st.booleans(),
        spent=st.booleans(),
        told=st.booleans(),
    )
)
def test_plan_never_does_what_must_not_be(given_scene: Scene) -> None:
    """Nothing new where nothing is remembered, no second mail, and no push on what a person holds."""
    found = plan(given_scene)
    if given_scene.lost:
        assert found.step is Step.LEAVE
    if given_scene.spent:
        assert found.step not in NOTIFYING
    if given_scene.holder is Holder.SOMEBODY:
        assert found.step in (Step.LEAVE, Step.EDIT)
    if found.step in (Step.OPEN, Step.PUSH):
        assert given_scene.fixes
    if found.step is Step.OPEN:
        assert given_scene.pull is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, Plan(step=Step.OPEN)),
        ({"is_open": True}, Plan(step=Step.EDIT)),
        ({"is_open": False}, Plan(step=Step.LEAVE, why=Why.CLOSED)),
        ({"lost": True}, Plan(step=Step.LEAVE, why=Why.LOST)),
        ({"enabled": False}, Plan(step=Step.LEAVE, why=Why.OFF)),
        ({"needed": False}, Plan(step=Step.LEAVE, why=Why.NOTHING_LEFT)),
        ({"may_look": False}, Plan(step=Step.LEAVE, why=Why.UNSEEN)),
        ({"spent": True}, Plan(step=Step.LEAVE, why=Why.FULL)),
    ],
)
def test_plan_dashboard_knows_what_to_do(facts: dict[str, Any], expected: Plan) -> None:
    """One row of the table that the plan is."""
    given_facts: dict[str, Any] = {"is_open": None, "needed": True, "may_look": True, "lost": False}
    assert plan_dashboard(Board(**given_facts | facts)) == expected


def test_pause_is_for_what_a_person_ended() -> None:
    """What we closed ourselves is followed by the next whenever there is something."""
    ended = pull(is_open=False, closed_at=NOW)
    assert pause(ended, Memory(), 7) == NOW + timedelta(days=7)
    assert pause(ended, Memory(closed=(5,)), 7) is pause(None, Memory(), 7) is None
    assert closed_by_us(ended, Memory(closed=(5,)))
    assert not closed_by_us(replace(ended, merged=True), Memory(closed=(5,)))


def test_touched_names_each_file_that_differs() -> None:
    """Changed, new, and gone."""
    a, b = Entry(mode="100644", sha="a"), Entry(mode="100644", sha="b")
    assert touched({"1": a, "2": a, "3": a}, {"1": a, "2": b, "4": b}) == {"2": "b", "3": None, "4": "b"}


def test_clashes_takes_files_of_other_lengths_for_clashes() -> None:
    """A commit that changed the number of lines is not one of ours: only the very same base takes it."""
    assert clashes(b"1\n2", b"1", b"1\n2\n3")
    assert not clashes(b"1\n2", b"1", b"1\n2")


@given(st.sets(st.integers(0, 8)), st.sets(st.integers(0, 8)), st.integers(1, 5), st.lists(st.integers(0, 8)))
def test_arranged_keeps_every_row(choices: set[int], gone: set[int], most: int, before: list[int]) -> None:
    """Each candidate is shown or waits; nothing unticked is shown while something ticked waits; twice is once."""
    offers = [offer(number, Trust.CHOICE if number in choices else Trust.PROVEN) for number in range(9)]
    standing = {offer(number).id for number in range(9) if number not in gone}
    rows = list(candidates(offers, {}, standing))
    found = arranged(rows, [offer(number).id[:16] for number in before], most)
    assert sorted(row.offer.id for row in found.all) == sorted(standing)
    assert len(found.shown) == min(most, len(rows))
    assert all(row.ticked for row in found.shown) or not any(row.ticked for row in found.waiting)
    assert all(row.ticked for row in found.ticked)
    assert arranged(rows, [row.offer.id[:16] for row in found.shown], most) == found


def test_candidates_are_what_nobody_declined() -> None:
    """By the whole id, or by the half of it that is left; what was accepted is ticked; each once."""
    offers = [offer(number, Trust.CHOICE) for number in (1, 2, 3, 4, 4)]
    said = [(1, Choice.DECLINED), (2, Choice.ACCEPTED), (4, Choice.RECONSIDERED)]
    words = {
        offer(number).id: Decision(fix=offer(number).id, choice=choice, reason="", at=NOW) for number, choice in said
    }
    half = whole(offer(3).id[:16], {})
    words[half] = Decision(fix=half, choice=Choice.DECLINED, reason="", at=NOW)
    found = list(candidates(offers, words, {each.id for each in offers}))
    assert [(row.offer.id, row.ticked) for row in found] == [(offer(2).id, True), (offer(4).id, False)]


def test_recovered_takes_the_last_word() -> None:
    """Oldest body first: a fix that is offered again later was reconsidered."""
    row = Box(verb=Verb.FIX, id=NAME, ticked=True)
    declined = Box(verb=Verb.RECONSIDER, id=NAME, ticked=False)
    closed = Body(where="pull request 1", text=line(row, ""), refused=True, by="person")
    [word] = recovered([closed], {})
    assert (word.choice, word.by, word.reason) == (Choice.DECLINED, "person", "found in pull request 1")
    assert recovered([closed, Body(where="pull request 2", text=line(row, ""))], {NAME: Trust.PROVEN}) == []
    assert recovered([Body(where="the dashboard", text=line(declined, ""))], {})[0].choice is Choice.DECLINED


@pytest.mark.parametrize(
    ("box", "body", "trust", "choice"),
    [
        ((Verb.FIX, True), {}, Trust.PROVEN, None),
        ((Verb.FIX, True), {}, Trust.CHOICE, Choice.ACCEPTED),
        ((Verb.FIX, True), {"merged": True}, None, Choice.ACCEPTED),
        ((Verb.FIX, True), {"merged": True, "dropped": frozenset({NAME})}, None, Choice.DECLINED),
        ((Verb.FIX, True), {"refused": True}, Trust.CHOICE, Choice.DECLINED),
        ((Verb.FIX, False), {}, Trust.PROVEN, Choice.DECLINED),
        ((Verb.FIX, False), {"merged": True}, None, Choice.DECLINED),
        ((Verb.DECLINE, True), {}, None, Choice.DECLINED),
        ((Verb.DECLINE, False), {}, None, None),
        ((Verb.RECONSIDER, True), {}, None, None),
        ((Verb.RECONSIDER, False), {}, None, Choice.DECLINED),
    ],
)
def test_recovered_reads_each_box(
    box: tuple[Verb, bool], body: dict[str, Any], trust: Trust | None, choice: Choice | None
) -> None:
    """What a box must mean, by what became of its body and by how far the offer may go by itself."""
    text = line(Box(verb=box[0], id=NAME, ticked=box[1]), "row")
    found = recovered([Body(where="here", text=text, **body)], {} if trust is None else {NAME: trust})
    assert [word.choice for word in found] == ([] if choice is None else [choice])


@pytest.mark.parametrize(
    ("ticked", "declined", "choice"),
    [
        (False, False, None),
        (True, False, Choice.ACCEPTED),
        (False, True, Choice.DECLINED),
        (True, True, Choice.DECLINED),
    ],
)
def test_recovered_knows_what_was_written_without_its_tick(ticked: bool, declined: bool, choice: Choice | None) -> None:
    """A row with a box to decline it was a choice: without its tick nobody has said anything."""
    rows = [Box(verb=Verb.FIX, id=NAME, ticked=ticked), Box(verb=Verb.DECLINE, id=NAME, ticked=declined)]
    text = "\n".join(line(row, "row") for row in rows)
    found = recovered([Body(where="here", text=text)], {NAME: Trust.PROVEN})
    assert [word.choice for word in found] == ([] if choice is None else [choice])


def test_listen_hears_of_each_ending() -> None:
    """Closed by a person, by us, by a machine that shares our name; a body that we do not remember tells nothing."""
    closed = pull(is_open=False)
    ticked = [box.id for box in read(BODY) if box.verb is Verb.FIX and box.ticked]
    heard = listen([Ending(pull=closed, closer=PERSON)], None, None, Memory(), BOT)
    assert ([word.id for word in heard.words], heard.memory.refused) == (ticked, {5: tuple(ticked)})
    assert [word.by for word in listen([Ending(pull=closed)], None, None, Memory(), BOT).words] == [""] * len(ticked)
    assert listen([Ending(pull=closed, closer=BOT)], None, None, Memory(), BOT).words == ()
    ours = listen([Ending(pull=closed)], None, None, Memory(closed=(5,)), BOT)
    assert (ours.words, ours.memory.closed, ours.memory.heard_to) == ((), (5,), 5)
    other = Memory(pull=Written(number=4, versions=(version(BODY),)))
    assert listen([], pull(body=BODY.replace("[x]", "[ ]")), None, other, BOT).words == ()


def test_recall_remembers_what_can_be_told() -> None:
    """Which pull requests a person closed, which we did, and the bodies as they stand."""
    ended = [
        Ending(pull=pull(1, is_open=False), closer=PERSON),
        Ending(
            pull=pull(2, "<!-- listkeeper:pull-request -->\n<!-- listkeeper:closed-by-listkeeper -->", is_open=False)
        ),
        Ending(pull=pull(3, OURS, is_open=False), closer=PERSON),
        Ending(pull=pull(4, is_open=False, merged=True)),
    ]
    board = Issue(number=7, title="", body="<!-- listkeeper:dashboard -->", is_open=True, author=BOT, url="")
    heard = recall(ended, pull(6), board, {}, BOT)
    assert (heard.memory.heard_to, heard.memory.closed, set(heard.memory.refused)) == (4, (2,), {1})
    assert (heard.memory.pull.number, heard.memory.dashboard.number) == (6, 7)
    assert recall([], None, None, {}, None).memory == Memory()
