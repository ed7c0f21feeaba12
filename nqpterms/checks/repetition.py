"""The same Chinese twice, in two translations: which of its terms makes the difference.

    rows ──twins──▶ Renditions of the terms that the two render differently

A heading stands on the contents page and above its chapter, a title in a note and in a list. What
surrounds a term is then the same, and what differs is the translator's choice. The two English
texts are compared word by word; a stretch that is replaced by another belongs to the Chinese word
for which the dictionary has one of its words, or to the only term of the base that is left over.
What may be grammar is left alone: verbs, words of one stem, words that are only added.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from nqpterms.checks.reading import Rendition, Row
from nqpterms.checks.renditions import with_concept
from nqpterms.lang.chinese import HAN, simplified
from nqpterms.lang.english import FUNCTION_WORDS, STOP_WORDS, lemma, stem
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.places import Span
from nqpterms.renderings.tokens import VERB, english_tokens

_SHORTEST = 4  # Han characters of a text that is compared; shorter ones are a term themselves
_ALIKE = 0.4  # share of the words that two translations have in common, below which all differs
_LONGEST = 4  # words of a stretch that stands for one term
_PREFIX = 4  # letters with which two words begin that are of one stem: industry, industrial
_EVIDENT = 0.3  # weight from which the dictionary's word for a character counts
_RUN = re.compile(f"[{HAN}]+")
_SIGNS = re.compile(r"\W+")
_WORD = re.compile(r"[^\W_]+(?:[-‑–'’&][^\W_]+)*")
_PARTS = re.compile("[-‑–]")


class _Word(NamedTuple):
    """An English word, hyphens included: its span, the stems of its parts, whether it is a verb."""

    span: Span
    parts: tuple[str, ...]
    verb: bool


class _Unit(NamedTuple):
    """A Chinese word: what stands there, whether the dictionary has it, and how surely (0–1) one
    of the words that both translations have renders it."""

    span: Span
    text: str
    known: bool
    answered: float


def twins(rows: Sequence[Row]) -> Iterator[Rendition]:
    """What renders a term in each of two translations that differ, place by place."""
    seen: set[tuple[int, Span, Span]] = set()
    for ways in _repeated(rows):
        first, *others = ways
        for other in others:
            for found in _differing(first, other):
                key = (id(found.row), found.source, found.span)
                if key not in seen:
                    seen.add(key)
                    yield found


def _repeated(rows: Sequence[Row]) -> Iterator[list[list[Row]]]:
    """The rows that have the same Chinese, those with the same English words together."""
    same: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.side == "en" and row.text and row.source_text:
            same[_SIGNS.sub("", row.source_text)].append(row)
    for key, group in same.items():
        if len({row.text for row in group}) < 2 or len("".join(_RUN.findall(key))) < _SHORTEST:
            continue
        ways: dict[tuple[tuple[str, ...], ...], list[Row]] = defaultdict(list)
        for row in group:
            ways[tuple(word.parts for word in _words(row.text))].append(row)
        if len(ways) > 1:
            yield sorted(ways.values(), key=len, reverse=True)


def _differing(one: list[Row], other: list[Row]) -> Iterator[Rendition]:
    """The terms that two groups of rows render in two ways."""
    left, right = _words(one[0].text), _words(other[0].text)
    common = {w.parts for w in left} & {w.parts for w in right}
    shared = sum(w.parts in common for w in (*left, *right))
    if shared < _ALIKE * (len(left) + len(right)):
        return
    lexicon = load_lexicon()
    units = _units(one[0].source_text, {p for parts in common for p in parts}, lexicon)
    for here, there in _replaced(left, right):
        stems = {p for w in (*left[here], *right[there]) for p in w.parts}
        term = _meant(units, stems, one[0], other[0], lexicon)
        for rows, stretch in ((one, here), (other, there)) if term else ():
            for row in rows:
                words = _words(row.text)[stretch]
                at = row.source_text.find(term)
                if at >= 0 and words:
                    span = Span(words[0].span.start, words[-1].span.end)
                    yield with_concept(Rendition(row, Span(at, at + len(term)), span))


@lru_cache(maxsize=1024)  # texts: each is asked for by several pairs
def _words(text: str) -> tuple[_Word, ...]:
    """The words of an English text that carry meaning."""
    found = []
    for match in _WORD.finditer(text):
        lower = match[0].lower().replace("’", "'").removesuffix("'s")
        if lower not in STOP_WORDS and lower not in FUNCTION_WORDS:
            parts = tuple(stem(part) for part in _PARTS.split(lower))
            found.append(_Word(Span(*match.span()), parts, _is_verb(lower)))
    return tuple(found)


@lru_cache(maxsize=16384)  # words
def _is_verb(word: str) -> bool:
    """Whether an English word is one of the verbs of policy texts, or a participle."""
    if english_tokens(word)[0].kind == VERB:
        return True
    return word.endswith(("ing", "ed")) and "-" not in word and lemma(word) != word


def _replaced(left: Sequence[_Word], right: Sequence[_Word]) -> Iterator[tuple[slice, slice]]:
    """The stretches that stand for each other and differ in more than grammar."""
    keys = [w.parts for w in left], [w.parts for w in right]
    for what, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if what != "replace":
            continue
        moved = [{*keys[1]} - {*keys[1][c:d]}, {*keys[0]} - {*keys[0][a:b]}]
        near = [{p for k in keys[1][c:d] for p in k}, {p for k in keys[0][a:b] for p in k}]
        here = _trimmed(left, slice(a, b), moved[0], near[0])
        there = _trimmed(right, slice(c, d), moved[1], near[1])
        sizes = [s.stop - s.start for s in (here, there)]
        if min(sizes) and max(sizes) <= _LONGEST and _differ(left[here], right[there]):
            yield here, there


def _trimmed(
    words: Sequence[_Word], stretch: slice, moved: set[tuple[str, ...]], near: set[str]
) -> slice:
    """A stretch without the words at its ends that the other text has elsewhere, and only there."""
    start, end = stretch.start, stretch.stop

    def is_moved(word: _Word) -> bool:
        return word.parts in moved and not near.intersection(word.parts)

    while start < end and is_moved(words[start]):
        start += 1
    while end > start and is_moved(words[end - 1]):
        end -= 1
    return slice(start, end)


def _differ(here: Sequence[_Word], there: Sequence[_Word]) -> bool:
    """Whether each stretch has a word that is no form of the other's; no verb, number or Han."""
    if any(side[0].verb for side in (here, there)):
        return False
    here_text, there_text = ("".join(p for w in side for p in w.parts) for side in (here, there))
    if here_text == there_text or not (here_text + there_text).isascii():
        return False
    sides = [{p for w in side for p in w.parts} for side in (here, there)]
    if any(c.isdecimal() for c in here_text + there_text):
        return False
    own = [
        [p for p in side if not any(_akin(p, q) for q in across)]
        for side, across in (sides, sides[::-1])
    ]
    return all(own)


