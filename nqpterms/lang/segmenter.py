"""Chinese words by jieba, ready at once: of its dictionary only what a text can use is read.

What jieba asks of its dictionary begins with two characters that stand together in the text, or
is one character. The entries that begin so are one in twenty for a text of a thousand sentences.
"""

from __future__ import annotations

import re
import sys
import warnings
import zlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from nqpterms.lang.initials import Initials

_FREQUENCY = re.compile(rb" (\d+)")
_CHECKSUM, _TOTAL = 0x1394096D, 60_101_967
"""The dictionary of jieba 0.42.1 by its CRC-32, and the sum of its frequencies: to add them up
takes longer than the rest."""


def cut(text: str) -> Iterable[str]:
    """The words of a Chinese text, as jieba cuts it.

    >>> list(cut("因地制宜发展"))
    ['因地制宜', '发展']
    """
    tokenizer = _tokenizer()
    tokenizer.FREQ.meet(text)
    words: Iterable[str] = tokenizer.cut(text)
    return words


def frequency(word: str) -> int:
    """How often jieba's dictionary saw a word; 0 for a word it does not have.

    >>> frequency("生产") > frequency("新质生产力")
    True
    """
    frequencies = _tokenizer().FREQ
    frequencies.meet(word)
    return int(frequencies.get(word) or 0)


class Frequencies(dict[str, int]):
    """jieba's prefix dictionary, filled as its texts need it: word → frequency, and 0 for what
    only begins words."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        known = zlib.crc32(data) == _CHECKSUM
        self.total = _TOTAL if known else sum(map(int, _FREQUENCY.findall(data)))
        self._entries = Initials(data)
        self._met: set[str] = set()

    def meet(self, text: str) -> None:
        """Have every entry that jieba can ask for when it cuts the text."""
        beginnings = {f"{c} " for c in set(text)} | {text[k : k + 2] for k in range(len(text) - 1)}
        new = beginnings - self._met
        for beginning in new:
            for line in self._entries.lines(beginning):
                word, count = line.split(" ")[:2]
                self[word] = int(count)
                for prefix in accumulate(word):
                    self.setdefault(prefix, 0)
        self._met |= new  # last: another thread must not rely on what is still being read


@cache
def _tokenizer() -> Any:
    """A tokenizer of our own, without jieba's cache file in the shared temporary folder."""
    jieba = _jieba()
    jieba.setLogLevel("ERROR")
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ = Frequencies((files("jieba") / "dict.txt").read_bytes())
    tokenizer.total = tokenizer.FREQ.total
    tokenizer.initialized = True
    return tokenizer


def _jieba() -> Any:
    """The package, without the warnings of its source.

    pkg_resources, which takes longer to import than all the rest, is hidden from it: jieba opens
    its files without it where it is missing.
    """
    missing = "pkg_resources" not in sys.modules
    if missing:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # "not there", see import
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba
    finally:
        if missing:
            del sys.modules["pkg_resources"]
    return jieba
