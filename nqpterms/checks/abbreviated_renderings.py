"""A rendering that stands shorter or longer than the glossary writes it: its acronyms.

    form, Scene ──abbreviation_of──▶ a reason, or ""
    form, text ──spelt_out──▶ the form with what the text writes for its acronyms

An acronym alone is no evidence: who wants it allowed lists it. With words of its rendering beside
it it is, and so is a full form that the Chinese of the term asks for word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nqpterms.checks.explained_words import explains
from nqpterms.checks.rendering_words import EnglishToken, are_alike, words_of
from nqpterms.checks.silent_scene import Scene
from nqpterms.matching.forms import is_acronym, spells
from nqpterms.renderings.rows import glosses

_ACRONYM = re.compile(r"(?<![^\W_])[A-Z][A-Z&/]*[A-Z]s?(?![^\W_])")
# Letters of a form that may be an acronym however it is written.
_SHORT_FORM = range(2, 7)


def abbreviation_of(form: str, scene: Scene) -> str:
    """Why a form may stand there with an acronym for some of its words, or in full for itself."""
    if _has_acronym_for_ends(form, scene):
        return "an abbreviation of some of its words stands there"
    if _stands_in_full(form, scene):
        return "its full form stands there"
    return ""


def spelt_out(form: str, text: str) -> str:
    """A form with the full form for each of its acronyms that the text writes in words.

    >>> spelt_out("Register of SMs", "the Register of Station Masters (SMs)")
    'Register of Station Masters'
    >>> spelt_out("north-side CG", "the north-side Common Ground")
    'north-side Common Ground'
    """
    if not any(map(is_acronym, words_of(form))):
        return form
    full_forms = {acronym: full for full, acronym in glosses(text)}
    for acronym in filter(is_acronym, words_of(form)):
        full = full_forms.get(
            acronym.removesuffix("s").upper()
        ) or _capitals_for(acronym, text)
        if full:
            form = form.replace(acronym, full)
    return form


def _capitals_for(acronym: str, text: str) -> str:
    """Words with capitals, one behind the other, whose initials are an acronym; "" for none."""
    letters = acronym.removesuffix("s")
    pattern = r"[ -]".join(rf"{re.escape(letter)}[a-z]+" for letter in letters)
    match = re.search(rf"(?<![\w-]){pattern}(?!\w)", text)
    return match[0] if match else ""


def _has_acronym_for_ends(form: str, scene: Scene) -> bool:
    """Whether an acronym for the first or the last words of a form stands beside the others."""
    words = [word.lower() for word in words_of(form)]
    for acronym in _ACRONYM.finditer(scene.row.text):
        before = [
            token for token in scene.tokens if token.span.end <= acronym.start()
        ]
        behind = [
            token for token in scene.tokens if token.span.start >= acronym.end()
        ]
        for cut in range(1, len(words)):
            first, last = words[:cut], words[cut:]
            if (
                len(first) > 1
                and spells(acronym[0], " ".join(first))
                and _begin(behind, last)
            ):
                return True
            is_last = len(last) > 1 and spells(
                acronym[0].removesuffix("s"), " ".join(last)
            )
            if is_last and _begin(before[::-1], first[::-1]):
                return True
    return False


def _begin(tokens: Sequence[EnglishToken], words: Sequence[str]) -> bool:
    """Whether tokens begin with some words."""
    return len(tokens) >= len(words) and all(
        are_alike(token.text, word)
        for token, word in zip(tokens, words, strict=False)
    )


def _stands_in_full(form: str, scene: Scene) -> bool:
    """Whether words stand there whose initials are a form, and the term asks for each of them."""
    if len(form) not in _SHORT_FORM or not form.isalpha():
        return False
    chinese = scene.place.of(scene.row.source_text)
    for run in _runs(scene, len(form)):
        if "".join(token.text[0] for token in run) != form.lower():
            continue
        if all(explains(chinese, token) for token in run):
            return True
    return False


def _runs(scene: Scene, length: int) -> Iterator[Sequence[EnglishToken]]:
    """As many free words as that, one behind the other."""
    for start in range(len(scene.tokens) - length + 1):
        numbers = range(start, start + length)
        run = scene.tokens[start : start + length]
        if all(token.kind == "word" for token in run) and scene.free.issuperset(
            numbers
        ):
            yield run
