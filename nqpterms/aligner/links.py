"""Both texts as weighted tokens, and the links between their vocabularies.

    texts ──tokenize──▶ Tokens, Tokens, Links ──(a first alignment) relink──▶ Links

A token is a word with content, a number by its value, or a Latin string. Its weight is how rare
it is in the text, from 0 (in every sentence) to 1 (in one). A link says how likely a Chinese
token and an English one mean the same, from 0 to 1: by the dictionary, by the pinyin of a name
and, once there is a first alignment, by what keeps standing in beads together.

That last step is IBM Model 1 (Brown et al. 1993) in both directions, begun from the dictionary.
It finds how this translator renders a name or a term that no dictionary knows. Where 起重机 stands
in four beads and three of them have "crane", the pair is expected to have been seen together some
two or three times, and becomes a link; where it has been seen once, that is chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from nqpterms.lang.chinese import HAN, simplified, words
from nqpterms.lang.english import STOP_WORDS, stem
from nqpterms.lang.numbers import number_keys
from nqpterms.lexicon import Lexicon

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_Indices = tuple[int, ...]
IndexBead = (
    tuple[_Indices, _Indices, float]
    | tuple[_Indices, _Indices, float, _Indices]
)
"""The indices of a bead's Chinese and English sentences, and how sure it is; what follows does not
count here."""

_LATIN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_RAREST = 300  # sentences: in a longer text, a word this rare already weighs 1
# The longest run of characters one English word of a name spells.
_NAME_CHARACTERS = 3
_READINGS = 2  # readings tried of a character with several

_LIKELY = 0.5  # confidence of the beads that links are learned from
_ROUNDS = 4  # of expectation and maximisation
_UNLISTED = 0.1  # begin: a pair that the dictionary does not link, against 1 for its best
_NOTHING = 0.2  # probability mass for a word that translates nothing
_COUNT = 1.2  # expected times a pair was seen together: once is chance
_LEAST = 0.15  # strength of the weakest link worth adding


class TextTokens(Struct, frozen=True):
    """The tokens of one side: occurrence → sentence, type and weight, sorted by sentence.

    `glossed` says of each type how strong its best rendering in the dictionary is, 0 to 1; it is 0
    for English words, which the dictionary does not list.
    """

    vocabulary: list[str]
    sentence: Ints
    type: Ints
    weight: Floats
    number: NDArray[np.bool_]
    glossed: Floats

    def only(self, chosen: NDArray[np.bool_] | Ints) -> TextTokens:
        """The chosen occurrences, in the order of *chosen* where it holds indices."""
        return TextTokens(
            self.vocabulary,
            self.sentence[chosen],
            self.type[chosen],
            self.weight[chosen],
            self.number[chosen],
            self.glossed,
        )

    def renumbered(self, sentence: Ints) -> TextTokens:
        """The same occurrences in other sentences, which never fall."""
        return replace(self, sentence=sentence)


class VocabularyLinks(Struct, frozen=True):
    """Pairs of types with a strength, sorted by the Chinese type."""

    zh: Ints
    en: Ints
    strength: Floats

    def swapped(self) -> VocabularyLinks:
        """The same links sorted by the English type, its column first."""
        order = np.argsort(self.en, kind="stable")
        return VocabularyLinks(
            self.en[order], self.zh[order], self.strength[order]
        )


def tokenize(
    zh: Sequence[str], en: Sequence[str], lexicon: Lexicon
) -> tuple[TextTokens, TextTokens, VocabularyLinks]:
    """The tokens of both sides and their links."""
    names: dict[str, str] = {}
    chinese = _weighted([list(_chinese_tokens(text, lexicon)) for text in zh])
    glossed = [_gloss_strength(word, lexicon) for word in chinese.vocabulary]
    chinese = replace(chinese, glossed=np.array(glossed))
    english = _weighted([list(_english_tokens(text, names)) for text in en])
    for text in en:
        for word in _LATIN.findall(text):
            if word[0].islower():
                names.pop(word, None)
    return (
        chinese,
        english,
        _links(chinese.vocabulary, english.vocabulary, lexicon, names),
    )


def _chinese_tokens(text: str, lexicon: Lexicon) -> Iterator[str]:
    text = simplified(text)
    for run in _HAN_RUN.findall(text):
        yield from words(run)
    for word in _LATIN.findall(_HAN_RUN.sub(" ", text)):
        yield stem(word.lower())
    for _, key in number_keys(text, "zh"):
        yield "#" + key
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
    """The tokens of an English text; *names* gains those with a capital, and their keys."""
    for word in _LATIN.findall(text):
        lower = word.lower()
        if lower in STOP_WORDS:
            continue
        key = stem(lower)
        if word[0].isupper():
            name = lower.removesuffix("'s").removesuffix("’s")
            names[re.sub("['’]", "", name)] = key
        yield key
    for _, key in number_keys(text, "en"):
        yield "#" + key


def _gloss_strength(word: str, lexicon: Lexicon) -> float:
    """How strong a word's best rendering in the dictionary is, 0 to 1; Latin renders itself."""
    if not _HAN_RUN.match(word):
        return 1.0
    return max(lexicon.stems(word).values(), default=0.0)


