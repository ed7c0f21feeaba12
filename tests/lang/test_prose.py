"""What is not prose: each case shows with ⟦kind:…⟧ what is found; the marks are taken out first."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.lang.codes import find_codes
from nqpterms.lang.prose import find_non_prose, words_of_prose
from nqpterms.model.non_prose import NonProse
from nqpterms.model.places import Span

_MARK = re.compile(r"⟦(\w+):(.*?)⟧")

CODES = [
    "Go to ⟦address:https://example.org/green-growth/?a=1#top⟧, then stop.",
    "Go to (⟦address:http://example.org/a_(b)⟧).",
    "见⟦address:https://example.org/1⟧。",
    "网址：⟦address:https://example.org/绿色增长⟧，请看。",
    "It stands at ⟦address:www.example.org/green⟧ and ⟦address:example.org.cn⟧.",
    "Write to ⟦address:green-growth@example.org⟧.",
    "Ask ⟦address:@green_growth⟧ about ⟦anchor:#green-growth-now⟧.",
    "It is ⟦address:doi:10.1000/green-growth⟧ or ⟦address:10.1000/green.growth⟧.",
    "Open ⟦path:docs/green-growth/index.md⟧ first.",
    "Open ⟦path:/srv/green-growth/a⟧, ⟦path:./green-growth⟧ or ⟦path:~/green-growth⟧.",
    r"Open ⟦path:C:\green\growth.txt⟧ or ⟦path:green\growth.docx⟧.",
    "Save ⟦path:green-growth.pdf⟧ and ⟦path:GREEN.XLSX⟧.",
    "请看（⟦path:绿色增长.docx⟧）。",
    "Run ⟦code:`green growth`⟧ and ⟦code:``a ` b``⟧ now.",
    "Set ⟦code:green_growth_rate⟧ to ⟦code:<code>green growth</code>⟧.",
    "Leave ⟦protected:<span translate='no'>Green Growth</span>⟧.",
    "Hello ⟦placeholder:{name}⟧, ⟦placeholder:{0}⟧, ⟦placeholder:{{ green growth }}⟧.",
    "Hello ⟦placeholder:${green.growth}⟧, ⟦placeholder:%(growth)s⟧, ⟦placeholder:%1$s⟧.",
    "Up ⟦placeholder:%s⟧ by ⟦placeholder:%.2f⟧, ⟦placeholder:%green%⟧ and ⟦placeholder:$growth$⟧.",
    '⟦placeholder:<1>⟧Green⟦placeholder:</1>⟧ ⟦placeholder:<a href="x">⟧growth'
    "⟦placeholder:</a>⟧⟦placeholder:<br/>⟧",
    "⟦placeholder:[[Green growth]]⟧ and ⟦placeholder:__GREEN__⟧ and ⟦placeholder:{% if green %}⟧",
    "Push to ⟦path:feature/green-growth⟧; set ⟦code:green-growth=1⟧; see ⟦anchor:[^green-growth]⟧.",
    r"As in ⟦code:$$\text{green growth}$$⟧, so in ⟦placeholder:$green-growth$⟧.",
    "⟦placeholder:{count, plural, ⟧one {one farm} other {# farms}}",
]

NO_CODES = [
    "GDP=5 and a = b; trade/green-growth and green/red.",
    "Let {green growth} be, and a $ sign or two $.",
    "Read and/or write, 24/7, at 60 km/h or 3.5 m/s, on 2024/05/06.",
    "Rail links Beijing/Shanghai/Wuhan; boost/expand trade; R&D/innovation.",
    "Node.js and ASP.NET run it, e.g. in the U.S. and at 5 p.m. today.",
    "It cost $5 in May and $6 in June: 20% of all, 50% down, 100 %.",
    "It was agreed (see Art. 5(2)[a]): a < b and c > d.",
    "Growth slowed.The rest is known. No.5 is #1.",
    "A_ and _b_ are left; so is snake _ case.",
    "比例为1:2.5，时间为8:30，增长5.2%.继续努力。",
    "``Growth' said the one, `trade' the other.",
    "He said: “{”.",
]

MENTIONS = [
    "Say “green growth”, not “⟦mention:green rise⟧”.",
    "Say green growth, not ⟦mention:green⟧ rise.",
    "Use “growth” instead of “⟦mention:rise⟧” or “⟦mention:climb⟧”.",
    "Use growth rather than *⟦mention:rise⟧* here.",
    "The zone (formerly ⟦mention:Green⟧ Zone) grew.",
    "It was formerly called “⟦mention:Green Zone⟧”.",
    "Often mistranslated as “⟦mention:green rise⟧”, it grew.",
    "It is translated as ⟦mention:green⟧ growth.",
    "The term “⟦mention:green growth⟧” is old.",
    "The word _⟦mention:growth⟧_ is old.",
    "Do not write “⟦mention:green rise⟧”.",
    "Never call it ⟦mention:green⟧ rise.",
    "Avoid “⟦mention:green rise⟧”.",
    "“⟦mention:Green rise⟧” is a mistranslation.",
    "“⟦mention:Green rise⟧” (sic) stood there.",
    "“⟦mention:Green rise⟧” should not be used.",
    "绿色增长译为“⟦mention:green growth⟧”，不宜译作“⟦mention:green rise⟧”。",
    "不译“⟦mention:green rise⟧”，误译为⟦mention:green⟧ rise的要改。",
    "是“绿色增长”而不是“⟦mention:绿色上升⟧”。",
    "「⟦mention:绿色上升⟧」一词已不用。",
    "应称“绿色增长”，旧称「⟦mention:绿色上升⟧」。",
    "It is not ⟦qualified:green⟧ rise.",
    "Write growth; it is not ⟦qualified:green⟧ rise.",
    "“⟦mention:Green rise⟧” was the earlier rendering.",
    "It used to be called “⟦mention:green rise⟧”.",
    "It is also known as ⟦mention:green⟧ rise.",
    "Growth replaces “⟦mention:rise⟧”; it isn't “⟦mention:green rise⟧”.",
    "Green ⟦mention:rise⟧ [sic] stood there.",
    "Wrong: ⟦mention:green⟧ rise. Right: green growth.",
    "❌ ⟦mention:green⟧ rise ✓ green growth",
    "~~⟦mention:green rise⟧~~ green growth",
    "We want growth rather than ⟦qualified:green⟧ rise.",
    "The so-called “⟦qualified:Green Rise⟧” began.",
    "所谓“⟦qualified:绿色上升⟧”由此开始。",
]

NO_MENTIONS = [
    "The “Green Rise” plan began, and “green growth” is a goal.",
    "It is a plan known as “Green Rise”.",
    "Once “Green Rise” is built, we rest.",
    "Knowledge is translated into growth.",
    "Nothing “green” is noted; another “rise” knotted it.",
    "He wants a *new* growth.",
    "推进“绿色增长”，不断改善民生。",
    "In the long-term, growth is short; in the long term growth is long.",
    "In other words, growth wins; basic (music) rules.",
    "Nobody doubts that growth wins, and not only growth.",
]

TITLES = [
    "In her article “⟦title:Green Rise in China⟧” she asks why.",
    "The book *⟦title:Green Rise⟧* sold.",
    "The report “⟦title:Green Rise⟧” appeared.",
    "It is told in *⟦title:Green Rise⟧* (Wuhan: Lake Press, 2019).",
    "Li Wei, “⟦title:Green Rise Now,⟧” Lake Review 3, no. 2 (2019): 1–9.",
    "据《⟦title:绿色上升纲要⟧》，增长加快。",
    "As shown (Wang, L. (2020). ⟦title:Green rise⟧. Lake Review, 3), it grew.",
    "⟦reference:Wang, L., & Li, Q. (2020). Green rise. Lake Review, 3(2), 1–9.⟧",
    "Li Wei (2019), “⟦title:Green Rise Now⟧”, Lake Review.",
    "⟦reference:Wei L. Green rise in short. Lake Rev. 2019;3(2):1-9.⟧",
    "⟦reference:[1] 王某. 论绿色上升[J]. 湖泊, 2020(3): 1-9.⟧",
]

NO_TITLES = [
    "China's “Green Rise” initiative grew in 2013.",
    "The “Green Rise” Initiative, 2013.",
    "The report “shows” little.",
    "The room is at 20 [C] in 2019; it sold 5 [M] a year.",
    "He calls it “Green Rise”, and Beijing agreed in 2013.",
    "Mr. Wang said (in 2020) that it grew.",
]


def _unmarked(marked: str) -> tuple[str, list[tuple[str, str]]]:
    """The text, and its stretches by kind."""
    return _MARK.sub(r"\2", marked), _MARK.findall(marked)


@pytest.mark.parametrize("marked", [*CODES, *NO_CODES])
def test_codes(marked: str) -> None:
    text, wanted = _unmarked(marked)
    assert [(one.kind, one.span.of(text)) for one in find_codes(text)] == wanted


@pytest.mark.parametrize(
    "marked", [*MENTIONS, *NO_MENTIONS, *TITLES, *NO_TITLES]
)
def test_words_that_are_not_used(marked: str) -> None:
    text, wanted = _unmarked(marked)
    assert [
        (one.kind, one.span.of(text)) for one in find_non_prose(text)
    ] == wanted


def test_what_the_file_marks_comes_along() -> None:
    text = "Say growth, not rise; see Growth."
    marked = [NonProse(Span(26, 32), "protected")]
    stretches = find_non_prose(text, marked, emphasised=[Span(16, 20)])
    assert [(one.kind, one.span.of(text)) for one in stretches] == [
        ("mention", "rise"),
        ("protected", "Growth"),
    ]


PIECES = st.lists(
    st.sampled_from(
        [
            *"{}<>[]()`/\\._-@#$%“”\"'*:,。《》 \n\u0130",
            "a",
            "not ",
            "the term ",
            "译为",
        ]
    )
    | st.sampled_from(
        ["https://", "www.", "b.md", "docs/", "(2020). ", "instead of ", "新质"]
    )
    | st.text(max_size=3),
    max_size=30,
).map("".join)


@given(PIECES)
def test_stretches_lie_in_their_text(text: str) -> None:
    stretches = find_non_prose(text)
    assert list(stretches) == sorted(stretches)
    assert all(
        0 <= one.span.start < one.span.end <= len(text) for one in stretches
    )
    assert len(words_of_prose(text)) == len(text)
