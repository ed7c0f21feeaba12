"""What is offered for what somebody has typed, and what is not."""

from __future__ import annotations

import pytest

from nqpterms.model.alignment import Side
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.servers.editor.completions import (
    RenderingIndex,
    offers,
    typed_words,
)

BASE = TermBase(
    (
        Concept(
            "port",
            (
                Term("智慧港口", "zh"),
                Term("smart port", "en", "preferred"),
                Term("clever port", "en", "deprecated"),
            ),
        ),
        Concept(
            "small",
            (Term("小微企业", "zh"), Term("small and micro firms", "en")),
        ),
        Concept("tea", (Term("茶", "zh"), Term("tea", "en"))),
    )
)
INDEX = RenderingIndex(BASE)


def offered(
    text: str, near: tuple[Concept, ...] = (), side: Side = "en"
) -> list[str]:
    found = offers(text, len(text), index=INDEX, near=near, side=side)
    return [f"{offer.span.of(text)} → {offer.text}" for offer in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We build a 智慧", ["智慧 → smart port"]),
        ("We build a 智慧港口", ["智慧港口 → smart port"]),
        ("We build a zhihuig", ["zhihuig → smart port"]),
        ("We build a zhi hui", ["zhi hui → smart port"]),
        ("We build a zhgk", ["zhgk → smart port"]),
        ("We build a sma", ["sma → smart port", "sma → small and micro firms"]),
        ("Smart p", ["Smart p → Smart port"]),
        ("help small and m", ["small and m → small and micro firms"]),
        ("a clever p", ["clever p → smart port"]),
        ("a port", []),
        ("We s", []),
        ("", []),
        ("We build. ", []),
    ],
    ids=str,
)
def test_what_is_typed_finds_its_rendering(
    text: str, expected: list[str]
) -> None:
    assert offered(text) == expected


def test_the_terms_of_the_sentence_across_come_first() -> None:
    small = BASE.concepts[1]
    assert (
        offered("help sma", near=(small,))[0] == "sma → small and micro firms"
    )
    assert offered("help s", near=(small,)) == ["s → small and micro firms"]
    assert offered("help ", near=(small,)) == [" → small and micro firms"]


def test_a_chinese_draft_is_offered_chinese() -> None:
    assert offered("建设zhgk", side="zh") == ["zhgk → 智慧港口"]
    assert offered("建设 smart", side="zh") == ["smart → 智慧港口"]


def test_a_long_run_of_chinese_is_tried_from_its_longest_end() -> None:
    text = "我们正在建设智慧"
    assert [span.of(text) for span in typed_words(text, len(text))][-2:] == [
        "智慧",
        "慧",
    ]
    assert offered(text) == ["智慧 → smart port"]
