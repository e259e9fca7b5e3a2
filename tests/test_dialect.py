"""The parser's events with the file's own offsets."""

from crawler.gather.dialect import events
from crawler.gather.source import read


def test_events_have_the_offsets_of_the_file() -> None:
    """Whatever the parser's text has more or less than the file, the offsets are the file's."""
    data = b"\xef\xbb\xbf\xff `a`"
    code = [(start, end) for event, start, end in events(read(data, 3)) if event == {"Code": "a"}]
    assert code == [(5, 8)]
    assert [span for _, *span in events(read(b"`a`"))][1] == [0, 3]
