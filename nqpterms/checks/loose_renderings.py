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
from collections.abc import Collection, Container, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from msgspec import Struct

from nqpterms.lang.chinese import simplified
from nqpterms.lang.english import stem
from nqpterms.lang.inflection import number_forms
from nqpterms.lang.normal_form import fold_signs
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
_SHORTEST_STEM = 4  # letters of a word of which another part of speech is recognised
_MOVED = "its words stand there in another order"
_COORDINATORS = frozenset(["and", "or", "&"])
_SMALL = frozenset(
    """a an the and or & at by for from in into of on to with as through under within among between
    her his its our their this that these those which all both each
    is are was were be been being will shall should must can may has have had""".split()
)
"""Words that may stand between the words of any rendering: none of them denies or compares."""

_TOKEN = re.compile(
    r"(?P<gloss>\([^()]{1,30}\))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+|&)"
    r"|(?P<comma>,)"
    r"|(?P<stop>[.;:!?—\n\x1e()])"
)
_POSSESSIVE = re.compile(r"(?<=[^\W_])'s?(?![^\W_])")
_ACRONYM = re.compile(r"(?<![^\W_])[A-Z][A-Z&/]*[A-Z]s?(?![^\W_])")
_SUM = re.compile("[0-9０-９一二三四五六七八九十百千万萬亿億][元圆圓]?$")
_CHINESE_STOP = re.compile("[。；！？\n]")
_AGENT = re.compile("(?:ers?|ors?|ists?)$")
_ACTION = re.compile("(?:[st]ion|ment|ance|ence)s?$")
_PARTICIPLE = re.compile("ed$")
_ADJECTIVE = re.compile("(?:al|ic|ive|ous|able|ible|ary|ful|less)$")
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

_Kind = Literal["word", "small", "number", "comma", "stop", "gloss"]
_Unit = tuple[str, ...]


class _EnglishToken(NamedTuple):
    """A piece of an English text: its small letters, where it stands, and what it is."""

    text: str
    span: Span
    kind: _Kind


class _Form(Struct, frozen=True):
    """The words of a rendering that carry meaning.

    A unit is one word, or the words of a name, which stand together and in their order.
    """

    text: str
    units: tuple[_Unit, ...]
    ends_in_name: bool


_Numbers = tuple[int, ...]
"""The numbers of the tokens of a unit, in order."""


class _Stand(NamedTuple):
    """Where the units of a form stand: the tokens of each, and those that stand between."""

    units: tuple[_Numbers, ...]
    between: tuple[_EnglishToken, ...]

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
    tokens: Sequence[_EnglishToken]
    free: Collection[int]


def loose_rendering(row: Row, silent: Rendering, renderings: Sequence[Rendering]) -> str:
    """Why a place that the census calls silent may be rendered; "" where nothing speaks for it.

    *renderings* are those of all places of the row.
    """
    if row.side != "en":
        return ""
    others = [rendering for rendering in renderings if rendering is not silent]
    tokens = _tokens(row.text)
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
    form = _form(text)
    if _stands_abbreviated(form, scene):
        return "an abbreviation of its first words stands there"
    for stand in _stands(form, scene):
        reason = _reason_of(stand, form, scene)
        if reason:
            return reason
    return ""


def _reason_of(stand: _Stand, form: _Form, scene: _Scene) -> str:
    """What an editor calls the way in which the units of a form stand; "" where it is too free."""
    if any(token.kind == "stop" for token in stand.between):
        return ""
    if not _is_its_own(stand, scene):
        return ""
    if not stand.is_in_order and not _may_be_turned_about(stand, form, scene):
        return ""
    words = [token for token in stand.between if token.kind == "word"]
    is_coordination = any(token.text in _COORDINATORS for token in stand.between)
    if not words:
        has_comma = any(token.kind == "comma" for token in stand.between)
        return "" if has_comma and not is_coordination else _MOVED
    if not is_coordination and len(words) > _INTERRUPTING:
        return ""
    if not _is_one_sibling(stand) and not all(_is_explained(word, scene) for word in words):
        return ""
    if not _has_own_word(stand, scene):
        return ""
    return "it shares its words with others" if is_coordination else "other words stand within it"


