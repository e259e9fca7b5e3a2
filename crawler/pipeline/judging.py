"""History -> all that a report tells of a target. The rules are the judge's; here they only meet the settings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from crawler.errors import SettingsError
from crawler.gather.ignores import expired
from crawler.judge.fixes import fixes
from crawler.judge.health import verdict
from crawler.model import Choice, Decision, History, Judged, Link, Verdict
from crawler.settings import Settings


class Judge:
    """Applies the judge's rules with a person's exclusions, as of one day."""

    def __init__(self, settings: Settings, today: date, decisions: Mapping[str, Decision] | None = None) -> None:
        self._today = today
        self._exclude = [_compiled(pattern) for pattern in settings.exclude]
        self._declined = {fix for fix, word in (decisions or {}).items() if word.choice is Choice.DECLINED}

    def judge(self, history: History) -> Judged:
        """Verdict and fixes for one target; what a person has declined is not proposed again."""
        said = self.verdict(history)
        proposed = fixes(self._wanted(history), said)
        return Judged(
            history=history, verdict=said, fixes=tuple(fix for fix in proposed if fix.id not in self._declined)
        )

    def all(self, histories: Iterable[History]) -> Iterator[Judged]:
        """Verdict and fixes for each target."""
        return map(self.judge, histories)

    def verdict(self, history: History) -> Verdict:
        """Health and evidence for one target."""
        return verdict(history, skipped=self.skipped(history))

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
        return link.ignore is not None and not expired(link.ignore, self._today)

    def _wanted(self, history: History) -> History:
        """The history without its ignored links: they are not mended."""
        return replace(history, links=tuple(link for link in history.links if not self.ignores(link)))


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise SettingsError(f"exclude: {pattern!r} is no regular expression ({error}): mend it") from error
