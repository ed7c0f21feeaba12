"""Whether a rendering stands in a sentence otherwise than the glossary writes it.

    Row, place of a source term, its renderings ──loose_rendering──▶ a reason, or ""

An editor reads "digital and green consumption" as digital consumption, "the system is reformed" as
a reform of the system, "the list system for market access" as a list for market access. The steps
of the reading, and what each takes for the rendering on the right:

    by its sign   HK$ 5 billion                    Hong Kong dollars
    abbreviated   the AML system                   anti-money laundering system
    moved         a reform of the system           system reform
    coordinated   fiscal, tax and bank systems     fiscal systems, where 税收, 银行 stand beside it
    interrupted   a list system for market access  list for market access, where 制度 does

What stands between the words of a rendering must be explained. Small words explain themselves; a
word of content has to render the Chinese beside the term. So nothing is excused that has another
head, a word that nobody asked for, or the words of a name in another order; and what stands there
for another term of the source is not taken for this one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from nqpterms.checks.rendering_words import (
    BE,
    COORDINATORS,
    EnglishToken,
    Form,
    Unit,
    are_alike,
    forms_of,
    is_done,
    share_a_stem,
    tokens_of,
    words_of,
)
from nqpterms.lang.chinese import has_han, simplified
from nqpterms.lang.english import stem
from nqpterms.lexicon import load_lexicon
from nqpterms.matching.forms import spells
from nqpterms.model.places import Span
from nqpterms.renderings.census import Rendering, acceptable_terms
from nqpterms.renderings.rows import Row

_LONGEST = 10  # tokens that may stand between the words of a rendering
_INTERRUPTING = 2  # words of content among them; more only in a coordination
_SIBLING = 2  # tokens of a coordination with one word
_BESIDE = 14  # Chinese characters before and behind a term that may explain a word
_EVIDENT = 0.3  # weight from which the dictionary's stem for a Chinese word counts
_DICTIONARY_WORD = range(2, 5)  # characters of a Chinese word that is looked up
_MOVED = "its words stand there in another order"
_SHARED = "it shares its words with others"
_HYPHENS = "-‐‑"
_PARTICLES = frozenset("up down out off in on".split())
_LIGHT = frozenset("amount amounts area areas level levels number numbers type types".split())
"""Nouns of which a term's own Chinese has the sense mostly: the *amount* of total consumption."""
_APART_IN_CHINESE = frozenset("的和与與及或对對将將把在为為以是向从從由等")
"""Characters before a term that do not belong to a longer compound."""
_ACRONYM = re.compile(r"(?<![^\W_])[A-Z][A-Z&/]*[A-Z]s?(?![^\W_])")
_SUM = re.compile("[0-9０-９一二三四五六七八九十百千万萬亿億][元圆圓]?$")
_CHINESE_STOP = re.compile("[。；！？\n]")
_CURRENCY_SIGNS = {
    "hk dollar": "HK$",
    "hong kong dollar": "HK$",
    "hkd": "HK$",
    "us dollar": "US$",
    "usd": "US$",
    "renminbi": "RMB",
    "cny": "RMB",
    "euro": "€",
    "pound sterling": "£",
}
"""What a text may write before a sum instead of a currency's name."""

_WITHIN_NAMES = frozenset(["small", "number", "comma", "gloss"])

_Numbers = tuple[int, ...]
"""The numbers of the tokens of a unit, in order."""


class _Stand(NamedTuple):
    """Where the units of a form stand: the tokens of each, and those that stand between."""

    units: tuple[_Numbers, ...]
    between: tuple[EnglishToken, ...]

    @property
    def numbers(self) -> _Numbers:
        """The tokens of all units."""
        return tuple(number for unit in self.units for number in unit)

    @property
    def is_coordination(self) -> bool:
        """Whether "and" stands between them."""
        return any(token.text in COORDINATORS for token in self.between)

    @property
    def is_split_name(self) -> bool:
        """Whether it is one name with another one inside: Rivertown and Hillside Boards."""
        is_name = len(self.units) == 1 and len(self.units[0]) > 1
        return is_name and self.is_coordination

    @property
    def is_in_order(self) -> bool:
        """Whether the units stand in the order of the form."""
        return all(one < two for one, two in pairwise(self.units))


class _Scene(Struct, frozen=True):
    """A sentence in which a place of a term has no rendering.

    `free` are the numbers of the tokens that render no other place; `renderings` those of the
    row's other places; `place` is where the term stands in the Chinese.
    """

    row: Row
    place: Span
    renderings: Sequence[Rendering]
    tokens: Sequence[EnglishToken]
    free: Collection[int]


