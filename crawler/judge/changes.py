"""History as it stood earlier, so that what changed can be told. Pure."""

from dataclasses import replace
from datetime import UTC, datetime

from crawler.model import History

_NEVER = datetime.max.replace(tzinfo=UTC)


def before(history: History, run_id: int) -> History:
    """The history without that run and all later ones: judging it gives the verdict that stood before.

    >>> from crawler.model import Observation, Scheme, Target
    >>> at = datetime(2026, 11, 23, tzinfo=UTC)
    >>> looks = tuple(Observation(target="a.md", run=run, look=1, at=at, via="local") for run in (1, 2))
    >>> history = History(target=Target(url="a.md", scheme=Scheme.LOCAL), observations=looks)
    >>> [look.run for look in before(history, 2).observations]
    [1]
    """
    kept = tuple(look for look in history.observations if look.run < run_id)
    since = min((look.at for look in history.observations if look.run >= run_id), default=_NEVER)
    said = tuple(metadata for metadata in history.metadata if metadata.at < since)
    heard = tuple(testimony for testimony in history.testimonies if testimony.run < run_id)
    return replace(history, observations=kept, metadata=said, testimonies=heard)
