"""What is handed to a maintainer, of what was found."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given

from crawler.gather.markdown import parse
from crawler.judge.fixes import fixes
from crawler.judge.health import verdict
from crawler.model import Findings, Health, History, Judged, Metadata, Safety, Trust
from crawler.pipeline.judging import Judge
from crawler.pipeline.lists import Lists
from crawler.pipeline.offering import Spots, findings
from crawler.publish.findings import fitted
from crawler.settings import Settings
from tests.builders import NOW, days_ago, fix, judged, link, moved, observation, report
from tests.histories import URL, both, day, histories, history, hop, look
from tests.test_places import cut
from tests.test_trust import TITLE

TODAY = date(2026, 11, 23)


def lists_of(contents: Mapping[str, str]) -> Lists:
    """Lists with this text."""
    data = {path: text.encode() for path, text in contents.items()}
    return Lists(root=Path("/"), contents=data, documents=tuple(parse(text, path) for path, text in data.items()))


def found(rows: list[Judged], contents: Mapping[str, str], **changes: object) -> Findings:
    """What is made of these targets, where the lists have this text."""
    settings = replace(Settings(), **changes)  # type: ignore[arg-type]
    spots = Spots(lists_of(contents), Judge(settings, TODAY))
    return findings(report(rows, note="A rehearsal"), spots, settings, runs=3, commit="0" * 40)


def test_findings_tell_of_the_run() -> None:
    """The run, how many are remembered, the lists, the commit, and how the targets fare."""
    rows = [judged("https://a.example/"), judged("https://b.example/", Health.DEAD, since=days_ago(20))]
    told = found(rows, {"README.md": "<https://a.example/> <https://b.example/>", "b.md": ""})
    assert (told.run, told.runs, told.started_at, told.complete) == (7, 3, NOW, True)
    assert (told.lists, told.commit, told.note) == (("README.md", "b.md"), "0" * 40, "A rehearsal")
    assert told.counts == {"alive": 1, "dead": 1}


def test_findings_offer_one_row_for_all_spellings_of_an_address() -> None:
    """Each link keeps its own fragment, and the row is called as the first of them in the lists is."""
    contents = {"README.md": "[a](HTTP://Old.example/x#part)\n\n[b]: http://old.example/x\n[b] [c][b]\n"}
    old = [link("http://old.example/x"), link("HTTP://Old.example/x#part")]
    row = moved("http://old.example/x", "https://new.example/x", links=old)
    row = replace(row, fixes=tuple(fix(each.url, "https://new.example/x") for each in old))
    [offer] = found([row], contents).offers
    assert offer.replacements == (
        ("HTTP://Old.example/x#part", "https://new.example/x#part"),
        ("http://old.example/x", "https://new.example/x"),
    )
    assert (offer.old, offer.new) == offer.replacements[0]
    data = contents["README.md"].encode()
    assert [cut(data, place).decode() for place in offer.places] == [old for old, _ in offer.replacements]
    assert offer.id == row.fixes[0].id


def test_findings_offer_nothing_that_stands_in_no_list() -> None:
    """A line that went since the crawl, or that a comment says to leave alone, has nothing to offer."""
    row = moved("http://old.example/x", "https://new.example/x", links=[link("http://old.example/x")])
    assert found([row], {"README.md": "nothing"}).offers == ()
    ignored = "<!-- listkeeper: ignore -->\n[a](http://old.example/x)\n"
    assert found([row], {"README.md": ignored}).offers == ()
    assert len(found([row], {"README.md": f"{ignored}\n[b](http://old.example/x)\n"}).offers) == 1


def test_findings_offer_nothing_that_must_never_be_proposed() -> None:
    """A fix on the ground of a wall alone is shown in the reports, and handed to nobody."""
    url = "https://wall.example/x"
    row = replace(judged(url, Health.BLOCKED), fixes=(fix(url, "https://new.example/x", Safety.REVIEW),))
    assert found([row], {"README.md": f"<{url}>"}).offers == ()


def test_findings_offer_the_most_trusted_first() -> None:
    """Ticked before unticked, tidying behind all others of its class, and else in the order of the lists."""
    names = ("once", "tidy", "late", "early")
    rows = []
    for name in names:
        old, new = f"http://{name}.example/x", f"https://new.example/{name}"
        if name == "tidy":
            new = f"https://{name}.example/x"
        looks = [
            replace(observation(old, at=at, redirects=[hop(new)]), run=run)
            for run, at in enumerate([days_ago(8), NOW][name == "once" :])
        ]
        row = moved(old, new, links=[link(old)])
        rule = "scheme-alias" if name == "tidy" else "permanent-redirect"
        rows.append(
            replace(
                row,
                history=replace(row.history, observations=tuple(looks)),
                fixes=(replace(row.fixes[0], rule=rule, new=new),),
            )
        )
    text = "".join(f"- <http://{name}.example/x>\n" for name in reversed(names))
    offers = found(rows, {"README.md": text}).offers
    assert [(each.old, each.trust) for each in offers] == [
        ("http://early.example/x", Trust.PROVEN),
        ("http://late.example/x", Trust.PROVEN),
        ("http://tidy.example/x", Trust.PROVEN),
        ("http://once.example/x", Trust.CHOICE),
    ]


def test_findings_show_the_evidence_of_an_offer() -> None:
    """The looks, the titles before and after, and the sentence."""
    new = "https://b.example/new/attention"
    of = history(
        *(look(run, status=200, redirects=(hop(new),), final_url=new, fingerprint="0f" * 8) for run in (1, 2)),
        links=tuple(parse(f"[{TITLE}]({URL})".encode(), "README.md").links),
        metadata=(Metadata(target=URL, at=day(-9), title=TITLE), Metadata(target=URL, at=day(0), title=TITLE)),
    )
    said = verdict(of)
    row = Judged(history=of, verdict=said, fixes=fixes(of, said))
    [offer] = found([row], {"README.md": f"[{TITLE}]({URL})"}).offers
    assert (offer.trust, offer.rule, offer.target) == (Trust.PROVEN, "permanent-redirect", URL)
    assert [seen.at for seen in offer.sightings] == [day(0), day(7)]
    assert (offer.title_before, offer.title_after) == (TITLE, TITLE)
    assert "the title is still" in offer.evidence


def test_findings_name_what_is_not_well_worst_first() -> None:
    """With how often it was so, when it is asked again, and where it stands; what was never asked is no concern."""
    rows = [
        judged("https://wall.example/", Health.BLOCKED),
        judged("https://slow.example/", Health.FAILING, since=NOW),
        judged("https://gone.example/?token=abc#x", Health.BROKEN, since=days_ago(1)),
        judged("https://dead.example/", Health.DEAD, since=days_ago(20)),
        judged("https://new.example/", Health.UNKNOWN, observations=[]),
        judged("https://fine.example/"),
        judged("https://elsewhere.example/", Health.DEAD),
    ]
    text = "\n".join(f"- [x]({row.history.links[0].url})" for row in rows[:-1])
    told = found(rows, {"README.md": text})
    assert [(each.url, each.health.value, each.places[0].line) for each in told.concerns] == [
        ("https://dead.example/", "dead", 4),
        ("https://gone.example/?token=REDACTED", "broken", 3),
        ("https://slow.example/", "failing", 2),
        ("https://wall.example/", "blocked", 1),
    ]
    dead = told.concerns[0]
    assert (dead.since, dead.checks, dead.failures) == (days_ago(20), 1, 1)
    assert dead.due_at is not None
    assert dead.due_at > NOW


def test_findings_count_the_checks_of_a_state() -> None:
    """Four runs asked, and the last three found it gone."""
    of = history(look(1, status=200), *(each for run in (2, 3, 4) for each in both(run, status=404)))
    of = replace(of, links=parse(f"<{URL}>".encode(), "README.md").links)
    [told] = found([Judged(history=of, verdict=verdict(of))], {"README.md": f"<{URL}>"}).concerns
    assert (told.health, told.checks, told.failures, told.since) == (Health.DEAD, 4, 3, day(7))


@given(histories())
def test_findings_are_made_of_every_history(of: History) -> None:
    """Whatever was heard: each offer has places where its old addresses stand, and all of it fits the file."""
    text = "\n".join(f"- [x](<{each.url}>)" for each in of.links)
    judge = Judge(Settings(), TODAY)
    row = judge.judge(of)
    told = found([row], {"README.md": text})
    assert fitted(told) == told
    for offer in told.offers:
        assert {cut(text.encode(), place).decode() for place in offer.places} == {old for old, _ in offer.replacements}
        assert {each.id for each in row.fixes} == {offer.id}
    assert all(each.due_at is None or each.due_at > datetime(2020, 1, 1, tzinfo=UTC) for each in told.concerns)
