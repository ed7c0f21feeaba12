"""SKOS and SKOS-XL: what a graph keeps comes back; foreign vocabularies are read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("rdflib", reason="the extra skos is not installed")

from hypothesis import HealthCheck, given, settings
from term_strategies import term_bases

from nqpterms.errors import FormatError, MissingExtraError
from nqpterms.formats.terms.skos import dump, load, projection
from nqpterms.model.termbase import (
    Concept,
    Definition,
    Term,
    TermBase,
    Transaction,
)

FIXTURE = [HealthCheck.function_scoped_fixture]
NPF = Concept(
    "npf",
    (
        Term("新质生产力", "zh-Hans", "preferred", pos="noun"),
        Term("new quality productive forces", "en", "preferred"),
        Term(
            "NPF",
            "en",
            "admitted",
            abbreviation_of="new quality productive forces",
        ),
        Term("new quality productivity", "en", "deprecated"),
    ),
    subject="economy",
    definitions=(Definition("led by innovation", "en"),),
    broader=("pf",),
)
BASE = TermBase(
    (NPF, Concept("pf", (Term("生产力", "zh-Hans"),))), "base", "two concepts"
)


def test_labels_stand_where_a_skos_tool_looks(tmp_path: Path) -> None:
    dump(
        BASE,
        tmp_path / "base.ttl",
        namespace="https://example.org/t/",
        xl=False,
    )
    text = (tmp_path / "base.ttl").read_text("utf-8")
    for line in (
        '"new quality productive forces"@en',
        'skos:altLabel "NPF"@en',
        'skos:hiddenLabel "new quality productivity"@en',
        'skos:definition "led by innovation"@en',
        "skos:broader :pf",
    ):
        assert line in text
    assert "skosxl:Label" not in text


def test_plain_labels_come_back_with_the_status_that_they_tell(
    tmp_path: Path,
) -> None:
    dump(BASE, tmp_path / "base.ttl", xl=False)
    npf, pf = load(tmp_path / "base.ttl").concepts
    assert [(t.text, t.status) for t in npf.terms] == [
        ("new quality productive forces", "preferred"),
        ("新质生产力", "preferred"),
        ("NPF", "admitted"),
        ("new quality productivity", "deprecated"),
    ]
    assert npf.broader == ("pf",)
    assert pf.terms == (Term("生产力", "zh-Hans", "admitted"),)


def test_extended_labels_hold_the_whole_term(tmp_path: Path) -> None:
    dump(BASE, tmp_path / "base.ttl")
    assert load(tmp_path / "base.ttl") == BASE
    once = (tmp_path / "base.ttl").read_bytes()
    dump(BASE, tmp_path / "base.ttl")
    assert (tmp_path / "base.ttl").read_bytes() == once


FOREIGN = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/v#A%20b> a skos:Concept ; skos:prefLabel "甲"@zh, "a" ;
  skos:narrower <http://example.org/v#12> .
<http://example.org/v#12> a skos:Concept ; skos:altLabel "b"@en-GB .
"""


def test_a_foreign_vocabulary_is_read(tmp_path: Path) -> None:
    (tmp_path / "v.ttl").write_text(FOREIGN, encoding="utf-8")
    one, two = load(tmp_path / "v.ttl").concepts
    assert (one.id, one.terms) == (
        "a-b",
        (Term("a", "und", "preferred"), Term("甲", "zh", "preferred")),
    )
    assert (two.id, two.broader, two.terms) == (
        "c-12",
        ("a-b",),
        (Term("b", "en-GB", "admitted"),),
    )


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (
            b"",
            None,
            "holds no skos:Concept: expected a SKOS vocabulary in Turtle",
        ),
        (b"<a> <b> <c> .\n<a> <b\n", 2, "is no Turtle that can be read: "),
        (b"\xff\xfe", None, "byte 0 is not UTF-8: Turtle always is"),
    ],
)
def test_what_is_no_vocabulary_is_refused(
    tmp_path: Path, data: bytes, line: int | None, message: str
) -> None:
    (tmp_path / "v.ttl").write_bytes(data)
    with pytest.raises(FormatError) as caught:
        load(tmp_path / "v.ttl")
    assert caught.value.message.startswith(message)
    assert line is None or caught.value.line == line
    assert "\n" not in str(caught.value)


def test_what_has_no_place_is_refused(tmp_path: Path) -> None:
    term = Term("GDP", "en", history=(Transaction("origination"),))
    base = TermBase((Concept("gdp", (term,)),), "base")
    with pytest.raises(
        FormatError, match=r"concept 'gdp'.*no place for term\.history.*lossy"
    ):
        dump(base, tmp_path / "base.ttl")
    dump(base, tmp_path / "base.ttl", lossy=True)
    assert load(tmp_path / "base.ttl").concepts[0].terms == (Term("GDP", "en"),)


def test_without_rdflib_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rdflib", None)
    with pytest.raises(
        MissingExtraError, match=r"needs rdflib: pip install 'rdflib>="
    ):
        load(tmp_path / "a.ttl")


def round_trips(base: TermBase, folder: Path) -> None:
    path = folder / "base.ttl"
    dump(base, path)
    assert load(path) == projection(base)


@settings(max_examples=100, suppress_health_check=FIXTURE, deadline=None)
@given(base=term_bases().filter(len))
def test_what_a_graph_keeps_comes_back(base: TermBase, tmp_path: Path) -> None:
    round_trips(base, tmp_path)


@pytest.mark.slow
@settings(max_examples=2000, suppress_health_check=FIXTURE, deadline=None)
@given(base=term_bases().filter(len))
def test_what_a_graph_keeps_comes_back_at_length(
    base: TermBase, tmp_path: Path
) -> None:
    round_trips(base, tmp_path)
