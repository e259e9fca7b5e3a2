"""The client's manners: its pace, its waits, what it asks twice, and what it makes of hostile answers."""

import json
from collections.abc import Iterator
from itertools import count

import httpx
import pytest

from crawler.errors import ConflictError, ForgeError
from crawler.publish.forge import waits
from crawler.publish.forge.github import GitHub, open_forge
from crawler.publish.forge.wire import Timing
from crawler.settings import Keys, Settings
from tests import answers
from tests.authority import Certificate
from tests.forge.clients import EPOCH_S, Patience, client
from tests.forge.fake import BOT_TOKEN, FakeGitHub
from tests.site import Site

REPOSITORY = {"full_name": "maintainer/awesome", "default_branch": "main", "html_url": "https://x.test/"}
ROOT = "/repos/maintainer/awesome"


@pytest.fixture
def fake() -> FakeGitHub:
    """A repository with one list."""
    return FakeGitHub(files={"README.md": b"- [One](http://one.test/)\n"})


@pytest.fixture
def patience() -> Patience:
    """A clock that nobody waits for."""
    return Patience()


@pytest.fixture
def forge(fake: FakeGitHub, patience: Patience) -> Iterator[GitHub]:
    """The client, with the token of a workflow."""
    with fake.serving() as url, client(url, patience) as forge:
        yield forge


def test_writes_are_a_second_apart_and_mail_three(forge: GitHub, patience: Patience) -> None:
    """What GitHub asks of those who write; reading waits for nothing."""
    forge.repository()
    assert patience.waits == []
    forge.write_blob(b"1")
    forge.write_blob(b"2")
    assert patience.waits == [1.0]
    forge.open_issue(title="a", body="")
    forge.open_issue(title="b", body="")
    assert patience.waits == [1.0, 1.0, 3.0]


@pytest.mark.parametrize("status", [403, 429])
def test_secondary_limit_waits_as_long_as_it_says(
    forge: GitHub, fake: FakeGitHub, patience: Patience, status: int
) -> None:
    """`retry-after` is obeyed to the second, and then the request is made."""
    fake.faults.limit_secondary("POST", "/issues", status=status, retry_after=37)
    forge.open_issue(title="a", body="")
    assert patience.waits == [37.0]
    assert [call.status for call in fake.log] == [status, 201]


def test_secondary_limit_waits_a_minute_and_longer_when_it_does_not_say(
    forge: GitHub, fake: FakeGitHub, patience: Patience
) -> None:
    """A minute at least, twice as long each time; after the last try the run ends with a sentence."""
    fake.faults.limit_secondary("POST", "/issues", times=2)
    forge.open_issue(title="a", body="")
    assert patience.waits == [60.0, 120.0]
    fake.faults.limit_secondary("GET", "", times=-1)
    with pytest.raises(ForgeError, match=r"less often .*secondary rate limit.*run it again in an hour"):
        forge.repository()
    assert patience.waits == [60.0, 120.0, 60.0, 120.0, 240.0]


def test_primary_limit_waits_until_it_begins_anew(forge: GitHub, fake: FakeGitHub, patience: Patience) -> None:
    """The hour's end is named as a point in time."""
    fake.faults.limit_primary("GET", "", reset=int(EPOCH_S) + 200)
    forge.repository()
    assert patience.waits == [201.0]


def test_many_writes_are_no_wait_for_the_forge(fake: FakeGitHub) -> None:
    """Our own pace counts for nothing against the bound: a long state is written to its end."""
    patience = Patience()
    with client(fake.url, patience, transport=fake.transport()) as forge:
        forge.write_blob(b"0")
        patience.waits.append(-waits.MOST_S)  # as if the clock had gone back: each write waits for longer than a run
        forge.write_blob(b"1")
        fake.faults.limit_secondary("POST", "/git/blobs", retry_after=int(waits.MOST_S))
        forge.write_blob(b"2")
    assert patience.waits == [-waits.MOST_S, waits.MOST_S + 1.0, 1.0, waits.MOST_S]


def test_waits_are_bounded_in_all(forge: GitHub, fake: FakeGitHub, patience: Patience) -> None:
    """A job has its own end: what is to come in an hour is left for the next run."""
    fake.faults.limit_primary("GET", "", reset=int(EPOCH_S) + 3600)
    with pytest.raises(ForgeError, match="longer wait than a run takes"):
        forge.repository()
    assert patience.total_s <= waits.MOST_S


