"""History -> all that a report tells of a target. The rules are the judge's; here they only meet the settings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from crawler.errors import SettingsError
from crawler.gather.ignores import expired
from crawler.judge.fixes import fixes
from crawler.judge.freshness import Terms, freshness, marked
from crawler.judge.health import verdict
from crawler.judge.snapshots import ARCHIVED
from crawler.judge.wording import wordings
from crawler.model import Choice, Decision, Fix, Freshness, History, Judged, Link, Verdict
from crawler.settings import Settings


class Judge:
    """Applies the judge's rules with a person's exclusions, as of one day."""

    def __init__(self, settings: Settings, today: date, decisions: Mapping[str, Decision] | None = None) -> None:
        self.today = today
        self._exclude = [_compiled("exclude", pattern) for pattern in settings.exclude]
        self._evergreen = [_compiled("evergreen", pattern) for pattern in settings.evergreen]
        self._terms = Terms(
            repository_days=settings.repository_days,
            feed_days=settings.feed_days,
            unverified_days=settings.unverified_days,
        )
        self._unwanted = frozenset() if settings.archive else frozenset({ARCHIVED})
        self._declined = {fix for fix, word in (decisions or {}).items() if word.choice is Choice.DECLINED}

    def judge(self, history: History) -> Judged:
        """Verdict, freshness and fixes for one target; what a person has declined is not proposed again."""
        said = self.verdict(history)
        proposed = [fix for fix in fixes(self._wanted(history), said) if fix.rule not in self._unwanted]
        return Judged(
            history=history,
            verdict=said,
            fixes=tuple(fix for fix in proposed if fix.id not in self._declined),
            declined=tuple(fix for fix in proposed if fix.id in self._declined),
            freshness=self.freshness(history, said),
        )

    def all(self, histories: Iterable[History]) -> Iterator[Judged]:
        """Verdict and fixes for each target."""
        return map(self.judge, histories)

    def wordings(self, judged: Judged) -> tuple[Fix, ...]:
        """Better texts for its links, but for those that a person has declined."""
        proposed = wordings(self._wanted(judged.history), judged.verdict)
        return tuple(fix for fix in proposed if fix.id not in self._declined)

    def verdict(self, history: History) -> Verdict:
        """Health and evidence for one target."""
        return verdict(history, skipped=self.skipped(history))

    def freshness(self, history: History, said: Verdict) -> Freshness | None:
        """How fresh the target is; None where nothing is known by which it could age."""
        return freshness(history, said, self.today, self._terms, self.evergreen(history))

    def evergreen(self, history: History) -> Freshness | None:
        """A person's word that the target does not age, in the list or in the settings."""
        marks = [link.evergreen for link in history.links if link.evergreen]
        if marks:
            return marked(marks[0].reason, "a comment in the list")
        patterns = (p.pattern for p in self._evergreen if p.search(history.target.url))
        found = next(patterns, None)
        return None if found is None else marked("", f"the setting evergreen, by {found}")

    def skipped(self, history: History) -> str | None:
        """Why a person wants a target left alone, or None."""
        excluding = next((p.pattern for p in self._exclude if p.search(history.target.url)), None)
        if excluding is not None:
            return f"excluded by the setting `{excluding}`"
        if history.links and all(self.ignores(link) for link in history.links):
            first = history.links[0].ignore
            reason = f": {first.reason}" if first and first.reason else ""
            return f"ignored by a comment in the list{reason}"
        return None

    def ignores(self, link: Link) -> bool:
        """Whether a comment that still holds says to leave the link alone."""
        return link.ignore is not None and not expired(link.ignore, self.today)

    def _wanted(self, history: History) -> History:
        """The history without its ignored links: they are not mended."""
        return replace(history, links=tuple(link for link in history.links if not self.ignores(link)))


def _compiled(key: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise SettingsError(f"{key}: {pattern!r} is no regular expression ({error}): mend it") from error
