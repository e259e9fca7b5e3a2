"""What goes wrong between a client and the fake goes wrong as it was told to; and both doors lead to the same."""

import ssl
from collections.abc import Callable

import httpx
import pytest

from tests.authority import Authority
from tests.forge import BOT_TOKEN, FakeGitHub, KilledError
from tests.forge.asking import HEADERS, Asking


@pytest.fixture
def fake() -> FakeGitHub:
    """A repository with one file."""
    return FakeGitHub(files={"README.md": b"# List\n"})


@pytest.fixture
def ask(fake: FakeGitHub) -> Asking:
    """GITHUB_TOKEN."""
    return Asking(fake)


def test_fail_next_answers_in_place_of_the_fake(fake: FakeGitHub, ask: Asking) -> None:
    """Once, for what is meant, and nothing is done."""
    fake.faults.fail_next("POST", "/issues", status=502, body=b"<html>Bad Gateway</html>")
    assert ask("GET", "/issues").status_code == 200
    assert ask("POST", "/issues", {"title": "x"}).text == "<html>Bad Gateway</html>"
    assert ask.get("/issues") == []
    assert ask("POST", "/issues", {"title": "x"}).status_code == 201


def test_fail_next_may_do_what_was_asked_nevertheless(fake: FakeGitHub, ask: Asking) -> None:
    """The answer is lost, and the issue is there: who asks again without looking makes it twice."""
    fake.faults.fail_next("POST", "/issues", after=True)
    assert ask("POST", "/issues", {"title": "x"}).status_code == 500
    assert [issue["title"] for issue in ask.get("/issues")] == ["x"]


@pytest.mark.parametrize("after", [False, True])
def test_cut_next_breaks_the_connection(fake: FakeGitHub, ask: Asking, after: bool) -> None:
    """Before what was asked is done, or after; the log knows that no answer came."""
    fake.faults.cut_next("POST", after=after)
    with pytest.raises(httpx.RemoteProtocolError):
        ask("POST", "/issues", {"title": "x"})
    assert len(ask.get("/issues")) == after
    assert [(call.status, call.carried_out, call.notifying) for call in fake.log] == [
        (None, after, after), (200, False, False)
    ]  # fmt: skip


def test_limits_say_when_to_come_back(fake: FakeGitHub, ask: Asking) -> None:
    """The secondary limit with and without a time, the primary one with its reset."""
    fake.faults.limit_secondary(retry_after=60)
    fake.faults.limit_secondary(status=429)
    fake.faults.limit_primary(reset=1_900_000_000)
    answers = [ask("GET", "/issues") for _ in range(4)]
    assert [(answer.status_code, answer.headers.get("retry-after")) for answer in answers] == [
        (403, "60"), (429, None), (403, None), (200, None)
    ]  # fmt: skip
    limited = answers[2].headers
    assert (limited["x-ratelimit-remaining"], limited["x-ratelimit-reset"]) == ("0", "1900000000")


def test_before_lets_somebody_act_between_two_requests(fake: FakeGitHub, ask: Asking) -> None:
    """A box is ticked after we read it, and before we write."""
    number = ask.make("/issues", title="T", body="- [ ] one")["number"]
    fake.faults.before("PATCH", "/issues/*", lambda: fake.person().tick(number, "one"))
    seen: list[str | None] = []
    fake.faults.before("PATCH", "/issues/*", lambda: seen.append(fake.repository.thread(number).body))
    ask("PATCH", f"/issues/{number}", {"title": "New"})
    assert seen == ["- [x] one"]
    assert ask.get(f"/issues/{number}")["body"] == "- [x] one"


def test_die_after_ends_the_client_between_two_writes(fake: FakeGitHub, ask: Asking) -> None:
    """Reading goes on; the write that is one too many is not carried out, and nobody catches it by chance."""
    fake.faults.die_after(1)
    ask.make("/issues", title="one")
    ask.get("/issues")
    with pytest.raises(KilledError):
        ask("POST", "/issues", {"title": "two"})
    assert not issubclass(KilledError, Exception)
    fake.faults.writes_left = None
    assert [issue["title"] for issue in ask.get("/issues")] == ["one"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda client: client.get("/pull/1"), "nothing is described for GET"),
        (lambda client: client.get("/pulls?heads=o:b"), "knows no 'heads'"),
        (lambda client: client.post("/issues", json={"title": "x", "bodies": "y"}), "knows no /bodies"),
        (lambda client: client.get("/issues?labels=bug"), "does not know what issues/list-for-repo does with labels"),
        (
            lambda client: client.patch("/pulls/1", json={"base": "main"}),
            "does not know what pulls/update does with base",
        ),
        (lambda client: client.get("/pulls", headers={"X-GitHub-Api-Version": "2021-01-01"}), "X-GitHub-Api-Version"),
        (lambda client: client.get("/pulls", headers={"Accept": "*/*"}), "Accept is"),
        (lambda client: client.get("/pulls", headers={"User-Agent": ""}), "without a User-Agent"),
        (lambda client: client.post("/issues", content=b'{"title": "x"}'), "Content-Type is None"),
    ],
)
def test_answer_fails_the_test_that_asks_what_is_not_described(
    fake: FakeGitHub, wrong: Callable[[httpx.Client], httpx.Response], said: str
) -> None:
    """A wrong name or a header that is missing is a bug of ours, and not GitHub's to forgive."""
    headers = {**HEADERS, "Authorization": f"Bearer {BOT_TOKEN}"}
    url = f"{fake.url}/repos/{fake.name}"
    client = httpx.Client(transport=fake.transport(), base_url=url, headers=headers)
    with client, pytest.raises(AssertionError, match=said):
        wrong(client)
    assert said in fake.problems[0]


def test_serving_is_the_same_over_a_socket(fake: FakeGitHub) -> None:
    """What is made through one door is seen through the other, and links lead through the door that was asked at."""
    for name in "ab":
        Asking(fake).make("/issues", title=name)
    with fake.serving() as url, httpx.Client(headers=HEADERS) as client:
        answer = client.get(f"{url}/repos/{fake.name}/issues?per_page=1")
        assert answer.links["next"]["url"].startswith(url)
        assert client.get(answer.links["next"]["url"]).json()[0]["title"] == "a"
        fake.faults.cut_next()
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(f"{url}/repos/{fake.name}")


def test_serving_fails_the_test_whose_command_asked_what_is_not_described(fake: FakeGitHub) -> None:
    """A process of its own hears 400; the test hears of it when the block ends."""
    with pytest.raises(AssertionError, match="nothing is described for GET /nowhere"), fake.serving() as url:
        assert httpx.get(f"{url}/nowhere", headers=HEADERS).status_code == 400


def test_serving_speaks_tls(fake: FakeGitHub) -> None:
    """Behind a certificate of the test's own authority."""
    with Authority() as authority, fake.serving(authority) as url:
        trust = ssl.create_default_context(cafile=str(authority.path))
        answer = httpx.get(f"{url}/repos/{fake.name}", headers=HEADERS, verify=trust)
    assert (url[:8], answer.status_code) == ("https://", 200)
