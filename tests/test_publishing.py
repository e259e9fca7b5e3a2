"""Runs of the publisher over a repository, week after week, with people who do what they like in between."""

from dataclasses import replace

import pytest

from crawler.model import Choice, Concern, Health, Place, Trust
from crawler.pipeline import keeping
from crawler.pipeline.publishing.acting import Operation
from crawler.publish.boxes import Mark, Verb, marks
from crawler.publish.plan.steps import Why
from crawler.publish.pull_request import BRANCH, TITLE
from crawler.store import ledger
from tests.forge import ACTIONS
from tests.publishing import Scene, listed, new, offer, old


def choices(scene: Scene) -> dict[int, Choice]:
    """What is decided, by the number of the link."""
    held = ledger.decisions(keeping.read_branch(scene.forge).files)
    return {number: held[fix].choice for number in range(100) if (fix := offer(number).id) in held}


def test_publish_proposes_nothing_in_the_first_run() -> None:
    """Without a state branch nobody knows what was refused: the branch is made, and that is all."""
    scene = Scene()
    assert scene.run().known.plan.why is Why.LOST
    assert scene.fake.repository.threads == {}
    assert set(scene.fake.repository.refs) == {"refs/heads/main", "refs/heads/listkeeper-state"}


def test_publish_opens_one_pull_request_with_one_commit() -> None:
    """One commit on the base's head, under a name and a title that never change, and nothing but the addresses."""
    scene = Scene().begin()
    head = scene.forge.commit(scene.pull.head)
    assert head.parents == (scene.fake.repository.refs["refs/heads/main"],)
    assert (scene.pull.title, scene.pull.branch, scene.pull.base) == (TITLE, BRANCH, "main")
    assert scene.text == listed(1, 2, 3).decode().replace("http://old", "https://new")
    assert scene.ticked() == [1, 2, 3]
    assert scene.forge.notified == ["open_pull_request"]


def test_publish_writes_nothing_when_nothing_changed() -> None:
    """The same findings once more, whatever was done the first time: not one write."""
    scene = Scene()
    scene.run()
    assert scene.writes() == []
    scene.run(days=7)
    assert scene.writes() == []
    scene.run(days=7)
    assert scene.dashboard.is_open
    assert scene.writes() == []
    scene.untick(1)
    scene.run(days=7)
    assert scene.writes() == []


def test_publish_opens_the_dashboard_one_run_later() -> None:
    """One mail a run: the pull request goes first."""
    scene = Scene().begin()
    assert scene.writes(days=7)[-6:-5] == ["open_issue"]
    assert scene.forge.notified == ["open_pull_request", "open_issue"]
    assert Mark.DASHBOARD in marks(scene.dashboard.body or "")


def test_publish_takes_out_what_was_unticked() -> None:
    """A row that a person unticked is declined: not in the next commit, not in the next body, and never again."""
    scene = Scene().begin()
    scene.untick(2)
    result = scene.run(days=7)
    assert result.done.operation is Operation.UPDATED
    assert (scene.mended(), scene.ticked(), choices(scene)) == ([1, 3], [1, 3], {2: Choice.DECLINED})
    scene.run(days=7)
    assert scene.ticked() == [1, 3]


def test_publish_hears_bodies_that_an_editor_saved() -> None:
    """Browsers end lines with CR LF: a body that was saved so, with nothing changed in it, is left as it is."""
    scene = Scene().begin()
    scene.run(days=7)
    for thread in (scene.pull, scene.dashboard):
        scene.maintainer.edit_body(thread.number, thread.body or "")
    assert scene.writes() == []
    scene.untick(3)
    scene.run(days=7)
    assert scene.ticked() == [1, 2]


def test_publish_carries_out_what_was_ticked() -> None:
    """A choice stands there without its tick; ticked by a person it is part of the next commit."""
    scene = Scene(1, 2)
    scene.offers[1] = offer(2, Trust.CHOICE)
    scene.begin()
    assert (scene.ticked(), scene.unticked(), scene.mended()) == ([1], [2], [1])
    scene.tick(2)
    scene.run(days=7)
    assert (scene.ticked(), scene.mended(), choices(scene)) == ([1, 2], [1, 2], {2: Choice.ACCEPTED})


