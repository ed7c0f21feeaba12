"""When two renderings of one term are two choices, between which an editor decides.

Much of what differs in a good translation is none: a verb beside its noun, the shorter name of a
thing after its full one, an acronym, another order of the same words. And a common word (就业,
民生) is rendered as its sentence asks.
"""

from __future__ import annotations

from functools import lru_cache

from nqpterms.checks.wording_keys import SMALL
from nqpterms.lang.chinese import has_han, simplified
from nqpterms.lang.english import lemma, stem, words
from nqpterms.lang.inflection import number_forms, verbs_of, word_classes
from nqpterms.lang.normal_form import as_written
from nqpterms.lang.segmenter import frequency
from nqpterms.lang.spelling import spelling_key
from nqpterms.model.termbase import Concept

_ALIKE = 5  # letters with which two words begin that are of one family: industry, industrial
_LONGER = 4  # letters that the longer one has more at most: no family of space and spaceflight
_WEIGHTLESS = SMALL | {"all", "each", "every"}
_EVERYDAY_LENGTH = 2  # characters of an everyday word
_EVERYDAY_TIMES = 1500  # in jieba's dictionary: 人才, 消费 and 机制 are above, 芯片 and 高地 below
_COMMON_TIMES = 400  # of a word whose renderings the glossary allows: 民生 and 试点 are above
_NO_GERUNDS = frozenset(
    """according concerning emerging engineering following leading manufacturing processing
    regarding working""".split()
)
"""Words in -ing with which noun phrases of policy texts begin, and prepositions."""


def is_everyday_chinese(name: str) -> bool:
    """Whether Chinese is an everyday word of two characters.

    >>> is_everyday_chinese("就業"), is_everyday_chinese("芯片"), is_everyday_chinese("新动能")
    (True, False, False)
    """
    return (
        len(name) == _EVERYDAY_LENGTH
        and frequency(simplified(name)) >= _EVERYDAY_TIMES
    )


def is_common_chinese(name: str) -> bool:
    """Whether Chinese is a common word of two characters, everyday ones included.

    Where a glossary allows several renderings of such a word, who mixes them does as it says.

    >>> is_common_chinese("民生"), is_common_chinese("双创")
    (True, False)
    """
    return (
        len(name) == _EVERYDAY_LENGTH
        and frequency(simplified(name)) >= _COMMON_TIMES
    )


def is_common(concept: Concept) -> bool:
    """Whether what a concept is called in Chinese is a common word of two characters."""
    name = concept.preferred("zh")
    return name is not None and is_common_chinese(name)


@lru_cache(maxsize=1 << 14)
def differ_by_choice(one: str, two: str) -> bool:
    """Whether two renderings of one term differ in the words that were chosen.

    >>> differ_by_choice("key areas", "key fields")
    True
    >>> differ_by_choice("industrial chain", "industry chain")
    True
    >>> differ_by_choice("prevent pollution", "pollution prevention")
    False
    >>> differ_by_choice("elderly care", "elderly care services")
    False
    >>> differ_by_choice("SOE reform", "reform of state-owned enterprises")
    False
    """
    if has_han(one) or has_han(two):
        return one not in two and two not in one
    ours, theirs = _content_words(one), _content_words(two)
    if not (ours and theirs):
        return one != two
    if _is_verbal(ours) != _is_verbal(theirs):
        return False
    if _has_acronym_of(one, theirs) or _has_acronym_of(two, ours):
        return False
    if _are_within(ours, theirs) or _are_within(theirs, ours):
        return _is_derived(ours, theirs) and not _is_verbal(ours)
    return True


def _content_words(text: str) -> list[str]:
    """The words of a text but those without weight, in small letters."""
    plain = as_written(text)
    lower_words = [span.of(plain).lower() for span in words(plain)]
    return [word for word in lower_words if word not in _WEIGHTLESS]


def _is_verbal(content: list[str]) -> bool:
    """Whether a rendering begins with a verb: what follows is an object and may change places."""
    first = content[0]
    if first.endswith("ing"):
        is_noun = "noun" in word_classes(first) or first in _NO_GERUNDS
        return len(content) > 1 and not is_noun and bool(verbs_of(first))
    return word_classes(first) == {"verb"}


def _are_within(short: list[str], long: list[str]) -> bool:
    """Whether every word of one rendering has one of its family in the other."""
    return all(
        any(_are_of_one_family(word, other) for other in long) for word in short
    )


def _are_of_one_family(one: str, two: str) -> bool:
    if stem(one) == stem(two):
        return True
    if abs(len(one) - len(two)) > _LONGER or min(len(one), len(two)) < _ALIKE:
        return False
    return one[:_ALIKE] == two[:_ALIKE]


def _is_derived(ours: list[str], theirs: list[str]) -> bool:
    """Whether two names are alike word by word, but for one word that is derived otherwise.

    An adverb before a verb is the grammar of an adjective before its noun.
    """
    if len(ours) != len(theirs) or len(ours) == 1:
        return False
    is_other = False
    for word, other in zip(ours, theirs, strict=True):
        if not _are_of_one_family(word, other) or word.endswith(
            "ly"
        ) != other.endswith("ly"):
            return False
        is_other |= not _are_inflected(word, other)
    return is_other


def _are_inflected(word: str, other: str) -> bool:
    """Whether two words are forms of one, or spellings of it."""
    if spelling_key(lemma(word)) == spelling_key(lemma(other)):
        return True
    return other in number_forms(word)


def _has_acronym_of(text: str, content: list[str]) -> bool:
    """Whether an acronym in a text stands for words of the other rendering."""
    initials = "".join(word[0] for word in content)
    for span in words(text):
        word = span.of(text)
        is_acronym = len(word) > 1 and word.removesuffix("s").isupper()
        if (
            is_acronym
            and word.lower() not in content
            and word.removesuffix("s").lower() in initials
        ):
            return True
    return False
