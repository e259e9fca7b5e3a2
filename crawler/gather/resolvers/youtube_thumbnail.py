"""The picture of a video on YouTube: there is one as long as there is the video. Pure.

lychee goes by it alone since 2021, because oEmbed "doesn't return a correct status code" (lycheeverse/lychee,
lychee-lib/src/quirks, and issue 906). It says nothing else of the video. What is no picture, such as a page for whoever
has to agree to something or has no way out of a network, says nothing at all.
"""

from collections.abc import Iterator, Sequence

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import Finding, Reading, call
from crawler.gather.replies import batches
from crawler.gather.videos import Sort, home, place_of
from crawler.settings import Keys

_JPEG = b"\xff\xd8"


class YouTubeThumbnail:
    """Knows where the picture of a video is."""

    name = "youtube-thumbnail"
    title = "YouTube's thumbnail server"
    adds_page = True

    def takes(self, target: str, keys: Keys) -> bool:
        """Videos alone."""
        del keys
        place = place_of(target)
        return place is not None and place[0] is Sort.VIDEO

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each video."""
        del keys
        for _, (name,), some in batches(targets, place_of, 1):
            yield call(self.name, some, f"https://img.youtube.com/vi/{name}/0.jpg")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """The picture is there, or it is not."""
        reading, shown = Reading(reply, run, self.name), _is_picture(reply)
        for target in reply.request.targets if shown or reply.status == 404 else ():
            there = reading.exists(target, moved_to=home(target)) if shown else None
            observation = there or reading.absent(target, "has no picture of the video")
            yield Finding(target=target, observation=observation)


def _is_picture(reply: Reply) -> bool:
    """Whether an answer is an image: by its first bytes, or by what it is called if it is no markup."""
    if reply.status != 200 or not reply.body:
        return False
    called = (reply.header("content-type") or "").lower().startswith("image/")
    return reply.body.startswith(_JPEG) or (called and not reply.body.lstrip().startswith(b"<"))
