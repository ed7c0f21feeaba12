"""Capitals as a text's style wants them: of a sentence's first word, of titles, of headings in
capitals alone.

A word that has capitals of its own (iPhone, R&D, McKinsey) keeps them in every style.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from nqpterms.lang.english import words

CaseStyle = Literal["own", "sentence", "title", "capitals"]
"""Capitals of the phrase's own, with a first capital, of a title, or nothing but capitals."""

SMALL_IN_TITLES = frozenset(
    """a an the and but or nor as at by for from in into of off on onto over per the to up upon
    via with within without""".split()
)
"""Articles, conjunctions and prepositions that titles write small between other words."""

_PREFIXES = frozenset(
    "anti bi co counter de ex inter mid mini multi non over post pre pro re semi sub tri un".split()
)
"""Beginnings before a hyphen behind which titles go on in small letters: Co-operation."""
_TITLE_WORDS = 3  # capitalised words from which a text is seen to be a title
_PARTS = re.compile(r"(-|–|‑)")
_BLANKS = re.compile(r"(\s+)")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*\s*\Z")


def in_style(phrase: str, style: CaseStyle, *, hyphens: bool = True) -> str:
    """A phrase as it is written in a style; *hyphens*: in titles the word behind one is capital.

    >>> in_style("general agreement on tariffs", "title")
    'General Agreement on Tariffs'
    >>> in_style("iPhone maker", "sentence"), in_style("iPhone maker", "capitals")
    ('iPhone maker', 'iPhone MAKER')
    """
    if style == "own":
        return phrase
    pieces = _BLANKS.split(phrase)
    if style == "capitals":
        return "".join(_upper(piece) for piece in pieces)
    if style == "sentence":
        return "".join([_capitalised(pieces[0]), *pieces[1:]])
    last = len(pieces) - 1
    titled = []
    for at, piece in enumerate(pieces):
        is_inner = 0 < at < last
        is_small = is_inner and piece.lower() in SMALL_IN_TITLES
        titled.append(
            piece.lower() if is_small else _titled(piece, hyphens=hyphens)
        )
    return "".join(titled)


def is_title_case(text: str) -> bool:
    """Whether all words of a text of several words are written as in a title.

    >>> is_title_case("Plans for the Rural Areas"), is_title_case("Plans for the rural areas")
    (True, False)
    """
    capitals = 0
    for span in words(text):
        word = span.of(text)
        if not word[0].isalpha() or word.lower() in SMALL_IN_TITLES:
            continue
        if (
            word[0].islower()
            and not _has_own_capitals(word)
            and text[span.start - 1] != "-"
        ):
            return False
        capitals += 1
    return capitals >= _TITLE_WORDS and not _SENTENCE_END.search(text)


def is_in_capitals(text: str) -> bool:
    """Whether a text of several words is written in capitals alone.

    >>> is_in_capitals("PLANS FOR CHINA"), is_in_capitals("The GDP of the PRC")
    (True, False)
    """
    plain = [span.of(text) for span in words(text)]
    letters = [word for word in plain if word.isalpha() and len(word) > 1]
    upper = [word for word in letters if word.isupper()]
    return len(upper) >= _TITLE_WORDS and len(upper) == len(letters)


def style_of(surface: str) -> CaseStyle | None:
    """The style of a phrase as it stands in a text, None where it has none.

    >>> style_of("New Areas for Trade"), style_of("New areas"), style_of("new Areas")
    ('title', 'sentence', None)
    """
    plain = [span.of(surface) for span in words(surface)]
    letters = [word for word in plain if word[0].isalpha()]
    if not letters:
        return None
    if surface.isupper():
        return "capitals"
    if letters[0][0].islower():
        return "own" if surface.islower() else None
    return _style_of_others(surface)


def _style_of_others(surface: str) -> CaseStyle | None:
    """The style of a phrase that begins with a capital, by its other words."""
    others = [
        word for word in _others(surface) if word.lower() not in SMALL_IN_TITLES
    ]
    if all(word[0].islower() for word in others):
        return "sentence"
    return "title" if all(word[0].isupper() for word in others) else None


def has_capital_behind_hyphen(surface: str) -> bool | None:
    """How a text writes the word behind a hyphen, None where there is no hyphen.

    >>> has_capital_behind_hyphen("High-Quality Work"), has_capital_behind_hyphen("Work")
    (True, None)
    """
    for before, after in pairwise(surface):
        if before in "-‑–" and after.isalpha():
            return after.isupper()
    return None


def _others(surface: str) -> list[str]:
    """The words behind the first blank, each by its beginning, figures left out."""
    return [word for word in surface.split()[1:] if word[0].isalpha()]


def _has_own_capitals(word: str) -> bool:
    return not word[1:].islower() and any(map(str.isupper, word[1:]))


def _capitalised(word: str) -> str:
    return word if _has_own_capitals(word) else word[:1].upper() + word[1:]


def _upper(word: str) -> str:
    is_camel = word[:1].islower() and _has_own_capitals(word)
    is_plural_acronym = word[:-1].isupper() and word.endswith("s")
    return word if is_camel or is_plural_acronym else word.upper()


def _titled(word: str, *, hyphens: bool) -> str:
    """A word of a title, also behind its hyphens."""
    first, *others = _PARTS.split(word)
    parts = [_capitalised(first)]
    is_plain = not hyphens or first.lower() in _PREFIXES
    last = len(others) - 1
    for at, part in enumerate(others):
        is_small = is_plain or (at < last and part.lower() in SMALL_IN_TITLES)
        parts.append(part if is_small else _capitalised(part))
    return "".join(parts)
