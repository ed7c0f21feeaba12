"""Both texts as weighted tokens, and the links between their vocabularies.

A token is a word with content, a number by its value, or a Latin string. Its weight is how rare
it is in the text, from 0 (in every sentence) to 1 (in one). A link says how likely a Chinese
token and an English one mean the same, from 0 to 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nqpterms.lang.chinese import HAN, simplified, words
from nqpterms.lang.english import STOP_WORDS, stem
from nqpterms.lang.numbers import number_keys
from nqpterms.lexicon import Lexicon

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_LATIN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_RAREST = 300  # sentences: in a longer text, a word this rare already weighs 1
_NAME_CHARACTERS = 3  # the longest run of characters one English word of a name spells
_READINGS = 2  # readings tried of a character with several


class Tokens(NamedTuple):
    """The tokens of one side: occurrence → sentence, type and weight, sorted by sentence."""

    vocabulary: list[str]
    sentence: Ints
    type: Ints
    weight: Floats
    number: NDArray[np.bool_]


class Links(NamedTuple):
    """Pairs of types with a strength, sorted by the Chinese type."""

    zh: Ints
    en: Ints
    strength: Floats

    def swapped(self) -> Links:
        """The same links sorted by the English type, its column first."""
        order = np.argsort(self.en, kind="stable")
        return Links(self.en[order], self.zh[order], self.strength[order])


def tokenize(
    zh: Sequence[str], en: Sequence[str], lexicon: Lexicon
) -> tuple[Tokens, Tokens, Links]:
    """The tokens of both sides and their links."""
    chinese = _indexed([list(_chinese_tokens(text, lexicon)) for text in zh])
    names: dict[str, str] = {}
    english = _indexed([list(_english_tokens(text, names)) for text in en])
    for text in en:
        for word in _LATIN.findall(text):
            if word[0].islower():
                names.pop(word, None)
    return chinese, english, _links(chinese.vocabulary, english.vocabulary, lexicon, names)


def _chinese_tokens(text: str, lexicon: Lexicon) -> Iterator[str]:
    text = simplified(text)
    for run in _HAN_RUN.findall(text):
        yield from words(run)
    for word in _LATIN.findall(_HAN_RUN.sub(" ", text)):
        yield stem(word.lower())
    yield from ("#" + key for _, key in number_keys(text, "zh"))
    if lexicon.terms:
        yield from _terms(text, lexicon)


def _terms(text: str, lexicon: Lexicon) -> Iterator[str]:
    """The terms of the user's term base that stand in a Chinese text."""
    lengths = sorted({len(term) for term in lexicon.terms})
    for start in range(len(text)):
        for length in lengths:
            if text[start : start + length] in lexicon.terms:
                yield text[start : start + length]


def _english_tokens(text: str, names: dict[str, str]) -> Iterator[str]:
    for word in _LATIN.findall(text):
        lower = word.lower()
        if lower not in STOP_WORDS:
            key = stem(lower)
            if word[0].isupper():
                names[re.sub("['’]", "", lower.removesuffix("'s").removesuffix("’s"))] = key
            yield key
    yield from ("#" + key for _, key in number_keys(text, "en"))


def _indexed(sentences: list[list[str]]) -> Tokens:
    """Token lists as arrays, a type once a sentence, weighted by rarity times count."""
    vocabulary: dict[str, int] = {}
    ids = [[vocabulary.setdefault(t, len(vocabulary)) for t in tokens] for tokens in sentences]
    size = max(1, len(vocabulary))
    flat = np.array([n * size + t for n, row in enumerate(ids) for t in row], dtype=np.int64)
    keys, counts = np.unique(flat, return_counts=True)
    types = keys % size
    shown = np.bincount(types, minlength=size)
    share = np.maximum((shown + 0.5) / (len(sentences) + 1), 1 / _RAREST)
    rarest = max(1.5 / (len(sentences) + 1), 1 / _RAREST)
    rarity = np.log(np.minimum(share, 1)) / min(np.log(rarest), -1e-9)
    number = np.array([t.startswith("#") for t in vocabulary], dtype=bool)
    number = number if len(number) else np.zeros(1, dtype=bool)
    weight = np.clip(rarity, 0.02, 1)[types] * counts
    return Tokens(list(vocabulary), keys // size, types, weight, number[types])


def _links(zh: list[str], en: list[str], lexicon: Lexicon, names: dict[str, str]) -> Links:
    known = {token: n for n, token in enumerate(en)}
    found: list[tuple[int, int, float]] = []
    for n, token in enumerate(zh):
        if _HAN_RUN.match(token):
            stems = dict(lexicon.stems(token))
            for key, weight in _spelled(token, lexicon, names):
                stems[key] = max(stems.get(key, 0.0), weight)
            found += [(n, known[key], w) for key, w in stems.items() if key in known]
        elif token in known:
            found.append((n, known[token], 1.0))
    table = np.array(found, dtype=np.float64).reshape(-1, 3)
    return Links(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2])


def _spelled(word: str, lexicon: Lexicon, names: dict[str, str]) -> Iterator[tuple[str, float]]:
    """English names that spell a part of a Chinese word in pinyin, by the share they spell."""
    readings = [lexicon.readings(c)[:_READINGS] for c in word[:8]]
    for start in range(len(readings)):
        for end in range(start + 1, min(start + _NAME_CHARACTERS, len(readings)) + 1):
            for syllables in product(*readings[start:end]):
                key = names.get("".join(syllables))
                if key is not None:
                    yield key, 1.0 if end - start > 1 else 0.7
