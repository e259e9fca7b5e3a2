"""Deaths that answer 200: landings, pages like any other of their host, and marks."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from crawler.judge.health import verdict
from crawler.judge.lost import in_doubt, landed, same_as_nothing, weighed
from crawler.judge.moves import Landing, is_front, landing, same_site
from crawler.judge.signs import Sign, told
from crawler.model import ErrorKind, Health, History, Metadata, Observation, Testimony, Witness
from tests.histories import URL, day, histories, history, hop, link, look, observations, what_witnesses_say

FRONT, LIST, NOWHERE = "https://a.example/", "https://a.example/papers/", "https://a.example/papers/xkcdqrst"
TEXT, OTHER = "0" * 16, "f" * 16


def landing_on(url: str, **facts: Any) -> Observation:
    """A look that was sent to `url` for now."""
    return look(1, **{"status": 200, "redirects": (hop(url, 302),), "final_url": url, "fingerprint": TEXT, **facts})


def probe(final_url: str = NOWHERE, **facts: Any) -> Testimony:
    """What the host answered for an address that cannot exist."""
    given = {"target": URL, "run": 1, "at": day(0), "asked": NOWHERE, "status": 200, "fingerprint": TEXT}
    return Testimony(witness=Witness.PROBE, final_url=final_url, **{**given, **facts})


def sign(seen: Observation, *probes: Testimony, **facts: Any) -> Sign:
    """What the look speaks for, given what else is known."""
    return weighed(history(seen, testimonies=probes, **facts), seen)[0]


@pytest.mark.parametrize(
    ("mark", "meant"),
    [
        ("gone:title", (Sign.GONE, "answers 200 with a page that says it is not there (title)")),
        ("parked:sedo", (Sign.PARKED, "answers 200 with a page of somebody who parks or sells the domain (sedo)")),
        ("empty:x", (Sign.WALL, "answers 200 with an empty shell: nothing is known (x)")),
        ("empty", (Sign.GOOD, "answers 200")),
    ],
)
def test_told_reads_the_marks_of_a_page(mark: str, meant: tuple[Sign, str]) -> None:
    """Each kind of mark means something of its own; what is no kind means nothing."""
    assert told(look(1, status=200, marks=(mark,))) == meant


def test_told_hears_the_weightiest_mark() -> None:
    """A wall hides all else; what says that it is gone says more than a shell; a status of its own says enough."""
    assert told(look(1, status=200, marks=("empty:youtube", "gone:youtube")))[0] is Sign.GONE
    assert told(look(1, status=200, marks=("gone:title", "wall:x")))[0] is Sign.WALL
    assert told(look(1, status=404, marks=("gone:title", "gone:text"))) == (Sign.GONE, "404")
    assert told(look(1, status=503, marks=("gone:title",)))[0] is Sign.TROUBLE


@pytest.mark.parametrize(
    ("end", "meant"),
    [
        (FRONT, (Sign.GONE, f"answers with the front page, {FRONT}")),
        ("https://www.a.example/en/", (Sign.GONE, "answers with the front page, https://www.a.example/en/")),
        ("https://a.example/404.html", (Sign.GONE, "answers with an error page, https://a.example/404.html")),
        ("https://a.example/login?x", (Sign.WALL, "sends us to a sign-in page, https://a.example/login?x")),
        ("https://b.example/", None),
        ("https://papers.a.example/", None),
        ("https://a.example/errors/validate", None),
        (LIST, None),
        ("https://a.example/papers/attention-2", None),
    ],
)
def test_landed_reads_the_page_a_look_ended_on(end: str, meant: tuple[Sign, str] | None) -> None:
    """The same site's front page and its error page speak for gone; a sign-in page is a wall; a listing is a doubt."""
    assert landed(history(), landing_on(end)) == meant


def test_landed_hears_the_list() -> None:
    """A page that is called as the list calls it has been found, wherever that is."""
    seen = landing_on(FRONT)
    metadata = (Metadata(target=URL, at=seen.at, title="Attention kernels: a library"),)
    links = (link(text="here"), link(text="Attention kernels"))
    assert landed(history(seen, links=links[:1], metadata=metadata), seen) is not None
    assert landed(history(seen, links=links, metadata=metadata), seen) is None
    assert landed(history(seen, links=links), seen) is not None


