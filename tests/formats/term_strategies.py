"""Term bases for property tests: what the glossary table can hold, hard characters included."""

from __future__ import annotations

from hypothesis import strategies as st

from nqpterms.formats.terms.fields import PICKLISTS
from nqpterms.model.termbase import Concept, Context, Definition, Term, TermBase

IDS = ("c1", "npf", "新质", "_a.b-c", "gdp-2")
LANGUAGES = ("zh-Hans", "zh-Hant", "zh-TW", "en", "en-GB")
POOL = [
    *(
        "新质生产力",
        "新質生產力",
        "ＡＩ＋",
        "productive forces",
        "TCP/IP",
        "a;b",
        "A、B",
        "R&D",
    ),
    *(
        "=1+1",
        "'=1",
        "-x",
        "@a",
        "|",
        "||",
        "\\",
        "\\|",
        "a\tb",
        "a\nb",
        "\\n",
        "#x",
        '"',
        '"a"',
    ),
    *(
        "a,b",
        "<b>&amp;",
        "İß",
        "x\u2028x",
        "\U00020000",
        "\u200b",
        "é",
        "e\u0301",
        "0",
        "1.0",
    ),
    *(
        "x: y",
        "@en",
        '"""',
        "_x000D_",
        "TRUE",
        "2024-01-01",
        "[a](b)",
        "`c`",
        "*d*",
    ),
]
"""Texts to which some table, formula or markup gives a meaning."""
_HARD = "|\\\t\n;'\"=+-@ a新"


def texts() -> st.SearchStrategy[str]:
    """Texts that are not blank and have no blanks around them."""
    free = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
    mixed = st.text(st.sampled_from(_HARD) | free, min_size=1, max_size=6)
    return st.sampled_from(POOL) | mixed.map(str.strip).filter(bool)


def _several() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(texts(), max_size=2).map(tuple)


def _word(column: str) -> st.SearchStrategy[str]:
    return st.sampled_from(("", *PICKLISTS[column]))


def _maybe() -> st.SearchStrategy[str]:
    return st.sampled_from(("", *POOL))


def terms() -> st.SearchStrategy[Term]:
    """Terms that use every column, plain ones more often."""
    form = {"text": texts(), "lang": st.sampled_from(LANGUAGES)}
    rich = {
        **{
            column: _word(column)
            for column in ("status", "pos", "type", "match", "scope")
        },
        **{
            column: _maybe()
            for column in ("region", "reading", "since", "confidence")
        },
        "abbreviation_of": _maybe(),
        "sources": _several(),
        "notes": _several(),
        "contexts": st.lists(
            st.builds(Context, texts(), _maybe()), max_size=2
        ).map(tuple),
    }
    return st.builds(Term, **form, status=_word("status")) | st.builds(
        Term, **form, **rich
    )


TERMS = st.lists(terms(), min_size=1, max_size=3).map(tuple)
SEVERAL, MAYBE = _several(), _maybe()
RELATED = st.lists(st.sampled_from(IDS), unique=True, max_size=2).map(tuple)
NAMES = st.lists(st.sampled_from(IDS), unique=True, max_size=3)
"""Strategies are slow to build, so each is built once."""


@st.composite
def concepts(draw: st.DrawFn, name: str) -> Concept:
    """A concept whose definitions stand in the languages of its terms, in their order."""
    members = draw(TERMS)
    languages = dict.fromkeys(term.lang for term in members)
    definitions = [
        Definition(text, lang) for lang in languages for text in draw(SEVERAL)
    ]
    return Concept(
        name,
        members,
        subject=draw(MAYBE),
        definitions=tuple(dict.fromkeys(definitions)),
        broader=draw(RELATED),
        related=draw(RELATED),
    )


CONCEPTS = {name: concepts(name) for name in IDS}


@st.composite
def term_bases(draw: st.DrawFn) -> TermBase:
    """Term bases of up to three concepts; the name will do for a file."""
    return TermBase(tuple(draw(CONCEPTS[name]) for name in draw(NAMES)), "base")
