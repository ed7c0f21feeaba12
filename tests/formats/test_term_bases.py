"""A term base by its suffix, by type or by the name of a bundled glossary."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import format_tables as tables
import pytest

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.formats.bitext_formats import (
    BITEXTS,
    dump_segments,
    load_segments,
)
from nqpterms.formats.format_rows import OPTIONS
from nqpterms.formats.result_formats import RESULTS
from nqpterms.formats.term_bases import dump_terms, load_terms
from nqpterms.formats.term_formats import TERM_BASES
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.terms.bundled import (
    glossary_folder,
    glossary_names,
    glossary_path,
)

BASE = TermBase(
    (
        Concept(
            "pf",
            (
                Term("生产力", "zh-Hans", "preferred"),
                Term("productive forces", "en"),
            ),
        ),
    ),
    "terms",
)


def forms(base: TermBase) -> list[str]:
    return [term.text for _, term in base.terms()]


@pytest.mark.parametrize(
    "suffix", ["tsv", "csv", "xlsx", "tbx", "ttl", "tsv.gz"]
)
def test_what_can_be_read_is_found_by_its_suffix(
    tmp_path: Path, suffix: str
) -> None:
    if suffix == "ttl":
        pytest.importorskip("rdflib", reason="the extra skos is not installed")
    path = tmp_path / f"terms.{suffix}"
    if suffix.endswith(".gz"):
        import gzip

        plain = tmp_path / "terms.tsv"
        dump_terms(BASE, plain)
        path.write_bytes(gzip.compress(plain.read_bytes()))
    else:
        dump_terms(BASE, path)
    assert forms(load_terms(path)) == forms(BASE)


WRITERS = [row.name for row in TERM_BASES if row.dump_options is not None]
READERS = [row.name for row in TERM_BASES if row.load_options is not None]


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_every_kind_writes(tmp_path: Path, kind: str) -> None:
    if kind == "ttl":
        pytest.importorskip("rdflib", reason="the extra skos is not installed")
    dump_terms(BASE, tmp_path / "out.any", type=kind)
    assert (tmp_path / "out.any").stat().st_size
    if kind in READERS:
        assert forms(load_terms(tmp_path / "out.any", type=kind)) == forms(BASE)


def test_a_tsv_with_other_headers_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(
        "中文\t英文\t备注\n生产力\tproductive forces\tx\n", encoding="utf-8"
    )
    assert forms(load_terms(path)) == ["生产力", "productive forces"]
    assert forms(load_terms(path, columns={"zh": 1, "en": 2})) == [
        "生产力",
        "productive forces",
    ]


def test_every_format_may_be_asked_for_some_statuses_under_other_tags(
    tmp_path: Path,
) -> None:
    for suffix in ("tsv", "tbx", "csv"):
        path = tmp_path / f"out.{suffix}"
        dump_terms(
            BASE, path, statuses=["preferred"], languages={"zh-Hans": "zh-CN"}
        )
        assert [(t.text, t.lang) for _, t in load_terms(path).terms()] == [
            ("生产力", "zh-CN")
        ]


def test_an_option_that_a_format_does_not_have_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        NqptermsError,
        match="the format csv has no option 'direction': it takes l",
    ):
        dump_terms(BASE, tmp_path / "a.csv", direction="zh-en")
    dump_terms(BASE, tmp_path / "a.csv")
    with pytest.raises(
        NqptermsError,
        match="the format csv has no option 'x': it takes columns",
    ):
        load_terms(tmp_path / "a.csv", x=1)


def test_what_does_not_exist_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(
        NqptermsError,
        match="no glossary 'none-such': neither a file nor a bundl",
    ):
        load_terms("none-such")
    with pytest.raises(
        FormatError,
        match="cannot be written as 'docx': expected one of tsv, table",
    ):
        dump_terms(BASE, tmp_path / "a.docx")
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(
        FormatError,
        match="cannot be read as 'docx': expected one of tsv, table",
    ):
        load_terms(tmp_path / "a.docx")
    with pytest.raises(FormatError, match="cannot be read as ''"):
        load_terms(tmp_path)


def test_bundled_glossaries_are_found_by_name() -> None:
    if not glossary_names():
        pytest.skip("no glossary is bundled yet")
    everything = load_terms()
    assert len(everything) == sum(
        len(load_terms(name)) for name in glossary_names()
    )
    for name in glossary_names():
        assert glossary_path(name).parent == glossary_folder()
        assert load_terms(name) == load_terms(glossary_path(name))


def options_of(work: Callable[..., Any]) -> set[str]:
    """The names of the options of a function: its arguments by keyword alone."""
    parameters = signature(work).parameters.values()
    return {p.name for p in parameters if p.kind is p.KEYWORD_ONLY} - {"kind"}


@pytest.mark.parametrize(
    "row", [*BITEXTS, *TERM_BASES], ids=lambda row: row.name
)
def test_a_row_names_the_options_of_its_functions(row: Any) -> None:
    for work, options in zip(
        row.codec(), (row.load_options, row.dump_options), strict=True
    ):
        assert (work is None) == (options is None)
        if work is not None:
            assert options_of(work) == set(options)
            assert set(options) <= set(OPTIONS)


@pytest.mark.parametrize("rows", [BITEXTS, TERM_BASES, *RESULTS.values()])
def test_a_name_or_a_suffix_means_one_format(rows: Any) -> None:
    names = [name for row in rows for name in row.names]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "row", [row for rows in RESULTS.values() for row in rows]
)
def test_every_format_of_a_result_has_its_function(row: Any) -> None:
    assert callable(row.codec())


def test_the_tables_of_the_page_are_printed_from_the_rows() -> None:
    text = tables.PAGE.read_text(encoding="utf-8")
    assert text == tables.page(), "run python tests/formats/format_tables.py"
    for printed in (tables.term_bases(), tables.bitexts(), tables.options()):
        assert printed in text


def test_every_option_belongs_to_a_format() -> None:
    used = set()
    for row in (*TERM_BASES, *BITEXTS):
        used |= {*(row.load_options or ()), *(row.dump_options or ())}
    assert used == set(OPTIONS)


def test_the_sheet_of_a_bitext_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    dump_segments([Segment("新", "new")], path)
    assert [s.en for s in load_segments(path, sheet="pairs")] == ["new"]
    with pytest.raises(
        FormatError, match="no sheet 'other': expected one of pairs"
    ):
        load_segments(path, sheet="other")
    with pytest.raises(
        NqptermsError, match="the format tsv has no option 'sheet'"
    ):
        load_segments(tmp_path / "a.tsv", sheet="pairs")
