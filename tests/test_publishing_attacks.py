"""What the publisher, which may write, is made to believe: forged findings, forged state, strangers on the forge."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from crawler.errors import UsageError
from crawler.gather import markdown
from crawler.model import Choice, Decision, Offer, Trust
from crawler.pipeline import keeping, publishing
from crawler.publish.boxes import Mark, Verb, box, line, mark
from crawler.publish.plan.memory import Memory, Written, from_json, to_json
from crawler.publish.plan.steps import Why
from crawler.publish.pull_request import BRANCH
from crawler.store import ledger
from crawler.store.cells import stamp
from tests.forge.things import Account
from tests.publishing import Scene, listed, new, offer, old

SCRIPT = b"#!/bin/sh\ncurl -L http://old.example/1 | sh\n"
OTHERS = ("install.sh", ".github/workflows/ci.yml", "listkeeper.toml", "LICENSE", "notes.txt")


def forged(scene: Scene, *paths: str) -> None:
    """Findings of a crawl that somebody else took over: these are lists, and the first link leads to him."""
    place = offer(1).places[0]
    scene.offers = [replace(offer(1), places=tuple(replace(place, path=path) for path in ("README.md", *paths)))]


def test_publish_mends_no_file_but_markdown() -> None:
    """Whatever the findings call a list: an address in a script, a workflow or the settings stays as it is."""
    scene = Scene(1)
    scene.maintainer.push("main", dict.fromkeys(OTHERS, SCRIPT))
    forged(scene, *OTHERS)
    scene.begin()
    assert scene.mended() == [1]
    files = scene.fake.files(BRANCH)
    assert {files[path] for path in OTHERS} == {SCRIPT}


@pytest.mark.parametrize(
    "url",
    ["https://new.example/x)**[y](javascript:1)", "https://new.example/'><script>", "https://new.example/ x `\\|"],
)
def test_publish_changes_nothing_but_addresses_that_links_have(url: str) -> None:
    """An offer reaches no word, no heading and no code, and its address stays one: nothing more is rendered."""
    text = "# One http `http://old.example/1`\n\n- [Link 1](http://old.example/1) - old.example One.\n"
    scene = Scene(1)
    scene.maintainer.push("main", {"README.md": text.encode()})
    scene.offers = [
        replace(offer(1), replacements=((each, url),), id=f"{number:064x}")
        for number, each in enumerate(("One", "# ", "old.example", old(1)))
    ]
    scene.begin()
    (link,) = markdown.parse(scene.text.encode(), "README.md").links
    assert link.url == url
    shown = MarkdownIt("commonmark").render(scene.text)
    assert re.sub('href="[^"<>]*"', "", shown) == re.sub('href="[^"<>]*"', "", MarkdownIt("commonmark").render(text))


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\u2028", "\U000e0041"])
def test_publish_writes_nothing_that_hides(char: str) -> None:
    """What would turn around how a line looks, or cannot be seen in the diff, is offered to nobody."""
    scene = Scene(1, 2)
    scene.offers[0] = replace(offer(1), replacements=((old(1), new(1) + char),))
    scene.begin()
    assert scene.mended() == [2]
    assert char not in scene.text


def test_publish_takes_facts_alone_from_the_job_that_crawled() -> None:
    """Words, offers and the publisher's memory come from the branch, whatever the folder of the other job says."""
    scene = Scene(1, 2)
    scene.offers[1] = offer(2, Trust.CHOICE)
    scene.begin()
    scene.untick(1)
    scene.run(days=7)
    held = keeping.read_branch(scene.forge).files
    stranger = scene.fake.person("stranger")
    issue = stranger.open_issue("Mine", mark(Mark.DASHBOARD))
    later = scene.now.replace(year=2030)
    said = [
        Decision(fix=offer(number).id, choice=choice, reason="forged", at=later)
        for number, choice in ((1, Choice.RECONSIDERED), (2, Choice.ACCEPTED))
    ]
    memory = from_json(ledger.publication(held)) or Memory()
    memory = replace(memory, dashboard=Written(number=issue), pull=Written(number=issue), us=None)
    facts = ledger.with_publication(ledger.with_decisions({}, said), {**to_json(memory), "written_at": stamp(later)})
    scene.run(days=7, facts=facts)
    kept = keeping.read_branch(scene.forge).files
    assert ledger.decisions(kept) == ledger.decisions(held)
    assert scene.fake.repository.thread(issue).body == mark(Mark.DASHBOARD)
    assert (from_json(ledger.publication(kept)) or Memory()).us is not None


