"""The forms of a term that begins with a verb: promoted, carrying out, jointly built and shared.

    "boost and expand demand" ──verb_phrase_forms──▶ boosts and expands demand, boosted …

Which word is the verb is told by the part of speech that the glossary gives, and where it gives
none by what the words can be. A word that may be a noun as well is a verb only where what follows
says so ("plan the work", "step up"): "market regulation" is not looked for as "marketing
regulation". What another part of speech is made of stays apart: neither "investor" nor
"investment" is a form of "invest".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nqpterms.lang.english import DETERMINERS
from nqpterms.lang.inflection import (
    VerbForms,
    regular_verb_forms,
    verb_forms,
    verbs_of,
    word_classes,
)
from nqpterms.matching.term_cells import SLOT

_WORD = re.compile(rf"[A-Za-z]+(?:-[A-Za-z]+)*|{SLOT}")
_JOINING_SIGN = re.compile(r"\s*[,&/]\s*")
_WITHOUT_VERB = frozenset(["adjective", "adverb"])
_CONJUNCTIONS = frozenset(["and", "or", "then"])
_ADVERBS = frozenset(
    "further better well fast never always also not first".split()
)
_AUXILIARIES = frozenset(
    "to will shall should can could may might must".split()
)
_PARTICLES = frozenset(
    "up out off down forward forth away back ahead apart".split()
)
_BEFORE_OBJECT = DETERMINERS | {
    SLOT,
    "all",
    "some",
    "any",
    "more",
    "no",
    "one's",
}
_MOSTLY_VERBS = frozenset(
    """build keep make give take bring put raise boost upgrade safeguard combat implement advance
    foster tackle push increase help find get seek""".split()
)
"""Words that the dictionary knows as nouns too, and that begin a phrase as verbs; made by hand."""
_TRADES = frozenset(
    """banking bargaining benchmarking bidding billing brewing buying counterfeiting fishing forging
    leasing manufacturing mining pricing programming resourcing reshuffling trading
    trafficking""".split()
)
"""Nouns in -ing that the dictionary has as forms of a verb alone; made by hand."""
# A word of a term, and the forms that it can have.
_Verb = tuple[re.Match[str], VerbForms]
_ADJECTIVAL = ("al", "ic", "ive", "ous", "ary", "able", "ful")


def verb_phrase_forms(text: str, pos: str = "") -> Iterator[str]:
    """The other forms of a term by its verb; none where it has none. *pos* as `Term` has it.

    >>> list(verb_phrase_forms("carry forward", "verb"))
    ['carries forward', 'carried forward', 'carrying forward']
    >>> list(verb_phrase_forms("to jointly build and share"))[-1]
    'jointly building and sharing'
    >>> list(verb_phrase_forms("market regulation"))
    []
    """
    if pos in _WITHOUT_VERB:
        return
    words = [*_WORD.finditer(text)]
    at = _place_of_verb([word[0].lower() for word in words], pos)
    if at is None:
        return
    seen = {text}
    begin = _end_of_infinitive(words)
    for inflected in _inflected(text, words, at, pos):
        form = inflected[begin:]
        if form not in seen:
            seen.add(form)
            yield form


def gerund_phrase_forms(text: str) -> Iterator[str]:
    """The other forms of a term that begins with a gerund, which may be a noun as well.

    They are not looked for; where they stand they are evidence.

    >>> list(gerund_phrase_forms("widening and deepening rivers"))[0]
    'widen and deepen rivers'
    >>> list(gerund_phrase_forms("banking notes"))
    []
    """
    first = text.partition(" ")[0].lower()
    if (
        not first.endswith("ing")
        or first in _TRADES
        or "noun" in word_classes(first)
    ):
        return
    if verbs_of(first):
        yield from verb_phrase_forms(text, "verb")


def _end_of_infinitive(words: Sequence[re.Match[str]]) -> int:
    """Where a term begins behind its "to", which no other form of the verb has."""
    has_to = len(words) > 1 and words[0][0].lower() == "to"
    return words[1].start() if has_to else 0


def _place_of_verb(words: Sequence[str], pos: str) -> int | None:
    """The index of the word that is the verb of a term."""
    if not words:
        return None
    at = 0
    while at < len(words) - 1 and _stands_before_verb(words[at]):
        at += 1
    is_certain = pos == "verb" or not _AUXILIARIES.isdisjoint(words[:at])
    if is_certain:
        return at if _verbs_behind(words[at]) else None
    following = words[at + 1] if at + 1 < len(words) else ""
    return at if _is_likely_verb(words[at], following, pos) else None


@lru_cache(maxsize=1 << 14)
def _stands_before_verb(word: str) -> bool:
    if word in _ADVERBS or word in _AUXILIARIES:
        return True
    return word.endswith("ly") and not verbs_of(word)


@lru_cache(maxsize=1 << 14)
def _is_likely_verb(word: str, following: str, pos: str) -> bool:
    """Whether a word is a verb, by what it can be and by the word behind it."""
    classes = word_classes(word)
    if "verb" not in classes:
        return not pos and following in _BEFORE_OBJECT and bool(verbs_of(word))
    if classes == {"verb"}:
        return True
    if pos:  # a noun: only a word that can be nothing else is a verb
        return False
    if not following:
        return True
    if (
        word in _MOSTLY_VERBS
        or following in _BEFORE_OBJECT
        or following in _PARTICLES
    ):
        return True
    return "adjective" not in classes and _is_adjective(following)


def _is_adjective(word: str) -> bool:
    classes = word_classes(word)
    return "adjective" in classes and (
        "noun" not in classes or word.endswith(_ADJECTIVAL)
    )


def _inflected(
    text: str, words: Sequence[re.Match[str]], at: int, pos: str
) -> Iterator[str]:
    """The term with its verb in every form, alone and with the verbs that are joined to it."""
    head = words[at][0]
    is_alone = len(words) == 1 and pos != "verb"
    for forms in _verbs_behind(head):
        joined = _joined_verbs(
            text, words[at + 1 :], words[at].end(), forms, head
        )
        for slot, spellings in enumerate(forms):
            for spelling in spellings:
                if is_alone and _is_other_noun(spelling, forms):
                    continue
                verb = {words[at]: spelling}
                if not joined or any(map(_may_be_noun, joined)):
                    yield _replaced(text, verb)
                if joined:
                    others = {
                        word: forms_of[slot][0] for word, forms_of in joined
                    }
                    yield _replaced(text, verb | others)


def _may_be_noun(joined: _Verb) -> bool:
    return "noun" in word_classes(joined[1].base[0])


def _is_other_noun(spelling: str, forms: VerbForms) -> bool:
    """Whether a form of what may be a noun is a noun of its own: building, banking."""
    if spelling not in forms.gerund or "noun" not in word_classes(
        forms.base[0]
    ):
        return False
    return spelling in _TRADES or "noun" in word_classes(spelling)


def _joined_verbs(
    text: str,
    words: Sequence[re.Match[str]],
    end: int,
    forms: VerbForms,
    head: str,
) -> list[_Verb]:
    """The verbs that "and" joins to the head and that stand in its form."""
    slots = _slots_of(head, forms)
    joined: list[_Verb] = []
    may_begin = False
    for word in words:
        is_apart = _JOINING_SIGN.fullmatch(text[end : word.start()]) is not None
        end = word.end()
        plain = word[0].lower()
        may_begin = may_begin or is_apart
        if plain in _CONJUNCTIONS:
            may_begin = True
        elif may_begin and not _stands_before_verb(plain):
            verb = next(
                (
                    v
                    for v in _verbs_behind(plain)
                    if slots & _slots_of(plain, v)
                ),
                None,
            )
            if verb is not None:
                joined.append((word, verb))
            may_begin = False
    return joined


def _slots_of(word: str, forms: VerbForms) -> set[int]:
    """In which of the forms of a verb a word stands."""
    plain = _last_part(word)
    return {slot for slot, spellings in enumerate(forms) if plain in spellings}


def _verbs_behind(word: str) -> list[VerbForms]:
    """The forms of the verbs of which a word may be a form; of a compound, those of its last part.

    A word that no dictionary has is a regular verb.
    """
    plain = _last_part(word)
    bases = verbs_of(plain)
    verbs = [forms for base in bases if (forms := verb_forms(base))]
    if verbs or word_classes(plain) or plain in _PARTICLES or plain == SLOT:
        return verbs
    return [regular_verb_forms(plain)]


def _last_part(word: str) -> str:
    """The part of a compound that is inflected: the last one (fine-tune), but for set-up."""
    parts = word.lower().split("-")
    is_verb = verbs_of(parts[-1]) and parts[-1] not in _PARTICLES
    return parts[-1] if is_verb else parts[0]


def _replaced(text: str, forms: dict[re.Match[str], str]) -> str:
    """A text with some of its words in other forms, capitals kept."""
    parts = []
    end = 0
    for word, form in sorted(forms.items(), key=lambda item: item[0].start()):
        old = _last_part(word[0])
        at = word.start() + word[0].lower().rindex(old)
        capital = text[at].isupper()
        parts += [text[end:at], form.capitalize() if capital else form]
        end = at + len(old)
    return "".join((*parts, text[end:]))
