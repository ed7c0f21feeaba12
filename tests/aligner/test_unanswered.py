"""Which sentences nothing answers: by their words, their lengths and their numbers."""

from __future__ import annotations

from nqpterms.aligner.unanswered import SentenceBead, find_unanswered

FARMS = SentenceBead(("农业发展。",), ("Agriculture grows.",))


def unanswered(*beads: SentenceBead) -> list[tuple[int, str]]:
    """The beads and sides of what is unanswered."""
    return [(found.bead, found.side) for found in find_unanswered(beads)]


def test_an_item_is_held_against_the_one_with_its_number() -> None:
    wrong = SentenceBead(("一、申請人的姓名。",), ("2. The address of the school.",))
    alone = SentenceBead(("二、學校的地址。",), ())
    assert unanswered(FARMS, wrong, alone, FARMS) == [(1, "zh")]


def test_an_item_alone_whose_number_nothing_has_is_left_out_itself() -> None:
    right = SentenceBead(("一、申請人的姓名。",), ("1. The name of the applicant.",))
    alone = SentenceBead(("二、學校的地址。",), ())
    assert unanswered(FARMS, right, alone, FARMS) == [(2, "zh")]


def test_traditional_characters_are_words_of_the_dictionary() -> None:
    both = SentenceBead(
        ("學校購買新書。", "醫院登記病人。"),
        ("The school buys new books, and the hospital registers.",),
    )
    assert unanswered(FARMS, both, FARMS) == []


def test_one_of_two_that_the_other_side_answers_alone_is_not_left_out() -> None:
    both = SentenceBead(("学校购买新书。", "工厂停止排放废水。"), ("The school buys new books.",))
    assert find_unanswered([FARMS, both, FARMS])[0].number == 1


def test_a_run_that_stands_alone_is_left_out_however_unsure_each_bead_is() -> None:
    run = [
        SentenceBead((text,), (), 0.25)
        for text in ("工厂停止排放废水。", "渔船离开港口。", "图书馆购买新书。")
    ]
    assert unanswered(FARMS, *run, FARMS) == [(1, "zh"), (2, "zh"), (3, "zh")]


def test_the_translation_says_more_only_where_the_source_has_nothing_alone() -> None:
    added = SentenceBead((), ("The fishing boats left the old port early.",))
    lost = SentenceBead(("渔船离开港口。",), ())
    assert unanswered(FARMS, added, FARMS) == [(1, "en")]
    assert (1, "en") not in unanswered(FARMS, added, lost, FARMS)
