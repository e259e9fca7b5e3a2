"""The event loop that everything here runs on: uvloop where it exists, as in the crawler."""

import asyncio
from contextlib import suppress


def new_event_loop() -> asyncio.AbstractEventLoop:
    """A loop, the fastest there is."""
    with suppress(ImportError):
        import uvloop  # noqa: PLC0415 - it does not exist everywhere

        return uvloop.new_event_loop()
    return asyncio.new_event_loop()
