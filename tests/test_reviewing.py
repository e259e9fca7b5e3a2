"""Reviews on the fake forge, by the real client: what is posted, when, and that it is posted once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest
from markdown_it import MarkdownIt

from crawler.gather import found, markdown
from crawler.model import Diagnostic, Findings, Place, Rule, Severity
from crawler.pipeline.reviewing import Posted, Task, review
from crawler.publish.boxes import Mark, mark, marks
from crawler.publish.forge import Capabilities
from crawler.publish.forge.github import GitHub, open_forge
from crawler.publish.forge.wire import Timing
from crawler.publish.review import marks_of
from crawler.settings import Keys, Settings
from tests.forge import BOT_TOKEN, PERSONAL_TOKEN, FakeGitHub
from tests.gathering import START

LIST = "list.md"
OLD = b"# List\n\n- [One](https://one.site/)\n- [Two](https://two.site/)\n"
NEW = OLD + b"- [Three](https://three.site/old)\n- [Four](https://four.site/)\n"


def said(
    line: int, url: str, rule: Rule = Rule.BROKEN, new_url: str | None = None, path: str = "list.md"
) -> Diagnostic:
    """What was found on a line."""
    place = Place(path=path, line=line, column=9, end_column=30, byte_column=9, end_byte_column=30)
    severity = Severity.ERROR if rule is Rule.BROKEN else Severity.WARNING
    return Diagnostic(rule=rule, severity=severity, place=place, url=url, message="it is so", new_url=new_url)


MOVED = said(5, "https://three.site/old", Rule.MOVED, "https://three.site/new")
GONE = said(6, "https://four.site/")


@dataclass
class Scene:
    """A pull request on the fake, and the client."""

    fake: FakeGitHub
    forge: GitHub
    number: int

    def review(self, *several: Diagnostic, **more: Any) -> Posted:
        """Post what was found."""
        findings = Findings(
            run=1, started_at=START, finished_at=START, complete=True, runs=1, lists=("list.md",), diagnostics=several
        )
        return review(self.forge, Task(number=self.number, findings=findings, **{"most": 10, **more}))

    @property
    def comments(self) -> list[tuple[int | None, str]]:
        """Line and body of each comment."""
        return [(each.line, each.body) for each in self.fake.repository.pull(self.number).line_comments]

    @property
    def posts(self) -> int:
        """How many reviews the forge was asked for, taken or not."""
        return sum(call.method == "POST" for call in self.fake.log)


def client(fake: FakeGitHub, token: str = BOT_TOKEN) -> GitHub:
    """The client, with clocks of the test's own."""
    seconds = count()
    timing = Timing(monotonic=lambda: float(next(seconds)), epoch=lambda: 0.0, sleep=lambda _: None)
    return open_forge(Settings(keys=Keys(github_token=token)), fake.name, timing, fake.transport())


@pytest.fixture
def scene() -> Iterator[Scene]:
    """A branch that adds two links."""
    fake = FakeGitHub(files={"list.md": OLD, "other.md": OLD})
    fake.person("helper").push("patch", {"list.md": NEW})
    number = fake.person("helper").open_pull("patch")
    with client(fake) as forge:
        yield Scene(fake=fake, forge=forge, number=number)
    assert fake.problems == []


def test_review_posts_one_review_with_a_comment_a_line(scene: Scene) -> None:
    """One call that notifies; its commit is the head, its comments stand on the lines of the links."""
    assert scene.review(MOVED, GONE).text == "2 comments were made on pull request 1"
    assert [call.operation for call in scene.fake.notifying] == ["pulls/create-review"]
    [posted] = scene.fake.repository.pull(scene.number).reviews
    assert (posted.commit, posted.state) == (scene.fake.repository.tip("patch"), "COMMENTED")
    assert posted.body.startswith(mark(Mark.REVIEW))
    (gone, _), (moved, body) = scene.comments
    assert (gone, moved) == (6, 5)
    assert body.endswith("\n\n```suggestion\n- [Three](https://three.site/new)\n```")