def _is_its_own(stand: _Stand, scene: _Scene) -> bool:
    """Whether the units that stand there render no other place.

    A name may serve two places, and so may a word in a coordination: "green and digital travel" has
    the head of digital travel.
    """
    shared = [unit for unit in stand.units if not all(number in scene.free for number in unit)]
    if len(shared) == len(stand.units):
        return False
    is_coordination = any(token.text in _COORDINATORS for token in stand.between)
    if is_coordination and stand.is_in_order and any(t.kind == "word" for t in stand.between):
        return True
    return all(len(unit) > 1 for unit in shared)


def _may_be_turned_about(stand: _Stand, form: _Form, scene: _Scene) -> bool:
    """Whether units in another order than the form's are bound to each other.

    What is behind a comma begins anew. A form that ends in a name may only have it in front, one
    that begins with a verb has it in front: "enterprises lead" are no leading enterprises.
    """
    first = scene.tokens[stand.units[0][0]].text
    if not _are_alike(first, form.units[0][0]):
        return False
    if form.ends_in_name:
        return not stand.between
    return not stand.between or stand.between[0].kind != "comma"


def _is_one_sibling(stand: _Stand) -> bool:
    """Whether nothing but one word behind "and" stands within a form: proactive and bold policy."""
    if not stand.is_in_order or len(stand.between) != _SIBLING:
        return False
    coordinator, word = stand.between
    return coordinator.text in _COORDINATORS and word.kind == "word"


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


def _stands_abbreviated(form: _Form, scene: _Scene) -> bool:
    """Whether an acronym stands before the last words of a form and spells all words before them.

    An acronym alone is no evidence: who wants it allowed lists it.
    """
    words = [*_words_of(form.text)]
    for acronym in _ACRONYM.finditer(scene.row.text):
        behind = [t.text for t in scene.tokens if t.span.start >= acronym.end()]
        for cut in range(2, len(words)):
            if not spells(acronym[0], " ".join(words[:cut])):
                continue
            rest = words[cut:]
            if all(map(_are_alike, behind, rest)) and len(behind) >= len(rest):
                return True
    return False


def _stands(form: _Form, scene: _Scene) -> Iterator[_Stand]:
    """The ways in which the units of a form stand near each other, one for each of the rarest."""
    has_name = any(len(unit) > 1 for unit in form.units)
    usable = range(len(scene.tokens)) if len(form.units) > 1 else scene.free
    places = []
    for number, unit in enumerate(form.units):
        is_first = number == 0 and not has_name
        places.append(_places_of(unit, scene.tokens, usable, is_first=is_first))
    if not all(places):
        return
    for anchor in min(places, key=len, default=[]):
        units = tuple(_nearest(anchor, some) for some in places)
        stand = _stand(units, scene.tokens)
        if stand is not None and (len(units) > 1 or stand.between):
            yield stand


def _stand(units: tuple[_Numbers, ...], tokens: Sequence[_EnglishToken]) -> _Stand | None:
    """Some units with what stands between them; None where they overlap or are far apart."""
    used = {number for unit in units for number in unit}
    if len(used) < sum(map(len, units)):
        return None
    between = tuple(tokens[n] for n in range(min(used), max(used)) if n not in used)
    return _Stand(units, between) if len(between) <= _LONGEST else None


def _nearest(anchor: _Numbers, places: Sequence[_Numbers]) -> _Numbers:
    return min(places, key=lambda place: abs(place[0] - anchor[0]))


def _places_of(
    unit: _Unit, tokens: Sequence[_EnglishToken], usable: Container[int], *, is_first: bool
) -> list[_Numbers]:
    """Where the words of a unit stand in tokens that may be used for it.

    Between the words of a name there may be small ones and numbers: notes 1 and 2 to the Accounts.
    """
    places = []
    for start, token in enumerate(tokens):
        place = _place_from(start, unit, tokens, usable)
        if place is None and is_first and start in usable and _share_a_stem(token.text, unit[0]):
            place = (start,)
        if place is not None:
            places.append(place)
    return places