def _weighted(sentences: list[list[str]]) -> TextTokens:
    """Token lists as arrays, a type once a sentence, weighted by rarity times count."""
    vocabulary: dict[str, int] = {}
    ids = [
        [vocabulary.setdefault(t, len(vocabulary)) for t in tokens]
        for tokens in sentences
    ]
    size = max(1, len(vocabulary))
    flat = np.array(
        [n * size + t for n, row in enumerate(ids) for t in row], dtype=np.int64
    )
    keys, counts = np.unique(flat, return_counts=True)
    types = keys % size
    total = len(sentences) + 1
    share = np.maximum(
        (np.bincount(types, minlength=size) + 0.5) / total, 1 / _RAREST
    )
    rarest = max(1.5 / total, 1 / _RAREST)
    rarity = np.log(np.minimum(share, 1)) / min(np.log(rarest), -1e-9)
    weight = np.clip(rarity, 0.02, 1)[types] * counts
    number = np.array(
        [token.startswith("#") for token in vocabulary] or [False], dtype=bool
    )
    nothing = np.zeros(size)
    return TextTokens(
        list(vocabulary), keys // size, types, weight, number[types], nothing
    )


def _links(
    zh: list[str], en: list[str], lexicon: Lexicon, names: dict[str, str]
) -> VocabularyLinks:
    """What the dictionary and pinyin link; what is Latin on both sides links to itself."""
    english = {token: n for n, token in enumerate(en)}
    rows: list[tuple[int, int, float]] = []
    for n, token in enumerate(zh):
        if not _HAN_RUN.match(token):
            if token in english:
                rows.append((n, english[token], 1.0))
            continue
        stems = dict(lexicon.stems(token))
        for key, weight in _names_spelled_by(token, lexicon, names):
            stems[key] = max(stems.get(key, 0.0), weight)
        for key, weight in stems.items():
            if key in english:
                rows.append((n, english[key], weight))
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return VocabularyLinks(
        table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2]
    )


def _names_spelled_by(
    word: str, lexicon: Lexicon, names: dict[str, str]
) -> Iterator[tuple[str, float]]:
    """English names that spell a part of a Chinese word in pinyin, by the share they spell."""
    readings = [
        lexicon.readings(character)[:_READINGS] for character in word[:8]
    ]
    for start in range(len(readings)):
        last = min(start + _NAME_CHARACTERS, len(readings))
        for end in range(start + 1, last + 1):
            for syllables in product(*readings[start:end]):
                key = names.get("".join(syllables))
                if key is not None:
                    yield key, 1.0 if end - start > 1 else 0.7


