"""Everything that can be set, as one table: its key in a file, its kind, its range and what it means. Pure.

The keys of a file, the flags, their help and the table in docs/settings.md all come from here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from crawler.errors import SettingsError
from crawler.kinds import Choice, Kind, Line, Many, Number, Some, Switch
from crawler.model import Health, Suspicion
from crawler.settings import KIB, MIB, HostSettings, Settings, connect_to, host_name, network, port, scoped_header


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One thing that can be set."""

    field: str
    """Of `Settings` (or of `HostSettings`)."""
    kind: Kind
    help: str
    flag: str | None = None
    """The flag where it is not `--` and the key; empty where there is none."""
    otherwise: str = ""
    """What holds where nothing is set, where that is not a value of its own."""

    @property
    def name(self) -> str:
        """The key in a file: the field with dashes, without the mark of its unit (all times are in seconds).

        >>> Key(field="connect_timeout_s", kind=Switch(), help="").name
        'connect-timeout'
        """
        return self.field.removesuffix("_s").replace("_", "-")

    @property
    def default(self) -> str:
        """The default as a person would write it."""
        return self.otherwise or self.kind.show(getattr(Settings(), self.field))

    def read(self, value: object) -> object:
        """The setting that a value of a TOML file stands for."""
        return self._checked(self.kind.read, value)

    def parse(self, text: str) -> object:
        """The setting that the text of a flag stands for.

        >>> KEYS["host-rate"].parse("2.5")
        2.5
        >>> KEYS["host-rate"].parse("fast")
        Traceback (most recent call last):
        crawler.errors.SettingsError: host-rate must be a number from 0 to 1000, not 'fast'
        """
        return self._checked(self.kind.parse, text)

    def _checked(self, read: Callable[[Any], object], value: object) -> object:
        try:
            return read(value)
        except SettingsError as error:
            raise SettingsError(f"{self.name}: {error}") from None
        except ValueError:
            # An item of a list may be a secret, so a list is never repeated.
            given = "" if isinstance(self.kind, Many) else f", not {repr(value)[:60]}"
            raise SettingsError(f"{self.name} must be {self.kind.wants}{given}") from None


def known(table: Mapping[str, object], keys: Mapping[str, Key]) -> Iterator[tuple[Key, object]]:
    """Each entry with its key; an unknown one is an error that names the nearest right one.

    >>> list(known({"robot": "ignore"}, KEYS))
    Traceback (most recent call last):
    crawler.errors.SettingsError: there is no setting 'robot': did you mean robots?
    """
    for name, value in table.items():
        if name not in keys:
            raise SettingsError(f"there is no setting {name[:60]!r}: {_nearest(name, keys)}")
        yield keys[name], value


