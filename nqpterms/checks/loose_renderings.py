"""Whether a rendering stands in a sentence otherwise than the glossary writes it.

    Row, place of a source term, its renderings ──loose_rendering──▶ a reason, or ""

An editor reads "digital and green consumption" as digital consumption, "the system is reformed" as
a reform of the system, "the list system for market access" as a list for market access. The steps
of the reading, and what each takes for the rendering on the right:

    by its sign   HK$ 5 billion                    Hong Kong dollars
    abbreviated   the AML system                   anti-money laundering system
                                                   (`abbreviated_renderings`)
    owned         our innovation system            national innovation system, where 国家 says so
                                                   (`owned_renderings`)
    moved         a reform of the system           system reform
    coordinated   fiscal, tax and bank systems     fiscal systems, where 税收, 银行 stand beside it
    interrupted   a list system for market access  list for market access, where 制度 does
    spread        review to ensure fair trade      fair trade review (`spread_words`)

What stands between the words of a rendering must be explained. Small words explain themselves; a
word of content has to render the Chinese beside the term. So nothing is excused that has another
head, a word that nobody asked for, or the words of a name in another order; and what stands there
for another term of the source is not taken for this one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from nqpterms.checks.abbreviated_renderings import abbreviation_of, spelt_out
from nqpterms.checks.explained_words import is_explained, is_explained_within
from nqpterms.checks.owned_renderings import owner_by_another_word
from nqpterms.checks.rendering_stands import LONGEST, Stand, stands_of
from nqpterms.checks.rendering_words import (
    BE,
    COORDINATORS,
    EnglishToken,
    Form,
    are_alike,
    forms_of,
)
from nqpterms.checks.silent_scene import Scene, scene_of
from nqpterms.checks.spread_words import are_spread
from nqpterms.lang.chinese import has_han
from nqpterms.renderings.census import Rendering, acceptable_terms
from nqpterms.renderings.rows import Row

_INTERRUPTING = 2  # words of content among them; more only in a coordination
_SIBLING = 2  # tokens of a coordination with one word
_MOVED = "its words stand there in another order"
_SHARED = "it shares its words with others"
_SPREAD = "its words stand there in another grammar"
_APART_IN_CHINESE = frozenset("的和与與及或对對将將把在为為以是向从從由等")
"""Characters before a term that do not belong to a longer compound."""
_SUM = re.compile("[0-9０-９一二三四五六七八九十百千万萬亿億][元圆圓]?$")
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


def loose_rendering(
    row: Row, silent: Rendering, renderings: Sequence[Rendering]
) -> str:
    """Why a place that the census calls silent may be rendered; "" where nothing speaks for it.

    *renderings* are those of all places of the row.
    """
    if row.side != "en":
        return ""
    scene = scene_of(row, silent, renderings)
    for term in acceptable_terms(silent.source, row.side):
        reason = _reading_of(term.text, scene)
        if reason:
            return reason
    return ""


def _reading_of(text: str, scene: Scene) -> str:
    """The first step that finds a rendering in a sentence, by its reason."""
    if _stands_by_its_sign(text, scene):
        return "the sign of the currency stands there"
    shorter = abbreviation_of(text, scene) or owner_by_another_word(text, scene)
    if shorter:
        return shorter
    for form in forms_of(spelt_out(text, scene.row.text)):
        for stand in stands_of(form, scene):
            reason = _reason_of(stand, form, scene)
            if reason:
                return reason
        if are_spread(form, scene):
            return _SPREAD
    return ""


def _reason_of(stand: Stand, form: Form, scene: Scene) -> str:
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
    unexplained = [
        word
        for word in words
        if not _may_stand_within(word, stand, form, scene)
    ]
    if unexplained and not _are_siblings(stand, unexplained, scene):
        return ""
    if not _has_own_word(stand, scene):
        return ""
    return _SHARED if stand.is_coordination else "other words stand within it"


def _may_stand_within(
    word: EnglishToken, stand: Stand, form: Form, scene: Scene
) -> bool:
    return is_explained_within(
        word, form, scene, is_coordination=stand.is_coordination
    )


def _reason_without_words(stand: Stand, form: Form, scene: Scene) -> str:
    """Why units count between which only small words and signs stand; "" where they do not.

    A comma may stand for the "and" of a form where more follows: research, development and design.
    """
    has_comma = any(token.kind == "comma" for token in stand.between)
    if not has_comma or stand.is_coordination:
        return _MOVED
    is_open_list = form.is_list and stand.is_in_order and _goes_on(stand, scene)
    return _SHARED if is_open_list else ""


def _goes_on(stand: Stand, scene: Scene) -> bool:
    """Whether "and" joins more to what stands there, within its sentence."""
    last = max(stand.numbers)
    for token in scene.tokens[last + 1 : last + 1 + LONGEST]:
        if token.kind == "stop":
            return False
        if token.text in COORDINATORS:
            return True
    return False


def _is_its_own(stand: Stand, scene: Scene) -> bool:
    """Whether the units that stand there render no other place.

    A name may serve two places, and so may a word in a coordination: "green and digital travel" has
    the head of digital travel, "Rivertown and Hillside Municipal Boards" that of the first.
    """
    shared = [
        unit
        for unit in stand.units
        if not all(number in scene.free for number in unit)
    ]
    if len(shared) == len(stand.units):
        is_half_free = stand.is_split_name and stand.units[0][0] in scene.free
        return len(stand.units) == 1 and is_half_free
    has_words = any(token.kind == "word" for token in stand.between)
    if stand.is_coordination and stand.is_in_order and has_words:
        return True
    return all(len(unit) > 1 for unit in shared)


def _is_bound(stand: Stand, form: Form, scene: Scene) -> bool:
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


def _is_verb_in_front(stand: Stand) -> bool:
    """Whether a noun of action at the end is a verb with its object: we facilitate all trade."""
    others = [number for unit in stand.units[:-1] for number in unit]
    is_turned = max(stand.units[-1]) < min(others, default=0)
    return is_turned and all(token.kind == "small" for token in stand.between)


def _is_list_turned_about(stand: Stand, form: Form) -> bool:
    """Whether only the parts of a list have changed places: small, medium and micro firms."""
    if (
        not form.is_list
        or form.ends_in_name
        or max(stand.numbers) != max(stand.units[-1])
    ):
        return False
    return all(token.kind in ("small", "comma") for token in stand.between)


def _is_passive(stand: Stand, scene: Scene) -> bool:
    """Whether the verb of a form stands behind its object: the houses were rebuilt."""
    verb = stand.units[0][0]
    if verb == min(stand.numbers) or scene.tokens[verb - 1].text not in BE:
        return False
    rest = stand.units[1:]
    return all(one < two for one, two in pairwise(rest))


def _may_be_turned_about(stand: Stand, form: Form, scene: Scene) -> bool:
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


def _are_siblings(
    stand: Stand, unexplained: Sequence[EnglishToken], scene: Scene
) -> bool:
    """Whether the words that nothing explains are others of the same kind, behind "and"."""
    if _is_one_sibling(stand):
        return True
    return len(unexplained) == 1 and _is_list_of_siblings(stand, scene)


def _is_one_sibling(stand: Stand) -> bool:
    """Whether nothing but one word behind "and" stands within a form: proactive and bold policy."""
    if not stand.is_in_order or len(stand.between) != _SIBLING:
        return False
    coordinator, word = stand.between
    return coordinator.text in COORDINATORS and word.kind == "word"


def _is_list_of_siblings(stand: Stand, scene: Scene) -> bool:
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


def _has_own_word(stand: Stand, scene: Scene) -> bool:
    """Whether the Chinese beside a term does not account for all words of its form as well.

    Beside 国有林场, "state forestry farms" has no word of 农垦, "state farms".
    """
    numbers = [number for unit in stand.units for number in unit]
    return any(
        not is_explained(scene.tokens[number], scene) for number in numbers
    )


def _stands_by_its_sign(text: str, scene: Scene) -> bool:
    """Whether a sum of the Chinese has the sign of its currency in the English."""
    sign = _CURRENCY_SIGNS.get(text.lower().removesuffix("s"))
    chinese = scene.row.source_text
    if chinese.count(scene.place.of(chinese)) > 1:
        return False  # it may be the other place for which nothing stands there
    if sign is None or not _SUM.search(chinese, 0, scene.place.start):
        return False
    return re.search(rf"{re.escape(sign)} ?\d", scene.row.text) is not None