def spread(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Expands runs: (which run, index) for every element of runs of *counts* from *starts*.

    >>> spread(np.array([5, 9]), np.array([2, 1]))
    (array([0, 0, 1]), array([5, 6, 9]))
    """
    run = np.repeat(np.arange(len(counts)), counts)
    offset = np.arange(len(run)) - np.repeat(np.cumsum(counts) - counts, counts)
    return run, np.asarray(starts)[run] + offset


def relink(
    zh: TextTokens,
    en: TextTokens,
    links: VocabularyLinks,
    beads: Sequence[IndexBead],
) -> VocabularyLinks:
    """The links and those that the likely ones of *beads* teach."""
    likely = [
        bead for bead in beads if bead[0] and bead[1] and bead[2] > _LIKELY
    ]
    if not likely:
        return links
    left, right = _meetings(zh, en, likely)
    if not len(left):
        return links
    size = len(en.vocabulary) + 1
    keys, pair = np.unique(
        zh.type[left] * size + en.type[right], return_inverse=True
    )
    confidence = np.array([bead[2] for bead in likely])
    sure = confidence[_bead_numbers(zh, [bead[0] for bead in likely])[left]]
    begin = _strengths(links, keys, size)
    forth, count = _model(pair, left, keys % size, begin, sure)
    back, _ = _model(pair, right, keys // size, begin, sure)
    strength = np.sqrt(np.sqrt(forth * back)) * count / (count + 1)
    good = (count >= _COUNT) & (strength >= _LEAST)
    new = VocabularyLinks(keys[good] // size, keys[good] % size, strength[good])
    return _joined(links, new, size)


def _meetings(
    zh: TextTokens, en: TextTokens, beads: Sequence[IndexBead]
) -> tuple[Ints, Ints]:
    """Every pair of a Chinese and an English occurrence that stand in one bead."""
    zh_bead = _bead_numbers(zh, [bead[0] for bead in beads])
    en_bead = _bead_numbers(en, [bead[1] for bead in beads])
    zh_at = np.flatnonzero(zh_bead >= 0)
    en_at = np.flatnonzero(en_bead >= 0)
    first = np.searchsorted(en_bead[en_at], zh_bead[zh_at], side="left")
    last = np.searchsorted(en_bead[en_at], zh_bead[zh_at], side="right")
    run, index = spread(first, last - first)
    return zh_at[run], en_at[index]


def _bead_numbers(side: TextTokens, beads: Sequence[tuple[int, ...]]) -> Ints:
    """For each occurrence the number of the bead its sentence stands in, or -1."""
    numbers = np.full(int(side.sentence.max(initial=0)) + 1, -1)
    for n, sentences in enumerate(beads):
        numbers[[i for i in sentences if i < len(numbers)]] = n
    return numbers[side.sentence]


def _strengths(links: VocabularyLinks, keys: Ints, size: int) -> Floats:
    """The strength of each pair of types among the links, and of those that are none."""
    strength = np.full(len(keys), _UNLISTED)
    if not len(links.zh):
        return strength
    listed = links.zh * size + links.en
    order = np.argsort(listed)
    at = np.minimum(
        np.searchsorted(listed, keys, sorter=order), len(listed) - 1
    )
    same = listed[order][at] == keys
    strength[same] += links.strength[order][at][same]
    return strength


def _model(
    pair: Ints, origin: Ints, target: Ints, begin: Floats, sure: Floats
) -> tuple[Floats, Floats]:
    """t(origin's word | target's word) for each pair, and how often it is expected to be seen."""
    chance: Floats = begin
    count: Floats = begin
    for _ in range(_ROUNDS):
        share = chance[pair]
        total = (
            np.bincount(origin, weights=share)[origin] + _NOTHING * share.mean()
        )
        expected = np.bincount(
            pair, weights=sure * share / total, minlength=len(begin)
        )
        count = expected.astype(np.float64)
        chance = count / (np.bincount(target, weights=count)[target] + 0.5)
    return chance, count


def _joined(
    old: VocabularyLinks, new: VocabularyLinks, size: int
) -> VocabularyLinks:
    """Both, the stronger where both have a pair, sorted."""
    zh = np.concatenate([old.zh, new.zh])
    en = np.concatenate([old.en, new.en])
    strength = np.concatenate([old.strength, new.strength])
    order = np.lexsort((-strength, zh * size + en))
    keys = (zh * size + en)[order]
    first = np.diff(keys, prepend=-1) != 0
    return VocabularyLinks(
        zh[order][first], en[order][first], strength[order][first]
    )
