"""Where a URL stands in a list, in the columns that people, editors and programs count. Pure.

Characters are code points, and a byte order mark is none; bytes are those of the file, and there it counts, since it
is before whoever cuts a line at them.
"""

from crawler.gather.source import Positions
from crawler.model import Link, Place, Problem


class Places:
    """Places in one file; asked in rising order they cost one pass over it."""

    def __init__(self, data: bytes, path: str) -> None:
        self._data = data
        self._path = path
        self._where = Positions(data)

    def of(self, link: Link) -> Place:
        r"""Where the URL of a link is written: for a reference in its definition; of several lines on the first.

        >>> from crawler.gather.markdown import parse
        >>> data = "- é [text](https://a.example/é)\r\n".encode()
        >>> [link] = parse(data, "a.md").links
        >>> Places(data, "a.md").of(link)
        Place(path='a.md', line=1, column=12, end_column=31, byte_column=13, end_byte_column=33)
        """
        return self._span(link.start, link.end)

    def at(self, problem: Problem) -> Place:
        r"""From where a problem begins to the end of its line.

        >>> problem = Problem(path="a.md", line=2, column=3, message="")
        >>> Places("x\né <!-- a -->\r\n".encode(), "a.md").at(problem)
        Place(path='a.md', line=2, column=3, end_column=13, byte_column=4, end_byte_column=14)
        """
        begin = self._where.line_start(problem.line)
        line = self._text(begin, self._end_of_line(begin))
        start = begin + len(_raw(line[: problem.column - 1]))
        return self._span(start, len(self._data))

    def _span(self, start: int, end: int) -> Place:
        start = min(start, len(self._data))
        end = max(start, min(end, self._end_of_line(start)))
        line, column = self._where(start)
        begin = self._data.rfind(b"\n", 0, start) + 1
        return Place(
            path=self._path,
            line=line,
            column=column,
            end_column=column + len(self._text(start, end)),
            byte_column=start - begin + 1,
            end_byte_column=end - begin + 1,
        )

    def _end_of_line(self, start: int) -> int:
        end = self._data.find(b"\n", start)
        end = len(self._data) if end < 0 else end
        return end - 1 if self._data[max(start, end - 1) : end] == b"\r" else end

    def _text(self, start: int, end: int) -> str:
        return self._data[start:end].decode(errors="surrogateescape")


def _raw(text: str) -> bytes:
    return text.encode(errors="surrogateescape")