def loose_rendering(row: Row, silent: Rendering, renderings: Sequence[Rendering]) -> str:
    """Why a place that the census calls silent may be rendered; "" where nothing speaks for it.

    *renderings* are those of all places of the row.
    """
    if row.side != "en":
        return ""
    others = [rendering for rendering in renderings if rendering is not silent]
    tokens = tokens_of(row.text)
    scene = _Scene(row, silent.source.span, others, tokens, _free_tokens(tokens, row, others))
    for term in acceptable_terms(silent.source, row.side):
        reason = _reading_of(term.text, scene)
        if reason:
            return reason
    return ""


def _reading_of(text: str, scene: _Scene) -> str:
    """The first step that finds a rendering in a sentence, by its reason."""
    if _stands_by_its_sign(text, scene):
        return "the sign of the currency stands there"
    if _stands_abbreviated(text, scene):
        return "an abbreviation of its first words stands there"
    for form in forms_of(text):
        for stand in _stands(form, scene):
            reason = _reason_of(stand, form, scene)
            if reason:
                return reason
    return ""


def _reason_of(stand: _Stand, form: Form, scene: _Scene) -> str:
    """What an editor calls the way in which the units of a form stand; "" where it is too free."""
    if any(token.kind == "stop" for token in stand.between):
        return ""
    if not _is_its_own(stand, scene) or not _is_bound(stand, form, scene):
        return ""
    words = [token for token in stand.between if token.kind == "word"]
    if not words:
        return _reason_without_words(stand, form, scene)
    if not stand.is_coordination and len(words) > _INTERRUPTING:
        return ""
    unexplained = [word for word in words if not _is_explained_within(word, stand, form, scene)]
    if unexplained and not _are_siblings(stand, unexplained, scene):
        return ""
    if not _has_own_word(stand, scene):
        return ""
    return _SHARED if stand.is_coordination else "other words stand within it"


def _reason_without_words(stand: _Stand, form: Form, scene: _Scene) -> str:
    """Why units count between which only small words and signs stand; "" where they do not.

    A comma may stand for the "and" of a form where more follows: research, development and design.
    """
    has_comma = any(token.kind == "comma" for token in stand.between)
    if not has_comma or stand.is_coordination:
        return _MOVED
    is_open_list = form.is_list and stand.is_in_order and _goes_on(stand, scene)
    return _SHARED if is_open_list else ""


def _goes_on(stand: _Stand, scene: _Scene) -> bool:
    """Whether "and" joins more to what stands there, within its sentence."""
    last = max(stand.numbers)
    for token in scene.tokens[last + 1 : last + 1 + _LONGEST]:
        if token.kind == "stop":
            return False
        if token.text in COORDINATORS:
            return True
    return False


def _is_its_own(stand: _Stand, scene: _Scene) -> bool:
    """Whether the units that stand there render no other place.

    A name may serve two places, and so may a word in a coordination: "green and digital travel" has
    the head of digital travel, "Rivertown and Hillside Municipal Boards" that of the first.
    """
    shared = [unit for unit in stand.units if not all(number in scene.free for number in unit)]
    if len(shared) == len(stand.units):
        is_half_free = stand.is_split_name and stand.units[0][0] in scene.free
        return len(stand.units) == 1 and is_half_free
    has_words = any(token.kind == "word" for token in stand.between)
    if stand.is_coordination and stand.is_in_order and has_words:
        return True
    return all(len(unit) > 1 for unit in shared)


def _is_bound(stand: _Stand, form: Form, scene: _Scene) -> bool:
    """Whether the units are bound to each other, in the form's order or in another one."""
    last = scene.tokens[stand.units[-1][-1]].text
    is_verb = not are_alike(last, form.units[-1][-1])
    if is_verb:
        return _is_verb_in_front(stand)
    if stand.is_in_order or _is_list_turned_about(stand, form):
        return True
    if form.is_inflected:
        return form.is_participle and _is_passive(stand, scene)
    return _may_be_turned_about(stand, form, scene)


def _is_verb_in_front(stand: _Stand) -> bool:
    """Whether a noun of action at the end is a verb with its object: we facilitate all trade."""
    others = [number for unit in stand.units[:-1] for number in unit]
    is_turned = max(stand.units[-1]) < min(others, default=0)
    return is_turned and all(token.kind == "small" for token in stand.between)


def _is_list_turned_about(stand: _Stand, form: Form) -> bool:
    """Whether only the parts of a list have changed places: small, medium and micro firms."""
    if not form.is_list or form.ends_in_name or max(stand.numbers) != max(stand.units[-1]):
        return False
    return all(token.kind in ("small", "comma") for token in stand.between)


def _is_passive(stand: _Stand, scene: _Scene) -> bool:
    """Whether the verb of a form stands behind its object: the houses were rebuilt."""
    verb = stand.units[0][0]
    if verb == min(stand.numbers) or scene.tokens[verb - 1].text not in BE:
        return False
    rest = stand.units[1:]
    return all(one < two for one, two in pairwise(rest))


