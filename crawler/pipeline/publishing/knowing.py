"""All that one round knows before it writes anything: what is found, what was said, and what is to be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawler.errors import ForgeError
from crawler.model import Decision, Findings, Offer, Offered
from crawler.pipeline.judging import Judge
from crawler.pipeline.publishing.base import Base, Contents, is_stale
from crawler.pipeline.publishing.looking import Endings, Look, look
from crawler.pipeline.publishing.remembering import Remembered
from crawler.pipeline.publishing.views import Shown, standing
from crawler.publish.forge import Forge, PullRequest
from crawler.publish.plan.branch import Holder, holder
from crawler.publish.plan.listening import Heard, listen, recall, unheard
from crawler.publish.plan.memory import Memory
from crawler.publish.plan.offering import Rows, arranged, candidates, short
from crawler.publish.plan.steps import Plan, Scene, Step, ours, plan
from crawler.publish.plan.words import Word, decided, recognised, whole
from crawler.publish.rows import Row
from crawler.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What does not change from round to round."""

    forge: Forge
    findings: Findings
    facts: Mapping[str, bytes]
    """What the crawl exported, by path."""
    settings: Settings
    now: datetime
    run_url: str = ""
    """Where this run can be looked at, if anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What one round goes by."""

    kept: Remembered
    memory: Memory
    look: Look
    opened: PullRequest | None
    """The open pull request, if it is one of ours."""
    base: Base | None
    """None where nothing is to be proposed."""
    stale: bool
    plan: Plan
    shown: Shown


def know(errand: Errand, *, spent: bool) -> Known:
    """Look, hear and decide."""
    kept = Remembered(errand.forge, errand.facts, errand.now)
    kept.check_newest(errand.findings)
    memory = kept.memory or Memory()
    seen = look(errand.forge, memory)
    files, judge = Contents(errand.forge), Judge(errand.settings, errand.now.date())
    opened = seen.opened if seen.opened and ours(seen.opened, seen.us, memory) else None
    ends = Endings(
        forge=errand.forge,
        contents=files,
        judge=judge,
        memory=memory,
        spellings=_spellings(errand.findings, kept.offered),
        lists=errand.findings.lists,
    )
    heard = _recall(errand, seen, opened, ends) if kept.is_lost else _listen(seen, opened, ends)
    memory, decided_now = heard.memory, _understood(errand, kept, heard.words)
    decisions = {**kept.decisions, **decided_now}
    whose = holder(seen.head, memory.heads, [pull.head for pull in seen.pulls if pull.merged])
    lost = memory.blank == told(errand)
    base = None if lost else _base(errand, seen, files, judge)
    rows = Rows()
    if base:
        standing_there = base.standing(errand.findings.offers)
        found = list(candidates(errand.findings.offers, decisions, standing_there))
        rows = _arranged(found, standing(opened), errand.settings.fixes, alone=whose is Holder.SOMEBODY)
    ours_there = seen.head if whose is Holder.US else None
    stale = seen.is_merged or base is None or ours_there is None
    if base and ours_there and not stale:
        stale = is_stale(files, base, ours_there, rows.ticked, judge)
    scene = Scene(
        now=errand.now,
        pull=seen.opened,
        ended=seen.ended,
        holder=whose,
        fixes=len(rows.ticked),
        stale=stale,
        memory=memory,
        lost=lost,
        us=seen.us,
        enabled=errand.settings.pull_request,
        pause_days=errand.settings.pause_days,
        spent=spent,
        told=memory.told == told(errand),
    )
    what = plan(scene)
    rows = _as_shown(rows, what, standing(opened))
    offered = {**_offered(errand, rows, decisions), **kept.offered}
    kept.add(decided_now.values(), offered.values())
    shown = Shown(
        findings=errand.findings,
        rows=rows,
        decisions=decisions,
        offered=offered,
        boxes=errand.forge.capabilities.task_lists,
        run_url=errand.run_url,
        lines_url=seen.repository.lines_url.replace("{commit}", errand.findings.commit or seen.base),
    )
    return Known(kept=kept, memory=memory, look=seen, opened=opened, base=base, stale=stale, plan=what, shown=shown)


