"""Chinese words by jieba, ready at once: of its dictionary only what a text can use is read.

What jieba asks of its dictionary begins with two characters that stand together in the text, or
is one character. The entries that begin so are one in twenty for a text of a thousand sentences.

Where rjieba is installed (the extra `fast`), it cuts what is Han from sign to sign: the words are
the same, in a thirtieth of the time. The two differ on Latin letters and figures, which stay with
jieba, and where two cuts of unknown words are exactly as likely: a run such as 丁尔乔尔乔仞, in
which characters take each other's places.
"""

from __future__ import annotations

import re
import sys
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

_FREQUENCY = re.compile(rb" (\d+)")
_LETTERS = (
    r"\u4e00-\u9fd5a-zA-Z0-9+#&._%\-"  # what jieba takes for parts of words
)
_LETTER = re.compile(f"[{_LETTERS}]")
_HAN_BLOCK = re.compile(rf"(?<![{_LETTERS}])[\u4e00-\u9fd5]++(?![{_LETTERS}])")
_SIGN = re.compile(r"\r\n|.", re.DOTALL)
_CHECKSUM, _TOTAL = 0x1394096D, 60_101_967
"""The dictionary of jieba 0.42.1 by its CRC-32, and the sum of its frequencies: to add them up
takes longer than the rest."""


def cut(text: str) -> Iterable[str]:
    """The words of a Chinese text, as jieba cuts it.

    >>> list(cut("因地制宜发展"))
    ['因地制宜', '发展']
    """
    quick_cut = _quick_cut()
    return _cut_with(quick_cut, text) if quick_cut else _cut_by_jieba(text)


def _cut_by_jieba(text: str) -> Iterable[str]:
    tokenizer = _tokenizer()
    tokenizer.FREQ.meet(text)
    words: Iterable[str] = tokenizer.cut(text)
    return words


def _cut_with(
    quick_cut: Callable[[str], list[str]], text: str
) -> Iterator[str]:
    """The words of a text, its purely Chinese blocks cut by another segmenter."""
    at = 0
    for block in _HAN_BLOCK.finditer(text):
        yield from _cut_between(text[at : block.start()])
        yield from quick_cut(block[0])
        at = block.end()
    yield from _cut_between(text[at:])


def _cut_between(text: str) -> Iterable[str]:
    """What stands between two blocks: words as jieba cuts them, or signs one by one."""
    return _cut_by_jieba(text) if _LETTER.search(text) else _SIGN.findall(text)


@cache
def _quick_cut() -> Callable[[str], list[str]] | None:
    """rjieba's cut; None where it is not installed."""
    try:
        import rjieba
    except ImportError:
        return None
    quick_cut: Callable[[str], list[str]] = rjieba.cut
    return quick_cut


def frequency(word: str) -> int:
    """How often jieba's dictionary saw a word; 0 for a word it does not have.

    >>> frequency("生产") > frequency("新质生产力")
    True
    """
    frequencies = _tokenizer().FREQ
    frequencies.meet(word)
    return int(frequencies.get(word) or 0)


class _Frequencies(dict[str, int]):
    """jieba's prefix dictionary, filled as its texts need it: word → frequency, and 0 for what
    only begins words."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        is_ours = zlib.crc32(data) == _CHECKSUM
        self.total = (
            _TOTAL if is_ours else sum(map(int, _FREQUENCY.findall(data)))
        )
        self._entries = WordList(data)
        self._met: set[str] = set()

    def meet(self, text: str) -> None:
        """Have every entry that jieba can ask for when it cuts the text."""
        beginnings = {f"{character} " for character in set(text)}
        beginnings.update(text[at : at + 2] for at in range(len(text) - 1))
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
    tokenizer.FREQ = _Frequencies((files("jieba") / "dict.txt").read_bytes())
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


class WordList:
    """The lines of a UTF-8 word list by how their word begins; only those asked for are read.

    A text uses few entries of a large list. Most lists are sorted, so what begins with one
    character stands together: one regular expression finds these stretches, and a word is searched
    in its own.

    *before* is a regular expression of what stands before the word in its line; a line that does
    not fit it is passed over.

    >>> words = WordList("树林\\n# 树叶\\n森林\\n树\\n".encode())
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
        stretch = first + rb"(?:\n" + before + rb"\1.*)*"
        for match in re.finditer(stretch, data, re.MULTILINE):
            self._spans.setdefault(match[1], []).append(match.span())

    def words(self, first: str) -> frozenset[str]:
        """The words that begin with a character, each up to the blank behind it.

        >>> sorted(WordList("树林 1\\n树 2\\n森林 3\\n".encode()).words("树"))
        ['树', '树林']
        """
        key = first.encode("utf-8", "replace")
        words: set[str] = set()
        for start, end in self._spans.get(key, ()):
            stretch = self._data[start:end]
            words.update(
                word.decode("utf-8", "replace")
                for word in self._word.findall(stretch)
            )
        return frozenset(words)

    def lines(self, beginning: str) -> Iterator[str]:
        """The lines whose word begins so, one character at least, in the list's order."""
        key = beginning.encode("utf-8", "replace")
        for start, end in self._spans.get(
            beginning[0].encode("utf-8", "replace"), ()
        ):
            at = self._data.find(key, start, end)
            while at >= 0:
                after = at + len(key)
                head = max(start, self._data.rfind(b"\n", start, at) + 1)
                if self._before.fullmatch(self._data, head, at):
                    stop = self._data.find(b"\n", after, end)
                    after = stop if stop >= 0 else end
                    yield self._data[head:after].decode("utf-8", "replace")
                at = self._data.find(key, after, end)
