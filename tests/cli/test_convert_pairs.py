"""``nqpterms convert`` between any two formats of one kind, and what it says of two kinds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from nqpterms.formats.bitext_formats import (
    BITEXTS,
    dump_segments,
    load_segments,
)
from nqpterms.formats.term_bases import dump_terms, load_terms
from nqpterms.formats.term_formats import TERM_BASES
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase

Run = Callable[..., Any]

PAIRS = [("渔船进港。", "The boats return."), ("税 & <费>", 'taxes & "fees"')]
BITEXT_NAMES = [row.name for row in BITEXTS if row.name != "parquet"]
BASE = TermBase(
    (
        Concept("c1", (Term("休渔期", "zh-Hans"), Term("closed season", "en"))),
        Concept("c2", (Term("渔港", "zh-Hans"), Term("fishing port", "en"))),
    )
)
MULTITERM = (
    '<mtf><conceptGrp><concept>1</concept><languageGrp><language type="C" lang="zh-Hans"/>'
    "<termGrp><term>休渔期</term></termGrp></languageGrp><languageGrp>"
    '<language type="E" lang="en"/><termGrp><term>closed season</term></termGrp></languageGrp>'
    "</conceptGrp></mtf>"
)
MIN = (
    '<TBX dialect="TBX-Min"><body><entry id="c1"><langGroup xml:lang="zh-Hans"><termGroup>'
    '<term>休渔期</term></termGroup></langGroup><langGroup xml:lang="en"><termGroup>'
    "<term>closed season</term></termGroup></langGroup></entry></body></TBX>"
)
XLIFF = (
    '<xliff version="1.2"><file source-language="zh-Hans" target-language="en"><body>'
    '<trans-unit id="1"><source><mrk mtype="term" mid="1">休渔期</mrk></source><target>'
    '<mrk mtype="term" mid="1">closed season</mrk></target></trans-unit></body></file></xliff>'
)
WRITTEN_BY_HAND = {
    "multiterm": MULTITERM,
    "tbx-min": MIN,
    "xliff-glossary": XLIFF,
}
GLOSSARY_SOURCES = [
    "tsv",
    "csv",
    "xlsx",
    "tbx",
    "ttl",
    "sqlite",
    *WRITTEN_BY_HAND,
]
GLOSSARY_TARGETS = [row.name for row in TERM_BASES if row.can("dump")]
ENGINES = {
    "omegat",
    "deepl",
    "google",
    "google-terms",
    "amazon",
    "azure",
    "memoq",
}


def bitext_path(folder: Path, name: str, stem: str) -> Path:
    """A file for a format of bitexts."""
    row = next(row for row in BITEXTS if row.name == name)
    return folder / f"{stem}.{row.suffixes[0]}"


BITEXT_PAIRS = [
    pair
    for pair in product(BITEXT_NAMES, BITEXT_NAMES)
    if not (pair[0] in ("csv", "xlsx") and pair[1] in ("tsv", "csv", "xlsx"))
]
"""All pairs but those of two tables that a term base has too: there it is taken for one."""


@pytest.mark.parametrize(("one", "other"), BITEXT_PAIRS)
def test_a_bitext_becomes_any_other(
    one: str, other: str, tmp_path: Path, run: Run
) -> None:
    source = bitext_path(tmp_path, one, "a")
    target = bitext_path(tmp_path, other, "b")
    dump_segments([Segment(zh, en) for zh, en in PAIRS], source, type=one)
    ran = run("convert", source, target, "--from", one, "--to", other)
    assert ran.status == 0, ran.err
    assert [(s.zh, s.en) for s in load_segments(target, type=other)] == PAIRS


@pytest.mark.parametrize(
    ("one", "other"), list(product(GLOSSARY_SOURCES, GLOSSARY_TARGETS))
)
def test_a_glossary_becomes_any_other(
    one: str, other: str, tmp_path: Path, run: Run
) -> None:
    source, target = tmp_path / f"a.{one}", tmp_path / f"b.{other}"
    if one in WRITTEN_BY_HAND:
        source.write_text(WRITTEN_BY_HAND[one], encoding="utf-8")
    else:
        dump_terms(BASE, source, type=one)
    options = ["--direction", "zh-en"] if other in ENGINES else []
    ran = run("convert", source, target, "--from", one, "--to", other, *options)
    assert ran.status == 0, ran.err
    if other in ("md", "html", *ENGINES):
        assert "closed season" in target.read_text(encoding="utf-8")
        return
    first = load_terms(target, type=other).concepts[0]
    assert [term.text for term in first.terms] == ["休渔期", "closed season"]


WRONG = [
    # source, target, options, what is said
    (
        "a.tmx",
        "b.tbx",
        [],
        "a.tmx: is a bitext, and b.tbx would be a term base: take its",
    ),
    (
        "a.jsonl",
        "b.ttl",
        [],
        "a.jsonl: is a bitext, and b.ttl would be a term base",
    ),
    (
        "a.sdlxliff",
        "b.sqlite",
        [],
        "a.sdlxliff: is a bitext, and b.sqlite would be",
    ),
    (
        "a.tbx",
        "b.tmx",
        [],
        "a.tbx: is a term base, and b.tmx would be a bitext: write it as tsv",
    ),
    (
        "a.tsv",
        "b.tmx",
        [],
        "a.tsv: is a term base, and b.tmx would be a bitext",
    ),
    ("a.mtf", "b.po", [], "a.mtf: is a term base, and b.po would be a bitext"),
    (
        "a.docx",
        "b.tsv",
        [],
        "a.docx: cannot be read as 'docx': a term base is one of tsv, table,",
    ),
    ("a.docx", "b.tsv", [], "docx-table, parquet; say it with --from"),
    ("a.foo", "b.tsv", [], "a.foo: cannot be read as 'foo'"),
    (
        "a.tbx",
        "b.foo",
        [],
        "b.foo: cannot be written as 'foo': a term base is one of tsv",
    ),
    ("a.md", "b.tsv", [], "a.md: cannot be read as 'md'"),
    (
        "a.tmx",
        "b.xlf",
        ["--from", "xlsx"],
        "a.tmx: cannot be read as an XLSX workbook",
    ),
    ("broken.tmx", "b.tsv", [], "broken.tmx:2:"),
    ("broken.xlf", "b.tsv", [], "broken.xlf:2:"),
    ("broken.tbx", "b.tsv", [], "broken.tbx:2:"),
    ("broken.mtf", "b.tsv", [], "broken.mtf:2:"),
    ("broken.jsonl", "b.tmx", ["--strict"], "broken.jsonl:2:"),
    ("broken.ttl", "b.tbx", [], "broken.ttl:2"),
]
BROKEN = {
    ".tmx": "<tmx>\n<a></b></tmx>",
    ".xlf": "<xliff>\n<a></b></xliff>",
    ".tbx": '<tbx xmlns="urn:iso:std:iso:30042:ed-2">\n<a></b></tbx>',
    ".mtf": "<mtf>\n<a></b></mtf>",
    ".jsonl": '{"zh": "税", "en": "tax"}\n{"zh": \n',
    ".ttl": "@prefix a: <urn:a> .\na b c d .\n",
}
GLOSSARY_TSV = "concept\tlang\tterm\nc1\tzh-Hans\t税\nc1\ten\ttax\n"


@pytest.mark.parametrize(("source", "target", "options", "said"), WRONG)
def test_what_does_not_go_is_said_in_a_line(
    source: str,
    target: str,
    options: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(source)
    content = GLOSSARY_TSV if source == "a.tsv" else "x"
    if source.startswith("broken"):
        content = BROKEN[path.suffix]
    path.write_text(content, encoding="utf-8")
    ran = run("convert", source, target, *options)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err.splitlines()[-1], ran.err
    assert not Path(target).exists()