@pytest.mark.parametrize(
    ("old", "end", "meant"),
    [
        ("https://a.example/paper", "https://a.example/?x=1", Landing.FRONT),
        ("https://a.example/?utm_source=list", FRONT, None),
        ("https://a.example/?p=12", FRONT, Landing.FRONT),
        ("https://a.example/index.html", FRONT, None),
        ("https://a.example/en/", FRONT, None),
        ("https://a.example/main.php", FRONT, None),
        ("https://a.example/default.aspx", FRONT, None),
        ("https://a.example/paper", "https://a.example/de-AT/index.html", Landing.FRONT),
        ("https://a.example/paper", "https://a.example/english", None),
        ("https://a.example/paper", "https://b.example/papers/trending", Landing.LISTING),
        ("https://a.example/trending", "https://b.example/papers/trending", None),
        ("https://a.example/a/b/c", "https://a.example/a", Landing.LISTING),
        ("https://a.example/a/b/index.html", "https://a.example/a/b/", None),
        ("https://a.example/a/tree/main", "https://a.example/a", Landing.LISTING),
        ("https://a.example/a/stable/", "https://a.example/a/", None),
        ("https://a.example/a/b", "https://b.example/a", None),
        ("https://a.example/404", "https://a.example/404.html", None),
        ("https://a.example/paper", "https://a.example/errors/y", Landing.FAULT),
        ("https://a.example/errors/x", "https://a.example/errors/y", None),
        ("https://a.example/paper", "http://[", None),
    ],
)
def test_landing_knows_where_links_of_every_kind_end_up(old: str, end: str, meant: Landing | None) -> None:
    """What the old address was already, or said of itself, is no landing."""
    assert landing(old, end) is meant


def test_is_front_and_same_site_are_false_for_what_is_no_address() -> None:
    """A local path is no front page, and of no site."""
    assert not is_front("docs/index.md")
    assert not same_site("docs/index.md", "docs/a.md")


def test_same_site_looks_up_and_not_down() -> None:
    """What is sent from a subdomain to the domain has lost its place; a project may have moved to one of its own."""
    assert same_site("https://blog.a.example/x", "https://a.example/")
    assert not same_site("https://a.example/blog", "https://blog.a.example/")


def test_weighed_believes_a_probe_that_ends_on_the_same_page() -> None:
    """A listing alone is a doubt; where an invented address ends there too, it is what the host shows for nothing."""
    seen = landing_on(LIST)
    assert sign(seen) is Sign.GOOD
    assert sign(seen, probe(LIST)) is Sign.GONE
    assert sign(seen, probe(FRONT)) is Sign.GOOD
    assert sign(seen, probe(LIST, run=2)) is Sign.GOOD
    assert weighed(history(seen, testimonies=(probe(LIST),)), seen)[1] == (
        f"answers with a listing, {LIST}, and an invented address beside it ends there too, {LIST}"
    )


def test_weighed_believes_a_probe_about_any_other_page_of_the_same_site() -> None:
    """Where all that cannot exist ends on one page of the site, this page is it; another site may be a new home."""
    shop = "https://a.example/shop-for-everything"
    assert sign(landing_on(shop), probe(shop)) is Sign.GONE
    assert sign(landing_on("https://b.example/moved-here"), probe("https://b.example/moved-here")) is Sign.GOOD
    assert sign(landing_on("https://b.example/"), probe("https://b.example/")) is Sign.GOOD
    check = "https://a.example/errors/validate"
    assert sign(landing_on(check), probe(check)) is Sign.GOOD
    trending = "https://b.example/papers/trending"
    assert sign(landing_on(trending), probe(trending)) is Sign.GONE


def test_weighed_never_holds_a_page_for_gone_that_the_list_names() -> None:
    """A tool whose every address leads to one page is not lost while that page bears its name."""
    seen = landing_on(LIST)
    metadata = (Metadata(target=URL, at=seen.at, title="Attention kernels: a library"),)
    assert sign(seen, probe(LIST), links=(link(text="Attention kernels"),), metadata=metadata) is Sign.GOOD
    front = replace(landing_on(LIST), target=FRONT)
    assert weighed(history(front, url=FRONT, testimonies=(probe(LIST),)), front)[0] is Sign.GOOD


