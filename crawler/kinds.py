"""The kinds of values that can be set: what each may be in a TOML file and in a flag, and how it is shown. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Kind(Protocol):
    """What a value may be. `read` and `parse` raise ValueError for what it may not be."""

    @property
    def wants(self) -> str:
        """What it must be, to go after "must be"."""

    def read(self, value: object) -> object:
        """The setting that a value of a TOML file stands for."""

    def parse(self, text: str) -> object:
        """The setting that the text of a flag stands for."""

    def show(self, value: object) -> str:
        """The setting as a person would write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a range."""

    least: float
    most: float
    whole: bool = False
    unit: str = ""

    @property
    def wants(self) -> str:
        """The range, in words."""
        sort = "a whole number" if self.whole else "a number"
        return f"{sort}{self.unit and f' of {self.unit}'} from {self.least:.10g} to {self.most:.10g}"

    def read(self, value: object) -> int | float:
        """A number of the right sort (`true` is none, nor is `nan`)."""
        sorts = (int,) if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, sorts) or not self.least <= value <= self.most:
            raise ValueError
        return value if self.whole else float(value)

    def parse(self, text: str) -> int | float:
        """As `read`, from text."""
        return self.read(int(text[:20]) if self.whole else float(text))

    def show(self, value: object) -> str:
        """Without a fraction where there is none."""
        return f"{value:.10g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few words."""

    words: Mapping[str, object]

    @property
    def wants(self) -> str:
        """The words."""
        return " or ".join(f'"{word}"' for word in self.words)

    def read(self, value: object) -> object:
        """What the word stands for."""
        if not isinstance(value, str) or value not in self.words:
            raise ValueError
        return self.words[value]

    parse = read

    def show(self, value: object) -> str:
        """The word for it."""
        return next(word for word, meaning in self.words.items() if meaning == value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """On or off."""

    wants: str = "true or false"

    def read(self, value: object) -> bool:
        """A TOML boolean."""
        if not isinstance(value, bool):
            raise ValueError  # noqa: TRY004 - every wrong value is one to the reader
        return value

    def parse(self, text: str) -> bool:
        """The TOML words for it."""
        return self.read({"true": True, "false": False}.get(text))

    def show(self, value: object) -> str:
        """The TOML words for it."""
        return str(value).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of printable text, or what `of` makes of it."""

    of: Callable[[str], object] = str
    empty: bool = False
    ascii: bool = False

    @property
    def wants(self) -> str:
        """One line, of which sort."""
        return f"one line of {'plain ASCII ' if self.ascii else ''}text{'' if self.empty else ' that is not empty'}"

    def read(self, value: object) -> object:
        """Printable text (so no escape for a terminal and no second header), made into what it stands for."""
        if not isinstance(value, str) or not (value or self.empty) or not value.isprintable():
            raise ValueError
        if self.ascii and not value.isascii():
            raise ValueError
        return self.of(value)

    parse = read

    def show(self, value: object) -> str:
        """The text; `none` where there is none."""
        return str(value) if value not in (None, "") else "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A list, each item of it made into what its text stands for; in a flag, one of them."""

    of: Callable[[str], object]
    items: type = str
    """What an item is in a TOML file."""
    wants: str = "a list of texts"

    def read(self, value: object) -> tuple[object, ...]:
        """All of the list, in its order."""
        if not isinstance(value, list) or not all(type(item) is self.items for item in value):
            raise ValueError
        return tuple(self.of(str(item)) for item in value)

    def parse(self, text: str) -> object:
        """One item: the flag is given once for each."""
        return self.of(text)

    def show(self, value: object) -> str:
        """Nothing but whether there are any: an item may be a secret."""
        return "given" if value else "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """Some words of a fixed set, in any order."""

    of: type[StrEnum]

    @property
    def wants(self) -> str:
        """The words."""
        return f"some of {', '.join(self.of)}"

    def read(self, value: object) -> frozenset[str]:
        """A list of words."""
        words = frozenset(map(str, value)) if isinstance(value, list) else None
        if words is None or not words <= frozenset(self.of):
            raise ValueError
        return words

    def parse(self, text: str) -> frozenset[str]:
        """Words with commas between them; `none` for none of them."""
        return self.read([] if text == "none" else text.replace(" ", "").split(","))

    def show(self, value: object) -> str:
        """Words with commas between them."""
        words = value if isinstance(value, frozenset) else frozenset()
        return ",".join(sorted(words)) or "none"