@pytest.mark.parametrize("status", [500, 502, 503])
def test_reading_is_tried_again_after_an_error_of_the_server(
    forge: GitHub, fake: FakeGitHub, patience: Patience, status: int
) -> None:
    """What only reads may be asked any number of times."""
    fake.faults.fail_next("GET", "", status=status, times=3)
    assert forge.repository().default_branch == "main"
    assert patience.waits == [2.0, 4.0, 8.0]


def test_writing_is_tried_again_where_twice_is_once(forge: GitHub, fake: FakeGitHub) -> None:
    """A blob is named by what it holds: a lost answer costs nothing."""
    fake.faults.cut_next("POST", "/git/blobs", after=True)
    sha = forge.write_blob(b"x")
    assert forge.blob(sha) == b"x"
    assert [call.operation for call in fake.writes] == ["git/create-blob"] * 2


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_what_sends_mail_is_never_tried_twice(forge: GitHub, fake: FakeGitHub, *, after: bool) -> None:
    """Whether an issue was made before the answer was lost cannot be known: the next run looks."""
    fake.faults.cut_next("POST", "/issues", after=after)
    with pytest.raises(ForgeError, match=r"no answer to POST .*/issues \(RemoteProtocolError: "):
        forge.open_issue(title="a", body="")
    assert [call.operation for call in fake.log] == ["issues/create"]


def test_server_error_is_not_the_end_of_a_write_that_may_have_been_done(forge: GitHub, fake: FakeGitHub) -> None:
    """Nor is a 502 behind which the issue was made."""
    fake.faults.fail_next("POST", "/issues", status=502, after=True)
    with pytest.raises(ForgeError, match="answers 502 to POST"):
        forge.open_issue(title="a", body="")
    assert len(fake.writes) <= 1
    assert len(fake.log) == 1


def test_moving_a_branch_again_is_no_conflict(forge: GitHub, fake: FakeGitHub) -> None:
    """The answer was lost, the branch is where it is to be: asked again, it still is."""
    head = forge.branch("main")
    assert head is not None
    commit = forge.write_commit(forge.commit(head).tree, [head], "Again\n")
    fake.faults.cut_next("PATCH", "/git/refs/*", after=True)
    forge.move_branch("main", commit)
    assert forge.branch("main") == commit


def test_unreachable_forge_is_a_sentence(patience: Patience) -> None:
    """Nobody listens there: it was tried four times, with waits between."""
    with Site() as site:
        url = site.url().rstrip("/")
    with client(url, patience) as forge, pytest.raises(ForgeError, match="no answer to GET"):
        forge.repository()
    assert patience.waits == [2.0, 4.0, 8.0]


def _json(value: object, *headers: tuple[str, str]) -> answers.Answer:
    return answers.page(json.dumps(value), kind="application/json", headers=headers)


@pytest.fixture
def site() -> Iterator[Site]:
    """A forge that answers as it is told."""
    with Site() as site:
        yield site


def _client(site: Site, patience: Patience) -> Iterator[GitHub]:
    with client(site.url().rstrip("/"), patience) as forge:
        yield forge


@pytest.fixture
def told(site: Site, patience: Patience) -> Iterator[GitHub]:
    """The client of that forge."""
    yield from _client(site, patience)


def test_renamed_repository_is_followed(site: Site, told: GitHub) -> None:
    """GitHub answers 301 with the number of the repository, on its own host."""
    site.redirect(ROOT, to="/repositories/7")
    site.answer("/repositories/7", _json(REPOSITORY))
    assert told.repository().name == "maintainer/awesome"


def test_no_token_leaves_the_forge(site: Site, told: GitHub) -> None:
    """Neither a redirect nor a next page leads to another host."""
    with Site() as other:
        site.redirect(ROOT, to=other.url("/steal"))
        with pytest.raises(ForgeError, match="another host"):
            told.repository()
        site.answer(f"{ROOT}/pulls", _json([], ("Link", f'<{other.url("/steal")}>; rel="next"')))
        with pytest.raises(ForgeError, match="another host"):
            told.open_pull_requests()
        assert other.seen == []