def test_weighed_wants_a_memory_before_it_believes_in_two_pages_with_one_text() -> None:
    """An application answers every address with one page; only a page that was another before is gone."""
    before = look(1, status=200, fingerprint=OTHER)
    seen = look(2, status=200, fingerprint=TEXT, final_url=URL)
    metadata = (
        Metadata(target=URL, at=before.at, title="Attention and the kernel trick"),
        Metadata(target=URL, at=seen.at, title="Products for your garden"),
    )
    alike = probe(run=2)
    assert weighed(history(seen, testimonies=(alike,), metadata=metadata[1:]), seen)[0] is Sign.GOOD
    known = history(before, seen, testimonies=(alike,), metadata=metadata)
    assert weighed(known, seen) == (Sign.TROUBLE, "answers 200, but an invented address beside it gets the same page")
    assert weighed(replace(known, testimonies=()), seen)[0] is Sign.GOOD


@pytest.mark.parametrize(
    ("seen", "asked"),
    [
        (look(1, status=200, final_url=URL, fingerprint=TEXT), probe(status=404)),
        (look(1, status=200, final_url=URL, fingerprint=TEXT), probe(error=ErrorKind.TIMEOUT)),
        (look(1, status=200, final_url=URL, fingerprint=TEXT), probe(marks=("wall:x",))),
        (look(1, status=200, final_url=URL, fingerprint=TEXT), probe(fingerprint="00000000000000ff")),
        (look(1, status=200, final_url=URL, fingerprint=TEXT), probe(fingerprint=None)),
        (look(1, status=200, final_url=URL, fingerprint=None), probe()),
        (look(1, status=200, final_url=URL, fingerprint=TEXT), replace(probe(), final_url=None)),
        (look(1, status=200, final_url=URL, fingerprint=TEXT), replace(probe(), witness=Witness.CAPTURE)),
        (look(1, status=404, final_url=URL, fingerprint=TEXT), probe()),
        (look(1, status=200, error=ErrorKind.TIMEOUT, fingerprint=TEXT), probe()),
        (look(1, status=200, final_url=URL, fingerprint=TEXT), probe(LIST)),
        (look(1, status=200, final_url=URL, fingerprint=TEXT), probe(URL)),
        (landing_on(LIST), probe(NOWHERE)),
        (landing_on(NOWHERE), probe(NOWHERE)),
    ],
)
def test_same_as_nothing_needs_two_good_answers_that_are_one(seen: Observation, asked: Testimony) -> None:
    """No answer, another page, another address or a text that is nobody's own: nothing is known."""
    assert same_as_nothing(seen, asked) is None


def test_same_as_nothing_knows_one_text_and_one_end() -> None:
    """A text with another date in it is the same, and so is the page where both were sent."""
    seen = look(1, status=200, final_url=URL, fingerprint=TEXT)
    assert (
        same_as_nothing(seen, probe(fingerprint="0" * 15 + "7")) == "an invented address beside it gets the same page"
    )
    both = same_as_nothing(landing_on(LIST), probe(LIST.rstrip("/")))
    assert both == "an invented address beside it ends there too, https://a.example/papers"


@pytest.mark.parametrize(
    ("seen", "doubted"),
    [
        (look(1, status=200), False),
        (look(1, status=200, marks=("gone:text",)), True),
        (look(1, status=200, marks=("parked:sedo",)), True),
        (look(1, status=200, marks=("wall:x",)), False),
        (look(1, status=200, marks=("empty:x",)), False),
        (look(1, status=404), False),
        (look(1, status=304), False),
        (look(1, error=ErrorKind.TIMEOUT), False),
        (landing_on(FRONT), True),
        (landing_on(LIST), True),
        (landing_on("https://a.example/login"), False),
        (landing_on("https://a.example/papers/attention-2"), False),
    ],
)
def test_in_doubt_asks_again_only_where_it_may_matter(seen: Observation, doubted: bool) -> None:
    """A host is probed for pages that say they are gone, and for those that ended where anything ends."""
    assert in_doubt(history(seen), seen) is doubted


