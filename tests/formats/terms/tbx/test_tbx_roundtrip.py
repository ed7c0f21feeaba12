"""What is written is read back as it was, in both styles and both versions."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nqpterms.formats.terms.tbx import dump, iter_concepts, load, validate
from nqpterms.formats.terms.tbx.categories import RULES
from nqpterms.model.places import Place
from nqpterms.model.termbase import (
    STATUSES,
    Category,
    Concept,
    Context,
    Definition,
    LanguagePart,
    RefObject,
    Term,
    TermBase,
    Transaction,
)

ALPHABET = st.sampled_from(
    "新质生产力abc éß<>&\"'[]|;\n\t𠮷\u200d；"
) | st.characters(
    exclude_categories=("Cs", "Cc", "Cn", "Co"),
    exclude_characters="\ufffd\ufffe\uffff",
)
TEXT = (
    st.text(ALPHABET, min_size=1, max_size=12)
    .map(lambda s: s.strip(" \t\r\n"))
    .filter(str.strip)
)
POOLS = st.lists(TEXT, min_size=1, max_size=6)
SEEDS = st.integers(0, 2**32)
LOOKS_LIKE_OURS = ("[nqpterms since] 2023", "[nqpterms note] x", "[nqpterms")
PEOPLE = (
    RefObject("p1", "respPerson", (("fn", "李 & Co"),)),
    RefObject("o.1", "respOrg", (("org", "Fund"),)),
)
LANGS = ("zh-Hans", "zh-TW", "en", "x-none")
MARKED = Category("", "H2O", "note", (), (), 'H<hi type="subscript">2</hi>O')
TARGETS = {
    "http": (("target", "https://a.example/?b&c"),),
    "id": (("target", "p1"),),
    "": (),
}


class Maker:
    """Values with everything in them by chance: texts from hypothesis, structure from a seed."""

    def __init__(self, pool: list[str], seed: int, *, inner: bool) -> None:
        self.pool, self.random, self.inner = pool, Random(seed), inner

    def text(self) -> str:
        return self.random.choice(self.pool)

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def maybe(self) -> str:
        return self.text() if self.random.random() < 0.4 else ""

    def some(self, make: Callable[[], Any], most: int = 2) -> tuple[Any, ...]:
        return tuple(make() for _ in range(self.random.choice((0, 0, 1, most))))

    def note(self) -> str:
        return self.one(*LOOKS_LIKE_OURS, *self.pool)

    def transaction(self) -> Transaction:
        return Transaction(
            self.random.choice(("origination", "modification")),
            self.one("", "2024-02-29", "2024-03-05T08:00:00Z"),
            self.maybe(),
            self.one("", "p1", "o.1"),
            self.some(lambda: Category("", self.text(), "note"), 1),
        )

    def extra(self, level: str, *types: str) -> tuple[Category, ...]:
        """Categories without a field that may stand at a level, termNotes before the others."""

        def category() -> Category:
            rule = RULES[self.one(*types)]
            value = self.one(*(rule.values or self.pool))
            inside = ()
            if self.inner and rule.element in ("admin", "termNote"):
                lang = (("xml:lang", "en"),)
                inside = self.some(
                    lambda: Category("", self.text(), "note", lang), 1
                )
            return Category(
                rule.type, value, rule.element, TARGETS[rule.target], inside
            )

        found = (*self.some(category, 3), *self.some(lambda: MARKED, 1))
        assert all(level in RULES[c.type].levels for c in found if c.type)
        return tuple(sorted(found, key=lambda c: c.element != "termNote"))

    def context(self) -> Context:
        place = self.random.choice(
            (None, Place(393), Place(page=2, paragraph=7))
        )
        return Context(
            self.text(), self.maybe(), place, self.some(lambda: MARKED, 1)
        )

    def term(self, lang: str) -> Term:
        return Term(
            self.text(),
            lang,
            status=self.random.choice(("", *STATUSES)),
            pos=self.one("", "noun", "verb", "pronoun"),
            type=self.one("", "acronym", "symbol"),
            region=self.maybe(),
            reading=self.maybe(),
            since=self.maybe(),
            confidence=self.maybe(),
            abbreviation_of=self.maybe(),
            match=self.random.choice(("", "case", "exact", "any")),
            scope=self.random.choice(("", "pair", "word")),
            sources=self.some(self.text),
            notes=self.some(self.note),
            contexts=self.some(self.context),
            history=self.some(self.transaction),
            extra=self.extra(
                "T",
                "grammaticalGender",
                "termLocation",
                "customerSubset",
                "crossReference",
            ),
        )

    def concept(self, name: str, names: list[str]) -> Concept:
        langs = self.random.sample(LANGS, self.random.randint(1, 3))
        terms = [
            self.term(lang)
            for lang in langs
            for _ in range(self.random.randint(1, 3))
        ]
        if self.random.random() < 0.5:
            terms[-1] = replace(
                terms[-1], abbreviation_of=terms[0].text, id=f"{name}-last"
            )
        definitions = (
            Definition(
                self.text(), lang, self.maybe(), self.some(lambda: MARKED, 1)
            )
            for lang in ("", "fr", *langs)
            if self.random.random() < 0.5
        )
        parts = (
            LanguagePart(
                lang,
                self.some(self.text),
                self.some(self.note),
                self.some(self.transaction),
                self.extra("L", "xGraphic", "externalCrossReference"),
            )
            for lang in langs
        )
        return Concept(
            name,
            tuple(terms),
            subject=self.maybe(),
            definitions=tuple(definitions),
            broader=self.some(lambda: self.one(*names, "elsewhere")),
            related=self.some(lambda: self.one(*names, "elsewhere")),
            sources=self.some(self.text),
            notes=self.some(self.note),
            history=self.some(self.transaction),
            languages=tuple(
                part for part in parts if part != LanguagePart(part.lang)
            ),
            extra=self.extra(
                "C", "customerSubset", "xGraphic", "crossReference"
            ),
        )

    def base(self) -> TermBase:
        names = [f"c{n}" for n in range(self.random.randint(1, 3))]
        change = Category("", "", "change", (), (Category("", "2024", "p"),))
        return TermBase(
            tuple(self.concept(name, names) for name in names),
            self.maybe(),
            "\n".join(self.some(lambda: " ".join(self.text().split()))),
            PEOPLE,
            self.some(
                lambda: Category("", "", "revisionDesc", (), (change,)), 1
            ),
        )


def returned(base: TermBase, **options: object) -> TermBase:
    with tempfile.TemporaryDirectory() as folder:
        path, again = Path(folder, "a.tbx"), Path(folder, "b.tbx")
        assert dump(base, path, **options) == ()  # type: ignore[arg-type]
        assert [str(problem) for problem in validate(path)] == []
        read = load(path)
        assert tuple(iter_concepts(path)) == read.concepts
        dump(read, again, **options)  # type: ignore[arg-type]
        assert again.read_bytes() == path.read_bytes()
        return read


FORMS = [(3, "dca"), (3, "dct"), (2, "tig"), (2, "ntig")]


def comes_back(version: int, style: str, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(POOLS, SEEDS)
    def holds(pool: list[str], seed: int) -> None:
        base = Maker(pool, seed, inner=version == 3).base()
        # TBX-Basic has no ntig.
        dialect = "TBX-Default" if style == "ntig" else ""
        assert returned(base, version=version, style=style) == replace(
            base, dialect=dialect
        )

    holds()


@pytest.mark.parametrize(("version", "style"), FORMS)
def test_a_base_comes_back(version: int, style: str) -> None:
    comes_back(version, style, 100)


@pytest.mark.slow
@pytest.mark.parametrize(("version", "style"), FORMS)
def test_two_thousand_bases_come_back(version: int, style: str) -> None:
    comes_back(version, style, 2000)


@settings(max_examples=25, deadline=None)
@given(POOLS, SEEDS)
def test_conversions_lose_nothing(pool: list[str], seed: int) -> None:
    base = there = Maker(pool, seed, inner=False).base()
    for version, style in (*FORMS, FORMS[0], FORMS[2], FORMS[1]):
        there = replace(
            returned(there, version=version, style=style), dialect=""
        )
    assert there == base


@settings(max_examples=25, deadline=None)
@given(POOLS, SEEDS)
def test_linguist_and_private_dialects_come_back(
    pool: list[str], seed: int
) -> None:
    base = Maker(pool, seed, inner=True).base()
    for dialect in ("TBX-Linguist", "TBX-Mine"):
        for style in ("dca", "dct"):
            assert returned(base, dialect=dialect, style=style) == replace(
                base, dialect=dialect
            )