def _place_from(
    start: int, unit: _Unit, tokens: Sequence[_EnglishToken], usable: Container[int]
) -> _Numbers | None:
    """The tokens of a unit whose first word is one of these; None where it does not stand there."""
    numbers: list[int] = []
    for number in range(start, len(tokens)):
        if number in usable and _are_alike(tokens[number].text, unit[len(numbers)]):
            numbers.append(number)
            if len(numbers) == len(unit):
                return tuple(numbers)
        elif not numbers or tokens[number].kind not in _WITHIN_NAMES:
            return None
    return None


def _are_alike(one: str, two: str) -> bool:
    """Whether two words differ at most in their number."""
    return one == two or one in number_forms(two) or two in number_forms(one)


def _share_a_stem(one: str, two: str) -> bool:
    """Whether two words are one as different parts of speech.

    Revitalize and revitalization are. An agent is no action (investor, investment), an adjective no
    noun (technological, technology), a participle neither (linked, link), a gerund nothing
    but what is done (banking, banks).
    """
    if stem(one) != stem(two) or min(len(one), len(two)) < _SHORTEST_STEM:
        return False
    for kind in (_AGENT, _ADJECTIVE, _PARTICIPLE):
        if bool(kind.search(one)) != bool(kind.search(two)):
            return False
    gerunds = [word for word in (one, two) if word.endswith("ing")]
    others = [word for word in (one, two) if word not in gerunds]
    return len(gerunds) != 1 or _ACTION.search(others[0]) is not None


def _is_explained(word: _EnglishToken, scene: _Scene) -> bool:
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


@lru_cache(maxsize=256)
def _stems_of(chinese: str) -> frozenset[str]:
    """The English stems that the dictionary has for the words in a piece of Chinese."""
    lexicon, text = load_lexicon(), simplified(chinese)
    stems = set()
    for start in range(len(text)):
        for length in _DICTIONARY_WORD:
            word = text[start : start + length]
            if len(word) == length and lexicon.has(word):
                stems |= {key for key, weight in lexicon.stems(word).items() if weight >= _EVIDENT}
    return frozenset(stems)


def _free_tokens(
    tokens: Sequence[_EnglishToken], row: Row, renderings: Sequence[Rendering]
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


@lru_cache(maxsize=4096)
def _form(text: str) -> _Form:
    """The units of a rendering.

    >>> _form("diplomacy with Hong Kong people").units
    (('diplomacy',), ('hong', 'kong'), ('people',))
    >>> _form("partners of the Bank of China").ends_in_name
    True
    """
    units: list[_Unit] = []
    is_name = False
    for word in _words_of(text):
        lower = word.lower()
        if lower in _SMALL:
            continue
        if word[0].isupper() and is_name:
            units[-1] += (lower,)
        else:
            units.append((lower,))
        is_name = word[0].isupper()
    return _Form(text, tuple(units), is_name)


def _words_of(text: str) -> Iterator[str]:
    """The words and numbers of a rendering, case kept."""
    signs = _without_possessives(text)
    for token in _TOKEN.finditer(signs):
        if token.lastgroup in ("word", "number"):
            yield token[0]


@lru_cache(maxsize=16)  # texts: each is asked about for several terms in turn
def _tokens(text: str) -> tuple[_EnglishToken, ...]:
    """The tokens of an English text."""
    tokens = []
    for match in _TOKEN.finditer(_without_possessives(text)):
        lower = match[0].lower()
        kind = "small" if lower in _SMALL else match.lastgroup
        tokens.append(_EnglishToken(lower, Span(*match.span()), cast(_Kind, kind)))
    return tuple(tokens)


def _without_possessives(text: str) -> str:
    """A text with even signs, and blanks in the place of possessive endings: offsets hold."""
    return _POSSESSIVE.sub(lambda ending: " " * len(ending[0]), fold_signs(text))
