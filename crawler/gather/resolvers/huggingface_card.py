"""The card of a repository on the Hugging Face Hub: its README, of which the Hub's API gives no text. Pure.

It settles nothing, and is asked where the API gave no description. It counts as a page (huggingface/hub-docs,
rate-limits.md), and waits among them.
"""

from collections.abc import Iterator, Sequence

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import ABSTRACT_CHARS, Finding, Reading, call
from crawler.gather.hub import address, place_of
from crawler.gather.prose import prose
from crawler.gather.replies import batches
from crawler.settings import Keys

_NONE = frozenset({401, 403, 404})
"""There is none, or it is not for everybody."""


class HuggingFaceCard:
    """Knows where the README of a repository is."""

    name = "huggingface-card"
    title = "Hugging Face's READMEs"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Models, datasets and spaces."""
        del keys
        place = place_of(target)
        return place is not None and place[0] != "papers"

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each, as anybody would: what only a token may read is not for those who read the list."""
        del keys
        for sort, (name,), some in batches(targets, place_of, 1):
            yield call(self.name, some, f"{address(sort, name)}/raw/main/README.md")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """The sentences of the README, if it has any."""
        reading = Reading(reply, run, self.name)
        text = prose(reply.body.decode("utf-8", "replace"), ABSTRACT_CHARS) if reply.status == 200 else None
        for target in reply.request.targets if reply.status == 200 or reply.status in _NONE else ():
            yield Finding(target=target, metadata=reading.metadata(target, abstract=text) if text else None)