def test_review_forged_by_the_other_job_says_text_and_changes_links_alone(scene: Scene) -> None:
    """No mention, no link and no mark comes out of a message; no suggestion for a script, nor one that hides."""
    scene.fake.person("helper").push("patch", {"run.sh": b"# https://three.site/old\n"})
    links = "[x](https://evil.test) ![i](https://evil.test/i) https://evil.test"
    message = f"@everyone <!-- listkeeper:review --> {links} Fixes #1\n```suggestion\nx"
    hidden = replace(MOVED, new_url="https://three.site/\u202enew")
    script = said(1, "https://three.site/old", Rule.DEAD, "https://script.test/", path="run.sh")
    scene.review(replace(GONE, message=message), hidden, script)
    bodies = [body for _, body in scene.comments]
    assert len(bodies) == 3
    for body in bodies:
        shown = MarkdownIt("commonmark").render(body)
        assert not re.search(r'href="https://evil|<(img|pre|h\d)\b|@everyone|(?<!\w)#1\b', shown)
        assert not any(line.lstrip().startswith("```") for line in body.splitlines())
    assert not any(Mark.REVIEW in marks(body) for body in bodies)


def test_review_of_a_sweep_reaches_forks_alone(scene: Scene) -> None:
    """A number that no sweep can have looked at: the branch is the repository's own."""
    posted = scene.review(MOVED, GONE, forks=True)
    assert (posted.comments, scene.posts) == (0, 0)
    assert "its own job reviews it" in posted.text


def test_review_says_nothing_twice(scene: Scene) -> None:
    """Not in the next run, and not after a push that moves the lines; what such a push brings is said."""
    scene.review(MOVED, GONE)
    assert scene.review(MOVED, GONE).text == "There is nothing new to say about pull request 1"
    scene.fake.person("helper").push("patch", {"list.md": b"Welcome.\n\n" + NEW})
    assert scene.review(replace(MOVED, place=replace(MOVED.place, line=7)), GONE).comments == 0
    assert scene.posts == 1
    more = b"- [Five](https://five.site/)\n"
    scene.fake.person("helper").push("patch", {"list.md": b"Welcome.\n\n" + NEW + more})
    assert scene.review(MOVED, GONE, said(9, "https://five.site/")).comments == 1
    assert [line for line, _ in scene.comments] == [6, 5, 9]


def test_review_is_one_for_a_commit(scene: Scene) -> None:
    """What found no room in it is not posted by the next run over the same commit."""
    assert scene.review(MOVED, GONE, most=1).comments == 1
    assert scene.review(MOVED, GONE, most=1).comments == 0
    assert "There is something to say about 1 more line" in scene.fake.repository.pull(scene.number).reviews[0].body


def test_review_believes_no_mark_but_its_own(scene: Scene) -> None:
    """Somebody who copies our marks into comments of their own silences nobody."""
    scene.review(MOVED, GONE)
    stolen = "\n".join(body for _, body in scene.comments)
    pull = scene.fake.repository.pull(scene.number)
    scene.fake.person("helper").push("patch", {"list.md": NEW + b"\n"})
    first = pull.line_comments[0]
    pull.line_comments[:] = [replace(first, author=scene.fake.person("helper").account, body=stolen)]
    assert scene.review(MOVED, GONE).comments == 2


def test_review_knows_itself_by_the_token_of_a_person_too(scene: Scene) -> None:
    """Where the forge tells whose the token is, that account is us, and no other program is."""
    with client(scene.fake, PERSONAL_TOKEN) as forge:
        own = replace(scene, forge=forge)
        assert own.review(GONE).comments == 1
        assert own.review(GONE).comments == 0
    assert scene.review(GONE).comments == 1


def test_review_follows_a_link_to_where_it_stands_now(scene: Scene) -> None:
    """The lines of what was looked at may be those of a merge, or older ones; what is gone is not said."""
    scene.fake.person("helper").push("patch", {"list.md": b"One.\n\nTwo.\n\n" + NEW.replace(b"four", b"fourth")})
    posted = scene.review(replace(MOVED, place=replace(MOVED.place, line=42)), GONE)
    assert posted.comments == 1
    assert [line for line, _ in scene.comments] == [9]


def test_review_comments_only_on_what_the_branch_adds(scene: Scene) -> None:
    """An old link near the new ones is shown by the diff, and is not theirs; nor is another file."""
    several = (said(3, "https://one.site/"), said(3, "https://one.site/", path="other.md"), said(1, "https://x.site/"))
    assert scene.review(*several).text == "There is nothing new to say about pull request 1"


