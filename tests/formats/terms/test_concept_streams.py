"""A large term base goes from file to file a concept at a time, and what is written is the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nqpterms.errors import FormatError
from nqpterms.formats import term_bases
from nqpterms.formats.term_bases import convert_terms, dump_terms, load_terms
from nqpterms.formats.terms import tbx
from nqpterms.model.concept_stream import SeenIds
from nqpterms.model.termbase import (
    Category,
    Concept,
    Context,
    Definition,
    RefObject,
    Term,
    TermBase,
)

KILN = Concept(
    "kiln",
    (
        Term("窑", "zh-Hans", "preferred", notes=("北方多用",)),
        Term("kiln", "en", "preferred", contexts=(Context("The kiln cools."),)),
        Term("oven", "en", "deprecated"),
    ),
    subject="pottery",
    definitions=(Definition("A furnace for clay.", "en"),),
)
GLAZE = Concept("glaze", (Term("釉", "zh-Hans"), Term("glaze", "en")))
BASE = TermBase(
    (KILN, GLAZE),
    "pottery",
    "Words of a workshop",
    (RefObject("r1", "bibl", (("title", "On clay"),)),),
    (Category("", "2024", "revisionDesc"),),
)


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_bases, "_LARGE", 0)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.tbx"
    dump_terms(BASE, path, dialect="pottery")
    return path


def both(
    source: Path, suffix: str, **writing: Any
) -> tuple[list[bytes], list[tuple[Any, ...]]]:
    """The files that are written with the base in the memory and without, and the losses."""
    whole, streamed = (
        source.with_name(name + suffix) for name in ("whole", "streamed")
    )
    losses = [
        dump_terms(load_terms(source), whole, **writing),
        convert_terms(source, streamed, writing=writing),
    ]
    return [whole.read_bytes(), streamed.read_bytes()], losses


@pytest.mark.parametrize(
    ("suffix", "writing"),
    [
        (".sqlite", {}),
        (".sqlite", {"statuses": ["preferred"]}),
        (".tsv", {"lossy": True}),
        (".tsv", {"lossy": True, "languages": {"zh-Hans": "zh-CN"}}),
        (".tsv", {"lossy": True, "statuses": ["deprecated"]}),
    ],
)
def test_a_stream_is_written_as_the_whole_is(
    source: Path, suffix: str, writing: dict[str, Any]
) -> None:
    files, losses = both(source, suffix, **writing)
    assert files[0] == files[1]
    assert losses[0] == losses[1]


def test_what_stands_behind_the_concepts_is_known_before_them(
    source: Path,
) -> None:
    stream = tbx.stream(source)
    assert stream.about.references == BASE.references
    assert stream.about.name == "pottery"
    assert tuple(stream.concepts) == load_terms(source).concepts


def test_what_has_no_place_is_refused_and_nothing_is_written(
    source: Path,
) -> None:
    target = source.with_name("b.tsv")
    with pytest.raises(FormatError, match=r"no place for termbase\.descr"):
        convert_terms(source, target)
    assert not target.exists()


def test_an_option_that_the_format_does_not_take_is_refused(
    source: Path,
) -> None:
    with pytest.raises(Exception, match="sqlite has no option 'lossy'"):
        convert_terms(
            source, source.with_name("b.sqlite"), writing={"lossy": True}
        )


def test_two_concepts_of_one_id_are_told_with_their_line(source: Path) -> None:
    text = source.read_text("utf-8").replace('id="glaze"', 'id="kiln"')
    source.write_text(text, encoding="utf-8")
    target = source.with_name("b.sqlite")
    with pytest.raises(FormatError, match="have the id 'kiln'") as refusal:
        convert_terms(source, target)
    assert refusal.value.line
    assert not target.exists()


def test_a_broken_end_leaves_nothing_behind(source: Path) -> None:
    text = source.read_text("utf-8").replace("</langSec>", "</langsec>")
    source.write_text(text, encoding="utf-8")
    for suffix in (".sqlite", ".tsv"):
        with pytest.raises(FormatError):
            convert_terms(source, source.with_name("b" + suffix))
    assert [path.name for path in source.parent.iterdir()] == ["a.tbx"]


def test_ids_that_differ_do_not_repeat() -> None:
    seen = SeenIds()
    for number in range(1000):
        seen.add(f"c{number}")
    assert not seen.may_repeat()
