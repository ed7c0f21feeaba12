"""The same Chinese twice, in two translations: which of its terms makes the difference.

    rows ──places_of_repeated_source──▶ RenderedPlaces of the terms that the two render differently

A heading stands on the contents page and above its chapter, a title in a note and in a list. What
surrounds a term is then the same, and what differs is the translator's choice. The two English
texts are compared word by word; a stretch that is replaced by another belongs to the Chinese word
for which the dictionary has one of its words, or to the only term of the base that is left over.
What may be grammar is left alone: verbs, words of one stem, words that are only added.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from nqpterms.checks.view import RenderedPlace, place_of
from nqpterms.lang.chinese import HAN, simplified
from nqpterms.lang.english import FUNCTION_WORDS, STOP_WORDS, lemma, stem
from nqpterms.lexicon import Lexicon, load_lexicon
from nqpterms.model.places import Span
from nqpterms.renderings.rows import Row
from nqpterms.renderings.tokens import VERB, english_tokens

_SHORTEST = 4  # Han characters of a text that is compared; shorter ones are a term themselves
_ALIKE = 0.4  # share of the words that two translations have in common, below which all differs
_LONGEST = 4  # words of a stretch that stands for one term
_PREFIX = 4  # letters with which two words begin that are of one stem: industry, industrial
_EVIDENT = 0.3  # weight from which the dictionary's word for a character counts
_OPEN = 0.35  # weight of the words that both have, under which a Chinese word may be rendered anew
_RUN = re.compile(f"[{HAN}]+")
_SIGNS = re.compile(r"\W+")
_WORD = re.compile(r"[^\W_]+(?:[-‑–'’&][^\W_]+)*")
_PARTS = re.compile("[-‑–]")

_Stems = tuple[str, ...]


class _Word(NamedTuple):
    """An English word, hyphens included: its span, the stems of its parts, whether it is a verb."""

    span: Span
    parts: _Stems
    is_verb: bool


class _ChineseWord(NamedTuple):
    """A Chinese word: what stands there, whether the dictionary has it, and how surely (0–1) one
    of the words that both translations have renders it."""

    span: Span
    text: str
    is_listed: bool
    answered: float


class _WordingDifference(NamedTuple):
    """Two stretches of words, of one translation and of the other, that stand for each other."""

    here: slice
    there: slice


def places_of_repeated_source(rows: Sequence[Row]) -> Iterator[RenderedPlace]:
    """What renders a term in each of two translations that differ, place by place."""
    seen: set[tuple[int, Span, Span]] = set()
    for translations in _repeated(rows):
        first, *others = translations
        for translation in others:
            for place in _differing_places(first, translation):
                key = (id(place.row), place.source, place.span)
                if key not in seen:
                    seen.add(key)
                    yield place


def _repeated(rows: Sequence[Row]) -> Iterator[list[list[Row]]]:
    """The rows that have the same Chinese, those with the same English words together."""
    rows_by_source: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.side == "en" and row.text and row.source_text:
            rows_by_source[_SIGNS.sub("", row.source_text)].append(row)
    for source, group in rows_by_source.items():
        if len(group) < 2 or len("".join(_RUN.findall(source))) < _SHORTEST:
            continue
        translations = _translations(group)
        if len(translations) > 1:
            yield sorted(translations, key=len, reverse=True)


def _translations(rows: Sequence[Row]) -> list[list[Row]]:
    """Some rows by the words of their English."""
    if len({row.text for row in rows}) < 2:
        return []
    translations: dict[tuple[_Stems, ...], list[Row]] = defaultdict(list)
    for row in rows:
        translations[tuple(word.parts for word in _words(row.text))].append(row)
    return list(translations.values())


def _differing_places(
    one: list[Row], two: list[Row]
) -> Iterator[RenderedPlace]:
    """The places of terms that two groups of rows render in two ways."""
    ours, theirs = _words(one[0].text), _words(two[0].text)
    common = {word.parts for word in ours} & {word.parts for word in theirs}
    shared = sum(word.parts in common for word in (*ours, *theirs))
    if shared < _ALIKE * (len(ours) + len(theirs)):
        return
    lexicon = load_lexicon()
    stems = {stem for parts in common for stem in parts}
    chinese = _chinese_words(one[0].source_text, stems, lexicon)
    for here, there in _replaced(ours, theirs):
        replaced_stems = _all_stems([*ours[here], *theirs[there]])
        term = _source_term(chinese, replaced_stems, one[0], two[0], lexicon)
        if term:
            yield from _places(one, here, term)
            yield from _places(two, there, term)


def _places(
    rows: Sequence[Row], stretch: slice, term: str
) -> Iterator[RenderedPlace]:
    """The places of a term in some rows whose translations have the same words."""
    for row in rows:
        words = _words(row.text)[stretch]
        at = row.source_text.find(term)
        if at >= 0 and words:
            span = Span(words[0].span.start, words[-1].span.end)
            yield place_of(row, Span(at, at + len(term)), span)


@lru_cache(maxsize=1024)  # texts: each is asked for by several pairs
def _words(text: str) -> tuple[_Word, ...]:
    """The words of an English text that carry meaning."""
    words = []
    for match in _WORD.finditer(text):
        lower = match[0].lower().replace("’", "'").removesuffix("'s")
        if lower not in STOP_WORDS and lower not in FUNCTION_WORDS:
            parts = tuple(stem(part) for part in _PARTS.split(lower))
            words.append(_Word(Span(*match.span()), parts, _is_verb(lower)))
    return tuple(words)


@lru_cache(maxsize=16384)  # words
def _is_verb(word: str) -> bool:
    """Whether an English word is one of the verbs of policy texts, or a participle."""
    if english_tokens(word)[0].kind == VERB:
        return True
    return (
        word.endswith(("ing", "ed")) and "-" not in word and lemma(word) != word
    )


def _replaced(
    ours: Sequence[_Word], theirs: Sequence[_Word]
) -> Iterator[_WordingDifference]:
    """The stretches that stand for each other and differ in more than grammar."""
    our_keys, their_keys = [w.parts for w in ours], [w.parts for w in theirs]
    matcher = SequenceMatcher(None, our_keys, their_keys, autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation != "replace":
            continue
        here = _trimmed(ours, slice(a, b), theirs, slice(c, d))
        there = _trimmed(theirs, slice(c, d), ours, slice(a, b))
        sizes = [stretch.stop - stretch.start for stretch in (here, there)]
        if (
            min(sizes)
            and max(sizes) <= _LONGEST
            and _differ(ours[here], theirs[there])
        ):
            yield _WordingDifference(here, there)


def _trimmed(
    words: Sequence[_Word],
    stretch: slice,
    across: Sequence[_Word],
    replacement: slice,
) -> slice:
    """A stretch without the words at its ends that the other text has elsewhere, and only there."""
    replacing = {word.parts for word in across[replacement]}
    elsewhere = {word.parts for word in across} - replacing
    near = {part for parts in replacing for part in parts}

    def is_moved(word: _Word) -> bool:
        return word.parts in elsewhere and not near.intersection(word.parts)

    start, end = stretch.start, stretch.stop
    while start < end and is_moved(words[start]):
        start += 1
    while end > start and is_moved(words[end - 1]):
        end -= 1
    return slice(start, end)


def _differ(here: Sequence[_Word], there: Sequence[_Word]) -> bool:
    """Whether each stretch has a word that is no form of the other's; no verb, number or Han."""
    if here[0].is_verb or there[0].is_verb:
        return False
    our_letters, their_letters = _letters(here), _letters(there)
    letters = our_letters + their_letters
    if our_letters == their_letters or not letters.isascii():
        return False
    if any(letter.isdecimal() for letter in letters):
        return False
    ours, theirs = _all_stems(here), _all_stems(there)
    return _has_own(ours, theirs) and _has_own(theirs, ours)