def _nearest(name: str, keys: Mapping[str, Key]) -> str:
    """The right name that looks most like the wrong one, or all of them."""
    near = get_close_matches(name[:60].lower().replace("_", "-"), keys, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"the settings are {', '.join(sorted(keys))}"


def pattern(text: str) -> str:
    """A regular expression, unchanged, once it is known to be one.

    >>> pattern(r"^https://example[.]com/"), pattern("(")
    Traceback (most recent call last):
    crawler.errors.SettingsError: '(' is no regular expression: missing ), unterminated subpattern at position 0
    """
    try:
        re.compile(text)
    except re.error as error:
        raise SettingsError(f"{text!r} is no regular expression: {error}") from None
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts:
    """A table of hosts, each with what is different there."""

    wants: str = 'tables such as [hosts."example.com"]'

    def read(self, value: object) -> dict[str, HostSettings]:
        """Each host in its canonical form."""
        if not isinstance(value, dict):
            raise ValueError  # noqa: TRY004 - every wrong value is one to the reader
        return {host_name(str(host)): self._host(table) for host, table in value.items()}

    def _host(self, table: object) -> HostSettings:
        if not isinstance(table, dict):
            raise ValueError  # noqa: TRY004 - as above
        changes: dict[str, Any] = {key.field: key.read(raw) for key, raw in known(table, HOST_KEYS)}
        return HostSettings(**changes)

    def parse(self, text: str) -> object:
        """No flag can say it."""
        raise ValueError(text)

    def show(self, value: object) -> str:
        """Nothing but whether there are any."""
        return "given" if value else "none"


def _table(*keys: Key) -> dict[str, Key]:
    return {key.name: key for key in keys}


_PATH = Line(of=Path)
_SECONDS = Number(least=0.1, most=3600, unit="seconds")
_DAYS = Number(least=0, most=365, unit="days")
_AGE = Number(least=1, most=36_500, unit="days")
_RATE = Number(least=0, most=1000)
_AT_ONCE = Number(least=1, most=1024, whole=True)
_ON = Choice(words={"on": True, "off": False})
_BYTES = Number(least=KIB, most=64 * MIB, whole=True, unit="bytes")

HOST_KEYS = _table(
    Key(field="concurrency", kind=_AT_ONCE, help="Requests at once to this host, at most."),
    Key(field="rate", kind=_RATE, help="Requests a second to this host, at most; 0 for no limit."),
)

KEYS = _table(
    Key(field="db", kind=_PATH, help="Database of the crawl."),
    Key(field="out", kind=_PATH, help="Folder that the reports are written to."),
    Key(field="fail_on", kind=Some(of=Health), help="States of health that make `check` end with 1."),
    Key(field="suspicious", kind=Some(of=Suspicion), help="Kinds of suspicious links that are reported."),
    Key(field="exclude", kind=Many(of=pattern), help="Regular expression: a URL in which it is found is skipped."),
    Key(
        field="evergreen",
        kind=Many(of=pattern),
        help="Regular expression: what a URL in which it is found leads to does not age.",
    ),
    Key(
        field="root",
        kind=_PATH,
        help="Root of the repository: links to files are looked up below it.",
        otherwise="where .git is",
    ),
    Key(field="note", kind=Line(empty=True), help="Sentence that every page of the report shows."),
    Key(field="user_agent", kind=Line(ascii=True), help="Who the crawler says it is."),
    Key(
        field="headers",
        kind=Many(of=scoped_header),
        flag="--header",
        help='Header for exactly one host: "host: Name: value"; ${NAME} in it is taken from the environment.',
    ),
    Key(
        field="cacert",
        kind=_PATH,
        help="PEM file of the authorities to trust.",
        otherwise="SSL_CERT_FILE, or the usual ones",
    ),
    Key(
        field="connect_to",
        kind=Many(of=connect_to),
        help="HOST1:PORT1:HOST2:PORT2: connect to the second pair in place of the first, as curl does.",
    ),
    Key(
        field="allow_network",
        kind=Many(of=network),
        help="Network that may be asked although it is not public, such as 10.0.0.0/8.",
    ),
    Key(
        field="allow_port",
        kind=Many(of=port, items=int, wants="a list of whole numbers"),
        help="Port that may be asked beside 80, 443, and 1024 and above, such as 81.",
    ),
    Key(
        field="robots",
        kind=Choice(words={"respect": True, "ignore": False}),
        help="What to do about robots.txt: respect or ignore.",
    ),
    Key(
        field="robots_ttl_s",
        kind=Number(least=0, most=86_400, unit="seconds"),
        help="Seconds for which a robots.txt that was read is kept.",
    ),
    Key(field="connect_timeout_s", kind=_SECONDS, help="Seconds to connect."),
    Key(field="first_byte_timeout_s", kind=_SECONDS, help="Seconds to the first byte of an answer."),
    Key(field="total_timeout_s", kind=_SECONDS, help="Seconds for a URL in all, over all its redirects."),
    Key(field="concurrency", kind=_AT_ONCE, help="Requests at once, at most."),
    Key(field="host_concurrency", kind=_AT_ONCE, help="Requests at once to one host, at most."),
    Key(field="host_concurrency_start", kind=_AT_ONCE, help="Requests at once to a host that is not known yet."),
    Key(field="host_rate", kind=_RATE, help="Requests a second to one host, at most; 0 for no limit."),
    Key(field="host_rate_start", kind=_RATE, help="Requests a second to a host that is not known yet."),
    Key(field="hosts", kind=Hosts(), flag="", help="What is different for one host: concurrency and rate."),
    Key(field="attempts", kind=Number(least=1, most=10, whole=True), help="Times that a URL is tried, at most."),
    Key(
        field="retry_after_cap_s",
        kind=Number(least=0, most=3600, unit="seconds"),
        help="Seconds that a host may make us wait, at most.",
    ),
    Key(field="redirects", kind=Number(least=0, most=50, whole=True), help="Redirects that are followed, at most."),
    Key(field="html_bytes", kind=_BYTES, help="Bytes of an HTML page that are read."),
    Key(field="pdf_bytes", kind=_BYTES, help="Bytes of a PDF that are read at first."),
    Key(field="wire_bytes", kind=_BYTES, help="Bytes of any answer that come over the wire, at most."),
    Key(
        field="unpack_ratio",
        kind=Number(least=1, most=10_000, whole=True),
        help="Times its size on the wire that an answer may unpack to.",
    ),
    Key(field="header_bytes", kind=_BYTES, help="Bytes of an answer's headers, at most."),
    Key(field="parse_timeout_s", kind=_SECONDS, help="Seconds of CPU that one page may take to read."),
    Key(
        field="apis",
        kind=Choice(words={"ask": True, "skip": False}),
        help="Whether hosts' interfaces are asked before pages: ask or skip.",
    ),
    Key(
        field="archive_time_s",
        kind=Number(least=0, most=3600, unit="seconds"),
        help="Seconds of a run that may go to web archives, at most; 0 asks none of them.",
    ),
    Key(
        field="archive",
        kind=Choice(words={"suggest": True, "never": False}),
        help="Whether an archive's copy is offered in place of a link that is gone: suggest or never.",
    ),
    Key(
        field="budget",
        kind=Number(least=0, most=10_000_000, whole=True),
        help="Requests of a run, about, witnesses on top: the most suspect and oldest links go first; 0 for no bound.",
    ),
    Key(field="alive_days", kind=_DAYS, help="Days until a link that was well is asked again; later twice as many."),
    Key(field="failing_days", kind=_DAYS, help="Days until a link that was not well is asked again; later more."),
    Key(field="repository_days", kind=_AGE, help="Days without a push or a release after which a repository is stale."),
    Key(field="feed_days", kind=_AGE, help="Days without a new post after which a blog or a channel is stale."),
    Key(field="unverified_days", kind=_AGE, help="Days after which a link that was not seen well is unverified."),
    Key(field="dashboard", kind=_ON, help="Whether `publish` keeps a dashboard issue: on or off."),
    Key(field="pull_request", kind=_ON, help="Whether `publish` proposes fixes in a pull request: on or off."),
    Key(
        field="fixes",
        kind=Number(least=1, most=100, whole=True),
        help="Fixes of a pull request, at most; the others wait in the dashboard.",
    ),
    Key(
        field="review_comments",
        kind=Number(least=1, most=50, whole=True),
        help="Comments of one review of somebody's pull request, at most.",
    ),
    Key(
        field="pause_days",
        kind=_DAYS,
        help="Days without a new pull request after a person has merged or closed one.",
    ),
    Key(field="ask_all", kind=Switch(), flag="--all", help="Ask about every link, due or not."),
    Key(field="fresh", kind=Switch(), help="Start a new run, even where an unfinished one could go on."),
    Key(field="quiet", kind=Switch(), help="Show no progress."),
)