def test_publish_opens_nothing_for_choices_alone() -> None:
    """What no rule proves waits on the dashboard; ticked there, it comes into a pull request."""
    scene = Scene(1)
    scene.offers[0] = offer(1, Trust.CHOICE)
    scene.begin()
    assert scene.fake.repository.pulls() == []
    scene.tick(1, scene.dashboard.number)
    scene.run(days=7)
    assert scene.mended() == [1]


def test_publish_shows_so_many_rows_and_no_more() -> None:
    """The rest waits on the dashboard, and moves up when there is room; what stands there stays."""
    scene = Scene(*range(1, 8), fixes=3).begin()
    assert scene.ticked() == [1, 2, 3]
    scene.offers.reverse()
    scene.run(days=7)
    assert (scene.ticked(), scene.mended()) == ([1, 2, 3], [1, 2, 3])
    scene.untick(2)
    scene.run(days=7)
    assert scene.ticked() == [1, 3, 7]


def test_publish_takes_the_closing_of_a_person_for_a_refusal() -> None:
    """All that was ticked is declined, with who did it; what waited is proposed after the pause."""
    scene = Scene(1, 2, 3, fixes=2).begin()
    scene.run(days=7)
    scene.maintainer.close(scene.pull.number)
    assert scene.run(days=3).known.plan.why is Why.PAUSED
    assert choices(scene) == {1: Choice.DECLINED, 2: Choice.DECLINED}
    held = ledger.decisions(keeping.read_branch(scene.forge).files)
    assert (held[offer(1).id].by, held[offer(1).id].reason) == ("maintainer", "pull request 1 was closed")
    scene.run(days=7)
    assert (scene.pull.number, scene.ticked(), scene.mended()) == (3, [3], [3])


def test_publish_takes_reopening_for_a_change_of_mind() -> None:
    """What the closing declined is open again, and the same pull request goes on."""
    scene = Scene().begin()
    scene.maintainer.close(scene.pull.number)
    scene.run(days=7)
    scene.maintainer.reopen(scene.pull.number)
    scene.run(days=7)
    assert set(choices(scene).values()) == {Choice.RECONSIDERED}
    assert (scene.pull.number, scene.pull.is_open, scene.ticked()) == (1, True, [1, 2, 3])


def test_publish_hears_what_is_unticked_in_a_pull_request_that_was_reopened() -> None:
    """Closed, heard, opened again without one of its ticks: that one is refused, the others are not."""
    for lost in (False, True):
        scene = Scene().begin()
        scene.maintainer.close(scene.pull.number)
        if lost:
            lose(scene, "gone")
        scene.run(days=7)
        scene.maintainer.reopen(scene.pull.number)
        scene.untick(2)
        scene.run(days=7)
        assert (scene.ticked(), choices(scene)[2]) == ([1, 3], Choice.DECLINED)
        scene.maintainer.close(scene.pull.number)
        scene.run(days=7)
        assert set(choices(scene).values()) == {Choice.DECLINED}


def test_publish_closes_its_pull_request_when_nothing_is_left() -> None:
    """Mended by hand: we close it, say that it was us, remove the branch; that is nobody's refusal."""
    scene = Scene().begin()
    scene.maintainer.push("main", {"README.md": listed(4)})
    scene.run(days=7)
    assert (scene.pull.is_open, scene.pull.closed_by) == (False, ACTIONS)
    assert Mark.CLOSED in marks(scene.pull.body or "")
    assert scene.fake.repository.tip(BRANCH) is None
    assert scene.writes() == []
    scene.maintainer.push("main", {"README.md": listed(1, 2)})
    scene.run(days=1)
    assert (scene.ticked(), choices(scene)) == ([1, 2], {})


