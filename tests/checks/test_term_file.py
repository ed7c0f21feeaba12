"""Every check says of a text with a term base in a file what it says with the base in memory."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nqpterms.checks.registry import CHECKS, check_document, check_segments
from nqpterms.matching import index as index_module
from nqpterms.matching.index import TermIndex
from nqpterms.matching.index_tables import build
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.document import Document, Passage, Section
from nqpterms.model.termbase import Concept, Term, TermBase
from tests.checks.test_cases import CASES, CODES, segments_of
from tests.checks.test_cases import base as base_of

ALL = frozenset(CHECKS)  # those on request too
OF_TEXTS = [code for code in CODES if CHECKS[code].needs != "glossary"]
BESIDES = (
    Concept(
        "besides1", (Term("new quantity measures", "en"), Term("NQFP", "en"))
    ),
    Concept(
        "besides2",
        (Term("production forces", "en", "deprecated"), Term("NPC", "en")),
    ),
    Concept("besides3", (Term("新生产", "zh"), Term("quality products", "en"))),
)


def _files() -> Iterator[tuple[str, dict[str, object]]]:
    for code in OF_TEXTS:
        yield (
            code,
            tomllib.loads((CASES / f"{code}.toml").read_text(encoding="utf-8")),
        )


def _whole_base() -> TermBase:
    """The terms of all cases in one base, and some that come near them."""
    concepts = list(BESIDES)
    for code, file in _files():
        for concept in base_of(file["terms"]).concepts:  # type: ignore[arg-type]
            broader = tuple(f"{code}-{name}" for name in concept.broader)
            concepts.append(
                replace(concept, id=f"{code}-{concept.id}", broader=broader)
            )
    return TermBase(tuple(concepts))


def _pairs() -> list[tuple[str, str]]:
    """Every pair of texts of all cases."""
    pairs: list[tuple[str, str]] = []
    for _, file in _files():
        for case in (*file["fails"], *file["passes"]):  # type: ignore[misc]
            zh, en = case.get("zh", ""), case.get("en", "")
            pairs += (
                zip(zh, en, strict=True) if isinstance(en, list) else [(zh, en)]
            )
    return pairs


BASE = _whole_base()
PAIRS = _pairs()
MATCHER = Matcher(BASE)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TermIndex]:
    """The same base in a file, from which only what a text needs is taken."""
    path = tmp_path_factory.mktemp("terms") / "terms.sqlite"
    build(BASE.concepts, path)
    with pytest.MonkeyPatch.context() as patch, TermIndex(path) as opened:
        patch.setattr(index_module, "_WHOLE_FROM", 10**9)
        yield opened


def _segments(pairs: Sequence[tuple[str, str]]) -> list[Segment]:
    return [Segment(zh, en, row=row) for row, (zh, en) in enumerate(pairs, 1)]


@pytest.mark.parametrize("code", OF_TEXTS)
def test_the_cases_of_each_code(
    code: str, index: TermIndex, tmp_path: Path
) -> None:
    file = tomllib.loads((CASES / f"{code}.toml").read_text(encoding="utf-8"))
    base = base_of(file["terms"])
    build(base.concepts, tmp_path / "own.sqlite")
    codes_seen = set[str]()
    with TermIndex(tmp_path / "own.sqlite") as own:
        for case in (*file["fails"], *file["passes"]):
            segments = segments_of(case)
            ask = partial(
                check_segments,
                segments,
                codes=ALL,
                target=case.get("target", "en"),
            )
            findings = ask(own)
            assert findings == ask(Matcher(base))
            assert ask(index) == ask(MATCHER)
            codes_seen |= {finding.code for finding in findings}
    assert code in codes_seen


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_documents_of_any_of_them_and_with_slips(
    index: TermIndex, data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(st.sampled_from(PAIRS), min_size=1, max_size=6))
    pairs = [(zh, data.draw(_with_slips(en))) for zh, en in drawn]
    alone = data.draw(st.booleans())
    if alone:
        body = Section(None, None, 0, tuple(Passage(en) for _, en in pairs))
        document = Document("draft.txt", "en", body)
        assert check_document(document, index, codes=ALL) == check_document(
            document, MATCHER, codes=ALL
        )
        return
    segments = _segments(pairs)
    for target in ("en", "zh"):
        assert check_segments(
            segments, index, target=target, codes=ALL
        ) == check_segments(segments, MATCHER, target=target, codes=ALL)


@st.composite
def _with_slips(draw: st.DrawFn, text: str) -> str:
    """A text in which a letter here and there is lost, doubled or changes places."""
    for _ in range(draw(st.integers(0, 3))):
        if len(text) < 3:
            break
        at = draw(st.integers(0, len(text) - 2))
        kind = draw(st.sampled_from(["lost", "double", "places"]))
        before, one, two, behind = (
            text[:at],
            text[at],
            text[at + 1],
            text[at + 2 :],
        )
        changed = {"lost": two, "double": one + one + two, "places": two + one}[
            kind
        ]
        text = before + changed + behind
    return text


def test_only_what_a_text_needs_is_taken(index: TermIndex) -> None:
    with TermIndex(index.path) as fresh:  # which nobody has asked for all of it
        for zh, en in islice(PAIRS, 20):
            assert len(fresh.within([zh, en], slips="en").base) < len(BASE) / 2


def test_a_bitext_of_many_rows(index: TermIndex) -> None:
    segments = _segments(PAIRS * 3)
    assert check_segments(segments, index) == check_segments(segments, MATCHER)
