"""One link, its story, and when it will be asked again."""

from datetime import datetime
from difflib import get_close_matches

from crawler import urls
from crawler.errors import UsageError
from crawler.gather.fetcher import Clock
from crawler.judge.recheck import due_at
from crawler.judge.story import story
from crawler.model import Health, History, Judged
from crawler.pipeline.judging import Judge
from crawler.publish import card, history
from crawler.settings import Settings
from crawler.store import Store


def tell(store: Store, url: str, settings: Settings, clock: Clock) -> str:
    """The story of the link that `url` names; UsageError where none or many of the lists' links are meant."""
    judged = _judged(store, url, settings, clock)
    return history.history(judged, story(judged.history), _due(judged, settings, clock))


def show(store: Store, url: str, settings: Settings, clock: Clock, *, as_json: bool) -> str:
    """All that is known of the link that `url` names, for a person or for a program."""
    judged = _judged(store, url, settings, clock)
    shown = card.as_json if as_json else card.as_text
    return shown(judged, story(judged.history), _due(judged, settings, clock))


def _judged(store: Store, url: str, settings: Settings, clock: Clock) -> Judged:
    return Judge(settings, clock.utc().date(), store.decisions()).judge(_found(store, url))


def _due(judged: Judged, settings: Settings, clock: Clock) -> datetime | None:
    """When it will be asked again, None where it will not be."""
    if judged.verdict.health is Health.SKIPPED:
        return None
    days = {"alive_days": settings.alive_days, "failing_days": settings.failing_days}
    return max(due_at(judged.history, judged.verdict, **days), clock.utc())


def _found(store: Store, url: str) -> History:
    """By its address, with or without a scheme, as the list spells it, or by a part that no other link has."""
    if not url.strip():
        raise UsageError("there is nothing to look for: give an address, or a part of one")
    wanted = {url, urls.canonical(url) or url, urls.alias_key(f"https://{url}"), urls.alias_key(url)}
    partly, known = list[History](), list[str]()
    for held in store.histories():
        address = held.target.url
        if wanted & {address, urls.alias_key(address), *(link.url for link in held.links)}:
            return held
        known.append(address)
        if url in address:
            partly.append(held)
    if len(partly) == 1:
        return partly[0]
    raise UsageError(_no_such(url, [held.target.url for held in partly], known))


def _no_such(url: str, partly: list[str], known: list[str]) -> str:
    if partly:
        shown = ", ".join(partly[:5]) + (" ..." if len(partly) > 5 else "")
        return f"{len(partly)} links have {url} in them: name one of {shown}"
    near = get_close_matches(url, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else "run `listkeeper links FILE` to see them"
    return f"no link of the lists points at {url}: {hint}"