def test_publish_does_not_close_what_a_person_opened_again() -> None:
    """Who opens what we closed has a reason: it stays open."""
    scene = Scene().begin()
    head = scene.pull.head
    scene.maintainer.push("main", {"README.md": listed(4)})
    scene.run(days=7)
    scene.maintainer.restore_branch(BRANCH, head)
    scene.maintainer.reopen(scene.pull.number)
    scene.run(days=7)
    assert scene.pull.is_open


def test_publish_takes_a_merge_for_assent() -> None:
    """What was merged is accepted, and there is a pause before the next pull request."""
    scene = Scene(1, 2, 3, fixes=2).begin()
    scene.run(days=7)
    scene.maintainer.merge(scene.pull.number)
    result = scene.run(days=2)
    assert choices(scene) == {1: Choice.ACCEPTED, 2: Choice.ACCEPTED}
    assert result.known.plan.why is Why.PAUSED
    scene.run(days=7)
    assert (scene.pull.number, scene.ticked()) == (3, [3])


@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
def test_publish_hears_what_was_taken_out_before_a_merge(how: str) -> None:
    """A person put one old address back on our branch, then merged: that one is declined, the others accepted."""
    scene = Scene().begin()
    kept = scene.text.replace(new(2), old(2)).encode()
    scene.maintainer.push(BRANCH, {"README.md": kept})
    scene.maintainer.merge(scene.pull.number, how)
    scene.run(days=7)
    assert choices(scene) == {1: Choice.ACCEPTED, 2: Choice.DECLINED, 3: Choice.ACCEPTED}
    scene.run(days=14)
    assert len(scene.fake.repository.pulls()) == 1


def test_publish_hears_a_tick_that_came_just_before_a_merge() -> None:
    """Somebody ticked a choice and merged at once: it was never on the branch, so it is wanted, and comes next."""
    scene = Scene(1, 2)
    scene.offers = [offer(1), offer(2, Trust.CHOICE)]
    scene.begin()
    scene.tick(2)
    scene.maintainer.merge(scene.pull.number)
    scene.run(days=7)
    assert choices(scene) == {1: Choice.ACCEPTED, 2: Choice.ACCEPTED}
    scene.run(days=7)
    assert (scene.mended(), scene.ticked()) == ([1, 2], [2])


def test_publish_leaves_a_person_s_commit_alone() -> None:
    """Nothing is pushed on a branch that a person has pushed to; the body says so, and ticks are heard all the same."""
    scene = Scene(1, 2, 3, 4, fixes=3).begin()
    theirs = scene.maintainer.push(BRANCH, {"NOTES.md": b"Mine"})
    scene.untick(2)
    result = scene.run(days=7)
    assert result.known.plan.why is Why.SOMEBODYS_COMMIT
    assert (scene.pull.head, scene.pull.is_open) == (theirs, True)
    assert "Somebody has committed to this branch" in (scene.pull.body or "")
    assert (choices(scene), scene.ticked()) == ({2: Choice.DECLINED}, [1, 3])
    assert scene.writes() == []


def test_publish_takes_up_a_branch_that_was_left_behind() -> None:
    """A person's commit that was merged is on the base: the branch is ours again; one that was refused is kept."""
    for merged in (True, False):
        scene = Scene().begin()
        theirs = scene.maintainer.push(BRANCH, {"NOTES.md": b"Mine"})
        (scene.maintainer.merge if merged else scene.maintainer.close)(scene.pull.number)
        scene.maintainer.push("main", {"README.md": listed(4)})
        scene.offers = [offer(4)]
        scene.run(days=10)
        assert (scene.fake.repository.tip(BRANCH) != theirs) is merged
        assert len(scene.fake.repository.pulls()) == 1 + merged


