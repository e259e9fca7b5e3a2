"""Prints, for coverage's --include, the files that import-linter holds to be pure: one list for both."""

import tomllib
from pathlib import Path


def pure_files(root: Path) -> list[str]:
    """Patterns of the modules and packages that the contract of the pure ones names."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    modules = next(contract["source_modules"] for contract in contracts if contract["type"] == "forbidden")
    return [_pattern(root, module.replace(".", "/")) for module in modules]


def _pattern(root: Path, path: str) -> str:
    return f"{path}/*" if (root / path).is_dir() else f"{path}.py"


if __name__ == "__main__":
    print(",".join(pure_files(Path(__file__).parent.parent)))  # noqa: T201 - printing is what it is for