def test_redirect_is_followed_once(site: Site, told: GitHub) -> None:
    """A circle ends."""
    site.redirect(ROOT, to=ROOT)
    with pytest.raises(ForgeError, match="answers 301"):
        told.repository()
    assert len(site.seen) == 2


def test_pages_have_an_end(site: Site, told: GitHub) -> None:
    """A forge that always names a next page is read to thirty of them."""
    site.answer(f"{ROOT}/pulls", _json([], ("Link", f'<{site.url(ROOT)}/pulls?page=2>; rel="next"')))
    assert told.open_pull_requests() == []
    assert len(site.seen) == 30


def test_every_request_says_who_asks(site: Site, told: GitHub) -> None:
    """An honest name, the version of the interface, and the token."""
    site.answer(ROOT, _json(REPOSITORY))
    told.repository()
    fields = {name.lower(): value for name, value in site.seen[0].headers}
    assert fields["authorization"] == f"Bearer {BOT_TOKEN}"
    assert fields["user-agent"].startswith("listkeeper/")
    assert fields["x-github-api-version"] == "2022-11-28"


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"{}", b'{"full_name": 7}', b"\xff\xfe", b"[" * 100_000, b'{"full_name": "\\ud800"}'],
    ids=["nothing", "html", "list", "empty", "number", "bytes", "deep", "surrogate"],
)
def test_strange_answers_are_a_sentence(site: Site, told: GitHub, body: bytes) -> None:
    """Whatever stands in an answer, it is no traceback."""
    site.page(ROOT, body, kind="application/json")
    with pytest.raises(ForgeError, match="cannot be understood"):
        told.repository()


def test_answer_without_end_is_cut(site: Site, told: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer fills the memory."""
    monkeypatch.setattr("crawler.publish.forge.wire.ANSWER_BYTES", 100_000)
    site.endless(ROOT)
    with pytest.raises(ForgeError, match="too long"):
        told.repository()


def test_answer_that_drips_is_given_up(site: Site) -> None:
    """A byte now and then would hold a job until its own end."""
    site.drip(ROOT)
    passing = count(0, 100)
    timing = Timing(monotonic=lambda: float(next(passing)), epoch=lambda: EPOCH_S, sleep=lambda _: None)
    settings = Settings(keys=Keys(github_token="x", github_api_url=site.url()))
    with open_forge(settings, "maintainer/awesome", timing) as forge, pytest.raises(ForgeError, match="does not end"):
        forge.repository()
    assert len(site.seen) == 1


def test_unreachable_forge_is_named_with_its_reason(patience: Patience) -> None:
    """A certificate that nobody vouches for is another matter than a port that is closed."""
    with Site(tls=Certificate.GOOD) as site, client(site.url().rstrip("/"), patience) as forge:
        with pytest.raises(ForgeError, match=r"ConnectError: .*certificate verify failed"):
            forge.open_issue(title="a", body="")
        assert site.seen == []


def test_error_of_ours_repeats_nothing_that_was_sent(patience: Patience) -> None:
    """The library names the very header that it cannot send: that may be the one with the token."""

    class Refusing(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            raise httpx.LocalProtocolError(f"Illegal header value {request.headers['authorization']}")

    with client("https://api.test", patience, transport=Refusing()) as forge:
        with pytest.raises(ForgeError, match=r"\(LocalProtocolError\)") as caught:
            forge.repository()
        assert BOT_TOKEN not in str(caught.value)


def test_message_of_the_forge_gives_no_command(fake: FakeGitHub, forge: GitHub) -> None:
    """What a forge says ends up in a log that is read by a runner."""
    fake.faults.fail_next("POST", "/issues", status=422, message="::error::x ##[stop-commands]y\n::set-output")
    with pytest.raises(ForgeError) as caught:
        forge.open_issue(title="a", body="")
    assert "##[" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_half_written_run_finds_what_it_made(forge: GitHub, fake: FakeGitHub) -> None:
    """The branch was made and its answer lost: the next run is told that it is there."""
    head = forge.branch("main")
    assert head is not None
    fake.faults.cut_next("POST", "/git/refs", after=True)
    with pytest.raises(ForgeError):
        forge.create_branch("listkeeper/fixes", head)
    assert forge.branch("listkeeper/fixes") == head
    with pytest.raises(ConflictError):
        forge.create_branch("listkeeper/fixes", head)