@pytest.mark.parametrize("amend", ["message", "tree"])
def test_publish_takes_an_amended_commit_for_somebody_s(amend: str) -> None:
    """Our commit with another message, or with another tree under our message, is not ours any more."""
    scene = Scene().begin()
    head = scene.forge.commit(scene.pull.head)
    tree = head.tree if amend == "message" else scene.fake.objects.commits[head.parents[0]].tree
    message = "Mine\n" + head.message if amend == "message" else head.message
    who = scene.fake.repository.signature(scene.maintainer.account)
    theirs = scene.fake.objects.add_commit(tree=tree, parents=head.parents, message=message, author=who)
    scene.maintainer.force_push(BRANCH, theirs)
    scene.untick(1)
    scene.run(days=7)
    assert scene.fake.repository.tip(BRANCH) == theirs


def test_publish_never_overwrites_a_branch_of_somebody() -> None:
    """A branch of our name that we did not make is said to be in the way, and left alone."""
    scene = Scene()
    theirs = scene.maintainer.push(BRANCH, {"NOTES.md": b"Mine"})
    scene.run()
    result = scene.run(days=7)
    assert result.known.plan.why is Why.SOMEBODYS_BRANCH
    assert (scene.fake.repository.tip(BRANCH), scene.fake.repository.pulls()) == (theirs, [])
    assert "holds somebody's commits" in result.text
    assert "left alone" in (scene.dashboard.body or "")


def test_publish_leaves_a_pull_request_of_somebody() -> None:
    """Somebody's pull request from our branch stays as it is, and no second one is tried."""
    scene = Scene()
    scene.maintainer.push(BRANCH, {"NOTES.md": b"Mine"})
    number = scene.maintainer.open_pull(BRANCH, body="- [x] mine")
    scene.run()
    result = scene.run(days=7)
    assert result.known.plan.why is Why.SOMEBODYS_PULL_REQUEST
    assert scene.fake.repository.pull(number).body == "- [x] mine"


def test_publish_pushes_only_when_the_fixes_changed() -> None:
    """The base may go on as it likes, as long as the commit still merges and mends the same."""
    scene = Scene(*range(1, 9)).begin()
    head = scene.pull.head
    text = listed(*range(1, 9))
    scene.maintainer.push("main", {"README.md": b"New first line\n" + text, "OTHER.md": b"New"})
    scene.run(days=7)
    assert scene.pull.head == head
    scene.maintainer.push("main", {"README.md": text.replace(b"Link 4", b"Four")})
    scene.run(days=7)
    assert scene.pull.head != head
    assert "[Four](https://new.example/4)" in scene.text


def test_publish_drops_rows_that_are_mended_by_hand() -> None:
    """A row whose old address is gone from the base vanishes, and is neither accepted nor declined by it."""
    scene = Scene().begin()
    scene.maintainer.push("main", {"README.md": listed(1, 2, 3).replace(old(2).encode(), b"https://other.example/")})
    scene.run(days=7)
    assert (scene.ticked(), scene.mended(), choices(scene)) == ([1, 3], [1, 3], {})


def test_publish_heeds_a_comment_that_says_to_ignore() -> None:
    """A link that is to be left alone since the crawl is not mended."""
    scene = Scene()
    ignored = listed(1, 2, 3).replace(b"/2) - One.", b"/2) - One. <!-- listkeeper: ignore -->")
    scene.maintainer.push("main", {"README.md": ignored})
    scene.begin()
    assert (scene.ticked(), scene.mended()) == ([1, 3], [1, 3])


def test_publish_keeps_boxes_of_the_dashboard() -> None:
    """Declined there, listed there, and offered again when that is ticked."""
    scene = Scene(1, 2)
    scene.offers[1] = offer(2, Trust.CHOICE)
    scene.settings = replace(scene.settings, fixes=1)
    scene.begin()
    scene.run(days=7)
    number = scene.dashboard.number
    scene.tick(2, number, Verb.DECLINE)
    scene.run(days=7)
    assert choices(scene) == {2: Choice.DECLINED}
    assert "Declined" in (scene.dashboard.body or "")
    scene.tick(2, number, Verb.RECONSIDER)
    scene.run(days=7)
    assert choices(scene) == {2: Choice.RECONSIDERED}
    assert scene.boxes(scene.dashboard.body)[0].verb is Verb.FIX


