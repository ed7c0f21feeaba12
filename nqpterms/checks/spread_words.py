"""Whether the words of a long rendering stand close together, in whatever grammar.

    Form, Scene ──are_spread──▶ yes or no

"The review system that is to ensure fair competition" is a system of fair competition review, and
"quality of the environment" environmental quality: a sentence may take a phrase apart. Three words
that stand within one clause, each as it is or as another part of speech, are there by no chance;
two are only where nothing but a preposition stands between them and the first has become its noun.

What is left out or replaced leaves a word that does not stand there, and a name is not taken apart.
"""

from __future__ import annotations

from nqpterms.checks.explained_words import is_explained_within
from nqpterms.checks.rendering_stands import Numbers, Stand, stand_of_nearest
from nqpterms.checks.rendering_words import Form, are_alike, are_of_one_root
from nqpterms.checks.silent_scene import Scene

_FEWEST = 3  # words of a rendering that may stand with others between them
_STRANGE = 2  # words between them that nothing explains: more, and they are of another phrase
_DENIALS = frozenset(
    "no nor not non without neither never than instead".split()
)
"""Words that turn the sense of a phrase about."""


def are_spread(form: Form, scene: Scene) -> bool:
    """Whether the words of a form stand within one clause and belong to no other term."""
    if any(len(unit) > 1 for unit in form.units) or form.ends_in_name:
        return False
    places = [_free_places(unit[0], scene) for unit in form.units]
    if not all(places):
        return False
    for anchor in min(places, key=len):
        stand = stand_of_nearest(anchor, places, scene)
        if stand is None or not _is_one_phrase(stand, form):
            continue
        if len(form.units) >= _FEWEST:
            if _has_few_strange_words(stand, form, scene):
                return True
        elif _is_turned_modifier(stand, form, scene):
            return True
    return False


def _free_places(word: str, scene: Scene) -> list[Numbers]:
    """The tokens that are a word as some part of speech and render nothing else."""
    places: list[Numbers] = []
    for number, token in enumerate(scene.tokens):
        if token.kind not in ("word", "number") or number not in scene.free:
            continue
        if are_alike(token.text, word) or are_of_one_root(token.text, word):
            places.append((number,))
    return places


def _is_one_phrase(stand: Stand, form: Form) -> bool:
    """Whether nothing between the units ends their clause, denies them, or lists others beside.

    Of words in a list another step knows which belong together, but where the form is a list. A
    verb stands before its object: "the old piers repaired them" is no repair of old piers.
    """
    if form.is_inflected and not stand.is_in_order:
        return False
    kinds = {token.kind for token in stand.between}
    if "stop" in kinds or any(
        token.text in _DENIALS for token in stand.between
    ):
        return False
    if stand.is_coordination or "comma" in kinds:
        return form.is_list and stand.is_in_order
    return True


def _has_few_strange_words(stand: Stand, form: Form, scene: Scene) -> bool:
    words = (token for token in stand.between if token.kind == "word")
    is_list = stand.is_coordination
    strange = 0
    for word in words:
        strange += not is_explained_within(
            word, form, scene, is_coordination=is_list
        )
    return strange <= _STRANGE


def _is_turned_modifier(stand: Stand, form: Form, scene: Scene) -> bool:
    """Whether an adjective stands behind its noun as a noun: quality of the environment."""
    if (
        len(form.units) != len(stand.units)
        or stand.is_in_order
        or not stand.between
    ):
        return False
    (modifier,), (noun,) = form.units
    first = scene.tokens[stand.units[1][0]].text
    is_same_noun = are_alike(first, noun)
    is_other_word = not are_alike(
        scene.tokens[stand.units[0][0]].text, modifier
    )
    is_bound = stand.between[0].text in ("of", "for", "in")
    return is_same_noun and is_other_word and is_bound and _are_small(stand)


def _are_small(stand: Stand) -> bool:
    return all(token.kind == "small" for token in stand.between)
