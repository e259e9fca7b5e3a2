"""Run as a process of its own by the tests of the store, to be killed: `python -m tests.store_child DB TASK`."""

import os
import sys
from itertools import count
from pathlib import Path

from crawler.model import Document, Metadata, Observation, Scheme, Target
from crawler.store import Store
from tests.histories import NOON, link

ROWS = 40
"""Answers in each transaction."""
TARGETS = [Target(url=f"https://a.example/{number}", scheme=Scheme.WEB) for number in range(ROWS)]


def write_for_ever(db: Path) -> None:
    """Say `run:batch` on stdout for each batch that is stored, until killed."""
    with Store.open(db) as store:
        run = store.begin_run(NOON)
        links = {target: (link(target.url, line=number),) for number, target in enumerate(TARGETS)}
        document = Document(path="README.md", links=tuple(link for found in links.values() for link in found))
        store.record_sources([document], links, digests={}, now=NOON)
        first = 1 + max((observation.look for observation in store.observed(run.id)), default=0)
        for look in count(first):
            for target in TARGETS:
                observation = Observation(target=target.url, run=run.id, look=look, at=NOON, via="web", status=200)
                store.record(observation, Metadata(target=target.url, at=NOON, title=f"{look} {target.url}" * 20))
            store.flush()
            sys.stdout.write(f"{run.id}:{look}\n")
            sys.stdout.flush()


def hold(db: Path) -> None:
    """Take the lock, and leave a child behind that says so, and that outlives us until its stdin is closed."""
    with Store.open(db):
        if os.fork() == 0:
            sys.stdout.write("held\n")  # here, so that the child has let go of the lock when it is read
            sys.stdout.flush()
            sys.stdin.read()
            os._exit(0)
        sys.stdin.read()


if __name__ == "__main__":
    {"write": write_for_ever, "hold": hold}[sys.argv[2]](Path(sys.argv[1]))
