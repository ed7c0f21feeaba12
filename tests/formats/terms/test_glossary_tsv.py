"""The glossary TSV: what goes in comes out, and every broken row is one clear error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from term_strategies import term_bases

from nqpterms.errors import FormatError
from nqpterms.formats.terms.glossary_tsv import dump, load
from nqpterms.model.termbase import (
    Concept,
    Context,
    Definition,
    Term,
    TermBase,
    Transaction,
)

FULL = """\
concept\tlang\tterm\tstatus\tpos\ttype\tsubject\tdefinition\tsource\tnote\tcontext\tcontext_source\tbroader
npf\tzh-Hans\t新质生产力\tpreferred\tnoun\tfullForm\teconomy\t由创新主导的生产力\tA|B\t\t\t\tpf
npf\ten\tnew quality productive forces\t\t\t\t\tled by innovation\t\tA|B\to\\|ne|two\t|p. 4\t
pf\ten\tproductive forces\t\t\t\t\t\t\t\t\t\t
"""


def write(folder: Path, text: str, name: str = "terms.tsv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_a_full_table_becomes_concepts(tmp_path: Path) -> None:
    base = load(write(tmp_path, FULL))
    npf, pf = base.concepts
    assert base.name == "terms"
    assert (npf.id, npf.subject, npf.broader) == ("npf", "economy", ("pf",))
    assert npf.definitions == (
        Definition("由创新主导的生产力", "zh-Hans"),
        Definition("led by innovation", "en"),
    )
    zh, en = npf.terms
    assert (zh.status, zh.type, zh.sources) == (
        "preferred",
        "fullForm",
        ("A", "B"),
    )
    assert en.notes == ("A", "B")
    assert en.contexts == (Context("o|ne"), Context("two", "p. 4"))
    assert pf.terms == (Term("productive forces", "en"),)


def test_writing_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write(tmp_path, FULL)
    dump(load(first), second := tmp_path / "again.tsv")
    assert second.read_bytes() == first.read_bytes()


def test_a_minimal_header_in_any_order_will_do(tmp_path: Path) -> None:
    base = load(
        write(tmp_path, "\ufeffterm\tlang\tconcept\r\nGDP\ten\tgdp\r\n\r\n")
    )
    assert base.concepts == (Concept("gdp", (Term("GDP", "en"),)),)


HEAD = "concept\tlang\tterm\tstatus\n"
BROKEN = {
    "empty file": (
        "",
        None,
        "empty: expected a header (concept, lang, term, …)",
    ),
    "unknown column": (
        "concept\tlang\tterm\tstate\n",
        1,
        "unknown column 'state': the columns are concept, lang, term, status, pos, type, subject, "
        "definition, source, note, region, context, context_source, reading, since, confidence, "
        "broader, related, abbreviation_of, match, scope",
    ),
    "column twice": (
        "concept\tlang\tterm\tlang\n",
        1,
        "column 'lang' stands twice: keep one",
    ),
    "no term column": (
        "concept\tlang\tstatus\n",
        1,
        "no column 'term' in the header: expected ",
    ),
    "too few cells": (
        HEAD + "c1\ten\tGDP\n",
        2,
        "expected 4 columns as in the header, found 3",
    ),
    "too many cells": (
        HEAD + "c1\ten\tG\tDP\t\n",
        2,
        "expected 4 columns as in the header, fou",
    ),
    "no concept": (
        HEAD + "\ten\tGDP\t\n",
        2,
        "concept: empty: every row names its concept",
    ),
    "no language": (
        HEAD + "c1\t\tGDP\t\n",
        2,
        "lang: empty: every row names its concept",
    ),
    "no term": (
        HEAD + "c1\ten\t \t\n",
        2,
        "term: empty: every row names its concept",
    ),
    "concept no name": (
        HEAD + "1 c\ten\tGDP\t\n",
        2,
        "concept: '1 c' is no XML name: use lett",
    ),
    "language no tag": (
        HEAD + "c1\tzh_CN\t生产\t\n",
        2,
        "lang: 'zh_CN' is no language tag",
    ),
    "status": (
        HEAD + "c1\ten\tGDP\tforbidden\n",
        2,
        "status: unknown value 'forbidden': expected preferred, admitted, deprecated, superseded",
    ),
    "two terms": (
        HEAD + "c1\ten\tGDP|GNP\t\n",
        2,
        "term: one value expected: write a term a row",
    ),
    "bad escape": (
        HEAD + "c1\ten\tG\\DP\t\n",
        2,
        r"term: unknown escape '\\D': write \\ for a",
    ),
    "concept apart": (
        HEAD + "c1\ten\tGDP\t\nc2\ten\tGNP\t\nc1\tzh\t国内生产总值\t\n",
        4,
        "concept 'c1' has rows further up: put all rows of a concept together",
    ),
    "control": (
        HEAD + "c1\ten\tG\x07DP\t\n",
        2,
        "term: control character U+0007: remove it",
    ),
    "subjects": (
        "concept\tlang\tterm\tsubject\nc1\ten\tGDP\teconomy\nc1\tzh\t国内生产总值\ttrade\n",
        3,
        "subject 'trade', but the concept's rows above say 'economy': make them agree",
    ),
    "context sources": (
        "concept\tlang\tterm\tcontext\tcontext_source\nc1\ten\tGDP\ta|b\tp. 1\n",
        2,
        "context_source: 1 values for 2 contexts: give one each, or none",
    ),
    "empty value": (
        "concept\tlang\tterm\tnote\nc1\ten\tGDP\ta||b\n",
        2,
        "note: empty value beside a |: remove the |",
    ),
    "blank first line": (
        "\n" + HEAD,
        1,
        "blank line before the header: remove it",
    ),
}
for _column, _word in [
    ("pos", "n."),
    ("type", "acro"),
    ("match", "word"),
    ("scope", "doc"),
]:
    BROKEN[_column] = (
        f"concept\tlang\tterm\t{_column}\nc1\ten\tGDP\t{_word}\n",
        2,
        f"{_column}: unknown value '{_word}': expected ",
    )


@pytest.mark.parametrize(
    ("text", "line", "message"), BROKEN.values(), ids=BROKEN
)
def test_a_broken_row_is_one_error(
    tmp_path: Path, text: str, line: int | None, message: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(FormatError) as caught:
        load(path)
    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert caught.value.message.startswith(message)
    assert "\n" not in str(caught.value)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(
        b"concept\tlang\tterm\nc\tzh\t" + b"\xc9\xff\n"
    )
    with pytest.raises(
        FormatError,
        match=r"a\.tsv:2: byte 6 of the line .0xC9. is not UTF-8; save the file",
    ):
        load(tmp_path / "a.tsv")
    with pytest.raises(FormatError, match="is a folder; name a file inside it"):
        load(tmp_path)
    with pytest.raises(FormatError, match="no such file"):
        load(tmp_path / "none.tsv")


GDP = Term("GDP", "en")
NO_COLUMN = {
    "term.history": Concept(
        "c1",
        (
            Term(
                "GDP", "en", history=(Transaction("origination", "2024-03-05"),)
            ),
        ),
    ),
    "concept.notes": Concept("c1", (GDP,), notes=("a note on the concept",)),
    "concept.sources": Concept("c1", (GDP,), sources=("a source",)),
    "definition.source": Concept(
        "c1", (GDP,), definitions=(Definition("output", "en", "A"),)
    ),
    "definition of the whole concept": Concept(
        "c1", (GDP,), definitions=(Definition("output"),)
    ),
    "language 'fr' of a definition": Concept(
        "c1", (GDP,), definitions=(Definition("production", "fr"),)
    ),
}


@pytest.mark.parametrize(("name", "concept"), NO_COLUMN.items(), ids=NO_COLUMN)
def test_what_has_no_column_is_refused_and_can_be_left_out(
    tmp_path: Path, name: str, concept: Concept
) -> None:
    path = tmp_path / "out.tsv"
    with pytest.raises(FormatError, match=f"concept 'c1'.*{name}.*lossy"):
        dump(TermBase((concept,)), path)
    assert not path.exists()
    lost = dump(TermBase((concept,)), path, lossy=True)
    assert any(name in said for said in lost)
    assert load(path).concepts[0].terms[0].text == "GDP"


def test_a_definition_of_the_concept_stands_in_the_row_of_its_script(
    tmp_path: Path,
) -> None:
    terms = (GDP, Term("国内生产总值", "zh-Hans"))
    definitions = (Definition("一年的产出"), Definition("output of a year"))
    path = tmp_path / "out.tsv"
    base = TermBase((Concept("c1", terms, definitions=definitions),))
    lost = dump(base, path, lossy=True)
    assert [text.split()[-1] for text in lost] == ["zh-Hans", "en"]
    loaded = load(path).concepts[0].definitions
    assert {(d.lang, d.text) for d in loaded} == {
        ("zh-Hans", "一年的产出"),
        ("en", "output of a year"),
    }


@pytest.mark.parametrize(
    ("concept", "message"),
    [
        (Concept("c1"), "has no term"),
        (Concept("1", (GDP,)), "'1' is no XML name"),
        (Concept("c1", (Term("", "en"),)), "term: empty"),
        (Concept("c1", (Term("GDP", "en_US"),)), "'en_US' is no language tag"),
        (Concept("c1", (Term("G\rDP", "en"),)), r"control character U\+000D"),
        (Concept("c1", (Term("G\ud800", "en"),)), r"control character U\+D800"),
        (
            Concept("c1", (Term("GDP", "en", pos="noun phrase"),)),
            "unknown value 'noun phrase'",
        ),
    ],
)
def test_what_could_not_be_read_again_is_not_written(
    tmp_path: Path, concept: Concept, message: str
) -> None:
    with pytest.raises(FormatError, match=message):
        dump(TermBase((concept,)), tmp_path / "out.tsv")


def round_trips(base: TermBase, folder: Path) -> None:
    path = folder / f"{base.name}.tsv"
    dump(base, path)
    assert load(path) == base
    once = path.read_bytes()
    dump(load(path), path)
    assert path.read_bytes() == once


FIXTURE = [HealthCheck.function_scoped_fixture]


@settings(max_examples=100, suppress_health_check=FIXTURE, deadline=None)
@given(base=term_bases())
def test_what_goes_in_comes_out(base: TermBase, tmp_path: Path) -> None:
    round_trips(base, tmp_path)


@pytest.mark.slow
@settings(max_examples=2000, suppress_health_check=FIXTURE, deadline=None)
@given(base=term_bases())
def test_what_goes_in_comes_out_at_length(
    base: TermBase, tmp_path: Path
) -> None:
    round_trips(base, tmp_path)


@settings(max_examples=100, suppress_health_check=FIXTURE, deadline=None)
@given(
    data=st.one_of(
        st.binary(),
        st.text(alphabet="concepttermlang\t\n|\\中文c1 ").map(str.encode),
    )
)
def test_any_bytes_are_read_or_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "any.tsv"
    path.write_bytes(data)
    try:
        load(path)
    except FormatError as error:
        assert "\n" not in str(error)


def test_a_real_glossary_loads(shared: Path, tmp_path: Path) -> None:
    base = load(shared / "data/check-dev/glossary.tsv")
    assert len(base) == 1033
    assert sum(1 for _ in base.terms()) == 2279
    dump(base, tmp_path / "glossary.tsv")
    assert load(tmp_path / "glossary.tsv") == base
