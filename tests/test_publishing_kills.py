"""A run that is stopped between any two of its writes is finished by the next one: nothing twice, nothing lost."""

from collections.abc import Callable
from typing import Any

import pytest

from crawler.model import Trust
from crawler.pipeline import keeping
from crawler.publish.boxes import Verb
from crawler.publish.pull_request import BRANCH
from crawler.store import ledger
from tests.nearby import KilledError
from tests.publishing import Scene, listed, new, offer, old

_MOST_WRITES = 40


def first() -> Scene:
    """Nothing is there yet."""
    return Scene()


def second() -> Scene:
    """The pull request is about to be opened."""
    scene = Scene()
    scene.run()
    return scene


def third() -> Scene:
    """The dashboard is about to be opened."""
    return Scene().begin()


def settled(*numbers: int, **settings: Any) -> Scene:
    """Both are there, with something for every part of them."""
    scene = Scene(*(numbers or (1, 2, 3, 4)), **settings)
    scene.offers[-1] = offer(len(scene.offers), Trust.CHOICE)
    scene.begin()
    scene.run(days=7)
    return scene


def unticked() -> Scene:
    """One row is refused, and another accepted."""
    scene = settled()
    scene.untick(2)
    scene.tick(4)
    return scene


def ticked_on_the_dashboard() -> Scene:
    """What waits is accepted there."""
    scene = settled(1, 2, 3, fixes=2)
    scene.tick(3, scene.dashboard.number)
    return scene


def declined_on_the_dashboard() -> Scene:
    """What waits is refused there."""
    scene = settled(1, 2, 3, fixes=2)
    scene.tick(3, scene.dashboard.number, Verb.DECLINE)
    return scene


def reconsidered() -> Scene:
    """A refusal is taken back."""
    scene = declined_on_the_dashboard()
    scene.run(days=7)
    scene.tick(3, scene.dashboard.number, Verb.RECONSIDER)
    return scene


def closed() -> Scene:
    """A person closed the pull request."""
    scene = settled()
    scene.maintainer.close(scene.pull.number)
    return scene


def closed_and_waiting() -> Scene:
    """A person closed it long ago, after taking one tick away, and more waits."""
    scene = settled(1, 2, 3, 4, 5, fixes=2)
    scene.untick(1)
    scene.maintainer.close(scene.pull.number)
    scene.run(days=7)
    scene.wait(20)
    return scene


def reopened() -> Scene:
    """A person opened again what they had closed."""
    scene = closed()
    scene.run(days=7)
    scene.maintainer.reopen(scene.pull.number)
    return scene


def merged() -> Scene:
    """A person merged it, without one of its changes."""
    scene = settled(1, 2, 3, 4, 5, fixes=3)
    scene.maintainer.push(BRANCH, {"README.md": scene.text.replace(new(2), old(2)).encode()})
    scene.maintainer.merge(scene.pull.number)
    return scene


def nothing_left() -> Scene:
    """All is mended by hand: it is to be closed."""
    scene = settled()
    scene.maintainer.push("main", {"README.md": listed(9)})
    return scene


def closed_by_us() -> Scene:
    """It was closed by us, and something new is found."""
    scene = nothing_left()
    scene.run(days=7)
    scene.maintainer.push("main", {"README.md": listed(1, 2)})
    return scene


def base_moved() -> Scene:
    """The commit would not merge any more."""
    scene = settled()
    scene.maintainer.push("main", {"README.md": listed(1, 2, 3, 4).replace(b"Link 2", b"Two")})
    return scene


def somebody_pushed() -> Scene:
    """The branch is a person's now."""
    scene = settled()
    scene.maintainer.push(BRANCH, {"NOTES.md": b"Mine"})
    scene.untick(3)
    return scene


def lost() -> Scene:
    """The state is gone, after a refusal that nobody had heard."""
    scene = settled()
    scene.untick(1)
    scene.maintainer.delete_branch(keeping.BRANCH)
    return scene


def switched_off() -> Scene:
    """No pull request is wanted any more."""
    scene = settled()
    scene.settings = Scene(pull_request=False).settings
    return scene


MAKERS: list[Callable[[], Scene]] = [
    first, second, third, unticked, ticked_on_the_dashboard, declined_on_the_dashboard, reconsidered, closed,
    closed_and_waiting, reopened, merged, nothing_left, closed_by_us, base_moved, somebody_pushed, lost, switched_off,
]  # fmt: skip


def end(scene: Scene) -> dict[str, Any]:
    """All that people can see, and what is decided."""
    held = keeping.read_branch(scene.forge)
    assert held.damage is None
    tip = scene.fake.repository.tip(BRANCH)
    return {
        "threads": [
            (each.number, each.title, each.body, each.is_open, each.closed_by)
            for each in scene.fake.repository.threads.values()
        ],
        "branch": (scene.fake.files(BRANCH), scene.forge.commit(tip).parents) if tip else None,
        "decisions": {fix: word.choice for fix, word in ledger.decisions(held.files).items()},
        "offers": set(ledger.offers(held.files)),
    }


def go_on(scene: Scene) -> None:
    """The same findings once more, then two weeks."""
    for days in (0, 7, 7):
        before = len(scene.forge.notified)
        scene.run(days=days)
        assert len(scene.forge.notified) <= before + 1


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_publish_converges_when_it_is_killed_between_any_two_writes(make: Callable[[], Scene]) -> None:
    """Whichever write is the first that did not happen: two weeks later all is as if nothing had gone wrong."""
    whole = make()
    whole.run(days=7)
    go_on(whole)
    wanted = end(whole)
    assert whole.writes() == []
    for write in range(_MOST_WRITES):
        scene = make()
        scene.forge.kill_at = len(scene.forge.writes) + write
        notified = len(scene.forge.notified)
        try:
            scene.run(days=7)
        except KilledError:
            assert len(scene.forge.notified) <= notified + 1
        else:
            assert write > 0, "something is written in each of these runs"
            break
        scene.forge.kill_at = None
        go_on(scene)
        assert end(scene) == wanted, f"killed before write {write}: {scene.forge.writes}"
    else:
        pytest.fail("a run writes more often than anybody thought")
