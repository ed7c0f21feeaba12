"""One concept of a glossary changed: its lines and no others, and nobody's change lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.formats.terms.glossary_tsv import load
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.run.glossary_changes import (
    change_concept,
    concept_sign,
    problems_of,
    remove_concept,
)

GLOSSARY = (
    "concept\tlang\tterm\tstatus\tnote\r\n"
    "ferry\tzh\t渡轮\tpreferred\t\r\n"
    "ferry\ten\tferry\tpreferred\tkept  as it is\r\n"
    "quay\tzh\t码头\tpreferred\t\r\n"
    "quay\ten\tquay\t\t\r\n"
)


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    path = tmp_path / "port.tsv"
    path.write_bytes(GLOSSARY.encode())
    return path


def concept_of(path: Path, name: str) -> Concept:
    return next(
        concept for concept in load(path).concepts if concept.id == name
    )


def test_only_the_lines_of_the_concept_change(glossary: Path) -> None:
    quay = concept_of(glossary, "quay")
    wharf = replace(quay, terms=(*quay.terms, Term("wharf", "en", "admitted")))
    assert change_concept(wharf, glossary, sign=concept_sign(quay)).losses == ()
    lines = glossary.read_bytes().decode().splitlines(keepends=True)
    assert lines[:5] == GLOSSARY.splitlines(keepends=True)
    assert lines[5:] == ["quay\ten\twharf\tadmitted\t\r\n"]


def test_a_new_concept_comes_to_the_end(glossary: Path) -> None:
    crane = Concept(
        "crane", (Term("起重机", "zh", "preferred"), Term("crane", "en"))
    )
    change_concept(crane, glossary, sign="")
    text = glossary.read_bytes().decode()
    assert text.startswith(GLOSSARY)
    assert text.endswith("crane\ten\tcrane\t\t\r\n")


def test_what_is_taken_out_is_gone_and_nothing_else(glossary: Path) -> None:
    remove_concept(
        "ferry", glossary, sign=concept_sign(concept_of(glossary, "ferry"))
    )
    lines = GLOSSARY.splitlines(keepends=True)
    assert glossary.read_bytes().decode() == "".join([lines[0], *lines[3:]])


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        (
            (Term("码头", "zh", "preferred"), Term("泊位", "zh", "preferred")),
            "is preferred beside",
        ),
        ((Term("码头", "zh"), Term("  ", "en")), "a term is empty"),
        (
            (Term("码头", "zh"), Term("码头", "en")),
            "marked as English and written in Chinese",
        ),
        (
            (Term("码头", "zh"), Term("Q", "en", abbreviation_of="quayside")),
            "is not there",
        ),
    ],
)
def test_what_a_rule_forbids_is_not_written(
    glossary: Path, terms: tuple[Term, ...], why: str
) -> None:
    quay = concept_of(glossary, "quay")
    with pytest.raises(NqptermsError, match=why):
        change_concept(
            replace(quay, terms=terms), glossary, sign=concept_sign(quay)
        )
    assert glossary.read_bytes().decode() == GLOSSARY


def test_what_is_only_doubtful_is_written(glossary: Path) -> None:
    quay = concept_of(glossary, "quay")
    also = replace(quay, terms=(*quay.terms, Term("ferry", "en", "deprecated")))
    assert [f.code for f in problems_of(also, load(glossary)).findings] == [
        "G502",
        "G506",
    ]
    change_concept(also, glossary, sign=concept_sign(quay))
    assert concept_of(glossary, "quay") == also


def test_who_comes_second_is_told(glossary: Path) -> None:
    quay = concept_of(glossary, "quay")
    sign = concept_sign(quay)
    change_concept(
        replace(quay, subject="ports"), glossary, sign=sign
    )  # no such column: no change
    change_concept(replace(quay, terms=quay.terms[:1]), glossary, sign=sign)
    with pytest.raises(NqptermsError, match="meanwhile"):
        change_concept(replace(quay, terms=quay.terms[1:]), glossary, sign=sign)
    with pytest.raises(NqptermsError, match="meanwhile"):
        change_concept(quay, glossary, sign="")


def test_what_no_column_holds_is_named(glossary: Path) -> None:
    quay = concept_of(glossary, "quay")
    change = change_concept(
        replace(quay, subject="ports"), glossary, sign=concept_sign(quay)
    )
    assert change.losses == ("no column subject: left out of 1 row",)


def test_forms_that_stand_elsewhere_are_named() -> None:
    base = TermBase(
        (
            Concept("pier", (Term("wharf", "en"),)),
            Concept("far", (Term("far", "en"),)),
        )
    )
    problems = problems_of(Concept("quay", (Term("Wharf", "en"),)), base)
    assert problems.findings == ()
    assert len(problems.duplicates) == 1
    assert "pier" in problems.duplicates[0]


def test_a_relation_to_a_concept_that_is_there_is_none_to_nothing() -> None:
    base = TermBase((Concept("port"),))
    assert not problems_of(Concept("quay", broader=("port",)), base).findings
    assert problems_of(Concept("quay", broader=("harbour",)), base).forbids


def test_changes_at_once_are_all_kept(glossary: Path) -> None:
    def add(number: int) -> None:
        term = Term(f"thing {number}", "en")
        change_concept(Concept(f"thing-{number}", (term,)), glossary, sign="")

    threads = [
        threading.Thread(target=add, args=(number,)) for number in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(load(glossary).concepts) == 2 + 12
