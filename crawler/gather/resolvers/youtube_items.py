"""What is in a playlist of YouTube, by its Data API: how much of it is gone, and what was added last. Pure.

It settles nothing, whether the playlist is there is asked of another list: one request for each playlist, and the
first fifty rows of it (developers.google.com/youtube/v3/docs/playlistItems/list). Rows of videos that are gone keep
their place and lose their titles. A channel that is named by its id has a playlist of its uploads, newest first, under
the same id with `UU` in the place of `UC`: it tells how long the channel has been silent. Its feed would, too, but
YouTube's robots.txt closes the feeds.
"""

from collections.abc import Iterator, Sequence

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import Finding, Reading, call, dig, json_of
from crawler.gather.replies import batches, day_of, known, number_of
from crawler.gather.videos import Sort, place_of
from crawler.model import Metadata
from crawler.settings import Keys

_API = "https://www.googleapis.com/youtube/v3/playlistItems"
_GONE = frozenset({"Deleted video", "Private video"})
"""Titles of such rows, in whatever language the playlist is."""


class YouTubeItems:
    """Knows what to ask YouTube's Data API about the rows of a playlist."""

    name = "youtube-items"
    title = "YouTube's Data API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Playlists, and channels by their id; with a key alone."""
        place = place_of(target)
        return bool(keys.youtube_api_key) and place is not None and place[0] in (Sort.PLAYLIST, Sort.CHANNEL)

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each playlist, or for the uploads of a channel."""
        for sort, (name,), some in batches(targets, place_of, 1):
            rows = f"UU{name[2:]}" if sort is Sort.CHANNEL else name
            url = f"{_API}?part=snippet&maxResults=50&playlistId={rows}"
            yield call(self.name, some, url, headers={"X-Goog-Api-Key": keys.youtube_api_key})

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """How many rows there are, how many of the first fifty are gone, and when the last of them was added."""
        reading = Reading(reply, run, self.name)
        rows = dig(json_of(reply), "items") if reply.status == 200 else None
        for target in reply.request.targets if isinstance(rows, list) or reply.status == 404 else ():
            yield Finding(target=target, metadata=_told(reading, target, rows) if rows else None)


def _told(reading: Reading, target: str, rows: list[object]) -> Metadata:
    missing = sum(str(dig(row, "snippet", "title")) in _GONE for row in rows)
    days = [day for row in rows if (day := day_of(dig(row, "snippet", "publishedAt")))]
    place = place_of(target)
    if place and place[0] is Sort.CHANNEL:
        return reading.metadata(target, kind=Sort.CHANNEL.kind, state=known(newest_post=max(days, default=None)))
    total = number_of(dig(json_of(reading.reply), "pageInfo", "totalResults"))
    state = known(items=total, items_missing=str(missing), newest_post=max(days, default=None))
    return reading.metadata(target, kind=Sort.PLAYLIST.kind, state=state)