def test_publish_takes_no_state_without_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a crawl hands over is kept for good: far more of it than any list has is not taken."""
    monkeypatch.setattr(publishing, "_STATE_BYTES", 99)
    keeping.write_folder(tmp_path, ledger.sealed({ledger.REPORT: 100 * b"x"}))
    with pytest.raises(UsageError, match="MiB of state"):
        publishing._facts(tmp_path)


def test_publish_writes_over_nobody_s_issue() -> None:
    """A number on the state branch that leads to somebody's issue is not our dashboard."""
    scene = Scene().begin()
    scene.run(days=7)
    issue = scene.fake.person("stranger").open_issue("Mine", "- [x] mine")
    held = keeping.read_branch(scene.forge).files
    memory = from_json(ledger.publication(held)) or Memory()
    memory = replace(memory, dashboard=replace(memory.dashboard, number=issue))
    files = ledger.with_publication(held, {**to_json(memory), "written_at": stamp(scene.now)})
    keeping.write_branch(scene.forge, files, seen=keeping.read_branch(scene.forge))
    scene.offers.pop()
    scene.run(days=7)
    assert scene.fake.repository.thread(issue).body == "- [x] mine"


def forgery(*offers: Offer) -> str:
    """A body as we write it, with a tick where we would have none."""
    return "\n".join([mark(Mark.PULL_REQUEST), *(line(box(Verb.FIX, each.id, ticked=True), "x") for each in offers)])


@pytest.mark.parametrize("tells_who", [True, False])
def test_publish_hears_nobody_who_forges_its_mark(*, tells_who: bool) -> None:
    """Who may only read can open a pull request from a branch that is there: nothing in it is ours, memory or none."""
    scene = Scene(1, tells_who=tells_who)
    scene.offers = [offer(1, Trust.CHOICE)]
    scene.maintainer.push(BRANCH, {"README.md": listed(1) + b"\n"})
    stranger = scene.fake.person("stranger")
    number = stranger.open_pull(BRANCH, body=forgery(offer(1)))
    stranger.open_issue("Listkeeper", f"{mark(Mark.DASHBOARD)}\n{line(box(Verb.FIX, offer(1).id, ticked=True), 'x')}")
    scene.begin()
    result = scene.run(days=7)
    kept = keeping.read_branch(scene.forge).files
    assert ledger.decisions(kept) == {}
    assert result.known.plan.why is Why.SOMEBODYS_PULL_REQUEST
    assert scene.fake.repository.pull(number).body == forgery(offer(1))
    assert "stranger" not in kept[ledger.PUBLICATION].decode()


def test_publish_goes_on_beside_a_stranger_s_pull_request() -> None:
    """One from our branch to another base, opened or closed, keeps ours neither from being written nor from coming."""
    scene = Scene().begin()
    scene.maintainer.push("other", {"NOTES.md": b"x"})
    ours, stranger = scene.pull.number, scene.fake.person("stranger")
    theirs = scene.fake.repository.open_pull(
        title="x", body=forgery(*scene.offers), branch=BRANCH, base="other", by=stranger.account
    )
    body = theirs.body
    scene.maintainer.untick(ours, f"listkeeper:fix={offer(2).id[:16]}")
    scene.run(days=7)
    assert scene.mended() == [1, 3]
    assert theirs.body == body
    scene.fake.repository.set_open(theirs, False, by=stranger.account)
    scene.maintainer.merge(ours)
    scene.offers = [offer(4)]
    scene.maintainer.push("main", {"README.md": listed(4)})
    scene.wait(8)
    result = scene.run()
    assert result.known.plan.why is None
    assert scene.pull.number not in (ours, theirs.number)


def test_publish_hears_no_program_but_itself() -> None:
    """Another app's pull request from our branch, with our mark in it, is not ours once we know who we are."""
    scene = Scene(1, tells_who=False).begin()
    scene.maintainer.close(scene.pull.number)
    other = Account("other[bot]", 99, "Bot")
    scene.fake.repository.open_pull(title="x", body=forgery(offer(2)), branch=BRANCH, base="main", by=other)
    assert scene.run(days=30).known.plan.why is Why.SOMEBODYS_PULL_REQUEST


@pytest.mark.parametrize("body", ["", "Not now.\n", "x" * 65_536])
def test_publish_hears_the_closing_of_what_was_emptied(body: str) -> None:
    """A person wrote over our body, boxes and marks and all, and closed it: what stood there last is declined."""
    scene = Scene(1, 2).begin()
    scene.maintainer.edit_body(scene.pull.number, body)
    scene.maintainer.close(scene.pull.number)
    scene.run(days=1)
    decisions = ledger.decisions(keeping.read_branch(scene.forge).files)
    assert {fix: word.choice for fix, word in decisions.items()} == dict.fromkeys(
        (offer(1).id, offer(2).id), Choice.DECLINED
    )
    scene.run(days=30)
    assert len(scene.fake.repository.pulls()) == 1


def test_publish_writes_again_what_was_emptied() -> None:
    """A body that somebody emptied says nothing, and refuses nothing: it is written anew."""
    scene = Scene(1, 2).begin()
    body = scene.pull.body
    scene.maintainer.edit_body(scene.pull.number, "")
    scene.run(days=7)
    assert (scene.pull.body, scene.ticked()) == (body, [1, 2])
