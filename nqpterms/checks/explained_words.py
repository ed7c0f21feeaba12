"""Which English words the Chinese beside a term accounts for.

    word of a Scene ──is_explained──▶ whether something else asks for it

A word is explained where it stands in the rendering of a neighbouring term, or where the dictionary
has it for a neighbouring Chinese word. Such a word may stand within a rendering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nqpterms.checks.rendering_words import EnglishToken, Form
from nqpterms.checks.silent_scene import Scene
from nqpterms.lang.chinese import simplified
from nqpterms.lang.english import stem
from nqpterms.lexicon import load_lexicon
from nqpterms.model.places import Span

# Chinese characters before and behind a term that may explain a word.
_BESIDE = 14
# Weight from which the dictionary's stem for a Chinese word counts.
_EVIDENT = 0.3
_DICTIONARY_WORD = range(2, 5)  # characters of a Chinese word that is looked up
_HYPHENS = "-‐‑"
_PARTICLES = frozenset("up down out off in on".split())
_LIGHT = frozenset(
    "amount amounts area areas level levels number numbers type types".split()
)
"""Nouns of which a term's own Chinese has the sense mostly: the *amount* of total consumption."""
_CHINESE_STOP = re.compile("[。；！？\n]")


def is_explained_within(
    word: EnglishToken, form: Form, scene: Scene, *, is_coordination: bool
) -> bool:
    """Whether a word between those of a form is no word that nobody asked for.

    The Chinese beside the term may account for it (in a coordination also a single character,
    河长制、湖长制: river and *lake* chief systems), the term's own Chinese for a light noun (the
    *amount* of total consumption, 消费总量), the form itself (word-based and number-*based* lists),
    and for a whole compound (talent-*rich*) what accounts for a part of it.
    """
    if word.text in form.words or is_explained(word, scene):
        return True
    if is_coordination and stem(word.text) in _stems_of_signs(scene):
        return True
    if word.text in _LIGHT and explains(
        scene.place.of(scene.row.source_text), word
    ):
        return True
    for mate in _compound_of(word, scene):
        if is_explained(mate, scene):
            return True
        if word.text in _PARTICLES and mate.text in form.words:
            return True
    return False


def explains(chinese: str, word: EnglishToken) -> bool:
    """Whether the dictionary has an English word for one in a piece of Chinese."""
    return stem(word.text) in _stems_of(chinese)


def _compound_of(word: EnglishToken, scene: Scene) -> Iterator[EnglishToken]:
    """The other words of a compound with hyphens."""
    text = scene.row.text
    for token in scene.tokens:
        first, second = sorted((token.span, word.span))
        if (
            token is not word
            and second.start - first.end == 1
            and text[first.end] in _HYPHENS
        ):
            yield token


def is_explained(word: EnglishToken, scene: Scene) -> bool:
    """Whether the Chinese beside a term accounts for an English word."""
    start, end = scene.place.start - _BESIDE, scene.place.end + _BESIDE
    for other in scene.renderings:
        if other.span is None or not other.span.overlaps(word.span):
            continue
        if other.source.span.start < end and other.source.span.end > start:
            return True
    before, behind = _beside(scene.row.source_text, scene.place)
    return stem(word.text) in _stems_of(before) | _stems_of(behind)


def _beside(chinese: str, place: Span) -> tuple[str, str]:
    """What stands before and behind a place in its sentence."""
    before = chinese[max(0, place.start - _BESIDE) : place.start]
    behind = chinese[place.end : place.end + _BESIDE]
    return _CHINESE_STOP.split(before)[-1], _CHINESE_STOP.split(behind)[0]


def _stems_of_signs(scene: Scene) -> frozenset[str]:
    """The English stems for the single characters beside a term."""
    before, behind = _beside(scene.row.source_text, scene.place)
    return _stems_of(before + behind, range(1, 2))


@lru_cache(maxsize=256)
def _stems_of(
    chinese: str, lengths: range = _DICTIONARY_WORD
) -> frozenset[str]:
    """The English stems that the dictionary has for the words in a piece of Chinese."""
    lexicon, text = load_lexicon(), simplified(chinese)
    stems = set()
    for start in range(len(text)):
        for length in lengths:
            word = text[start : start + length]
            if len(word) == length and lexicon.has(word):
                stems |= {
                    key
                    for key, weight in lexicon.stems(word).items()
                    if weight >= _EVIDENT
                }
    return frozenset(stems)
