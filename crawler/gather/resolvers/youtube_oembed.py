"""YouTube's oEmbed: who made a video or a playlist, and what it is called, without a key. Pure.

It answers for videos in all forms of their addresses, and for playlists (github.com/iamcal/oembed,
providers/youtube.yml). 401: its owner lets nobody embed it, and everybody watch it (lycheeverse/lychee issue 214). 403:
it is private; once that came as 200 with the word Forbidden (ruby-oembed/ruby-oembed issue 79). 404: it is gone, and
because that has been wrong (lycheeverse/lychee issue 906) it wants to be confirmed. 400 is given for what it cannot
read, and means nothing. Of channels it says nothing, or what they are called: no answer is none against them. Whether
a playlist or a channel is there its page tells.
"""

from collections.abc import Iterator, Sequence

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import Finding, Reading, call, dig, escaped, json_of, names_of, text_of
from crawler.gather.replies import address_of, batches
from crawler.gather.videos import Sort, address, home, place_of
from crawler.settings import Keys

_API = "https://www.youtube.com/oembed"
_SURE = frozenset({Sort.VIDEO, Sort.PLAYLIST})


class YouTubeOEmbed:
    """Knows what to ask YouTube's oEmbed."""

    name = "youtube-oembed"
    title = "YouTube's oEmbed"
    adds_page = True

    def takes(self, target: str, keys: Keys) -> bool:
        """Videos, playlists and channels."""
        del keys
        return place_of(target) is not None

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each thing, by the address that YouTube itself gives it."""
        del keys
        for sort, (name,), some in batches(targets, place_of, 1):
            yield call(self.name, some, f"{_API}?format=json&url={escaped(address(sort, name))}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """A title means that a video is there; a refusal is told by its status."""
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            place = place_of(target)
            if place is not None and (found := _finding(reading, target, *place)):
                yield found


def _finding(reading: Reading, target: str, sort: Sort, name: str) -> Finding | None:
    status, said = reading.reply.status, json_of(reading.reply)
    refused = 403 if status == 200 and reading.reply.body.strip() == b"Forbidden" else status
    title = text_of(dig(said, "title"))
    if status == 200 and title:
        metadata = reading.metadata(
            target,
            title=title,
            authors=names_of([dig(said, "author_name")]),
            kind=sort.kind,
            site="YouTube",
            identifiers={"youtube": name},
            image=address_of(dig(said, "thumbnail_url")),
        )
        there = reading.exists(target, moved_to=home(target)) if sort is Sort.VIDEO else None
        return Finding(target=target, observation=there, metadata=metadata)
    if refused == 400 or (sort not in _SURE and refused in (200, 401, 403, 404)):
        return Finding(target=target)
    return _refusal(reading, target, sort, refused) if sort in _SURE else None


def _refusal(reading: Reading, target: str, sort: Sort, status: int | None) -> Finding | None:
    if status == 404:
        return Finding(target=target, observation=reading.absent(target, "is gone"))
    if status not in (401, 403):
        return None
    state = {"restricted": "embedding" if status == 401 else "private"}
    open_to_all = reading.exists(target, moved_to=home(target), said="lets nobody embed it") if status == 401 else None
    return Finding(
        target=target,
        observation=open_to_all or reading.absent(target, "is private", status=403),
        metadata=reading.metadata(target, kind=sort.kind, site="YouTube", state=state),
    )