def test_publish_leaves_a_dashboard_that_a_person_closed() -> None:
    """It stays closed and is not written to, until a person opens it; its ticks are heard."""
    scene = Scene().begin()
    scene.run(days=7)
    scene.maintainer.close(scene.dashboard.number)
    scene.run(days=7)
    before = scene.dashboard.body
    scene.run(days=7)
    assert (scene.dashboard.is_open, scene.dashboard.body) == (False, before)
    scene.maintainer.reopen(scene.dashboard.number)
    scene.run(days=7)
    assert scene.dashboard.body != before


def test_publish_makes_no_second_dashboard_when_it_was_deleted() -> None:
    """An issue that is gone altogether was removed by somebody."""
    scene = Scene().begin()
    scene.run(days=7)
    del scene.fake.repository.threads[scene.dashboard.number]
    scene.run(days=7)
    assert len(scene.fake.repository.threads) == 1


def test_publish_opens_a_dashboard_for_what_is_dead() -> None:
    """Without any fix, what is gone is worth an issue; what is only suspected is not."""
    scene = Scene()
    scene.offers = []
    broken = Concern(url="http://a.example/", health=Health.BROKEN, reason="It says 404.")
    for health, issues in ((Health.BROKEN, 0), (Health.DEAD, 1)):
        scene.run(findings=replace(scene.findings, concerns=(replace(broken, health=health),)))
        scene.run(days=7, findings=replace(scene.findings, concerns=(replace(broken, health=health),)))
        assert len(scene.fake.repository.threads) == issues


def test_publish_leads_to_the_run_and_to_the_lines() -> None:
    """The dashboard has a link to the run that wrote it, and one to each line as it was when it was read."""
    scene = Scene()
    place = Place(path="a b.md", line=7, column=1, end_column=2, byte_column=1, end_byte_column=2)
    dead = Concern(url="http://a.example/", health=Health.DEAD, reason="It says 404.", places=(place,))
    scene.offers = []
    scene.run()
    for commit in ("c0ffee", None):
        scene.wait(7)
        found = replace(scene.findings, concerns=(dead,), commit=commit)
        scene.run(findings=found, run_url="https://forge.example/run/1")
        body = scene.dashboard.body or ""
        assert "[See the run](<https://forge.example/run/1>)" in body
        assert f"[`a b.md:7`](<https://forge.example/r/blob/{commit or 'main'}/a%20b.md#L7>)" in body


def test_publish_does_what_is_switched_on() -> None:
    """No pull request without the switch, and the one that is open is closed by us; no dashboard without its own."""
    scene = Scene(dashboard=False).begin()
    scene.run(days=7)
    assert len(scene.fake.repository.threads) == 1
    scene.settings = replace(scene.settings, pull_request=False)
    scene.run(days=7)
    assert (scene.pull.is_open, choices(scene)) == (False, {})
    assert "Closed by Listkeeper" in (scene.pull.body or "")
    assert scene.writes(days=7) == []


@pytest.mark.parametrize("damage", ["gone", "broken", "memory"])
def test_publish_proposes_nothing_new_when_the_state_is_lost(damage: str) -> None:
    """Refusals are recovered from bodies and closed pull requests; what is open is left as it is; then all goes on."""
    scene = Scene(1, 2, 3, 4, 5, fixes=2).begin()
    scene.run(days=7)
    scene.untick(2)
    scene.run(days=7)
    lose(scene, damage)
    scene.offers.append(offer(6))
    body, head = scene.pull.body, scene.pull.head
    result = scene.run(days=7)
    assert result.known.plan.why is Why.LOST
    assert (scene.pull.body, scene.pull.head) == (body, head)
    assert choices(scene) == {2: Choice.DECLINED}
    notified = len(scene.forge.notified)
    scene.run(days=7)
    assert (scene.ticked(), len(scene.forge.notified)) == ([1, 3], notified)
    assert len(scene.fake.repository.threads) == 2


