"""A word list of one entry a line, of which only the lines asked for are ever read.

A text uses few entries of a large list. Most lists are sorted, so what begins with one character
stands together: one regular expression finds these stretches, and a word is searched in its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


class Initials:
    """The lines of a UTF-8 word list by how their word begins.

    *before* is a regular expression of what stands before the word in its line; a line that does
    not fit it is passed over.

    >>> words = Initials("树林\\n# 树叶\\n森林\\n树\\n".encode())
    >>> list(words.lines("树")), list(words.lines("树林"))
    (['树林', '树'], ['树林'])
    """

    def __init__(self, data: bytes, *, before: bytes = b"") -> None:
        self._data = data
        self._before = re.compile(before)
        self._word = re.compile(b"^" + before + rb"([^ \n]+)", re.MULTILINE)
        self._spans: dict[bytes, list[tuple[int, int]]] = {}
        # In UTF-8 a character is one byte and the continuation bytes behind it.
        first = b"^" + before + rb"([^\n\x80-\xbf][\x80-\xbf]*).*"
        for found in re.finditer(first + rb"(?:\n" + before + rb"\1.*)*", data, re.MULTILINE):
            self._spans.setdefault(found[1], []).append(found.span())

    def words(self, first: str) -> frozenset[str]:
        """The words that begin with a character, each up to the blank behind it.

        >>> sorted(Initials("树林 1\\n树 2\\n森林 3\\n".encode()).words("树"))
        ['树', '树林']
        """
        key = first.encode("utf-8", "replace")
        parts = (self._data[start:end] for start, end in self._spans.get(key, ()))
        found = (word for part in parts for word in self._word.findall(part))
        return frozenset(word.decode("utf-8", "replace") for word in found)

    def lines(self, beginning: str) -> Iterator[str]:
        """The lines whose word begins so, one character at least, in the list's order."""
        key = beginning.encode("utf-8", "replace")
        for start, end in self._spans.get(beginning[0].encode("utf-8", "replace"), ()):
            at = self._data.find(key, start, end)
            while at >= 0:
                after = at + len(key)
                head = max(start, self._data.rfind(b"\n", start, at) + 1)
                if self._before.fullmatch(self._data, head, at):
                    stop = self._data.find(b"\n", after, end)
                    after = stop if stop >= 0 else end
                    yield self._data[head:after].decode("utf-8", "replace")
                at = self._data.find(key, after, end)
