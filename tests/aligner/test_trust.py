"""What is doubtful about a whole alignment is said."""

from __future__ import annotations

from nqpterms.aligner.trust import are_swapped, doubts
from nqpterms.model.alignment import Bead, SectionPair
from nqpterms.model.document import Passage, Section

ZH, EN = "天气很好。我们去“park”。", "The weather (天气) is fine. We go to the park and stay there."


def test_languages_are_told_by_script(sketch):
    zh, en, empty = sketch(ZH), sketch(EN), sketch("")
    assert not are_swapped(zh, en) and are_swapped(en, zh)
    assert not are_swapped(empty, en) and are_swapped(empty, zh)
    assert not are_swapped(zh, zh) and not are_swapped(en, en)


def test_traditional_and_rare_han_are_chinese(sketch):
    assert are_swapped(sketch("Fine."), sketch("𠮷野家，天氣。"))


def test_doubts(sketch):
    zh, en = sketch(ZH), sketch(EN)
    assert list(doubts(zh, en, (), swapped=False)) == []
    assert "swapped" in next(doubts(zh, en, (), swapped=True))
    assert list(doubts(zh, sketch(""), (), swapped=False)) == ["the English text is empty"]
    assert "does not read as Chinese" in next(doubts(en, en, (), swapped=False))


def test_headings_without_any_pair_and_weak_beads(sketch):
    section, passage = Section("1", Passage("A"), 1), (Passage("B"),)
    rows = (SectionPair(section, None, 1.0, "alone"), SectionPair(None, section, 1.0, "alone"))
    weak = Bead("paragraph", passage, passage, 0.3)
    zh, en = sketch(ZH), sketch(EN)
    assert "no heading" in next(doubts(zh, en, rows, swapped=False))
    assert "0.30" in next(doubts(zh, en, (weak,), swapped=False))
