"""YouTube's Data API: videos, playlists and channels, fifty at a time. It wants a key, which stands in no URL. Pure.

Sources: developers.google.com/youtube/v3/docs (videos, playlists and channels: list); the key in `X-Goog-Api-Key` is
Google's own way for all of its interfaces (cloud.google.com/docs/authentication/api-keys-use). What was removed and
what only some may see is left out of the answer: it is not told which of the two it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call, dig, escaped, json_of, names_of, text_of
from crawler.gather.licences import language_of
from crawler.gather.replies import address_of, batches, day_of, known, number_of
from crawler.gather.videos import Sort, address, home, place_of
from crawler.settings import Keys

_API = "https://www.googleapis.com/youtube/v3"
_MOST = 50
_LISTS = {
    Sort.VIDEO: ("videos", "snippet,status,contentDetails", "id"),
    Sort.PLAYLIST: ("playlists", "snippet,status,contentDetails", "id"),
    Sort.CHANNEL: ("channels", "snippet,statistics", "id"),
    Sort.HANDLE: ("channels", "snippet,statistics", "forHandle"),
    Sort.USER: ("channels", "snippet,statistics", "forUsername"),
}
_BY_NAME = frozenset({Sort.HANDLE, Sort.USER})
"""One of these a request."""
_REMOVED = frozenset({"deleted", "failed", "rejected"})
"""States of an upload that nobody can watch any more."""


class YouTube:
    """Knows what to ask YouTube's Data API."""

    name = "youtube"
    title = "YouTube's Data API"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Videos, playlists and channels; with a key alone."""
        return bool(keys.youtube_api_key) and place_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """Fifty ids a request; handles and old user names one by one."""
        by_id = [target for target in targets if (place := place_of(target)) and place[0] not in _BY_NAME]
        by_name = [target for target in targets if (place := place_of(target)) and place[0] in _BY_NAME]
        for sort, ids, some in (*batches(by_id, place_of, _MOST), *batches(by_name, place_of, 1)):
            kind, parts, field = _LISTS[sort]
            # A list of videos has no pages when it is asked for by ids; the others give five unless they are told.
            size = "" if sort is Sort.VIDEO else f"&maxResults={_MOST}"
            url = f"{_API}/{kind}?part={escaped(parts)}&{field}={escaped(','.join(ids))}{size}"
            yield call(self.name, some, url, headers={"X-Goog-Api-Key": keys.youtube_api_key})

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """Each target is among the items, or there is no such thing for the public."""
        said = json_of(reply) if reply.status == 200 else None
        kind, items = dig(said, "kind"), dig(said, "items") or []
        if not isinstance(kind, str) or not kind.endswith("ListResponse") or not isinstance(items, list):
            return
        reading = Reading(reply, run, self.name)
        by_id = {dig(item, "id"): item for item in items if isinstance(dig(item, "id"), str)}
        for target in reply.request.targets:
            place = place_of(target)
            if place is None:
                continue
            item = next(iter(by_id.values()), None) if place[0] in _BY_NAME else by_id.get(place[1])
            if item is not None:
                yield _found(reading, target, place[0], item)
            elif not dig(said, "nextPageToken"):
                yield Finding(
                    target=target, observation=reading.absent(target, f"shows the public no such {place[0].kind}")
                )


def _found(reading: Reading, target: str, sort: Sort, item: Mapping[str, Any]) -> Finding:
    upload = dig(item, "status", "uploadStatus")
    if sort is Sort.VIDEO and isinstance(upload, str) and upload in _REMOVED:
        return Finding(target=target, observation=reading.absent(target, "says that the video was removed", status=410))
    snippet, named = dig(item, "snippet"), dig(item, "snippet", "customUrl")
    handle = named[1:] if sort.kind == "channel" and isinstance(named, str) and named.startswith("@") else ""
    metadata = reading.metadata(
        target,
        title=text_of(dig(snippet, "title")),
        abstract=text_of(dig(snippet, "description"), ABSTRACT_CHARS),
        authors=names_of([dig(snippet, "channelTitle")]),
        published=day_of(dig(snippet, "publishedAt")),
        kind=sort.kind,
        site="YouTube",
        language=language_of(dig(snippet, "defaultAudioLanguage") or dig(snippet, "defaultLanguage")),
        canonical=address_of(address(Sort.HANDLE, handle)) if handle else None,
        identifiers=known(youtube=text_of(dig(item, "id"), 100)),
        image=address_of(dig(snippet, "thumbnails", "high", "url")),
        state=_state(item),
    )
    return Finding(target=target, observation=reading.exists(target, moved_to=home(target)), metadata=metadata)


def _state(item: Mapping[str, Any]) -> Mapping[str, str]:
    """What may not be embedded is there all the same; a private playlist is shown to its owner alone."""
    closed = "embedding" if dig(item, "status", "embeddable") is False else None
    private = "private" if dig(item, "status", "privacyStatus") == "private" else closed
    items = number_of(dig(item, "contentDetails", "itemCount")) or number_of(dig(item, "statistics", "videoCount"))
    return known(restricted=private, items=items)
