"""What all commands share: their options, the end of their help, and how an outcome is said."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from crawler import configuration, pipeline
from crawler.options import setting
from crawler.settings import Settings
from crawler.untrusted import terminal

_F = TypeVar("_F", bound=Callable[..., Any])

NETWORK = (
    *("user-agent", "headers", "cacert", "connect-to", "allow-network", "allow-port", "robots", "robots-ttl"),
    *("connect-timeout", "first-byte-timeout", "total-timeout", "attempts", "retry-after-cap", "redirects"),
    *("concurrency", "host-concurrency", "host-concurrency-start", "host-rate", "host-rate-start"),
    *("html-bytes", "pdf-bytes", "wire-bytes", "unpack-ratio", "header-bytes", "parse-timeout"),
    *("apis", "archive-time"),
)
"""The settings of how hosts are asked."""


def complain(message: str) -> None:
    """One line on stderr, with nothing in it that a terminal would act on."""
    click.echo(f"listkeeper: {terminal(message, limit=2000)}", err=True)


def examples(*lines: str) -> str:
    """The end of a help text: command lines that work as they stand."""
    keep_lines = "\b"  # to click
    return "\n".join((keep_lines, "Examples:", *(f"  {line}" for line in lines)))


def with_settings(*names: str) -> Callable[[_F], _F]:
    """One option for each of these settings."""

    def decorate(command: _F) -> _F:
        for name in reversed(names):
            command = setting(name)(command)
        return command

    return decorate


def resolve(context: click.Context, /, values: dict[str, Any], *, asks: bool = False) -> Settings:
    """The settings of this command: only what stands on the command line counts as a flag."""
    given = {name: value for name, value in values.items() if value not in (None, ())}
    return configuration.load(given, config=context.obj, environ=os.environ if asks else None)


def say(context: click.Context, /, outcome: pipeline.Outcome) -> None:
    """What is to be known besides on stderr, the outcome on stdout, and its exit status.

    Where a program reads stdout, sentences for people go to stderr as well.
    """
    for note in outcome.notes:
        complain(note)
    if outcome.output is not None:
        click.echo(outcome.output, nl=False)
        for line in outcome.text.splitlines():
            complain(line)
    elif outcome.text:
        click.echo(outcome.text)
    context.exit(outcome.exit_code)
