"""Which sentences nothing answers: by their words, their lengths and their numbers."""

from __future__ import annotations

import pytest

from nqpterms.aligner.sentence_beads import SentenceBead
from nqpterms.aligner.unanswered import UnansweredSentence, find_unanswered

FARMS = SentenceBead(("农业发展。",), ("Agriculture grows.",))


def unanswered(*beads: SentenceBead) -> list[tuple[int, str]]:
    """The beads and sides of what is unanswered."""
    return [(found.bead, found.side) for found in find_unanswered(beads)]


def test_an_item_is_held_against_the_one_with_its_number() -> None:
    wrong = SentenceBead(
        ("一、申請人的姓名。",), ("2. The address of the school.",)
    )
    alone = SentenceBead(("二、學校的地址。",), ())
    assert unanswered(FARMS, wrong, alone, FARMS) == [(1, "zh")]


def test_an_item_alone_whose_number_nothing_has_is_left_out_itself() -> None:
    right = SentenceBead(
        ("一、申請人的姓名。",), ("1. The name of the applicant.",)
    )
    alone = SentenceBead(("二、學校的地址。",), ())
    assert unanswered(FARMS, right, alone, FARMS) == [(2, "zh")]


def test_traditional_characters_are_words_of_the_dictionary() -> None:
    both = SentenceBead(
        ("學校購買新書。", "醫院登記病人。"),
        ("The school buys new books, and the hospital registers.",),
    )
    assert unanswered(FARMS, both, FARMS) == []


def test_one_of_two_that_the_other_side_answers_alone_is_not_left_out() -> None:
    both = SentenceBead(
        ("学校购买新书。", "工厂停止排放废水。"),
        ("The school buys new books.",),
    )
    assert find_unanswered([FARMS, both, FARMS])[0].number == 1


def test_a_run_that_stands_alone_is_left_out_however_unsure_each_bead_is() -> (
    None
):
    run = [
        SentenceBead((text,), (), 0.25)
        for text in ("工厂停止排放废水。", "渔船离开港口。", "图书馆购买新书。")
    ]
    assert unanswered(FARMS, *run, FARMS) == [(1, "zh"), (2, "zh"), (3, "zh")]


def test_the_translation_says_more_only_where_the_source_has_nothing_alone() -> (
    None
):
    added = SentenceBead((), ("The fishing boats left the old port early.",))
    lost = SentenceBead(("渔船离开港口。",), ())
    assert unanswered(FARMS, added, FARMS) == [(1, "en")]
    assert (1, "en") not in unanswered(FARMS, added, lost, FARMS)


@pytest.mark.parametrize(
    ("sentence", "is_added"),
    [
        ("They praised 乡村振兴.", False),
        (
            "They praised 共同富裕.",
            True,
        ),  # Chinese that the source does not have
        ("They praised the fishing port.", True),
    ],
)
def test_a_sentence_whose_term_is_left_in_chinese_is_not_added(
    sentence: str, is_added: bool
) -> None:
    before = SentenceBead(
        ("农业发展，推进乡村振兴。",), ("Agriculture grows.",)
    )
    short = SentenceBead((), (sentence,))
    assert unanswered(FARMS, before, short, FARMS) == [(2, "en")] * is_added


GLAZE = SentenceBead(("二、上釉一次。",), ("2. Glaze it once.",))
KILN = SentenceBead(("三、烧制两天。",), ("3. Fire it for two days.",))


@pytest.mark.parametrize(
    ("partner", "confidence", "left_out"),
    [
        (
            "The potter works as follows.",
            0.4,
            True,
        ),  # the sentence before the list
        (
            "The potter works as follows.",
            0.9,
            False,
        ),  # sure: this item alone has no number
        ("1. Wash the clay.", 0.4, False),
    ],
)
def test_an_item_whose_number_nothing_has_though_its_neighbours_have_theirs(
    partner: str, confidence: float, left_out: bool
) -> None:
    item = SentenceBead(("一、淘洗陶土。",), (partner,), confidence)
    found = find_unanswered([item, GLAZE, KILN])
    assert found == ([UnansweredSentence(0, "zh", 0)] if left_out else [])


def test_a_list_without_numbers_on_the_other_side_has_all_its_items() -> None:
    item = SentenceBead(("一、淘洗陶土。",), ("wash the clay;",), 0.4)
    others = [
        SentenceBead(bead.zh, (bead.en[0][3:],)) for bead in (GLAZE, KILN)
    ]
    assert find_unanswered([item, *others]) == []


@pytest.mark.parametrize(
    ("confidence", "beyond", "left_out"),
    [
        (0.2, ("Potters meet in May.",), 0),
        (
            0.9,
            ("Potters meet in May.",),
            0,
        ),  # sure, but the number and the words are another's
        (
            0.2,
            ("Potters meet in May.", "The following steps apply."),
            None,
        ),  # one to spare
    ],
)
def test_a_sentence_before_a_list_that_has_its_first_item(
    confidence: float, beyond: tuple[str, ...], left_out: int | None
) -> None:
    meeting = SentenceBead(("五月陶工开会。",), beyond)
    before = SentenceBead(
        ("应按下列步骤办理：",), ("2. Glaze it once.",), confidence
    )
    alone = SentenceBead(("二、上釉一次。",), ())
    found = find_unanswered([meeting, before, alone, KILN])
    sentence_before = UnansweredSentence(1, "zh", 0)
    assert (sentence_before in found) == (left_out is not None)