def _may_be_turned_about(stand: _Stand, form: Form, scene: _Scene) -> bool:
    """Whether units in another order than the form's are bound to each other.

    What is behind a comma begins anew. A form that ends in a name may only have it in front, one
    that begins with a verb has it in front: "enterprises lead" are no leading enterprises.
    """
    first = scene.tokens[stand.units[0][0]].text
    if not are_alike(first, form.units[0][0]):
        return False
    if form.ends_in_name:
        return not stand.between
    return not stand.between or stand.between[0].kind != "comma"


def _are_siblings(stand: _Stand, unexplained: Sequence[EnglishToken], scene: _Scene) -> bool:
    """Whether the words that nothing explains are others of the same kind, behind "and"."""
    if _is_one_sibling(stand):
        return True
    return len(unexplained) == 1 and _is_list_of_siblings(stand, scene)


def _is_one_sibling(stand: _Stand) -> bool:
    """Whether nothing but one word behind "and" stands within a form: proactive and bold policy."""
    if not stand.is_in_order or len(stand.between) != _SIBLING:
        return False
    coordinator, word = stand.between
    return coordinator.text in COORDINATORS and word.kind == "word"


def _is_list_of_siblings(stand: _Stand, scene: _Scene) -> bool:
    """Whether single words stand in a list, as the Chinese runs into the term: 财税|金融体制.

    One of them need not be explained: dictionaries have many words and not all.
    """
    if not stand.is_in_order or not stand.is_coordination:
        return False
    before = scene.row.source_text[: scene.place.start]
    if not has_han(before[-1:]) or before[-1:] in _APART_IN_CHINESE:
        return False
    words = sum(token.kind == "word" for token in stand.between)
    signs = sum(token.kind == "comma" for token in stand.between)
    return words > 1 and signs >= words - 1


def _has_own_word(stand: _Stand, scene: _Scene) -> bool:
    """Whether the Chinese beside a term does not account for all words of its form as well.

    Beside 国有林场, "state forestry farms" has no word of 农垦, "state farms".
    """
    numbers = [number for unit in stand.units for number in unit]
    return any(not _is_explained(scene.tokens[number], scene) for number in numbers)


def _stands_by_its_sign(text: str, scene: _Scene) -> bool:
    """Whether a sum of the Chinese has the sign of its currency in the English."""
    sign = _CURRENCY_SIGNS.get(text.lower().removesuffix("s"))
    chinese = scene.row.source_text
    if chinese.count(scene.place.of(chinese)) > 1:
        return False  # it may be the other place for which nothing stands there
    if sign is None or not _SUM.search(chinese, 0, scene.place.start):
        return False
    return re.search(rf"{re.escape(sign)} ?\d", scene.row.text) is not None


def _stands_abbreviated(text: str, scene: _Scene) -> bool:
    """Whether an acronym stands before the last words of a form and spells all words before them.

    An acronym alone is no evidence: who wants it allowed lists it.
    """
    words = [*words_of(text)]
    for acronym in _ACRONYM.finditer(scene.row.text):
        behind = [t.text for t in scene.tokens if t.span.start >= acronym.end()]
        for cut in range(2, len(words)):
            if not spells(acronym[0], " ".join(words[:cut])):
                continue
            rest = words[cut:]
            if all(map(are_alike, behind, rest)) and len(behind) >= len(rest):
                return True
    return False


def _stands(form: Form, scene: _Scene) -> Iterator[_Stand]:
    """The ways in which the units of a form stand near each other, one for each of the rarest."""
    places = [_places_of(number, form, scene) for number in range(len(form.units))]
    if not all(places):
        return
    for anchor in min(places, key=len, default=[]):
        units = tuple(_nearest(anchor, some) for some in places)
        stand = _stand(units, scene.tokens)
        if stand is not None and (len(units) > 1 or stand.between):
            yield stand


def _stand(units: tuple[_Numbers, ...], tokens: Sequence[EnglishToken]) -> _Stand | None:
    """Some units with what stands between them; None where they overlap or are far apart."""
    used = {number for unit in units for number in unit}
    if len(used) < sum(map(len, units)):
        return None
    between = tuple(tokens[n] for n in range(min(used), max(used)) if n not in used)
    return _Stand(units, between) if len(between) <= _LONGEST else None


def _nearest(anchor: _Numbers, places: Sequence[_Numbers]) -> _Numbers:
    return min(places, key=lambda place: abs(place[0] - anchor[0]))