def test_in_doubt_asks_again_where_the_text_is_another() -> None:
    """A page that was known and has nothing left of what it said is looked at twice."""
    before, now = look(1, status=200, fingerprint=OTHER), look(2, status=200, fingerprint=TEXT)
    assert in_doubt(history(before, now), now)
    assert not in_doubt(history(before, before), replace(now, fingerprint=OTHER))


@given(known=histories(), seen=observations(), said=what_witnesses_say())
def test_weighed_is_total_and_takes_nothing_back(known: History, seen: Observation, said: Testimony) -> None:
    """Any look may be weighed; only one that spoke for the page by itself may speak against it in the end."""
    known = replace(known, testimonies=(said,))
    alone, after = told(seen), weighed(known, seen)
    assert after == alone or (alone[0] is Sign.GOOD and after[0] in (Sign.GONE, Sign.WALL))
    assert in_doubt(known, seen) in (True, False)
    assert same_as_nothing(seen, said) is None or after[0] in Sign


@given(seen=observations())
def test_weighed_says_nothing_against_a_look_that_was_not_redirected(seen: Observation) -> None:
    """Without a redirect, a mark or a memory no page that answers is lost."""
    plain = replace(seen, redirects=(), final_url=None, marks=())
    assert weighed(history(plain), plain) == told(plain)


def test_landed_hears_what_is_known_of_places_that_shut() -> None:
    """A listing or a front page is no page of such a place: gone if it is so twice, and in doubt before."""
    url, end = "https://paperswithcode.com/method/vgg", "https://huggingface.co/papers/trending"
    seen = landing_on(end, target=url)
    known = history(seen, url=url)
    told_so = f"ends on a listing, {end}, as all that was there does now"
    assert weighed(known, seen) == (Sign.GONE, told_so)
    assert in_doubt(known, seen)
    assert weighed(history(landing_on(end)), landing_on(end))[0] is Sign.GOOD, "from anywhere else it is a listing"
    elsewhere = landing_on("https://paperswithcode.com/moved/method/vgg", target=url)
    assert weighed(history(elsewhere, url=url), elsewhere)[0] is Sign.GOOD, "a place that nobody knew of yet"


@pytest.mark.parametrize(
    ("hops", "meant"),
    [
        (("https://a.example/", "https://a.example/welcome/new"), Sign.GONE),
        (("https://a.example/", "https://new-a.example/start"), Sign.GONE),
        (("https://a.example/", "https://a.example/papers/attention?again=1"), Sign.GOOD),
        (("https://a.example/", "https://b.example/archive/attention"), Sign.GOOD),
        (("https://b.example/", "https://b.example/welcome"), Sign.GOOD),
    ],
)
def test_landed_follows_a_front_page_that_leads_on(hops: tuple[str, ...], meant: Sign) -> None:
    """Who is sent to the front page is lost, wherever that has moved to; who comes back to the page is not."""
    seen = look(1, status=200, redirects=tuple(hop(url, 302) for url in hops), final_url=hops[-1], fingerprint=TEXT)
    assert sign(seen) is meant


@pytest.mark.parametrize("place", ["age-check", "captcha", "maintenance", "hello?to=%2Fpapers%2Fattention"])
def test_weighed_takes_a_gate_before_all_pages_for_a_wall(place: str) -> None:
    """A new question of age sends everybody to one page, an invented address too: nothing is known against a link."""
    end = f"https://a.example/{place}"
    facts: dict[str, Any] = {"status": 200, "redirects": (hop(end, 302),), "final_url": end, "fingerprint": "f" * 16}
    looks = [look(1, status=200, fingerprint="0" * 16)]
    looks += [look(run, number, **facts) for run in (2, 3, 4, 5) for number in (1, 2)]
    nowhere = [probe(end, run=run, asked=f"{URL}x") for run in (2, 3, 4, 5)]
    known = history(*looks, testimonies=tuple(nowhere))
    assert weighed(known, looks[-1]) == (Sign.WALL, f"sends us to a page that stands before all others, {end}")
    assert verdict(known).health is Health.BLOCKED
