"""The words of a rendering that carry its meaning, and the words of a text they are looked for in.

    text ──tokens_of──▶ EnglishTokens
    rendering ──forms_of──▶ Forms

A form's units are held against tokens: two words are alike that differ in their number; the first
word of a form, and a noun of action at its end, may be another part of speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import Literal, NamedTuple, cast

from msgspec import Struct
from msgspec.structs import replace

from nqpterms.lang.english import stem
from nqpterms.lang.inflection import number_forms, verb_forms, verbs_of
from nqpterms.lang.normal_form import fold_signs
from nqpterms.matching.forms import is_acronym
from nqpterms.matching.verb_phrases import (
    gerund_phrase_forms,
    verb_phrase_forms,
)
from nqpterms.model.places import Span

COORDINATORS = frozenset(["and", "or", "&"])
_SMALL = frozenset(
    """a an the and or & at by for from in into of on to with as through under within among between
    her his its our their this that these those which all both each more further
    is are was were be been being will shall should must can may has have had""".split()
)
"""Words that may stand between the words of any rendering: none of them denies or limits."""
BE = frozenset("be been being is are was were".split())
_ANTECEDENT = 10  # tokens before a pronoun within which its noun stands
_BEHIND_THOSE = frozenset("at for from in of on to under with".split())
_MEASURE = 3  # words between a number and the "of" that makes them a quantity

_TOKEN = re.compile(
    r"(?P<gloss>\([^()]{1,30}\))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+|&)"
    r"|(?P<comma>,)"
    r"|(?P<stop>[.;:!?—\n\x1e()])"
)
_POSSESSIVE = re.compile(r"(?<=[^\W_])'s?(?![^\W_])")
# Letters of a word of which another part of speech is recognised.
_SHORTEST_STEM = 4
# Letters of a stem that another one may begin with (renov in renovat).
_SAME_ROOT = 5
_AGENT = re.compile("(?:ers?|ors?|ists?)$")
_ACTION = re.compile("(?:[st]ion|ment|ance|ence)s?$")
_PARTICIPLE = re.compile("ed$")
_ADJECTIVE = re.compile("(?:al|ic|ive|ous|able|ible|ary|ful|less)$")
_SAME_MODIFIERS = (
    "science and technology",
    "scientific and technological",
    "sci-tech",
    "S&T",
)
"""What renders 科技 before a noun: one for the other is no other word."""

Kind = Literal["word", "small", "number", "comma", "stop", "gloss"]
Unit = tuple[str, ...]


class EnglishToken(NamedTuple):
    """A piece of an English text: its small letters, where it stands, and what it is.

    Of the pronouns "ones" and "those" the letters are those of the noun that is meant.
    """

    text: str
    span: Span
    kind: Kind


class Form(Struct, frozen=True):
    """The words of a rendering that carry meaning.

    A unit is one word, or the words of a name, which stand together and in their order.
    `ends_in_name`: the last unit is a name, or a word with a capital; `is_list`: commas or "and"
    join its words; `is_inflected`: it is another form of a phrase that begins with a verb, and
    `is_participle`: it begins with what may be the past participle.
    """

    text: str
    units: tuple[Unit, ...]
    ends_in_name: bool
    is_list: bool = False
    is_inflected: bool = False
    is_participle: bool = False

    @property
    def words(self) -> frozenset[str]:
        """All words of its units."""
        return frozenset(word for unit in self.units for word in unit)

    @property
    def ends_in_action(self) -> bool:
        """Whether the last word is a noun for what is done: facilitation."""
        return _ACTION.search(self.units[-1][-1]) is not None


@lru_cache(maxsize=4096)
def forms_of(text: str) -> tuple[Form, ...]:
    """A rendering as it is written, with another modifier of the same sense, and by its verb.

    >>> [form.text for form in forms_of("sci-tech parks")][1]
    'science and technology parks'
    >>> [form.units[0] for form in forms_of("mending old dams")]
    [('mending',), ('mend',), ('mends',), ('mended',)]
    """
    forms = [form_of(text)]
    for modifier in _SAME_MODIFIERS:
        if not text.startswith(f"{modifier} ") and f" {modifier} " not in text:
            continue
        for another in _SAME_MODIFIERS:
            if another != modifier:
                forms.append(form_of(text.replace(modifier, another)))
    for inflected in (*gerund_phrase_forms(text), *verb_phrase_forms(text)):
        form = form_of(inflected)
        forms.append(
            replace(form, is_inflected=True, is_participle=_is_participle(form))
        )
    return tuple(form for form in forms if form.units)


def _is_participle(form: Form) -> bool:
    """Whether a form begins with what may be the past participle of a verb."""
    word = form.units[0][0]
    for base in verbs_of(word):
        forms = verb_forms(base)
        if forms and word in forms.participle:
            return True
    return False


@lru_cache(maxsize=4096)
def form_of(text: str) -> Form:
    """The units of a rendering.

    >>> form_of("diplomacy with Hong Kong people").units
    (('diplomacy',), ('hong', 'kong'), ('people',))
    >>> form_of("partners of the Bank of China").ends_in_name
    True
    >>> form_of("Head of the ABC").units
    (('head',), ('abc',))
    """
    units: list[Unit] = []
    is_name = is_small = False
    for word in words_of(text):
        lower = word.lower()
        is_small_before, is_small = is_small, lower in _SMALL
        if is_small:
            continue
        is_holder = is_small_before and is_acronym(word)  # the head of the HKMA
        if word[0].isupper() and is_name and not is_holder:
            units[-1] += (lower,)
        else:
            units.append((lower,))
        is_name = word[0].isupper()
    is_list = "," in text or not COORDINATORS.isdisjoint(text.lower().split())
    return Form(text, tuple(units), is_name, is_list=is_list)


def words_of(text: str) -> Iterator[str]:
    """The words and numbers of a rendering, case kept."""
    signs = _without_possessives(text)
    for token in _TOKEN.finditer(signs):
        if token.lastgroup in ("word", "number"):
            yield token[0]


@lru_cache(maxsize=16)  # texts: each is asked about for several terms in turn
def tokens_of(text: str) -> tuple[EnglishToken, ...]:
    """The tokens of an English text.

    >>> [token.kind for token in tokens_of("turn 3 million hectares of land")]
    ['word', 'number', 'number', 'number', 'small', 'word']
    """
    tokens = []
    for match in _TOKEN.finditer(_without_possessives(text)):
        lower = match[0].lower()
        kind = "small" if lower in _SMALL else match.lastgroup
        tokens.append(
            EnglishToken(lower, Span(*match.span()), cast(Kind, kind))
        )
    _join_measures(tokens)
    _name_pronouns(tokens)
    return tuple(tokens)


def _join_measures(tokens: list[EnglishToken]) -> None:
    """Makes the words of a quantity before "of" parts of its number: 3 million hectares of."""
    for at, token in enumerate(tokens):
        if token.kind != "number":
            continue
        behind = tokens[at + 1 : at + 2 + _MEASURE]
        words = [*takewhile(_is_word, behind)]
        if len(words) < len(behind) and behind[len(words)].text == "of":
            for number, word in enumerate(words, at + 1):
                tokens[number] = word._replace(kind="number")


def _is_word(token: EnglishToken) -> bool:
    return token.kind == "word"


def _name_pronouns(tokens: list[EnglishToken]) -> None:
    """Gives a pronoun the letters of the plural before it: new roads and old ones, those in use.

    Of "those" only where a preposition follows: "those who" are people.
    """
    for at, token in enumerate(tokens):
        behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
        is_pronoun = token.text == "ones" or (
            token.text == "those" and behind in _BEHIND_THOSE
        )
        if not is_pronoun:
            continue
        before = tokens[max(0, at - _ANTECEDENT) : at]
        nouns = [
            one.text
            for one in before
            if one.kind == "word" and one.text.endswith("s")
        ]
        if nouns:
            tokens[at] = token._replace(text=nouns[-1], kind="word")


def _without_possessives(text: str) -> str:
    """A text with even signs, and blanks in the place of possessive endings: offsets hold."""
    return _POSSESSIVE.sub(
        lambda ending: " " * len(ending[0]), fold_signs(text)
    )


def are_alike(one: str, two: str) -> bool:
    """Whether two words differ at most in their number."""
    return one == two or one in number_forms(two) or two in number_forms(one)


def share_a_stem(one: str, two: str) -> bool:
    """Whether two words are one as different parts of speech, with the same sense before a noun.

    Revitalize and revitalization are. An adjective is no noun (technological, technology).
    """
    return are_of_one_root(one, two) and bool(_ADJECTIVE.search(one)) == bool(
        _ADJECTIVE.search(two)
    )


def are_of_one_root(one: str, two: str) -> bool:
    """Whether two words are one as different parts of speech.

    An agent is no action (investor, investment), a participle no noun (linked, link), a gerund
    nothing but what is done (banking, banks).
    """
    if (
        not _have_one_root(stem(one), stem(two))
        or min(len(one), len(two)) < _SHORTEST_STEM
    ):
        return False
    for kind in (_AGENT, _PARTICIPLE):
        if bool(kind.search(one)) != bool(kind.search(two)):
            return False
    gerunds = [word for word in (one, two) if word.endswith("ing")]
    others = [word for word in (one, two) if word not in gerunds]
    return len(gerunds) != 1 or _ACTION.search(others[0]) is not None


def is_done(token: str, action: str) -> bool:
    """Whether a word is the verb of a noun of action: facilitate, facilitation."""
    if _ACTION.search(token) or not verbs_of(token):
        return False
    return _have_one_root(stem(token), stem(action))


def _have_one_root(one: str, two: str) -> bool:
    """Whether two stems are one, or one begins with the other and is hardly longer."""
    short, long = sorted((one, two), key=len)
    if short == long:
        return True
    return (
        len(short) >= _SAME_ROOT
        and long.startswith(short)
        and len(long) <= len(short) + 2
    )
