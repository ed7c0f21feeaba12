"""What the search of a page needs to know of characters: which of them count as one."""

from __future__ import annotations

from functools import cache

from nqpterms.lang.chinese import simplified
from nqpterms.lang.normal_form import fold

_HAN = range(0x4E00, 0xA000)  # the block in which nearly all traditional forms stand
_SIGNS = "’‘“”„‟‐–‑−\u00ad\u00a0\u3000\u2028\u2029" + "".join(map(chr, range(0xFF01, 0xFF5F)))


def fold_pairs(text: str) -> str:
    """Pairs of characters, the second what the first is searched as, one after the other.

    Those that stand in a text, and those by which something in it may be asked for: traditional
    characters, full width, curly quotes. Case is the page's own affair.

    >>> pairs = fold_pairs("发展新质生产力")
    >>> pairs[pairs.index("質") + 1]
    '质'
    """
    known = {fold(sign) for sign in set(text)}
    pairs = [(sign, fold(sign)) for sign in sorted({*_SIGNS, *text})]
    pairs += [pair for pair in _traditional() if pair[1] in known]
    told = {sign: plain for sign, plain in pairs if plain != sign.lower() and len(plain) == 1}
    return "".join(sign + plain for sign, plain in told.items() if not 0xD800 <= ord(sign) < 0xE000)


@cache
def _traditional() -> tuple[tuple[str, str], ...]:
    """Each traditional character and its simplified form; on lines of their own, for phrases of
    several characters are converted otherwise."""
    signs = [chr(code) for code in _HAN]
    plain = simplified("\n".join(signs)).split("\n")
    return tuple((a, b) for a, b in zip(signs, plain, strict=True) if a != b)
