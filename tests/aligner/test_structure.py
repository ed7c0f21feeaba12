"""One small text whose headings are marked otherwise in each language: what pairs with what."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nqpterms.aligner.documents import align
from nqpterms.errors import FormatError
from nqpterms.formats.results.corrections import load_anchors
from nqpterms.model.alignment import Alignment
from nqpterms.readers.reading import read
from tests.aligner.test_pages import ALL_PAIRS, linked, sections, wrapped

HAN_NUMBERS = "一二三"
ROMAN = ("I", "II", "III")
ZH = ["修路架桥", "兴办学校", "治理河流"]
EN = ["Roads and Bridges", "Schools", "Rivers"]
LONG_ZH = (
    "，落实全县发展规划确定的各项任务，千方百计改善农村和城镇居民的"
    "生产生活条件，让大家都过上好日子"
)
LONG_EN = (
    ", Carrying Out Every Task That Is Set in the Plan of the County, and Improving by All Means"
    " the Conditions in Which the People in Its Villages and Towns Work and Live"
)

Heading = Callable[[int], str]

STYLES: dict[str, tuple[str, Heading, Heading]] = {
    "a full-width dot": (
        "txt",
        lambda n: f"{HAN_NUMBERS[n]}、{ZH[n]}",
        lambda n: f"{ROMAN[n]}．{EN[n]}",
    ),
    "a full-width dot on both sides": (
        "txt",
        lambda n: f"{n + 1}．{ZH[n]}",
        lambda n: f"{n + 1}．{EN[n]}",
    ),
    "one sign for a number": (
        "txt",
        lambda n: f"{'ⅠⅡⅢ'[n]}、{ZH[n]}",
        lambda n: f"{ROMAN[n]}. {EN[n]}",
    ),
    "brackets in one sign": (
        "txt",
        lambda n: f"{'㈠㈡㈢'[n]}{ZH[n]}",
        lambda n: f"({n + 1}) {EN[n]}",
    ),
    "一是 and 1)": (
        "txt",
        lambda n: f"{HAN_NUMBERS[n]}是{ZH[n]}。",
        lambda n: f"{n + 1}) {EN[n]}",
    ),
    "very long": (
        "txt",
        lambda n: f"{HAN_NUMBERS[n]}、{ZH[n]}{LONG_ZH}",
        lambda n: f"{ROMAN[n]}. {EN[n]}{LONG_EN}",
    ),
    "very long, marked": (
        "md",
        lambda n: f"## {HAN_NUMBERS[n]}、{ZH[n]}{LONG_ZH}",
        lambda n: f"## {ROMAN[n]}. {EN[n]}{LONG_EN}",
    ),
    "bold and marked": (
        "md",
        lambda n: f"**{HAN_NUMBERS[n]}、{ZH[n]}**",
        lambda n: f"## {ROMAN[n]}. {EN[n]}",
    ),
    "marked on one side alone": (
        "md",
        lambda n: f"## {HAN_NUMBERS[n]}、{ZH[n]}",
        lambda n: EN[n],
    ),
    "no mark on either side": ("txt", lambda n: ZH[n], lambda n: EN[n]),
}


def aligned(folder: Path, zh: str, en: str, suffix: str = "txt") -> Alignment:
    for side, text in (("zh", zh), ("en", en)):
        (folder / f"text.{side}.{suffix}").write_text(text, encoding="utf-8")
    return align(
        read(folder / f"text.zh.{suffix}"), read(folder / f"text.en.{suffix}")
    )


def text_of(side: int, heading: Heading) -> str:
    lines: list[str] = []
    for number, (_, pairs) in enumerate(sections()):
        lines += [heading(number), *(pair[side] for pair in pairs)]
    return "\n\n".join(lines)


def alone(alignment: Alignment) -> list[str]:
    """What stands in a row without a partner."""
    texts: list[str] = []
    for row in alignment.rows:
        zh, en = row.passages("zh"), row.passages("en")
        if not (zh and en):
            texts += [passage.text for passage in zh + en]
    return texts


@pytest.mark.parametrize("name", STYLES)
def test_headings_in_two_styles(tmp_path: Path, name: str) -> None:
    suffix, zh, en = STYLES[name]
    alignment = aligned(tmp_path, text_of(0, zh), text_of(1, en), suffix)
    pairs = linked(alignment)
    assert set(ALL_PAIRS) <= pairs
    # The first line of a text may be its title, which has no row.
    for number in (1, 2):
        assert (
            zh(number).lstrip("# ").strip("*"),
            en(number).lstrip("# "),
        ) in pairs
    assert alone(alignment) == []


@pytest.mark.parametrize("lost", [0, 1, 2])
@pytest.mark.parametrize("side", [0, 1])
def test_a_lost_heading_costs_one_heading(
    tmp_path: Path, lost: int, side: int
) -> None:
    headings = [
        [f"{HAN_NUMBERS[n]}、{ZH[n]}" for n in range(3)],
        [f"{ROMAN[n]}. {EN[n]}" for n in range(3)],
    ]
    texts = [
        text_of(0, headings[0].__getitem__),
        text_of(1, headings[1].__getitem__),
    ]
    texts[side] = texts[side].replace(headings[side][lost] + "\n\n", "")
    alignment = aligned(tmp_path, texts[0], texts[1])
    assert set(ALL_PAIRS) <= linked(alignment)
    assert alone(alignment) == [headings[1 - side][lost]]


def test_ten_short_headings_in_a_row(tmp_path: Path) -> None:
    """Headings to one text, a list to the other."""
    zh = "公路 桥梁 学校 河流 森林 医院 住房 体育 旅游 粮食".split()
    en = "Roads Bridges Schools Rivers Forests Hospitals Housing Sports Tourism Grain".split()
    opening, closing = ALL_PAIRS[0], ALL_PAIRS[-1]
    chinese = [
        "## 任务清单",
        *(f"### {word}" for word in zh),
        "## 总结",
        closing[0],
    ]
    english = [
        "## List of Tasks",
        *(f"{n}. {word}" for n, word in enumerate(en, 1)),
    ]
    english += ["## Summary", closing[1]]
    alignment = aligned(
        tmp_path, "\n\n".join(chinese), "\n\n".join(english), "md"
    )
    pairs = linked(alignment)
    assert {
        (a, f"{n}. {b}") for n, (a, b) in enumerate(zip(zh, en, strict=True), 1)
    } <= pairs
    assert opening not in pairs
    assert closing in pairs
    assert alone(alignment) == []


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_wrapped_text_with_one_line_that_is_too_wide(
    tmp_path: Path, at: int
) -> None:
    address = "https://county.example.org/reports/of/the/year/and/all/its/annexes/in/one/place.html"
    texts: list[str] = []
    for side, width in ((0, 30), (1, 48)):
        lines = [pair[side] for _, pairs in sections() for pair in pairs]
        lines.insert(at * 3, address)
        texts.append(wrapped("\n\n".join(lines), width))
    pairs = linked(aligned(tmp_path, *texts))
    assert {*ALL_PAIRS, (address, address)} == pairs


def test_headings_are_as_sure_as_the_text_under_them(tmp_path: Path) -> None:
    """Numbers in disorder, and titles that say little: the text tells."""
    zh = text_of(0, lambda n: f"第{'四七九'[n]}条 {ZH[n]}")
    en = text_of(1, lambda n: f"Article {n + 1} Miscellaneous")
    alignment = aligned(tmp_path, zh, en)
    assert set(ALL_PAIRS) <= linked(alignment)
    assert [pair.confidence > 0.95 for pair in alignment.sections()] == [
        True
    ] * 3


def test_the_text_under_them_speaks_against_headings_too(
    tmp_path: Path,
) -> None:
    zh = text_of(0, lambda n: f"第{'四七九'[n]}条 {ZH[n]}")
    en = text_of(1, lambda n: f"Article {n + 1} Miscellaneous")
    foreign = "She folded the letter, put it in a drawer and told nobody about the thing."
    for _, english in ALL_PAIRS:
        en = en.replace(english, foreign)
    pairs = [
        row for row in aligned(tmp_path, zh, en).sections() if row.zh and row.en
    ]
    assert all(pair.confidence < 0.9 for pair in pairs)


def test_a_corrected_alignment_is_kept(tmp_path: Path) -> None:
    """A reader gives rows back; what they say stands, and the rest follows."""
    rows = [
        {
            "level": "paragraph",
            "zh": {"lines": [1]},
            "en": {"lines": [3]},
            "confidence": 1,
        },
        {
            "level": "sentence",
            "zh": {"lines": [1]},
            "en": {"lines": [3]},
            "confidence": 1,
        },
        {
            "level": "paragraph",
            "zh": {"lines": [3]},
            "en": {"lines": [1]},
            "confidence": 0.4,
        },
        {
            "level": "paragraph",
            "zh": {"lines": [5]},
            "en": None,
            "confidence": 1,
        },
    ]
    path = tmp_path / "corrected.jsonl"
    path.write_text(
        "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8"
    )
    assert load_anchors(path) == [(1, 3)]
    path.write_text(json.dumps(rows[0]) + "\n{no row\n", encoding="utf-8")
    with pytest.raises(FormatError, match="is no row of an alignment") as error:
        load_anchors(path)
    assert error.value.line == 2


RULES_ZH = [
    "游泳池每天早上六点开门。",
    "十岁以下的儿童须由家长陪同。",
    "池边禁止奔跑和跳水。",
    "本守则自六月一日起施行。",
]
RULES_EN = [
    "The pool opens at six every morning.",
    "Children under ten must be accompanied by a parent.",
    "Running and diving at the edge of the pool are forbidden.",
    "These rules take effect on June 1.",
]
CLAUSE_MARKS: dict[str, tuple[Heading, Heading]] = {
    "Article": (
        lambda n: f"第{'一二三四'[n]}条　",
        lambda n: f"Article {n + 1} ",
    ),
    "Art.": (lambda n: f"第{'一二三四'[n]}条 ", lambda n: f"Art. {n + 1}: "),
    "Section": (
        lambda n: f"第{'一二三四'[n]}条 ",
        lambda n: f"Section {n + 1}. ",
    ),
    "a sign": (lambda n: f"第 {n + 1} 條　", lambda n: f"§ {n + 1} "),
    "Clause": (
        lambda n: f"第{'一二三四'[n]}条 ",
        lambda n: f"Clause {n + 1}: ",
    ),
    "a number": (lambda n: f"第{'一二三四'[n]}条 ", lambda n: f"{n + 1}. "),
}


@pytest.mark.parametrize("name", CLAUSE_MARKS)
def test_articles_by_any_name(tmp_path: Path, name: str) -> None:
    zh_mark, en_mark = CLAUSE_MARKS[name]
    zh = "\n\n".join(zh_mark(n) + text for n, text in enumerate(RULES_ZH))
    en = "\n\n".join(en_mark(n) + text for n, text in enumerate(RULES_EN))
    pairs = linked(aligned(tmp_path, zh, en))
    for n, (left, right) in enumerate(zip(RULES_ZH, RULES_EN, strict=True)):
        assert any(
            one.endswith(left) and other.endswith(right) for one, other in pairs
        ), n


@pytest.mark.parametrize(
    "mark", ["Section 3 of the plan names it.", "Section by section, we read."]
)
def test_a_sentence_that_begins_with_the_word_is_no_clause(
    tmp_path: Path, mark: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{mark}\n\nIt goes on like that.\n", encoding="utf-8")
    assert len(list(read(path).sections())) == 1


def test_chapters_lost_on_one_side_are_no_articles(tmp_path: Path) -> None:
    """Article 1 has the number of Chapter I, and stands where it stands."""
    zh = [f"第{'一二三四'[n]}条　{text}" for n, text in enumerate(RULES_ZH)]
    en = [f"Article {n + 1} {text}" for n, text in enumerate(RULES_EN)]
    en[2:2] = ["Chapter II Order"]
    en[0:0] = ["Chapter I Opening"]
    alignment = aligned(tmp_path, "\n\n".join(zh), "\n\n".join(en))
    assert set(zip(RULES_ZH, RULES_EN, strict=True)) <= linked(alignment)
    assert alone(alignment) == ["Chapter I Opening", "Chapter II Order"]


def test_clauses_numbered_by_decimals_are_no_headings(tmp_path: Path) -> None:
    """Short Chinese sentences look like titles; the headings above them have no number."""
    zh_heads, en_heads = ["开放", "秩序"], ["Opening", "Order"]
    zh: list[str] = []
    en: list[str] = []
    for k in (0, 1):
        zh.append(zh_heads[k])
        en.append(f"{k + 1}. {en_heads[k]}")
        for n in (0, 1):
            zh.append(f"{k + 1}.{n + 1} {RULES_ZH[2 * k + n]}")
            en.append(f"{k + 1}.{n + 1} {RULES_EN[2 * k + n]}")
    pairs = linked(aligned(tmp_path, "\n\n".join(zh), "\n\n".join(en)))
    for left, right in zip(RULES_ZH, RULES_EN, strict=True):
        assert any(
            one.endswith(left) and other.endswith(right) for one, other in pairs
        )


KITCHEN = [
    ("先把锅烧热。", "Heat the pan first."),
    ("倒入两勺菜油。", "Pour in two spoons of rapeseed oil."),
    ("放姜片和蒜末。", "Add slices of ginger and chopped garlic."),
    ("出锅前撒一把葱花。", "Strew spring onions on it before serving."),
]
KITCHEN_TEXT = [
    (
        "油温太高会冒烟，菜就有苦味。",
        "Oil that is too hot smokes, and the dish turns bitter.",
    ),
    (
        "盐放多了可以加一个土豆吸走咸味。",
        "If there is too much salt, a potato takes it up.",
    ),
]


@pytest.mark.parametrize(
    "lost",
    [
        None,
        0,
        pytest.param(
            3,
            marks=pytest.mark.xfail(
                reason="a step and a heading of one number, each without its own partner",
                strict=True,
            ),
        ),
    ],
)
def test_steps_that_look_like_headings_are_no_walls(
    tmp_path: Path, lost: int | None
) -> None:
    """（三） and （四） have the numbers of headings 3 and 4 of the other text."""
    zh = [
        "1 工具",
        "一口铁锅，一把铲子。",
        "2 调料",
        "盐、糖和酱油。",
        "3 步骤",
    ]
    en = [
        "1 Tools",
        "An iron pan and a spatula.",
        "2 Seasoning",
        "Salt, sugar and soy sauce.",
        "3 Steps",
    ]
    for n, (left, right) in enumerate(KITCHEN):
        zh.append(f"（{'一二三四'[n]}）{left}")
        if n != lost:
            en.append(f"({n + 1}) {right}")
    # The Chinese text has lost this heading.
    en.append("4 Common Mistakes")
    for left, right in KITCHEN_TEXT:
        zh.append(left)
        en.append(right)
    alignment = aligned(tmp_path, "\n\n".join(zh), "\n\n".join(en))
    pairs = {
        (left[3:] if left[0] == "（" else left, right.split(") ")[-1])
        for left, right in linked(alignment)
    }
    kept_steps = [pair for n, pair in enumerate(KITCHEN) if n != lost]
    assert set(kept_steps) | set(KITCHEN_TEXT) <= pairs
    assert "4 Common Mistakes" in alone(alignment)


def test_headings_that_the_text_agrees_with_stay(tmp_path: Path) -> None:
    """Much stands alone on both sides, and the walls are right all the same."""
    zh = [
        "一、厨房",
        KITCHEN[0][0],
        "昨天的雨下得很大，河水涨到了桥边，渡船停了一天。",
        "二、调味",
        KITCHEN_TEXT[1][0],
    ]
    en = [
        "I. The Kitchen",
        KITCHEN[0][1],
        "II. Seasoning",
        "The museum bought three bronze bells from a collector in Geneva last year.",
        KITCHEN_TEXT[1][1],
    ]
    alignment = aligned(tmp_path, "\n\n".join(zh), "\n\n".join(en))
    pairs = linked(alignment)
    assert {(zh[0], en[0]), (zh[3], en[2]), KITCHEN_TEXT[1]} <= pairs
