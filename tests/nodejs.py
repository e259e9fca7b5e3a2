"""Node.js, with the packages that `tests/node/` pins: `make test` puts them there."""

import os
import shutil
from pathlib import Path

import pytest

NEEDED = "TESTS_NEED_NODE"
"""Where this is set in the environment, no test is skipped for want of Node.js."""
FOLDER = Path(__file__).parent / "node"
MODULES = FOLDER / "node_modules"


def required() -> str:
    """Where `node` is; without it, or its packages, the test is skipped, or fails where they are needed."""
    node = shutil.which("node")
    if node is not None and (MODULES / ".stamp").exists():
        return node
    wanted = "install nodejs and npm, and then: make tests/node/node_modules/.stamp"
    if os.environ.get(NEEDED):
        pytest.fail(f"Node.js or its packages are missing, and {NEEDED} is set: {wanted}")
    pytest.skip(f"Node.js or its packages are missing: {wanted}")
