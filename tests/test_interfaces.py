"""Who is asked about a target before its page is, and what comes of every kind of answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.gather.exchange import Purpose, Reply, Request
from crawler.gather.resolvers import Resolver
from crawler.model import ErrorKind
from crawler.pipeline.interfaces import PATIENCE, Heard, Interfaces
from crawler.settings import Keys
from tests.gathering import START, answer, ask, silence
from tests.register import Register

URLS = tuple(f"https://a.example/{number}" for number in range(8))


def interfaces(*registers: Resolver, **more: Any) -> Interfaces:
    """Registers that are asked in turn about whatever they take."""
    return Interfaces(
        Keys(), 7, chain=lambda target, keys: [each for each in registers if each.takes(target, keys)], **more
    )


def said(request: Request, text: str) -> Reply:
    """An answer with a body."""
    return replace(answer(request), body=text.encode())


def told(request: Request, status: int | None) -> Reply:
    """The same said of each target."""
    value = "null" if status is None else str(status)
    return said(request, "{" + ", ".join(f'"{target}": {value}' for target in request.targets) + "}")


def pages(*urls: str) -> list[Request]:
    """First looks at pages."""
    return [ask(url) for url in urls]


def test_begin_asks_an_interface_once_for_all_that_it_takes() -> None:
    """What nobody takes is asked by its page, as it was going to be."""
    asking = interfaces(Register(refuses=frozenset(URLS[3:5])))
    first, *rest = asking.begin(pages(*URLS[:5]))
    assert (first.purpose, first.targets) == (Purpose.API, URLS[:3])
    assert rest == pages(*URLS[3:5])


def test_begin_leaves_second_looks_alone() -> None:
    """What was begun in an earlier call goes on as it was."""
    again = [ask(URLS[0], look=2, attempt=2)]
    assert interfaces(Register()).begin(again) == again


def test_heard_spares_the_page_when_an_interface_knows_the_target() -> None:
    """One look, good, and nobody else is asked."""
    asking = interfaces(Register(), Register(name="second"))
    (request,) = asking.begin(pages(URLS[0]))
    heard = asking.heard(told(request, 200))
    ((look, known),) = heard.facts
    assert (look.via, look.look, look.good, heard.settled, heard.next) == ("first", 1, True, [look], [])
    assert known
    assert known.title == f"Title of {URLS[0]}"


def test_heard_lets_the_page_confirm_when_an_interface_knows_no_such_thing() -> None:
    """Gone is what was said twice: the page is the second to be asked."""
    asking = interfaces(Register())
    (request,) = asking.begin(pages(URLS[0]))
    heard = asking.heard(told(request, 404))
    assert [(look.status, look.look) for look, _ in heard.facts] == [(404, 1)]
    assert (heard.settled, heard.next) == ([], [ask(URLS[0], look=2, attempt=2, prompt=True)])


@pytest.mark.parametrize("second", [200, 404])
def test_heard_takes_the_second_interface_for_the_second_look(second: int) -> None:
    """Two interfaces settle it between them, whatever the second says."""
    asking = interfaces(Register(), Register(name="second"))
    (request,) = asking.begin(pages(URLS[0]))
    (again,) = asking.heard(told(request, 404)).next
    assert (again.look, again.call and again.call.resolver) == (2, "second")
    heard = asking.heard(told(again, second))
    assert [(look.status, look.look) for look in heard.settled] == [(second, 2)]
    assert heard.next == []


def test_heard_takes_a_refusal_at_its_word() -> None:
    """That something is private needs no second look."""
    asking = interfaces(Register())
    (request,) = asking.begin(pages(URLS[0]))
    heard = asking.heard(told(request, 403))
    assert ([look.status for look in heard.settled], heard.next) == ([403], [])


def test_heard_asks_the_page_when_no_interface_knows() -> None:
    """Two of them without an idea leave it to the page, as a first look."""
    asking = interfaces(Register(), Register(name="second"))
    (request,) = asking.begin(pages(URLS[0]))
    (second,) = asking.heard(told(request, None)).next
    assert asking.heard(told(second, None)) == Heard(next=pages(URLS[0]))
    assert list(asking.remarks()) == []


def test_heard_asks_others_for_an_abstract_and_at_last_the_page_itself() -> None:
    """That it is there is settled by the first; what the others say of that no longer counts."""
    asking = interfaces(Register(abstract=None, adds_page=True), Register(name="second", abstract=None))
    (request,) = asking.begin(pages(URLS[0]))
    heard = asking.heard(told(request, 200))
    assert [look.via for look in heard.settled] == ["first"]
    (second,) = heard.next
    heard = asking.heard(told(second, 200))
    assert (heard.facts, [known.via for known in heard.said]) == ([], ["second"])
    assert heard.next == [ask(URLS[0], purpose=Purpose.READ)]


def test_heard_reads_no_page_when_pages_are_counted() -> None:
    """Within a budget a page is asked for its status alone."""
    asking = interfaces(Register(abstract=None, adds_page=True), reads_pages=False)
    (request,) = asking.begin(pages(URLS[0]))
    assert asking.heard(told(request, 200)).next == []


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (lambda request: answer(request, 500), "500"),
        (lambda request: answer(request, 429), "429: its limit is used up"),
        (lambda request: answer(request, 401), "401: it does not take the key"),
        (lambda request: said(request, "<html>Down for maintenance"), "an answer that cannot be read"),
        (lambda request: said(request, "[" * 100_000), "an answer that cannot be read"),
        (lambda request: silence(request, ErrorKind.TIMEOUT), "timeout"),
    ],
)
def test_heard_asks_elsewhere_and_says_so_when_an_answer_is_of_no_use(reply: Any, reason: str) -> None:
    """Nothing is recorded, nothing is lost."""
    asking = interfaces(Register())
    (request,) = asking.begin(pages(*URLS[:2]))
    heard = asking.heard(reply(request))
    assert (heard.facts, heard.settled, heard.next) == ([], [], pages(*URLS[:2]))
    assert list(asking.remarks()) == [
        f"The first register had no usable answer to 1 of 1 request ({reason}): 2 links were asked about elsewhere."
    ]


def test_heard_asks_elsewhere_for_those_that_a_reply_leaves_out() -> None:
    """A batch may come back with a hole in it."""
    asking = interfaces(Register())
    (request,) = asking.begin(pages(*URLS[:2]))
    heard = asking.heard(said(request, f'{{"{URLS[0]}": 200}}'))
    assert ([look.target for look in heard.settled], heard.next) == ([URLS[0]], pages(URLS[1]))


def test_heard_halves_a_batch_that_is_refused_as_a_whole_until_the_culprit_is_alone() -> None:
    """One id that an interface cannot bear costs the others nothing."""
    asking, culprit = interfaces(Register()), URLS[5]
    waiting, settled, asked = asking.begin(pages(*URLS)), list[str](), 0
    while waiting and waiting[0].call:
        request, asked = waiting.pop(0), asked + 1
        heard = asking.heard(answer(request, 400) if culprit in request.targets else told(request, 200))
        settled += [look.target for look in heard.settled]
        waiting += heard.next
    assert (sorted(settled), waiting) == (sorted(set(URLS) - {culprit}), pages(culprit))
    assert asked == 7
    (remark,) = asking.remarks()
    assert "had no usable answer to 4 of 7 requests (400): 1 link was asked about elsewhere" in remark


def test_remarks_say_nothing_when_all_is_answered_in_parts() -> None:
    """A batch that was too large cost a request, and no link its answer."""
    asking = interfaces(Register())
    (request,) = asking.begin(pages(*URLS[:2]))
    parts = asking.heard(answer(request, 502)).next
    assert [look.status for part in parts for look in asking.heard(told(part, 200)).settled] == [200, 200]
    assert list(asking.remarks()) == []


def test_heard_gives_an_interface_up_when_it_is_of_no_use_again_and_again() -> None:
    """The rest goes to pages without asking it any more; what waited for it is passed on as well."""
    asking = interfaces(Register(batch=1))
    requests = asking.begin(pages(*URLS))
    given_up = [asking.heard(answer(request, 500)).given_up for request in requests[:PATIENCE]]
    assert given_up == [None] * (PATIENCE - 1) + ["first"]
    left = [asking.heard(silence(request, ErrorKind.HOST_DOWN)) for request in requests[PATIENCE:]]
    assert [request for heard in left for request in heard.next] == pages(*URLS[PATIENCE:])
    (remark,) = asking.remarks()
    assert "had no usable answer to 4 of 4 requests (500): 8 links were asked about elsewhere" in remark


def test_heard_leaves_an_interface_alone_that_wants_to_be_for_long() -> None:
    """Its last answer counts, and the next question goes elsewhere."""
    asking = interfaces(Register(batch=1))
    first, *_ = asking.begin(pages(*URLS[:2]))
    spent = replace(told(first, 200), headers=(("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "3000")))
    heard = asking.heard(spent)
    assert ([look.target for look in heard.settled], heard.given_up) == ([URLS[0]], "first")


def test_heard_halves_no_batch_when_the_interface_wants_to_be_left_alone_for_long() -> None:
    """A day's allowance that is used up is told by 400 as well (Stack Exchange): the parts would fare no better."""
    asking = interfaces(Register())
    (request,) = asking.begin(pages(*URLS[:2]))
    refused = answer(request, 400, x_ratelimit_remaining="0", x_ratelimit_reset="82216")
    heard = asking.heard(refused)
    assert (heard.next, heard.given_up) == (pages(*URLS[:2]), "first")


