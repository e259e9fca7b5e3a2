"""`python -m bench.year [LINKS] [BUDGET]`: a year of daily runs, simulated: what it costs, and what it gets wrong."""

import sys
from collections.abc import Sequence
from time import perf_counter

from crawler.settings import Settings
from tests.year import Year, lines, world

_LINKS = 5000
_DAYS = 365


def main(arguments: Sequence[str] | None = None) -> int:
    """Simulate, and print the account; 1 where a living link was called dead."""
    given = [int(word) for word in (sys.argv[1:] if arguments is None else arguments)]
    links, budget = (*given, *(_LINKS, 0)[len(given) :])[:2]
    began = perf_counter()
    account = Year(world(links, seed=1, days=_DAYS), Settings(budget=budget)).run(_DAYS)
    print("\n".join(lines(account, links)))
    print(f"budget: {budget or 'none'}; {perf_counter() - began:.0f} s to simulate")
    return 1 if account.false_dead else 0


if __name__ == "__main__":
    sys.exit(main())
