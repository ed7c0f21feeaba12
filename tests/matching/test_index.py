"""Look-up in SQLite, held against the same look-up by brute force in memory."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.formats.registry import load_terms
from nqpterms.lang.normal_form import fold
from nqpterms.lang.pinyin import reading_keys, typed_reading
from nqpterms.matching.index import TermHit, TermIndex, build, packed, unpacked
from nqpterms.matching.lookup import lookup
from nqpterms.matching.matcher import Matcher
from nqpterms.model.places import Place
from nqpterms.model.termbase import (
    Category,
    Concept,
    Context,
    Definition,
    LanguagePart,
    Term,
    Transaction,
)

ALPHABET = "新质質生产產力重庆行ＡaBb  -+é\U00020000"
TEXTS = st.text(ALPHABET, max_size=7)
BASES = st.lists(st.lists(TEXTS, max_size=3), max_size=6).map(
    lambda lists: tuple(
        Concept(f"c{n}", tuple(Term(text, "zh-Hans") for text in texts))
        for n, texts in enumerate(lists)
    )
)
ALL = 10_000
HAN = re.compile("[\u4e00-\u9fff\U00020000]")


def in_order(concepts: tuple[Concept, ...]) -> list[tuple[str, str, TermHit]]:
    """(folded, text, hit) of every term, the shortest first."""
    terms = [(c, t) for c in concepts for t in c.terms]
    found = [(fold(t.text), t.text, TermHit(c.id, t.text, t.lang, t.status)) for c, t in terms]
    return sorted(found, key=lambda row: (len(row[0]), row[0]))


def exact(concepts: tuple[Concept, ...], key: str) -> list[TermHit]:
    return [hit for folded, _, hit in in_order(concepts) if folded == key]


def prefix(concepts: tuple[Concept, ...], key: str) -> list[TermHit]:
    rows = sorted(in_order(concepts), key=lambda row: row[0])
    return [hit for folded, _, hit in rows if folded.startswith(key)]


def containing(concepts: tuple[Concept, ...], key: str) -> list[TermHit]:
    return [hit for folded, _, hit in in_order(concepts) if key in folded]


def grams(text: str) -> set[str]:
    """The pieces by which the inside of a term is found."""
    found = {text[at : at + 2] for at in range(len(text) - 1) if HAN.search(text[at : at + 2])}
    threes = {text[at : at + 3] for at in range(len(text) - 2)}
    return found | {three for three in threes if not HAN.search(three)}


def similar(concepts: tuple[Concept, ...], key: str) -> list[TermHit]:
    found = []
    for folded, _, hit in in_order(concepts):
        likeness = fuzz.ratio(key, folded)
        if likeness >= 70 and grams(key) & grams(folded):
            found.append(TermHit(hit.concept, hit.text, hit.lang, hit.status, likeness))
    return sorted(found, key=lambda hit: -hit.likeness)


def by_pinyin(concepts: tuple[Concept, ...], key: str) -> list[TermHit]:
    rows = []
    for number, (folded, _, hit) in enumerate(in_order(concepts)):
        if any("\u4e00" <= c <= "\u9fff" or c == "\U00020000" for c in folded):
            rows += [(reading, number, hit) for reading in reading_keys(folded)]
    found = {
        number: hit
        for reading, number, hit in sorted(rows, key=lambda r: r[:2])
        if reading.startswith(key)
    }
    return list(found.values())


def _index(concepts: tuple[Concept, ...], folder: str) -> TermIndex:
    path = Path(folder, "terms.sqlite")
    assert build(concepts, path) == sum(len(c.terms) for c in concepts)
    return TermIndex(path)


@settings(max_examples=100, deadline=None)
@given(BASES, TEXTS)
def test_every_look_up_finds_what_brute_force_finds(
    concepts: tuple[Concept, ...], query: str
) -> None:
    key = fold(query.strip())
    with TemporaryDirectory() as folder, _index(concepts, folder) as index:
        assert index.exact(query) == exact(concepts, key)
        assert index.prefix(query, limit=ALL) == prefix(concepts, key)
        assert index.similar(query, limit=ALL) == similar(concepts, key)
        if reading := typed_reading(query):
            assert index.by_pinyin(query, limit=ALL) == by_pinyin(concepts, reading)
        if grams(key):
            assert index.containing(query, limit=ALL) == containing(concepts, key)
        else:
            with pytest.raises(NqptermsError, match="too short"):
                index.containing(query)


BASE = (
    Concept(
        "npf",
        (
            Term("新质生产力", "zh-Hans", status="preferred"),
            Term("new quality productive forces", "en", status="preferred"),
            Term("NQPF", "en", status="admitted", abbreviation_of="new quality productive forces"),
            Term("new productivity", "en", status="deprecated"),
        ),
    ),
    Concept("bank", (Term("重慶銀行", "zh-Hant"), Term("Bank of Chongqing", "en"))),
    Concept("ai", (Term("ＡＩ＋", "zh-Hans"), Term("AI时代", "zh-Hans"))),
)


@pytest.mark.parametrize(
    ("look_up", "query", "found"),
    [
        (TermIndex.exact, "新質生產力", "新质生产力"),
        (TermIndex.exact, "nqpf", "NQPF"),
        (TermIndex.exact, " ai+ ", "ＡＩ＋"),
        (TermIndex.prefix, "New Qual", "new quality productive forces"),
        (TermIndex.containing, "生產", "新质生产力"),
        (TermIndex.containing, "银行", "重慶銀行"),
        (TermIndex.containing, "chong", "Bank of Chongqing"),
        (TermIndex.similar, "新生产力", "新质生产力"),
        (TermIndex.similar, "new qualty productive force", "new quality productive forces"),
        (TermIndex.by_pinyin, "xinzhi shengchanli", "新质生产力"),
        (TermIndex.by_pinyin, "xīn zhì", "新质生产力"),
        (TermIndex.by_pinyin, "XZSCL", "新质生产力"),
        (TermIndex.by_pinyin, "chongqing yinhang", "重慶銀行"),
        (TermIndex.by_pinyin, "aisd", "AI时代"),
    ],
)
def test_script_width_and_case_do_not_matter(
    look_up: Callable[[TermIndex, str], list[TermHit]], query: str, found: str, tmp_path: Path
) -> None:
    with _index(BASE, str(tmp_path)) as index:
        assert [hit.text for hit in look_up(index, query)] == [found]


def test_a_hit_leads_to_its_whole_concept(tmp_path: Path) -> None:
    rich = Concept(
        "rich",
        (
            Term(
                "税",
                "zh",
                contexts=(Context("减税。", "a", Place(3, 1)),),
                history=(Transaction("origination", "2024-01-01"),),
                extra=(Category("x", "y", attributes=(("target", "z"),), inner=(Category("i"),)),),
            ),
        ),
        definitions=(Definition("a levy", "en"),),
        languages=(LanguagePart("zh", notes=("n",)),),
        broader=("money",),
    )
    assert unpacked(json.loads(packed(rich))) == rich
    with _index((*BASE, rich), str(tmp_path)) as index:
        (hit,) = index.exact("稅")
        assert index.concept(hit.concept) == rich
        assert index.concept("none") is None
        assert len(index) == 9


def test_the_same_concepts_give_the_same_bytes(tmp_path: Path) -> None:
    build(BASE, tmp_path / "a.sqlite")
    build(BASE, tmp_path / "b.sqlite")
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()


@pytest.mark.parametrize(
    ("concepts", "message"),
    [
        ((*BASE, BASE[0]), "two concepts have the same id"),
        ((Concept("c", (Term("\ud800", "zh"),)),), r"half a surrogate pair \(U\+D800\)"),
    ],
)
def test_what_cannot_be_built_leaves_the_old_index(
    concepts: tuple[Concept, ...], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "terms.sqlite"
    build(BASE, path)
    with pytest.raises(FormatError, match=message):
        build(concepts, path)
    with TermIndex(path) as index:
        assert len(index) == 8
    assert list(tmp_path.iterdir()) == [path]


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE terms (a)")
    connection.close()


def _other_version(path: Path) -> None:
    build(BASE, path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Path.resolve, "no such file"),
        (lambda path: path.write_bytes(b""), "is no index"),
        (lambda path: path.write_text("zh\ten\n" * 500, encoding="utf-8"), "is no index"),
        (_foreign, "is no index"),
        (_other_version, "is an index of version 99, expected 2; build it again"),
    ],
)
def test_a_file_that_is_no_index_of_ours(
    make: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    make(tmp_path / "terms.sqlite")
    with pytest.raises(FormatError, match=message):
        TermIndex(tmp_path / "terms.sqlite")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**30), st.integers(1, 2000), st.binary(min_size=1, max_size=64))
def test_a_damaged_file_is_one_clear_error(where: int, cut: int, noise: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "terms.sqlite")
        build(BASE, path)
        data = bytearray(path.read_bytes())
        where %= len(data)
        data[where : where + len(noise)] = noise
        path.write_bytes(data[: len(data) - cut] if cut % 2 else data)
        try:
            with TermIndex(path) as index:
                for hit in (
                    *index.exact("nqpf"),
                    *index.containing("生产"),
                    *index.similar("新质"),
                ):
                    index.concept(hit.concept)
                index.prefix("新")
                index.by_pinyin("xin")
        except FormatError as error:
            assert "\n" not in str(error)


@pytest.mark.slow
def test_a_hundred_thousand_terms_load_and_answer_in_memory_too(tmp_path: Path) -> None:
    path = tmp_path / "large.tsv"
    rows = (f"{c.id}\t{t.lang}\t{t.text}\tpreferred" for c in _many(50_000) for t in c.terms)
    header = "concept\tlang\tterm\tstatus"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    matcher = Matcher(load_terms(path))
    found = lookup(matcher, "第四千二百号方案")
    assert [r.renderings[0].text for r in found if r.kind == "exact"] == ["plan number 4200"]


def _many(count: int) -> Iterator[Concept]:
    digits = "〇一二三四五六七八九"
    for number in range(count):
        spelled = "".join(digits[int(d)] for d in str(number))
        zh = "第四千二百号方案" if number == 4200 else f"第{spelled}号方案"
        yield Concept(f"c{number}", (Term(zh, "zh-Hans"), Term(f"plan number {number}", "en")))
