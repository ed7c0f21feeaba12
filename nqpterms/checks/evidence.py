"""Why a term that seems to be missing may be there after all.

A rendering that stands there with its blanks lost is found. Weaker evidence lowers a finding to
information and says why; it never silences it. What a text does often is no evidence: a wrong
rendering that is repeated stays wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from nqpterms.checks.reading import GLOSS, NONE, Missing, Row, allowed, discouraged
from nqpterms.checks.sameness import SMALL
from nqpterms.lang.chinese import HAN, simplified
from nqpterms.lang.english import is_word
from nqpterms.lang.normal_form import flatten
from nqpterms.lexicon import load_lexicon
from nqpterms.matching.forms import is_acronym, number_forms, variants
from nqpterms.matching.matcher import Match

_SQUEEZABLE = 6  # letters: shorter renderings turn up by chance where blanks do not count
_OFTEN = 30  # occurrences from which a habit of rendering can be told (facts of ten reports)
_NEARLY_ALWAYS = 0.9  # share of them that are rendered
_SURE = 0.5  # confidence of an alignment under which a missing term may be a wrong pair
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^a-z0-9\s]")
_NUMBERS = re.compile(r"(?<![a-z0-9])\d+(?:[.,]\d+)*(?![a-z0-9])(?:, )?")
_COORDINATED = re.compile(r" (?:and|or) [a-z]+(?= [a-z])")
_CAPITAL = re.compile(r"(?<![^\W_])[A-Z][A-Za-z&]+")
_LOWERED = re.compile(r"(?<![^\W_])[A-Z][a-z]{2,7}(?=s?(?![^\W_]))")
_HAN_SIGN = re.compile(f"[{HAN}]")
_CUTTABLE = 3  # characters of a term; longer ones are not put together by chance
_REACH = 3  # characters that a word reaches beyond
_TAKEN = "\0"


class Habits(Struct, frozen=True):
    """How one document treats each concept, counted in rows.

    `said` counts the rows whose source names it and `answered` those of them that render it;
    `unasked` the rows that have its rendering without its source.
    """

    said: Counter[str]
    answered: Counter[str]
    unasked: Counter[str]


def habits(rows: Sequence[Row]) -> Habits:
    """How a document treats the concepts of the term base."""
    return Habits(
        Counter(chain.from_iterable(row.named for row in rows)),
        Counter(chain.from_iterable(row.named & row.rendered for row in rows)),
        Counter(chain.from_iterable(row.rendered - row.meant for row in rows)),
    )


def missing(rows: Sequence[Row]) -> Iterator[Missing]:
    """Every source term that is rendered by none of its terms, once a row."""
    known = habits(rows)
    for at, row in enumerate(rows):
        if row.named <= row.rendered or not row.text.strip():
            continue
        silent = [m for m in row.said if m.concepts.isdisjoint(row.rendered)]
        wrong, seen = _wrong(row) if silent else NONE, set[str]()
        for match in silent:
            if match.concepts & seen:
                continue
            seen |= match.concepts
            forms = _forms(row, match)
            if forms and not match.concepts & wrong and not _damaged_in(row, forms):
                reason = weakness(rows, at, match, known)
                yield Missing(at, match, tuple(dict.fromkeys(forms)), reason)


def _wrong(row: Row) -> frozenset[str]:
    """The concepts for which a discouraged term stands there: T101 and T205 speak of these."""
    wrong = (discouraged(match, row.named) for match in row.written)
    return frozenset(candidate.concept.id for candidate in wrong if candidate)


def _damaged_in(row: Row, forms: list[str]) -> bool:
    """Whether a rendering stands there as a file may have damaged it."""
    return _squeezed_in(row, forms) or _lowered_in(row, forms)


def _lowered_in(row: Row, forms: list[str]) -> bool:
    """Whether an acronym stands there in small capitals that were lost, and is no word: Mou."""
    shorts = {form.removesuffix("s").lower() for form in forms if is_acronym(form)}
    return bool(shorts) and any(
        word[0].lower() in shorts and not is_word(word[0]) for word in _LOWERED.finditer(row.text)
    )


def _squeezed_in(row: Row, forms: list[str]) -> bool:
    """Whether a rendering stands there with blanks lost or an acronym explained in its midst.

    "OpenAPI" is Open API, and "free trade zone (FTZ) rules" are free trade zone rules.
    """
    for text, squeezed in _run_together(row.text):
        for form in forms:
            shapes = [shape for shape in _shapes(form) if shape in squeezed]
            if shapes and _squeezed(shapes).search(text):
                return True
    return False


@lru_cache(maxsize=16)  # texts: each is asked for by several terms in turn
def _run_together(text: str) -> tuple[tuple[str, str], ...]:
    """A text with and without its explained acronyms, each in small letters and without blanks."""
    ways = {_folded(text)}
    if "(" in text or "（" in text:
        ways.add(_folded(GLOSS.sub("", text)))
    return tuple((way, way.replace(" ", "")) for way in ways)


def weakness(rows: Sequence[Row], at: int, match: Match, known: Habits) -> str:
    """What speaks against calling a term of row *at* missing; "" where nothing does."""
    row = rows[at]
    if row.segment.confidence < _SURE:
        return "the alignment is uncertain here"
    if _reordered(row, match):
        return "its words stand there in another order"
    if _shifted(rows, at, match, known) or _exchanged(rows, at, match):
        return "a neighbouring segment has it"
    if clash := _clash(row, match):
        return f"the Chinese may be read as {clash}"
    if _elided(row, match, known):
        return "it is nearly always rendered and may be understood here"
    return ""


def _forms(row: Row, match: Match) -> list[str]:
    """The renderings that would do."""
    return [t.text for c in match.candidates for t in allowed(c.concept, row.side)]


def _reordered(row: Row, match: Match) -> bool:
    """Whether all words of a rendering stand side by side, small words and numbers left out.

    "Bond and equity markets" are bond markets too. Words that belong to another term of the
    source are not counted.
    """
    even = _folded(row.text)
    forms = [words for form in _forms(row, match) if _may_stand(words := _content(form), even)]
    if not forms:
        return False
    start, end = match.span
    apart = (m.concepts for m in row.source if m.span.start < start or m.span.end > end)
    others = frozenset().union(*apart) - match.concepts
    text = _NUMBERS.sub(" ", _folded(_without(row, others)))
    return any(_side_by_side(forms, t) for t in {text, _COORDINATED.sub(" ", text)})


def _may_stand(words: tuple[frozenset[str], ...], text: str) -> bool:
    """Whether each of two words at least has its letters in a text: a quick look."""
    return len(words) > 1 and all(any(way in text for way in word) for word in words)


def _side_by_side(forms: list[tuple[frozenset[str], ...]], text: str) -> bool:
    """Whether the words of a form stand together in any order."""
    tokens = [t for t in _TOKEN.findall(text) if t not in SMALL]
    present = set(tokens)
    for words in forms:
        size = len(words)
        if not all(word & present for word in words):
            continue
        starts = {
            start
            for at, token in enumerate(tokens)
            if token in words[0]
            for start in range(max(0, at - size + 1), at + 1)
        }
        if any(all(word & set(tokens[i : i + size]) for word in words) for i in starts):
            return True
    return False


def _shifted(rows: Sequence[Row], at: int, match: Match, known: Habits) -> bool:
    """Whether the rendering stands in a neighbouring row, and there alone, without its source."""
    neighbours = [rows[i] for i in (at - 1, at + 1) if 0 <= i < len(rows)]
    return any(
        concept in row.rendered and concept not in row.meant and known.unasked[concept] == 1
        for concept in match.concepts
        for row in neighbours
    )


def _exchanged(rows: Sequence[Row], at: int, match: Match) -> bool:
    """Whether two neighbouring rows have each other's translation.

    The other row has the rendering and not its source, and this one the same of a term that the
    other lacks.
    """
    row = rows[at]
    here = row.rendered - row.meant
    for other in (rows[i] for i in (at - 1, at + 1) if here and 0 <= i < len(rows)):
        there = other.rendered - other.meant
        if match.concepts & there and here & (other.named - other.rendered):
            return True
    return False


def _clash(row: Row, match: Match) -> str:
    """Two dictionary words that meet inside a short term and reach beyond both its ends.

    中试 is found in 集中试点, which is 集中 and 试点.
    """
    start, end = match.span
    text = row.source_text
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    if end - start > _CUTTABLE or len(_HAN_SIGN.findall(around)) < 2:
        return ""
    lexicon, simple = load_lexicon(), simplified(text)
    for cut in range(start + 1, end):
        left = (simple[i:cut] for i in range(max(0, start - _REACH), start))
        right = (simple[cut:i] for i in range(end + 1, min(len(simple), end + _REACH) + 1))
        before = next(filter(lexicon.has, left), "")
        after = next(filter(lexicon.has, right), "") if before else ""
        if after:
            return f"{before}|{after}"
    return ""


def _elided(row: Row, match: Match, known: Habits) -> bool:
    """Whether a name that is nearly always rendered is left out, with nothing in its place.

    In its place may stand any capitalised word that no other term of the source accounts for, a
    word of the name, or the source's own characters.
    """
    always = any(
        known.said[c] >= _OFTEN and known.answered[c] >= _NEARLY_ALWAYS * known.said[c]
        for c in match.concepts
    )
    forms = _forms(row, match) if always else []
    if not forms or not all(form[0].isupper() for form in forms):
        return False
    left = _without(row, row.meant)
    words = set(_TOKEN.findall(_folded(left)))
    name = {t for form in forms for t in _TOKEN.findall(_folded(form)) if len(t) > 2}
    if words & name or set(match.span.of(row.source_text)) & set(row.text):
        return False
    return all(_starts_sentence(left, m.start()) for m in _CAPITAL.finditer(left))


def _without(row: Row, concepts: set[str] | frozenset[str]) -> str:
    """The text of a row with the terms of some concepts blotted out."""
    text = row.text
    for match in row.written:
        if match.concepts & concepts:
            start, end = match.span
            text = text[:start] + _TAKEN * (end - start) + text[end:]
    return text


def _starts_sentence(text: str, position: int) -> bool:
    """Whether a capital is due to the beginning of a sentence, a heading or a list item."""
    before = text[:position].rstrip(" \"'“‘(#-•*")
    return not before or before[-1] in ".:;!?\n"


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """The flat text in small letters."""
    return flatten(text).folded


@lru_cache(maxsize=4096)
def _content(form: str) -> tuple[frozenset[str], ...]:
    """The words of a rendering that carry its meaning, each in both numbers."""
    return tuple(frozenset({word, *number_forms(word)}) for word in content_words(form))


def content_words(form: str) -> list[str]:
    """The words of an English term in small letters, without articles and prepositions.

    >>> content_words("The Exchange Fund’s performance")
    ['exchange', 'fund', 'performance']
    """
    return [w for w in _TOKEN.findall(_folded(form)) if w[0].isalnum() and w not in SMALL]


@lru_cache(maxsize=4096)
def _shapes(form: str) -> tuple[str, ...]:
    """The letters of a rendering of several words in each of its variants, run together."""
    if " " not in _folded(form):
        return ()
    shapes = ("".join(filter(str.isalnum, _folded(variant))) for variant in variants(form))
    return tuple(shape for shape in shapes if len(shape) >= _SQUEEZABLE)


def _squeezed(shapes: list[str]) -> re.Pattern[str]:
    """A pattern for whole words that are run together like this, in which any blank may stand."""
    spaced = "|".join(" ?".join(map(re.escape, shape)) for shape in shapes)
    return re.compile(rf"(?<![a-z0-9])(?:{spaced})(?![a-z0-9])")
