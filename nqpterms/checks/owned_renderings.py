"""A rendering whose country stands there by another word: our innovation system.

    form, Scene ──owner_by_another_word──▶ a reason, or ""

Texts call 国家创新体系 the national innovation system in one place, and in the next China's,
ours, or its own where China was spoken of. All the other words of the form stand behind that
word, in their order; another owner (the province's, Japan's) or another head excuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nqpterms.checks.rendering_words import EnglishToken, are_alike, words_of
from nqpterms.checks.silent_scene import Scene
from nqpterms.lang.chinese import simplified

_OF_COUNTRY = re.compile("(?:国家|全国|中国|我国|本国)")
_BY_COUNTRY = re.compile(
    r"(?:(?:the|our) )?(?:(?:china|country|nation)'s|chinese|national) "
)
"""How forms say in English that something is the country's."""
_OWN = frozenset(["our"])
_TAKEN_UP = frozenset(["its"])  # only where the country was named before
_NAMES = frozenset(["china", "country", "nation"])
_ADJECTIVES = frozenset(["national", "chinese"])
_FEWEST_WORDS = 2  # behind the owner: "our economy" says too little
_REASON = "its country stands there by another word"


def owner_by_another_word(form: str, scene: Scene) -> str:
    """Why a form of the country's may be rendered; "" where it is not."""
    chinese = simplified(scene.place.of(scene.row.source_text))
    rest = _rest_of(form)
    if len(rest) < _FEWEST_WORDS or not _OF_COUNTRY.match(chinese):
        return ""
    for start in _places_of(rest, scene):
        if start and _is_the_country(start - 1, scene.tokens):
            return _REASON
    return ""


def _rest_of(form: str) -> tuple[str, ...]:
    """The words of a form behind the country at its beginning; none where there is no country.

    >>> _rest_of("China's manufacturing hubs"), _rest_of("rural schools")
    (('manufacturing', 'hubs'), ())
    """
    plain = form.lower().replace("’", "'")
    country = _BY_COUNTRY.match(plain)
    return tuple(words_of(plain[country.end() :])) if country else ()


def _places_of(words: Sequence[str], scene: Scene) -> Iterator[int]:
    """Where some words stand one behind the other and render nothing else."""
    for start in range(len(scene.tokens) - len(words) + 1):
        numbers = range(start, start + len(words))
        run = scene.tokens[start : start + len(words)]
        is_same = all(
            are_alike(one.text, two)
            for one, two in zip(run, words, strict=True)
        )
        if is_same and scene.free.issuperset(numbers):
            yield start


def _is_the_country(number: int, tokens: Sequence[EnglishToken]) -> bool:
    """Whether a token says that what follows is the country's."""
    word = tokens[number].text
    if word in _OWN | _NAMES | _ADJECTIVES:
        return True
    return word in _TAKEN_UP and any(
        token.text in _NAMES for token in _before(number, tokens)
    )


def _before(
    number: int, tokens: Sequence[EnglishToken]
) -> Iterator[EnglishToken]:
    """The tokens before one in its sentence."""
    for token in reversed(tokens[:number]):
        if token.kind == "stop":
            return
        yield token
