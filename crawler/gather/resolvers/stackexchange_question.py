"""What the question of an answer on Stack Exchange is called: an answer itself has no title. Pure.

`/answers/{ids}/questions` gives the questions that answers are to, and does not say which is whose, so each answer is
asked about alone (api.stackexchange.com/docs/questions-by-answer-ids). Asked only for what is known to be there.
"""

from collections.abc import Iterator, Sequence
from html import unescape

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import Finding, Reading, call, dig, escaped, json_of, text_of
from crawler.gather.forums import place_of
from crawler.gather.replies import batches
from crawler.model import Kind
from crawler.settings import Keys

_API = "https://api.stackexchange.com/2.3"


class StackExchangeQuestion:
    """Knows how to ask Stack Exchange what an answer is an answer to."""

    name = "stackexchange-question"
    title = "Stack Exchange's API, asked for questions"
    adds_page = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Answers."""
        del keys
        place = place_of(target)
        return place is not None and place[0][1] == "answers"

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """One for each answer."""
        key = f"&key={escaped(keys.stackexchange_key)}" if keys.stackexchange_key else ""
        for (site, method), (number,), some in batches(targets, place_of, 1):
            yield call(self.name, some, f"{_API}/{method}/{number}/questions?site={site}{key}")

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """The title of the one question; nothing that speaks for or against the answer."""
        said = json_of(reply) if reply.status == 200 else None
        items = dig(said, "items")
        if not isinstance(items, list) or dig(said, "error_id") is not None:
            return
        title = dig(items, 0, "title") if len(items) == 1 else None
        named = text_of(unescape(title)) if isinstance(title, str) else None
        reading = Reading(reply, run, self.name)
        for target in reply.request.targets:
            known = reading.metadata(target, title=named, kind=Kind.QUESTION) if named else None
            yield Finding(target=target, metadata=known)