def test_begin_goes_on_to_the_next_where_an_interface_asks_nothing() -> None:
    """One with few requests to spend may leave some of its targets out."""

    class Sparing(Register):
        def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
            yield from super().requests(targets[:2], keys)

    asking = interfaces(Sparing(), Register(name="second", refuses=frozenset(URLS[3:])))
    asked = asking.begin(pages(*URLS[:4]))
    assert {(request.call.resolver if request.call else "page", request.targets) for request in asked} == {
        ("first", URLS[:2]),
        ("second", URLS[2:3]),
        ("page", URLS[3:4]),
    }


def test_heard_takes_a_reply_once() -> None:
    """A reply that comes again, after the network was away, changes nothing."""
    asking = interfaces(Register())
    (request,) = asking.begin(pages(URLS[0]))
    asking.heard(told(request, 200))
    assert asking.heard(told(request, 404)) == Heard()


_ANSWERS = st.sampled_from((200, 403, 404, 410, None, "500", "429", "nonsense", "silence", "part"))


@given(st.lists(_ANSWERS, max_size=60), st.booleans(), st.booleans())
def test_every_target_is_settled_or_asked_by_its_page_exactly_once(
    answers: list[Any], abstract: bool, adds_page: bool
) -> None:
    """Whatever interfaces answer, in whatever order: none is lost, and none is gone on one word."""
    words = "About." if abstract else None
    asking = interfaces(
        Register(batch=3, abstract=words, adds_page=adds_page), Register(name="second", batch=2, abstract=words)
    )
    waiting, looks, by_page = asking.begin(pages(*URLS)), dict[tuple[str, int], int | None](), list[str]()
    while waiting:
        request = waiting.pop(0)
        if request.call is None:
            if request.purpose is Purpose.PAGE:
                by_page.append(request.targets[0])
                assert request.look == (2 if looks.get((request.targets[0], 1)) in (404, 410) else 1)
            continue
        heard = asking.heard(_reply(request, answers.pop(0) if answers else 200))
        for look, _ in heard.facts:
            assert (look.target, look.look) not in looks
            looks[look.target, look.look] = look.status
        waiting += heard.next
    for url in URLS:
        one, two = looks.get((url, 1)), looks.get((url, 2))
        settled = one in (200, 403) or (one is not None and two is not None)
        assert by_page.count(url) == (0 if settled else 1)


def _reply(request: Request, kind: Any) -> Reply:
    if kind == "silence":
        return silence(request, ErrorKind.TIMEOUT)
    if kind == "nonsense":
        return said(request, "\0{")
    if kind == "part":
        return said(request, f'{{"{request.targets[0]}": 200}}')
    return answer(request, int(kind)) if isinstance(kind, str) else told(request, kind)


def test_heard_dates_what_it_records() -> None:
    """Facts carry the time of the answer."""
    asking = interfaces(Register())
    (request,) = asking.begin(pages(URLS[0]))
    ((look, known),) = asking.heard(told(request, 200)).facts
    assert known
    assert (look.at, known.at) == (START, START)
