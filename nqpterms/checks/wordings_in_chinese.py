"""What a Chinese text shows in the place of an English term that none of its terms renders.

    MissingTerm ──chinese_features──▶ Features

English words say less than the terms that they may stand for: "businesses" are 市场主体 in one
report and 企业 in the next. So the dictionary is asked whether words of the Chinese text have the
English ones, and the forms of the glossary whether all their words are there: 医疗和健康服务 has
those of 医疗服务.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nqpterms.checks.view import blotted
from nqpterms.lang.chinese import simplified
from nqpterms.lang.english import content_stems
from nqpterms.lexicon import load_lexicon

if TYPE_CHECKING:
    from nqpterms.checks.evidence import MissingTerm

# Weight from which the dictionary's stem for a Chinese word counts.
_EVIDENT = 0.5
_LEAST_STEM = 5  # letters of a stem that may go on
_TWO_WORDS = 4  # characters that may be two words
_SMALL = frozenset("的和与与及或性化地等、“”")
_REACH = 40  # characters of a short text on either side of where a rendering may stand
_NEAR = 16  # characters within which the words of a form belong together
_STOPS = "。；！？;!?\n"


def is_in_dictionary(missing: MissingTerm) -> bool:
    """Whether the dictionary has all that an English term says for words in its place."""
    return missing.row.side == "zh" and _explained(missing) == 1


def chinese_features(missing: MissingTerm) -> dict[str, float]:
    """What is known of the place of a missing English term in a Chinese text, each 0–1."""
    text = _text_across(missing)
    has_all = any(
        has_words_of(text, simplified(form)) for form in missing.expected
    )
    return {
        "English that is explained": _explained(missing),
        "all words of a form": float(has_all),
        "one English word": float(
            missing.surface.islower() and " " not in missing.surface
        ),
    }


def _explained(missing: MissingTerm) -> float:
    """The share of an English term that Chinese words in its place have in the dictionary."""
    return explained_share(
        _text_across(missing), frozenset(content_stems(missing.surface))
    )


def _text_across(missing: MissingTerm) -> str:
    """What may render a term: of a long text what stands about as far behind its begin as the
    term does in the source, without what renders other terms."""
    text = blotted(simplified(missing.row.text), missing.taken)
    reach = max(_REACH, len(text) // 4)
    middle = (
        len(text)
        * missing.rendering.source.span.start
        // len(missing.row.source_text)
    )
    return text[max(0, middle - reach) : middle + reach]


@lru_cache(maxsize=4096)
def explained_share(text: str, stems: frozenset[str]) -> float:
    """The largest share of some English stems that Chinese words side by side have in the
    dictionary.

    >>> explained_share("有关传染疾病", frozenset(content_stems("infectious diseases")))
    1.0
    >>> explained_share("有关货币政策", frozenset(content_stems("fiscal policies")))
    0.5
    """
    if not stems:
        return 0.0
    lexicon = load_lexicon()
    most = 0
    run: set[str] = set()
    for word in lexicon.cut(text):
        if word in _SMALL:
            continue
        known = [
            stem
            for stem, weight in lexicon.stems(word).items()
            if weight >= _EVIDENT
        ]
        here = {
            stem
            for stem in stems
            if any(_are_one_stem(stem, other) for other in known)
        }
        run = run | here if here else set()
        most = max(most, len(run))
    return most / len(stems)


def _are_one_stem(one: str, two: str) -> bool:
    """Whether two stems are one, or one is the begin of the other: infec, infecti."""
    if one == two:
        return True
    shorter, longer = sorted((one, two), key=len)
    return len(shorter) >= _LEAST_STEM and longer.startswith(shorter)


@lru_cache(maxsize=4096)
def has_words_of(text: str, form: str) -> bool:
    """Whether the words of a Chinese form stand in their order within one stretch of a clause.

    >>> has_words_of("加快深化医疗改革。", "深化改革")
    True
    >>> has_words_of("改革要深化。", "深化改革")
    False
    """
    words = _words_of(form)
    at = text.find(words[0]) if words else -1
    while at >= 0:
        stretch = _clause(text[at : at + _NEAR])
        places = [stretch.find(word) for word in words]
        if -1 not in places and places == sorted(places):
            return True
        at = text.find(words[0], at + 1)
    return False


def _words_of(form: str) -> list[str]:
    """The words of a Chinese form, those of four characters as two where both are words."""
    lexicon = load_lexicon()
    words = []
    for word in lexicon.cut(form):
        halves = [word[:2], word[2:]]
        if len(word) == _TWO_WORDS and all(map(lexicon.has, halves)):
            words += halves
        elif word not in _SMALL:
            words.append(word)
    return words


def _clause(text: str) -> str:
    """A text up to the end of its first sentence."""
    for stop in _STOPS:
        text = text.partition(stop)[0]
    return text