def test_publish_recovers_the_refusal_of_a_closed_pull_request() -> None:
    """Who closed it is asked of the forge; what we closed ourselves is no refusal."""
    scene = Scene(1, 2).begin()
    scene.maintainer.close(scene.pull.number)
    lose(scene, "gone")
    scene.run(days=30)
    assert choices(scene) == {1: Choice.DECLINED, 2: Choice.DECLINED}
    scene.run(days=30)
    assert len(scene.fake.repository.pulls()) == 1


def test_publish_remembers_refusals_of_what_it_does_not_know() -> None:
    """A refusal whose fix is found again only later holds all the same, and is listed from then on."""
    scene = Scene(1, 2).begin()
    scene.maintainer.close(scene.pull.number)
    lose(scene, "gone")
    scene.offers = []
    scene.run(days=30)
    assert choices(scene) == {}
    lose(scene, "memory")
    scene.run(days=30)
    scene.offers = [offer(1), offer(2), offer(3)]
    scene.maintainer.push("main", {"README.md": listed(1, 2, 3)})
    scene.run(days=30)
    assert scene.ticked() == [3]
    assert choices(scene) == {1: Choice.DECLINED, 2: Choice.DECLINED}


def test_publish_works_without_knowing_who_it_is() -> None:
    """A token that may not ask who it is learns it from what it opens."""
    scene = Scene(tells_who=False).begin()
    scene.run(days=7)
    scene.untick(2)
    scene.run(days=7)
    assert (scene.ticked(), scene.forge.notified[:2]) == ([1, 3], ["open_pull_request", "open_issue"])
    assert scene.writes() == []


@pytest.mark.parametrize("call", range(12))
@pytest.mark.parametrize("method", ["pull_request", "branch", "write_commit", "write_blob", "issue"])
def test_publish_keeps_a_tick_that_comes_late(method: str, call: int) -> None:
    """A box that is ticked in the midst of a run, whenever that is, is heard: by this run or by the next."""
    scene = Scene(1, 2, 3)
    scene.offers[2] = offer(3, Trust.CHOICE)
    scene.begin()
    scene.run(days=7)
    scene.offers.append(offer(4))
    scene.maintainer.push("main", {"README.md": listed(1, 2, 3, 4)})
    acted: list[bool] = []

    def act(left: int) -> None:
        if left:
            scene.forge.before[method] = lambda: act(left - 1)
        else:
            acted.append(True)
            scene.untick(2)
            scene.tick(3)

    scene.forge.before[method] = lambda: act(call)
    scene.run(days=7)
    scene.forge.before.clear()
    if acted:
        scene.run(days=7)
        assert choices(scene) == {2: Choice.DECLINED, 3: Choice.ACCEPTED}
        assert scene.mended() == [1, 3, 4]


@pytest.mark.parametrize(("left", "method"), [(1, "write_blob"), (4, "pull_request")], ids=["push", "close"])
def test_publish_begins_anew_when_a_person_pushes_in_between(left: int, method: str) -> None:
    """Force is used on no commit but the one that was looked at."""
    scene = Scene().begin()
    scene.maintainer.push("main", {"README.md": listed(left)})
    pushed: list[str] = []
    scene.forge.before[method] = lambda: pushed.append(scene.maintainer.push(BRANCH, {"NOTES.md": b"Mine"}))
    result = scene.run(days=7)
    assert result.known.plan.why is Why.SOMEBODYS_COMMIT
    assert (scene.fake.repository.tip(BRANCH), scene.pull.is_open) == (pushed[0], True)


def lose(scene: Scene, how: str) -> None:
    """Lose the state: the branch, some bytes of it, or what the publisher alone remembers."""
    name = "listkeeper-state"
    if how == "gone":
        scene.maintainer.delete_branch(name)
        return
    files = keeping.read_branch(scene.forge).files
    if how == "broken":
        scene.maintainer.push(name, {"decisions.jsonl": files["decisions.jsonl"] + b"{half a li"})
    else:
        scene.maintainer.push(name, dict(ledger.with_publication(files, {})))
