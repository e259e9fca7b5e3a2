"""`listkeeper`, and `python -m crawler`."""

import sys
import traceback

from crawler import PROJECT_URL
from crawler.cli import cli, visible

_INCOMPLETE = 3


def main() -> None:
    """Run the command; a fault of our own never looks like findings (Python would end with 1)."""
    try:
        cli(prog_name="listkeeper")
    except Exception:  # noqa: BLE001 - whatever it is, it is ours
        for line in traceback.format_exc().splitlines():
            print(visible(line), file=sys.stderr)  # noqa: T201 - the way out of last resort
        print(f"listkeeper: a fault of its own: please tell {PROJECT_URL} what stands above", file=sys.stderr)  # noqa: T201
        sys.exit(_INCOMPLETE)


if __name__ == "__main__":
    main()
