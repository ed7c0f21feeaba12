"""Terms with a gap: 把…作为, "take … as". Their first parts are looked for, then what goes on.

A gap is a few words within a sentence. The hit has the span of the longest part, so that the terms
which stand in the gap are found as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nqpterms.lang.chinese import CJK, has_han
from nqpterms.lang.normal_form import BREAK, flatten, in_word
from nqpterms.matching.term_cells import SLOT

_CHARACTERS = 20  # of a Chinese gap at most
_WORDS = 8  # of an English gap at most
_LONGEST_WORD = 30  # letters
_ENDS = rf"。！？；;!?{BREAK}"
_CHINESE_GAP = rf"[^{_ENDS}]{{1,{_CHARACTERS}}}?"
_ENGLISH_GAP = (
    rf"[ ,]{{1,2}}(?:[^ "
    rf",{_ENDS}:]{{1,{_LONGEST_WORD}}}(?<!\.)[ ,]{{1,2}}){{1,{_WORDS}}}?"
)


class GappedForm(NamedTuple):
    """A form with gaps: its flat parts, and a pattern for all that stands behind the first."""

    parts: tuple[str, ...]
    rest: re.Pattern[str]

    def span(self, text: str, start: int) -> tuple[int, int] | None:
        """Where the longest part stands in a flat text in which the first one begins at *start*.

        >>> form = gapped_form(f"take{SLOT}as", cased=False)
        >>> form.span("they take the plan as a model", 5)
        (5, 9)
        """
        end = start + len(self.parts[0])
        match = self.rest.match(text, end)
        if match is None:
            return None
        spans = [
            (start, end),
            *(match.span(number) for number in range(1, len(self.parts))),
        ]
        return max(spans, key=_length)


def gapped_form(form: str, *, cased: bool) -> GappedForm | None:
    """A form in which `SLOT` stands for its gaps; None where a part of it is nothing when flat."""
    parts = []
    for piece in form.split(SLOT):
        flat = flatten(piece)
        parts.append((flat.cased if cased else flat.folded).strip())
    if not all(parts):
        return None
    gap = _CHINESE_GAP if has_han(form) else _ENGLISH_GAP
    return GappedForm(
        tuple(parts),
        re.compile("".join(_pattern(part, gap) for part in parts[1:])),
    )


def _pattern(part: str, gap: str) -> str:
    """A pattern for a gap and the part behind it, which is no piece of a word."""
    before = f"(?<![^\\W_{CJK}-\U0010ffff])" if in_word(part[0]) else ""
    behind = f"(?![^\\W_{CJK}-\U0010ffff])" if in_word(part[-1]) else ""
    return f"{gap}{before}({re.escape(part)}){behind}"


def _length(span: Sequence[int]) -> int:
    return span[1] - span[0]
