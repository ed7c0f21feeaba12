"""Look-up as people type it: lookups.txt, from memory and from a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nqpterms.matching.index import TermIndex
from nqpterms.matching.index_tables import build
from nqpterms.matching.matcher import Matcher
from nqpterms.matching.term_lookup import LookupResult, lookup
from nqpterms.model.termbase import Concept, Status, Term, TermBase


def concept(name: str, *terms: str) -> Concept:
    """A concept of terms that are preferred, but for "text = status"."""
    made = []
    for term in terms:
        text, _, word = term.partition(" = ")
        status: Status = word or "preferred"  # type: ignore[assignment]
        pos = "verb" if text in ("promote", "uphold") else ""
        made.append(
            Term(text, "en" if text.isascii() else "zh-Hans", status, pos)
        )
    return Concept(name, tuple(made))


BASE = TermBase(
    (
        concept(
            "nqpf",
            *("新质生产力", "new quality productive forces", "NQPF = admitted"),
            "new quality productivity = deprecated",
        ),
        concept("force", "生产力", "productive forces"),
        concept(
            "tfp", "全要素生产率", "total factor productivity", "TFP = admitted"
        ),
        concept("local", "因地制宜", "in light of local conditions"),
        concept("gdp", "国内生产总值", "GDP"),
        concept("rd", "研发", "R&D"),
        concept("debt", "坏账", "bad debt"),
        concept(
            "bri",
            "一带一路",
            "Belt and Road Initiative",
            "One Belt One Road = deprecated",
        ),
        concept("ftz", "自由贸易试验区", "pilot free trade zone"),
        concept(
            "sme",
            "中小企业",
            "small and medium-sized enterprises",
            "SME = admitted",
        ),
        concept("labor", "劳动生产率", "labor productivity"),
        concept("peak", "碳达峰", "carbon peak"),
        concept("chain", "供应链", "supply chain"),
        concept("digital", "数字经济", "digital economy"),
        concept("green", "绿色金融", "green finance"),
        concept("chongqing", "重庆", "Chongqing Municipality"),
        concept("xian", "西安", "ancient capital"),
        concept("bank", "银行", "bank"),
        concept("edu", "教育", "education"),
        concept("charge", "排污费", "effluent charge", "排污收费 = superseded"),
        concept("us", "美国", "US"),
        concept("promote", "推动", "promote"),
        concept("uphold", "坚持", "uphold"),
        concept("tire", "轮胎", "tire"),
        concept("plan", "十二五", "Twelfth Five-Year Plan"),
        concept("eu", "欧盟", "EU"),
        concept("who", "世卫组织", "WHO"),
    )
)
TO_USE = {
    "new quality productivity": "new quality productive forces",
    "NQPF": "new quality productive forces",
    "One Belt One Road": "Belt and Road Initiative",
    "TFP": "total factor productivity",
    "SME": "small and medium-sized enterprises",
    "排污收费": "排污费",
}


def cases() -> Iterator[tuple[str, str, str]]:
    """(query, concept and kind of the first answer or "-", concepts that are among the rest)."""
    lines = (
        Path(__file__)
        .with_name("lookups.txt")
        .read_text(encoding="utf-8")
        .split("\n")
    )
    for line in lines:
        if line and not line.startswith("#"):
            query, first, *more = line.split(" | ")
            yield query, first, " ".join(more)


CASES = [*cases()]
MATCHER = Matcher(BASE)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TermIndex]:
    path = tmp_path_factory.mktemp("lookups") / "terms.sqlite"
    build(BASE.concepts, path)
    with TermIndex(path) as opened:
        yield opened


def plain(results: list[LookupResult]) -> list[tuple[str, str, str]]:
    return [
        (result.concept.id, result.kind, result.term.text) for result in results
    ]


@pytest.mark.parametrize(("query", "first", "more"), CASES)
def test_the_first_answer(query: str, first: str, more: str) -> None:
    results = lookup(BASE, query)
    answers = [f"{result.concept.id} {result.kind}" for result in results]
    assert answers[:1] == ([] if first == "-" else [first]), answers
    assert {result.concept.id for result in results} >= {*more.split()}


@pytest.mark.parametrize("query", [query for query, *_ in CASES])
def test_memory_and_file_answer_alike(index: TermIndex, query: str) -> None:
    expected = plain(lookup(BASE, query))
    assert plain(lookup(index, query)) == expected
    assert plain(lookup(MATCHER, query)) == expected


@pytest.mark.parametrize(("query", "use"), TO_USE.items())
def test_what_to_use_instead(query: str, use: str) -> None:
    best = lookup(BASE, query)[0].use
    assert best is not None
    assert best.text == use


@pytest.mark.parametrize(
    "query", ["new quality productive forces", "GDP", "生产力", "R&D"]
)
def test_what_is_good_has_nothing_instead(query: str) -> None:
    assert lookup(BASE, query)[0].use is None
