"""A GitHub of the tests' own."""

from tests.forge.fake import BOT_TOKEN, PERSONAL_TOKEN, FakeGitHub
from tests.forge.people import Person
from tests.forge.talk import Call, KilledError, RefusedError
from tests.forge.things import ACTIONS, Account

__all__ = [
    "ACTIONS",
    "BOT_TOKEN",
    "PERSONAL_TOKEN",
    "Account",
    "Call",
    "FakeGitHub",
    "KilledError",
    "Person",
    "RefusedError",
]
