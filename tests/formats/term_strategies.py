"""Term bases for property tests: what the glossary table can hold, hard characters included."""

from __future__ import annotations

from hypothesis import strategies as st

from nqpterms.formats.glossary_cells import PICKLISTS
from nqpterms.termbase import Concept, Context, Definition, Term, TermBase

IDS = ("c1", "npf", "新质", "_a.b-c", "gdp-2")
LANGUAGES = ("zh-Hans", "zh-Hant", "zh-TW", "en", "en-GB")
HARD = "|\\\t\n;；/、,\"'=+-@#<>&: ÀİßΣ新质生產力ＡＩ＋（）\U00020000x1"
"""Characters that some table, formula or markup gives a meaning to."""


def texts(*, alphabet: str = HARD) -> st.SearchStrategy[str]:
    """Texts that are not blank and have no blanks around them."""
    free = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
    hard = st.text(st.sampled_from(alphabet), min_size=1, max_size=12)
    return st.one_of(hard, st.text(free, min_size=1, max_size=12)).map(str.strip).filter(bool)


def _several() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(texts(), max_size=3).map(tuple)


def _word(column: str) -> st.SearchStrategy[str]:
    return st.sampled_from(("", *PICKLISTS[column]))


def _maybe() -> st.SearchStrategy[str]:
    return st.just("") | texts()


def terms() -> st.SearchStrategy[Term]:
    """Terms that use every column."""
    return st.builds(
        Term,
        text=texts(),
        lang=st.sampled_from(LANGUAGES),
        status=_word("status"),
        pos=_word("pos"),
        type=_word("type"),
        region=_maybe(),
        reading=_maybe(),
        since=_maybe(),
        confidence=_maybe(),
        abbreviation_of=_maybe(),
        match=_word("match"),
        scope=_word("scope"),
        sources=_several(),
        notes=_several(),
        contexts=st.lists(st.builds(Context, texts(), _maybe()), max_size=2).map(tuple),
    )


@st.composite
def concepts(draw: st.DrawFn, name: str) -> Concept:
    """A concept whose definitions stand in the languages of its terms, in their order."""
    members = tuple(draw(st.lists(terms(), min_size=1, max_size=4)))
    languages = dict.fromkeys(term.lang for term in members)
    definitions = dict.fromkeys(
        Definition(text, lang) for lang in languages for text in draw(st.lists(texts(), max_size=2))
    )
    ids = st.lists(st.sampled_from(IDS), unique=True, max_size=2).map(tuple)
    return Concept(
        name,
        members,
        subject=draw(_maybe()),
        definitions=tuple(definitions),
        broader=draw(ids),
        related=draw(ids),
    )


@st.composite
def term_bases(draw: st.DrawFn) -> TermBase:
    """Term bases of up to four concepts; the name will do for a file."""
    names = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=4))
    return TermBase(tuple(draw(concepts(name)) for name in names), "base")
