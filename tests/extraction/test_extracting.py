"""Terms out of aligned texts, with their evidence."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nqpterms.errors import NqptermsError
from nqpterms.extraction.extracting import extract
from nqpterms.extraction.term_features import load_models
from nqpterms.model.alignment import Segment
from nqpterms.model.candidates import Candidate
from nqpterms.model.places import Span
from nqpterms.model.termbase import Concept, Term, TermBase

ROWS = [
    (
        "发展新质生产力需要改革。",
        "Developing new quality productive forces takes reform.",
    ),
    (
        "新质生产力是一个新概念。",
        "New quality productive forces are a new concept.",
    ),
    (
        "工厂谈到新质生产力。",
        "The factory speaks of new quality productive forces.",
    ),
    ("改革需要时间。", "Reform takes time."),
    ("工厂生产起重机。", "The factory produces cranes."),
    ("起重机很贵。", "Cranes are expensive."),
    ("港口购买起重机。", "The port buys cranes."),
    ("港口在改革。", "The port is in reform."),
]


@pytest.fixture(scope="module")
def found() -> dict[str, Candidate]:
    segments = [
        Segment(zh, en, row=n, doc=f"{n % 2}")
        for n, (zh, en) in enumerate(ROWS, 1)
    ]
    concept = Concept("crane", (Term("起重机", "zh"),))
    return {c.zh: c for c in extract(segments, terms=TermBase((concept,)))}


def test_a_term_that_the_segmenter_cuts_comes_out_whole(
    found: dict[str, Candidate],
) -> None:
    assert found["新质生产力"].en == "new quality productive forces"
    assert found["新质生产力"].is_proposed()


def test_evidence(found: dict[str, Candidate]) -> None:
    crane = found["起重机"]
    assert (crane.en, crane.count, crane.documents) == ("cranes", 3, 2)
    assert crane.concept == "crane"
    assert len(crane.examples) == 2
    assert all(
        "起重机" in e.zh and "ranes" in e.en and e.row for e in crane.examples
    )
    assert 0 <= crane.p_term <= 1


def test_sections_are_counted_by_document() -> None:
    segments = [
        Segment(
            zh, en, doc=f"{n // 4}", section="2" if n > 6 else f"{n // 6 or ''}"
        )
        for n, (zh, en) in enumerate(ROWS)
    ]
    crane = next(c for c in extract(segments) if c.zh == "起重机")
    assert (crane.count, crane.sections) == (3, 1)
    elsewhere = [replace(s, section="1") for s in segments]
    assert {c.zh: c.sections for c in extract(elsewhere)}["改革"] == 2


def test_links_of_another_aligner_replace_our_own() -> None:
    rows = [("甲厂卖出起重机", "cranes lakes"), ("起重机很好", "lakes cranes")]
    segments = [Segment(zh, en) for zh, en in rows]
    for word in ("cranes", "lakes"):
        links = [
            [
                (
                    Span(at := zh.index("起重机"), at + 3),
                    Span(to := en.index(word), to + len(word)),
                )
            ]
            for zh, en in rows
        ]
        renderings = {c.zh: c.en for c in extract(segments, links=links)}
        assert renderings["起重机"] == word
    with pytest.raises(NqptermsError, match="expected as many"):
        extract(segments, links=[])


def test_the_likeliest_first() -> None:
    segments = [Segment(zh, en) for zh, en in ROWS]
    likely = [c.p_term for c in extract(segments)]
    assert likely == sorted(likely, reverse=True)
    assert len(extract(segments, limit=2)) == 2


@pytest.mark.parametrize(
    "rows", [[], [("", "")], [("工厂", "")], [("。", ".")], [("工", "work")]]
)
def test_little_text_gives_little(rows: list[tuple[str, str]]) -> None:
    assert extract([Segment(zh, en) for zh, en in rows]) == []


def test_a_term_may_begin_with_a_function_word() -> None:
    rows = [
        ("工厂使用可降解塑料。", "The factory uses degradable plastic."),
        ("可降解塑料很贵。", "Degradable plastic is expensive."),
        ("港口购买可降解塑料。", "The port buys degradable plastic."),
    ]
    found = [c.zh for c in _found(rows)]
    assert "可降解塑料" in found
    assert "降解塑料" not in found[: found.index("可降解塑料") + 1]


def test_two_names_of_a_thing_are_one_term() -> None:
    rows = [
        (
            "港口管理委员会（港委会）开会。",
            "The Port Management Committee (PMC) meets.",
        ),
        (
            "港口管理委员会（港委会）成立。",
            "The Port Management Committee (PMC) is founded.",
        ),
        (
            "港口管理委员会（左）很大。",
            "The Port Management Committee (left) is large.",
        ),
        (
            "港口管理委员会（左）很小。",
            "The Port Management Committee (left) is small.",
        ),
    ]
    candidates = {c.zh: c for c in _found(rows)}
    both = candidates["港口管理委员会（港委会）"]
    assert both.en == "Port Management Committee"
    assert [(v.text, v.type) for v in both.variants] == [("PMC", "acronym")]
    assert "港口管理委员会（左）" not in candidates  # a remark is no name


def test_copies_of_a_text_are_one_evidence() -> None:
    once = _found(ROWS)
    segments = [Segment(zh, en, doc=doc) for doc in "abc" for zh, en in ROWS]
    copied = extract(segments)
    assert [(c.zh, c.en, c.count) for c in copied] == [
        (c.zh, c.en, c.count) for c in once
    ]
    assert {c.documents for c in copied} == {1}


def test_a_term_that_stands_once_comes_behind() -> None:
    rows = [
        *ROWS,
        (
            "工厂使用《港口安全手册》。",
            "The factory uses the Port Safety Handbook.",
        ),
    ]
    found = [c.zh for c in _found(rows)]
    handbook = found.index("《港口安全手册》")
    assert found.index("起重机") < handbook


def test_a_rendering_is_not_cut_at_and() -> None:
    rows = [
        ("森林和湖泊管理局开会。", "The Forest and Lake Administration meets."),
        (
            "森林和湖泊管理局很大。",
            "The Forest and Lake Administration is large.",
        ),
        (
            "工厂写信给森林和湖泊管理局。",
            "The factory writes to the Forest and Lake Administration.",
        ),
        ("森林很大，湖泊很小。", "The forest is large, the lake is small."),
    ]
    found = {c.zh: c.en for c in _found(rows)}
    assert found["森林和湖泊管理局"] == "Forest and Lake Administration"


def _found(rows: list[tuple[str, str]]) -> list[Candidate]:
    return extract([Segment(zh, en) for zh, en in rows])


def test_the_weights_say_from_what_they_were_learned() -> None:
    models = load_models()
    assert (
        models.pair.values["right edge"] > 0 > models.pair.values["hyphen cut"]
    )