def _letters(words: Sequence[_Word]) -> str:
    return "".join(part for word in words for part in word.parts)


def _all_stems(words: Sequence[_Word]) -> set[str]:
    return {part for word in words for part in word.parts}


def _has_own(stems: Collection[str], across: Collection[str]) -> bool:
    """Whether some stems have one that is akin to none of the others."""
    return any(not any(_are_akin(one, two) for two in across) for one in stems)


def _are_akin(one: str, two: str) -> bool:
    """Whether two words begin alike, one with the other, or with the same letters."""
    short = min(len(one), len(two), _PREFIX)
    return one[:short] == two[:short] and short > 2


def _chinese_words(
    text: str, common: set[str], lexicon: Lexicon
) -> list[_ChineseWord]:
    """The words of a Chinese text; characters that the dictionary leaves alone are joined."""
    words: list[_ChineseWord] = []
    for run in _RUN.finditer(simplified(text)):
        at, was_single = run.start(), False
        for word in lexicon.cut(run[0]):
            weight = _dictionary_weight(word, common, lexicon)
            is_single = len(word) == 1
            if is_single and was_single:
                last = words.pop()
                span, weight = (
                    Span(last.span.start, at + 1),
                    max(last.answered, weight),
                )
                words.append(
                    _ChineseWord(span, last.text + word, False, weight)
                )
            else:
                span = Span(at, at + len(word))
                words.append(_ChineseWord(span, word, not is_single, weight))
            was_single = is_single
            at += len(word)
    return words


def _dictionary_weight(word: str, stems: set[str], lexicon: Lexicon) -> float:
    """How surely one of some English stems renders a Chinese word, by the dictionary (0–1)."""
    weights = [
        weight for stem, weight in lexicon.stems(word).items() if stem in stems
    ]
    return max(weights, default=0.0)


def _source_term(
    chinese: list[_ChineseWord],
    stems: set[str],
    one: Row,
    two: Row,
    lexicon: Lexicon,
) -> str:
    """The Chinese term that two stretches of English render, as it stands; "" for none."""
    source = one.source_text
    weighed = [
        (_dictionary_weight(word.text, stems, lexicon), word)
        for word in chinese
        if word.is_listed and not lexicon.is_verb(word.text)
    ]
    if weighed:
        weight, best = max(weighed, key=lambda pair: pair[0] - pair[1].answered)
        if weight >= _EVIDENT and weight > best.answered:
            return best.span.of(source)
    terms = [span.of(source) for span in _unrendered_terms(chinese, one, two)]
    return terms[0] if len(terms) == 1 else ""


def _unrendered_terms(
    chinese: list[_ChineseWord], one: Row, two: Row
) -> Iterator[Span]:
    """The terms of the base that one of two rows does not render, where a word may be anew."""
    unanswered = [word.span for word in chinese if word.answered < _OPEN]
    for match in one.source_terms:
        if match.concepts <= one.rendered and match.concepts <= two.rendered:
            continue
        if any(span.overlaps(match.span) for span in unanswered):
            yield match.span
