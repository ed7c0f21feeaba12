"""Sentences: each case shows with | where the text is cut; the | is taken out before splitting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.lang.sentences import split_sentences

ENGLISH = [
    "",
    "   \n ",
    "One sentence only.",
    "Output rose.| Prices fell.",
    "Output rose!| Did prices fall?| Yes.",
    "Really?!| Nobody knew.",
    "Pi is about 3.14 and no more.| That is enough.",
    "Growth reached 5.2%.| Exports grew 0.6 percent.",
    "The U.S. economy slowed.",
    "Trade with the U.S. The other partners were smaller.".replace(" The", "| The"),
    "He moved to the U.S. Department of Labor.",
    "Read No. 1 first.| Then read No. 2.",
    "Was it true?| No.| It was a rumour.",
    "Gen. Li spoke to Gov. Brown.",
    "Use clean fuels, e.g. Hydrogen or wind, at home.",
    "The two banks, i.e. ICBC and CCB, agreed.",
    "Dr. Wang met Prof. Chen.| Mrs. Zhao was late.",
    "Ford Motor Co. Chairman Bill Ford came.",
    "Huanghe Steel Co., Ltd. was founded in 1958.",
    "It was bought by Red Star Co., Ltd.| The price was low.",
    "It was Smith v. Jones that settled it.",
    "North vs. South was the final.",
    "Under Art. 12 of the law, fees end.",
    "They study modern art.| Critics object.",
    "See Fig. 3 and Vol. II for details.",
    "Doors open at 9 a.m. on weekdays.",
    "We met at 5 p.m. Monday in Wuhan.",
    "We met at 5 p.m.| The room was cold.",
    "The novel by J. K. Rowling sold out.",
    "J. K. Rowling wrote it.| W. E. B. Du Bois did not.",
    "There was no plan B.| The rest is history.",
    "It opened on Sept. 3 and closed on Dec. 1.",
    "It closed in Dec.| They reopened it later.",
    "1. We strengthened oversight.| 2. We cut taxes.",
    "(1) We strengthened oversight.| (2) We cut taxes.",
    "IV. Major Tasks for the Year",
    "a. Build roads.| b. Build ports.",
    "2.3. Housing grew.| 2.4. Rents did not.",
    "It was founded in 1949.| 20 years later it closed.",
    "He said, “It works.”| She nodded.",
    'He said, "It works."| "So it does," she said.',
    '"It works," he said.| "It does not."',
    "“Who goes there?” he asked.| No one replied.",
    "“Stop!” cried the guard.",
    "“Is it ready?” Mary Lin asked.| It was.",
    "“It is late.| We must go,” he said.",
    "(The mill closed in 1990.)| It reopened later.",
    "He waited... and waited.",
    "He waited...| Nobody came.",
    "He waited . . . and waited.",
    "He waited . . .| Nobody came.",
    "He waited…| Nobody came.",
    "Visit www.example.org/a.html?q=1&r=2 today.| It is free.",
    "Write to j.doe@example.org.| We answer.",
    "Open report.final.pdf in version 2.0.1 of Node.js now.",
    "Steel, coal, etc. were cheap.",
    "Steel, coal, etc.| The rest was dear.",
    "Grain output rose.[12]| Prices fell.[13]",
    "Grain output rose. [ 4 ]| Prices fell.",
    "Grain output rose.¹²| Prices fell.",
    "We cut taxes; we built roads; we rested.",
    "A first line\nwithout a break.| A second.",
    "A Heading Without a Stop\n\n|The text begins.",
    "A Heading\n  \n|\n|Text.".replace("\n|\n|", "\n\n|"),
    "St. Petersburg lies on Mt. Nowhere.",
    "Smith et al. found this.",
    "She holds a Ph.D. in physics.",
    "Yahoo! and Jeopardy! are brands.",
    "iPhones sell well.| eBay does not.".replace("| e", " e"),
    "Growth slowed.The rest is known.".replace(".The", ".|The"),
    "He came back.—She left.",
    "It is written in Chinese: 很好。| Then English follows.",
    "Costs rose approx. Ten percent.",
    "Mr. Speaker, the Hon. Member is wrong.",
    "That happened in 500 B.C. and again in A.D. 70.",
]

CHINESE = [
    "经济增长。|物价下降。",
    "真的吗？|真的！|好。",
    "怎么会这样？！|没人知道。",
    "增长3.14%。|出口下降。",
    "增长３．１４％。|出口下降。",
    "一、总体要求|".rstrip("|"),
    "（一）加强监管。|（二）减税。",
    "1. 加强监管。|2. 减税。",
    "1．加强监管。|2．减税。",
    "1.加强监管。|2.减税。",
    "(1)加强监管。|(2)减税。",
    "他说：“天晴了。”|大家都笑了。",
    "“天晴了。”他说。|大家都笑了。",
    "“天晴了。”老王笑着说，“走吧。”|门开了。",
    "“天晴了。”这说明雨停了。".replace("”这", "”|这"),
    "“是吗？”没人知道。".replace("”没", "”|没"),
    "“谁？”她问。|没人答。",
    "“谁？”|老王问道：“你是谁？”",
    "“天晴了。 ”|他笑了。",
    "“快跑！”队长喊道。|大家跑了。",
    "要回答“怎么办？”这一问题。|请看下文。",
    "本文讨论“为什么？怎么办？”两个问题。",
    "标语是“加油！”，很醒目。",
    "《怎么办？》是一本小说。|作者很有名。",
    "“第一句。|第二句。”|第三句。",
    "「天晴了。」|大家都笑了。",
    "『天晴了。』老王说。|走吧。",
    '他说："天晴了。"|"真的？"|她不信。',
    "我……我不知道。",
    "大家等了又等……|天终于黑了。",
    "煤炭、钢铁……等产品跌价。",
    "“我不知道……”|她低下头。",
    "修路；建港；减税。|好。",
    "粮食增产。[12]|物价下降。[13]",
    "粮食增产。［4］|物价下降。",
    "（工厂已停产。）|后来又开工。",
    "总则\n\n|第一条　为了规范管理，制定本法。",
    "第一行没有写完\n第二行接着写。|好。",
    "第一章　总则",
    "推进改革.同时扩大开放.".replace(".同", ".|同"),
    "推进改革．同时扩大开放．".replace("．同", "．|同"),
    "真的吗?真的!好.".replace("?", "?|").replace("!", "!|"),
    "网址是http://example.org/a.html?q=1，请查看。",
    "发信到j.doe@example.org。|谢谢。",
    "打开report.final.pdf文件。",
    "Node.js很流行。|AI也是。",
    "由J. K. Rowling所著。",
    "工信部No. 1号文件发布。",
    "　　天晴了。|　　雨停了。",
    "天晴了｡|雨停了｡",
    "我们使用AI.|它很快。",
    "“好！|好！|好！”|众人欢呼。",
    "𠮷野家开业。|😀！|好。",
    "發展新質生產力。|「可以嗎？」他問。|可以。",
    "目标是到2035年。|2050年再看。",
    "同比增长5.2%.|进口下降.".replace("%.|", "%.|"),
    "孔子说：“学而时习之，不亦说乎？”|这是名言。",
    "他写道“要自强！”并签了名。",
]

KNOWN_FAILURES = [
    ("en", "We met at 5 p.m.| Officials said nothing."),
    ("en", "It ran the series “Who Are We?” Last Week again."),
    ("en", "He lives in Washington, D.C.| Friends visit him."),
    ("zh", "“走吧。”老王说完就走了。"),
    ("zh", "我真的很不想……走。"),
]


def cut(language, marked):
    text = marked.replace("|", "")
    return [span.of(text) for span in split_sentences(text, language)]


@pytest.mark.parametrize("marked", ENGLISH)
def test_english(marked):
    assert cut("en", marked) == [s.strip() for s in marked.split("|") if s.strip()]


@pytest.mark.parametrize("marked", CHINESE)
def test_chinese(marked):
    assert cut("zh", marked) == [s.strip() for s in marked.split("|") if s.strip()]


@pytest.mark.xfail(strict=True, reason="known failures: these need to understand the text")
@pytest.mark.parametrize(("language", "marked"), KNOWN_FAILURES)
def test_known_failures(language, marked):
    assert cut(language, marked) == [s.strip() for s in marked.split("|")]


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [*"。！？…．.!?\"'“”‘’（）()[]「」 \n\u3000;；，1aA说好", "...", "……", "[12]"]
        ),
        st.text(max_size=3),
    ),
    max_size=40,
).map("".join)


@given(PIECES, st.sampled_from(["zh", "en"]))
def test_every_character_stands_in_one_sentence(text, language):
    spans = split_sentences(text, language)
    end = 0
    for span in spans:
        assert not text[end : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        end = span.end
    assert not text[end:].strip()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "piece",
    ["a.", "。", '"', "“！”好", " \n", "1.", "…… ", "。[1 ", "好”！", "a" * 30 + ").", "．", "(("],
)
def test_a_long_paragraph_is_split_in_one_pass(piece, language):
    text = piece * (100_000 // len(piece))
    assert "".join(s.of(text) for s in split_sentences(text, language)).count("a") == text.count(
        "a"
    )