def _places_of(number: int, form: Form, scene: _Scene) -> list[_Numbers]:
    """Where the words of a unit of a form stand in tokens that may be used for it.

    A form that is one name alone may share its last words with another name, not its first.
    """
    unit = form.units[number]
    is_alone = len(form.units) == 1
    places = []
    for start, token in enumerate(scene.tokens):
        if is_alone and start not in scene.free:
            continue
        place = _place_from(start, unit, scene)
        if place is None and _is_another_part_of_speech(token, number, form):
            place = (start,)
        if place is not None and (not is_alone or len(unit) > 1 or place[0] in scene.free):
            places.append(place)
    return places


def _is_another_part_of_speech(token: EnglishToken, number: int, form: Form) -> bool:
    """Whether a token is the first word of a form, or the action at its end, as another word."""
    unit = form.units[number]
    if len(unit) > 1 or len(form.units) == 1:
        return False
    if number == 0 and share_a_stem(token.text, unit[0]):
        return True
    is_action = number == len(form.units) - 1 and form.ends_in_action
    return is_action and is_done(token.text, unit[0])


def _place_from(start: int, unit: Unit, scene: _Scene) -> _Numbers | None:
    """The tokens of a unit whose first word is one of these; None where it does not stand there.

    Between the words of a name there may be small ones and numbers (notes 1 and 2 to the Accounts),
    and behind "and" another name that the Chinese beside the term has.
    """
    numbers: list[int] = []
    is_coordinated = False
    for number in range(start, len(scene.tokens)):
        token = scene.tokens[number]
        if are_alike(token.text, unit[len(numbers)]):
            numbers.append(number)
            if len(numbers) == len(unit):
                return tuple(numbers)
            continue
        if not numbers:
            return None
        is_coordinated = is_coordinated or token.text in COORDINATORS
        is_sibling = is_coordinated and _is_explained(token, scene)
        if token.kind not in _WITHIN_NAMES and not is_sibling:
            return None
    return None


def _is_explained_within(word: EnglishToken, stand: _Stand, form: Form, scene: _Scene) -> bool:
    """Whether a word between those of a form is no word that nobody asked for.

    The Chinese beside the term may account for it (in a coordination also a single character,
    河长制、湖长制: river and *lake* chief systems), the term's own Chinese for a light noun (the
    *amount* of total consumption, 消费总量), the form itself (word-based and number-*based* lists),
    and for a whole compound (talent-*rich*) what accounts for a part of it.
    """
    if word.text in form.words or _is_explained(word, scene):
        return True
    if stand.is_coordination and stem(word.text) in _stems_of_signs(scene):
        return True
    if word.text in _LIGHT and stem(word.text) in _stems_of(scene.place.of(scene.row.source_text)):
        return True
    for mate in _compound_of(word, scene):
        if _is_explained(mate, scene):
            return True
        if word.text in _PARTICLES and mate.text in form.words:
            return True
    return False


def _compound_of(word: EnglishToken, scene: _Scene) -> Iterator[EnglishToken]:
    """The other words of a compound with hyphens."""
    text = scene.row.text
    for token in scene.tokens:
        first, second = sorted((token.span, word.span))
        if token is not word and second.start - first.end == 1 and text[first.end] in _HYPHENS:
            yield token


def _is_explained(word: EnglishToken, scene: _Scene) -> bool:
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


def _stems_of_signs(scene: _Scene) -> frozenset[str]:
    """The English stems for the single characters beside a term."""
    before, behind = _beside(scene.row.source_text, scene.place)
    return _stems_of(before + behind, range(1, 2))


@lru_cache(maxsize=256)
def _stems_of(chinese: str, lengths: range = _DICTIONARY_WORD) -> frozenset[str]:
    """The English stems that the dictionary has for the words in a piece of Chinese."""
    lexicon, text = load_lexicon(), simplified(chinese)
    stems = set()
    for start in range(len(text)):
        for length in lengths:
            word = text[start : start + length]
            if len(word) == length and lexicon.has(word):
                stems |= {key for key, weight in lexicon.stems(word).items() if weight >= _EVIDENT}
    return frozenset(stems)


def _free_tokens(
    tokens: Sequence[EnglishToken], row: Row, renderings: Sequence[Rendering]
) -> frozenset[int]:
    """The numbers of the tokens that render none of some places.

    A concept with more renderings than places leaves all of them free: which of them renders the
    place is not known.
    """
    claimed = []
    for rendering in renderings:
        if rendering.span is not None and not _is_plentiful(rendering.concept.id, row):
            claimed.append(rendering.span)
    free = set()
    for number, token in enumerate(tokens):
        if token.kind not in ("stop", "gloss") and not any(map(token.span.overlaps, claimed)):
            free.add(number)
    return frozenset(free)


def _is_plentiful(concept: str, row: Row) -> bool:
    places = sum(concept in match.concepts for match in row.source_terms)
    return sum(concept in match.concepts for match in row.target_terms) > places