def test_review_says_what_is_wrong_with_the_text(scene: Scene) -> None:
    """A comment of ours that nobody understands, on its line."""
    data = NEW + b"<!-- listkeeper: keep-it -->\n"
    scene.fake.person("helper").push("patch", {"list.md": data})
    [problem] = markdown.parse(data, "list.md").problems
    place = replace(GONE.place, line=9)
    wrong = Diagnostic(rule=Rule.SYNTAX, severity=Severity.WARNING, place=place, url="", message="of another day")
    assert scene.review(wrong).comments == 0
    assert scene.review(replace(wrong, message=problem.message)).comments == 1
    assert [line for line, _ in scene.comments] == [7]


def test_review_drafts_anew_when_the_head_moves(scene: Scene) -> None:
    """A push by force between looking and posting: the forge refuses the commit, and the second draft fits."""

    def push() -> None:
        sha = scene.fake.person("helper").push("again", {"list.md": OLD + b"- [Four](https://four.site/)\n"})
        scene.fake.person("helper").force_push("patch", sha)

    scene.fake.faults.before("POST", "*/reviews", push)
    posted = scene.review(MOVED, GONE)
    assert (posted.comments, scene.posts) == (1, 2)
    assert [line for line, _ in scene.comments] == [5]


def test_review_gives_up_after_the_second_refusal(scene: Scene) -> None:
    """What the forge does not take is left to the summary, and nothing fails."""
    scene.fake.faults.fail_next("POST", "*/reviews", status=422, times=2)
    assert scene.review(GONE).text == "The forge does not take the review: what was found is told here"
    assert (scene.comments, scene.posts) == ([], 2)


def test_review_leaves_forks_and_closed_ones_alone(scene: Scene) -> None:
    """A fork's pull request gives a token that may only read; a closed one needs no advice."""
    fork = scene.fake.person("stranger").open_pull_from_fork({"list.md": NEW})
    theirs = replace(scene, number=fork)
    assert theirs.review(GONE).text.startswith("Pull request 2 comes from a fork, where this job may not write")
    assert scene.posts == 0
    assert theirs.review(GONE, forks=True).comments == 1
    scene.fake.person().close(scene.number)
    assert scene.review(GONE).text == "Pull request 1 is closed: nothing was said there"


def test_review_says_which_right_it_lacks(scene: Scene) -> None:
    """A token that may only read fails nothing, and is told of; so is a forge that is down."""
    scene.fake.give_token("reader", pull_requests="read", contents="read")
    with client(scene.fake, "reader") as forge:
        told = replace(scene, forge=forge).review(GONE).text
    assert told.startswith("No review was posted: the token may not be used to review a pull request")
    assert "pull-requests: write" in told
    scene.fake.faults.fail_next("GET", "*/files", status=500, times=9)
    assert scene.review(GONE).text.startswith("No review could be posted: ")


def test_review_reads_no_file_that_is_none(scene: Scene) -> None:
    """What the forge shows no hunks of, and what was removed, has no lines."""
    scene.fake.person("helper").push("patch", {"list.md": None})
    assert scene.review(GONE).comments == 0
    scene.fake.person("helper").push("patch", {"list.md": b"\0" + NEW})
    assert scene.review(GONE).comments == 0


def test_review_suggests_nothing_where_the_forge_cannot_apply_it(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some forges know no suggestions: the new address is named, and no more comments are made than they take."""
    can = Capabilities(suggestions=False, task_lists=False, body_chars=60_000, review_comments=1)
    monkeypatch.setattr(GitHub, "capabilities", can)
    assert scene.review(MOVED, replace(GONE, severity=Severity.WARNING)).comments == 1
    [(_, body)] = scene.comments
    assert body.endswith("It could be [`https://three.site/new`](<https://three.site/new>).")


def test_review_leaves_a_file_alone_that_nobody_can_read(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with more links than anybody reads has none that could be commented on."""
    monkeypatch.setattr(found, "MOST_LINKS", 3)
    monkeypatch.setattr(markdown, "MOST_LINKS", 3)
    assert scene.review(MOVED, GONE).text == "There is nothing new to say about pull request 1"


def test_review_marks_what_it_says(scene: Scene) -> None:
    """Each comment knows what it is about."""
    scene.review(MOVED, replace(MOVED, rule=Rule.DUPLICATE))
    [(_, body)] = scene.comments
    assert len(marks_of(body)) == 2
