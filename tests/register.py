"""An interface of the tests' own: what is asked of it, and how it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crawler.gather.exchange import Reply, Request
from crawler.gather.finding import Finding, Reading, call, json_of
from crawler.settings import Keys


@dataclass
class Register:
    """An interface that answers `{"target": status}`, with a title where the status is 200, and null for "no idea"."""

    name: str = "first"
    title: str = "The first register"
    adds_page: bool = False
    abstract: str | None = "What it is about."
    refuses: frozenset[str] = field(default_factory=frozenset)
    batch: int = 100
    base: str = ""
    """Where it is asked; a host that does not exist, if nobody asks it."""
    headers: dict[str, str] = field(default_factory=dict)
    by_post: bool = False

    def takes(self, target: str, keys: Keys) -> bool:
        """Everything but a few."""
        return target not in self.refuses

    def requests(self, targets: Sequence[str], keys: Keys) -> Iterator[Request]:
        """So many in one request."""
        for start in range(0, len(targets), self.batch):
            part = list(targets[start : start + self.batch])
            base = self.base or f"https://{self.name}.example/"
            body = {"targets": part} if self.by_post else None
            yield call(self.name, part, f"{base}?{len(part)}&{part[0]}", headers=self.headers, body=body)

    def read(self, reply: Reply, run: int) -> Iterator[Finding]:
        """Status by status."""
        said, reading = json_of(reply), Reading(reply, run, self.name)
        for target, status in said.items() if isinstance(said, dict) else ():
            if status == 200:
                known = reading.metadata(target, title=f"Title of {target}", abstract=self.abstract)
                yield Finding(target=target, observation=reading.exists(target), metadata=known)
            elif status:
                yield Finding(target=target, observation=reading.absent(target, "has none", status=status))
            else:
                yield Finding(target=target)