LIBRARY = "学校购买新书。", "The school buys new books."
BOATS = "渔船离开港口。", "The fishing boats left the port."
FACTORY = "工厂停止排放废水。", "The factory stopped discharging waste water."


@pytest.mark.parametrize(
    ("confidence", "is_moved"), [(0.3, True), (0.9, False)]
)
def test_an_unsure_partner_is_given_to_the_sentence_beside_it_that_it_answers(
    confidence: float, is_moved: bool
) -> None:
    wrong = SentenceBead((BOATS[0],), (LIBRARY[1],), confidence)
    alone = SentenceBead((LIBRARY[0],), (), confidence)
    assert unanswered(FARMS, wrong, alone, FARMS) == [(1, "zh")] * is_moved
    assert unanswered(FARMS, alone, wrong, FARMS) == [(2, "zh")] * is_moved


def test_an_unsure_partner_stays_where_nothing_answers_it_better() -> None:
    right = SentenceBead((BOATS[0],), (BOATS[1],), 0.3)
    alone = SentenceBead((LIBRARY[0],), (), 0.3)
    assert unanswered(FARMS, right, alone, FARMS) == [(2, "zh")]


def test_a_chain_of_sentences_that_have_their_neighbours_partners() -> None:
    chain = [
        SentenceBead((BOATS[0],), (LIBRARY[1],), 0.3),
        SentenceBead((LIBRARY[0],), (FACTORY[1],), 0.3),
        SentenceBead((FACTORY[0],), (), 0.3),
    ]
    assert unanswered(FARMS, *chain, FARMS) == [(1, "zh")]


def test_a_partner_that_the_first_sentence_of_a_longer_bead_answers() -> None:
    wrong = SentenceBead((BOATS[0],), (LIBRARY[1],), 0.3)
    both = SentenceBead((LIBRARY[0], FACTORY[0]), (FACTORY[1],), 0.3)
    assert unanswered(FARMS, wrong, both, FARMS) == [(1, "zh")]


def test_one_of_two_sentences_of_a_partner_may_be_anothers() -> None:
    alone = SentenceBead((LIBRARY[0],), (), 0.3)
    both = SentenceBead((BOATS[0],), (LIBRARY[1], BOATS[1]), 0.3)
    assert unanswered(FARMS, alone, both, FARMS) == []


@pytest.mark.parametrize(
    ("english", "left_out"),
    [
        ("Enterprises may postpone loan repayments.", True),
        (
            "We support enterprises by finance, and loan repayments may be postponed.",
            False,
        ),
    ],
)
def test_one_of_two_whose_words_answer_nothing_where_it_would_stand(
    english: str, left_out: bool
) -> None:
    zh = "强化对企业的金融支持。", "企业贷款延期偿还。"
    both = SentenceBead(zh, (english,), 0.9)
    assert unanswered(FARMS, both, FARMS) == [(1, "zh")] * left_out


@pytest.mark.parametrize(
    ("translation", "left_out"),
    [
        ("Members of the guild pay a fee every year.", True),
        (
            "Members of the guild pay a fee every year; this does not apply to new potters.",
            False,
        ),
        (
            "Unless they are new, members of the guild pay a fee every year.",
            False,
        ),
    ],
)
def test_a_proviso_belongs_to_a_sentence_that_has_words_for_it(
    translation: str, left_out: bool
) -> None:
    rule = ("公会会员每年缴纳会费。", "但新入会的陶工不在此限。")
    bead = SentenceBead(rule, (translation,))
    found = find_unanswered([GLAZE, bead, KILN])
    assert (UnansweredSentence(1, "zh", 1) in found) == left_out


ONE_FOR_TWO = SentenceBead(
    ("加强渡口监管，确保渡船安全。",),
    (
        "We will regulate the ferry landings better.",
        "The ferries must be safe.",
    ),
)
ONE_FOR_ONE_OF_TWO = SentenceBead(
    ("加强渡口监管，确保渡船安全。",),
    (
        "We will regulate the ferry landings better and make the ferries safe.",
        "Potatoes from the southern hills are sold in many foreign markets every autumn.",
    ),
)


def test_two_english_sentences_may_be_one_in_chinese() -> None:
    assert find_unanswered([ONE_FOR_TWO], source="en") == []


def test_an_english_sentence_whose_words_nothing_answers_is_left_out() -> None:
    [left_out] = find_unanswered([ONE_FOR_ONE_OF_TWO], source="en")
    assert (left_out.side, left_out.number) == ("en", 1)


def test_of_a_translation_two_sentences_for_one_are_never_asked() -> None:
    assert find_unanswered([ONE_FOR_ONE_OF_TWO], source="zh") == []