def _akin(one: str, other: str) -> bool:
    """Whether two words begin alike, one with the other, or with the same letters."""
    short = min(len(one), len(other), _PREFIX)
    return one[:short] == other[:short] and short > 2


def _units(text: str, common: set[str], lexicon: Lexicon) -> list[_Unit]:
    """The words of a Chinese text; characters that the dictionary leaves alone are joined."""
    units: list[_Unit] = []
    for run in _RUN.finditer(simplified(text)):
        at, single = run.start(), False
        for word in lexicon.cut(run[0]):
            weight = max((v for k, v in lexicon.stems(word).items() if k in common), default=0.0)
            if len(word) == 1 and single:
                last = units.pop()
                span, weight = Span(last.span.start, at + 1), max(last.answered, weight)
                units.append(_Unit(span, last.text + word, False, weight))
            else:
                known = len(word) > 1
                units.append(_Unit(Span(at, at + len(word)), word, known, weight))
            single = len(word) == 1
            at += len(word)
    return units


def _meant(units: list[_Unit], stems: set[str], one: Row, other: Row, lexicon: Lexicon) -> str:
    """The Chinese term that two stretches of English render, as it stands; "" for none."""
    source = one.source_text
    told = [
        (max((v for k, v in lexicon.stems(u.text).items() if k in stems), default=0.0), u)
        for u in units
        if u.known and not lexicon.is_verb(u.text)
    ]
    weight, best = max(told, key=lambda t: t[0] - t[1].answered, default=(0.0, None))
    if best and weight >= _EVIDENT and weight > best.answered:
        return best.span.of(source)
    open_ = [u.span for u in units if u.answered < _EVIDENT + 0.05]
    left = [
        match.span
        for match in one.said
        if not (match.concepts <= one.rendered and match.concepts <= other.rendered)
        and any(span.overlaps(match.span) for span in open_)
    ]
    return left[0].of(source) if len(left) == 1 else ""
