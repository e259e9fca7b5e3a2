"""The errors that stop a run.

    CrawlerError
    ├── UsageError              what was asked makes no sense                     exit 2
    │   └── SettingsError       a settings file or a flag cannot be used          exit 2
    ├── SourceError             a list cannot be read                             exit 2
    ├── StoreError              the database cannot be used                       exit 2
    │   └── StoreLockedError    another process is writing to it                  exit 3
    ├── FindingsError           a file of findings is not what we wrote               exit 2
    ├── OfflineError            this machine's own network is down                exit 3
    └── ForgeError              the forge does not do what it was asked           exit 3
        ├── ForbiddenError      the token may not do it                           exit 2
        ├── ConflictError       somebody else was faster                          exit 3
        └── RejectedError       it would not take what it was given               exit 3

A dead link is no error: it is a value (see `crawler.model`). Each message says what happened, then what to do.
"""

from pathlib import Path


class CrawlerError(Exception):
    """The run cannot go on; the message says what happened, then what to do."""

    exit_code = 2
    """What the command ends with: 2 for what a person must change first, 3 for a run that is incomplete."""


class UsageError(CrawlerError):
    """What was asked for makes no sense."""


class SettingsError(UsageError):
    """A settings file or a flag holds something that cannot be used."""


class SourceError(CrawlerError):
    """A Markdown list cannot be read."""


class StoreError(CrawlerError):
    """The database cannot be used."""


class StoreLockedError(StoreError):
    """Another process is writing to the database."""

    exit_code = 3

    def __init__(self, db: Path) -> None:
        super().__init__(f"{db} is in use: wait for the other crawl to end, or pass another --db")


class FindingsError(CrawlerError):
    """A file of findings cannot be used: nobody knows who wrote on it."""


class OfflineError(CrawlerError):
    """Nothing at all answered, so this machine's network is at fault and not the links."""

    exit_code = 3


class ForgeError(CrawlerError):
    """The forge does not answer, or not as it says it does."""

    exit_code = 3


class ForbiddenError(ForgeError):
    """The token may not do what was asked for: the message says which permission or setting is missing."""

    exit_code = 2


class ConflictError(ForgeError):
    """A branch or a pull request is not as it was when it was read."""


class RejectedError(ForgeError):
    """The forge does not take what it was given."""
