"""Draws what a command prints in a terminal: python docs/picture.py docs/images/demo.svg make demo."""

import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text


def draw(target: Path, command: list[str], *, width: int = 120) -> None:
    """Run the command, and write its output as an SVG."""
    environ = os.environ | {"COLUMNS": str(width)}
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)
    console = Console(record=True, width=width, file=sys.stderr, force_terminal=True)
    console.print(Text.from_ansi(f"$ {' '.join(command)}\n{done.stdout.decode()}"))
    # No font is fetched for a picture: where Fira Code is missing, any fixed-width font does.
    svg = re.sub(r"@font-face \{.*?\}", "", console.export_svg(title=" ".join(command)), flags=re.DOTALL)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(svg, "utf-8")


if __name__ == "__main__":
    draw(Path(sys.argv[1]), sys.argv[2:])
