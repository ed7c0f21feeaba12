"""Chinese: script, simplification without moving an offset, words.

OpenCC's configurations without a trailing `p` convert one code point to one code point, so a
position in the converted text is the same position in the original. Converted text is for
comparing; it is never stored.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from nqpterms.lang.segmenter import cut

HAN = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ebef\U0002ebf0-\U0002ee5f\U0002f800-\U0002fa1f"
    "\U00030000-\U000323af〇"
)
"""Ranges of Han characters for a regular expression's class (Unicode 15.1)."""

_HAN = re.compile(f"[{HAN}]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def has_han(text: str) -> bool:
    """Whether a Han character stands in the text.

    >>> has_han("发展NQPF的"), has_han("NQPF")
    (True, False)
    """
    return not text.isascii() and _HAN.search(text) is not None


def count_han(text: str) -> int:
    """How many Han characters stand in the text."""
    return 0 if text.isascii() else len(_HAN.findall(text))


def simplified(text: str) -> str:
    """The text in simplified characters, code point by code point: its length never changes.

    >>> simplified("新質生產力")
    '新质生产力'
    """
    if text.isascii():
        return text
    converted = _converted(text, "t2s")
    if len(converted) == len(text):
        return converted
    return "".join(map(_simplified_character, text))


def _simplified_character(character: str) -> str:
    """A character in its simplified form, as long as that is one code point."""
    converted = _converted(character, "t2s")
    return converted if len(converted) == 1 else character


def script(text: str) -> Literal["zh-Hans", "zh-Hant"]:
    """Which script a Chinese text is written in, by the characters that only one of them has.

    >>> script("發展新質生產力"), script("发展新质生产力"), script("人口")
    ('zh-Hant', 'zh-Hans', 'zh-Hans')
    """
    only_traditional = _differences(text, simplified(text))
    only_simplified = _differences(text, _converted(text, "s2t"))
    return "zh-Hant" if only_traditional > only_simplified else "zh-Hans"


def _differences(text: str, converted: str) -> int:
    """How many characters a conversion changes."""
    return sum(a != b for a, b in zip(text, converted, strict=False))


def words(text: str) -> list[str]:
    """The words of a Chinese text as slices of the original, cut in its simplified form.

    ``"".join(words(text)) == text``.

    >>> words("因地制宜發展")
    ['因地制宜', '發展']
    """
    slices = []
    start = 0
    for word in cut(simplified(text)):
        end = start + len(word)
        slices.append(text[start:end])
        start = end
    return slices


def _converted(text: str, config: str) -> str:
    """The text in the other script; half a surrogate pair, which is no text, as U+FFFD."""
    converted: str = _converter(config).convert(_SURROGATE.sub("\ufffd", text))
    return converted


@cache
def _converter(config: str):  # type: ignore[no-untyped-def]  # opencc ships no types
    import opencc

    return opencc.OpenCC(config)