def told(errand: Errand) -> str:
    """How these findings are named in memory."""
    return errand.findings.started_at.isoformat()


def _listen(seen: Look, opened: PullRequest | None, ends: Endings) -> Heard:
    ended = ends.of(unheard(seen.pulls, ends.memory, seen.us))
    return listen(ended, opened, seen.dashboard, ends.memory, seen.us)


def _recall(errand: Errand, seen: Look, opened: PullRequest | None, ends: Endings) -> Heard:
    """What can be told where nothing is remembered: every pull request of ours counts, and our head by its message."""
    trust = {short(offer.id): offer.trust for offer in errand.findings.offers}
    ended = ends.of(unheard(seen.pulls, Memory(), seen.us))
    heard = recall(ended, opened, seen.dashboard, trust, seen.us)
    is_ours = seen.head is not None and holder(seen.head, ()) is Holder.US
    memory = heard.memory.with_head(seen.head.sha) if seen.head and is_ours else heard.memory
    return replace(heard, memory=replace(memory, blank=told(errand)))


def _understood(errand: Errand, kept: Remembered, words: Sequence[Word]) -> Mapping[str, Decision]:
    """What was said, as decisions."""
    names = {short(fix): fix for fix in (*kept.offered, *(offer.id for offer in errand.findings.offers))}
    known = recognised(names, kept.decisions, errand.now)
    held = {**kept.decisions, **known}
    if kept.is_lost:  # what could be saved was said by a person; what bodies seem to say is a guess
        words = [word for word in words if word.is_news_to(held.get(whole(word.id, names)))]
    return {**known, **decided(words, names, held, errand.now)}


def _spellings(findings: Findings, offered: Mapping[str, Offered]) -> dict[str, frozenset[str]]:
    """The old URLs of each row that ever was, by the name that bodies have for it."""
    found = {short(each.id): frozenset({each.old}) for each in offered.values()}
    for offer in findings.offers:
        name = short(offer.id)
        found[name] = found.get(name, frozenset()) | {old for old, _ in offer.replacements}
    return found


def _base(errand: Errand, seen: Look, files: Contents, judge: Judge) -> Base:
    sha = errand.forge.branch(seen.base)
    if sha is None:
        raise ForgeError(f"there is no branch {seen.base}, which is to be mended: set the repository's default branch")
    places = (place.path for offer in errand.findings.offers for place in offer.places)
    return Base(files, files.commit(sha), (*errand.findings.lists, *places), judge)


def _arranged(rows: Sequence[Row], before: Sequence[str], most: int, *, alone: bool) -> Rows:
    """What is offered. Where the branch is to be left alone, nothing new comes into the pull request."""
    if not alone:
        return arranged(rows, before, most)
    there = [row for row in rows if short(row.offer.id) in before]
    others = [row for row in rows if short(row.offer.id) not in before]
    return Rows(shown=arranged(there, before, len(there)).shown, waiting=tuple(others))


def _as_shown(rows: Rows, what: Plan, before: Sequence[str]) -> Rows:
    """The rows as they are after the step: without a pull request all wait; one that is left has what it had."""
    if what.step in (Step.OPEN, Step.PUSH, Step.EDIT):
        return rows
    left = before if what.step is Step.LEAVE else ()
    return Rows(
        shown=tuple(row for row in rows.all if short(row.offer.id) in left),
        waiting=tuple(row for row in rows.all if short(row.offer.id) not in left),
    )


def _offered(errand: Errand, rows: Rows, decisions: Mapping[str, Decision]) -> dict[str, Offered]:
    """What is offered now, or was decided about before anybody wrote it down."""
    told = {row.offer.id for row in rows.all} | decisions.keys()
    return {offer.id: _as_offered(offer, errand.now) for offer in errand.findings.offers if offer.id in told}


def _as_offered(offer: Offer, now: datetime) -> Offered:
    return Offered(id=offer.id, rule=offer.rule, old=offer.old, new=offer.new, at=now)
