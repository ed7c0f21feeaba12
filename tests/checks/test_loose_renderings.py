"""How an editor reads a rendering that stands otherwise than the glossary writes it.

Every step has its wrong neighbour beside it: what looks like it and is no rendering.
"""

from __future__ import annotations

import pytest

from nqpterms.checks.registry import check_segments
from nqpterms.matching.matcher import Matcher
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase

GLOSSARY = {
    "绿色出行": ("green travel",),
    "数字出行": ("digital travel",),
    "车站改造": ("station renovation",),
    "票价制度": ("fare system",),
    "准入清单": ("entry list",),
    "反噪声规则": ("anti-noise rules",),
    "河城公园": ("Rivertown Park",),
    "河城铁路": ("Rivertown railway",),
    "与河城的关系": ("relations with Rivertown",),
    "港元": ("Hong Kong dollars",),
    "游客保护": ("tourist protection",),
    "修缮古桥": ("restoration of old bridges",),
    "联名票": ("linked ticket",),
    "银行票": ("bank notes",),
    "技术学校": ("technology school",),
    "账目附注": ("Notes to the Accounts",),
    "修建码头": ("repairing old piers",),
    "大小站点": ("large, medium, and small stations",),
    "采编": ("gathering and editing",),
    "新路": ("new roads",),
    "旧路": ("old roads",),
    "河城管理局": ("Rivertown Board of Harbours",),
    "山城管理局": ("Hillside Board of Harbours",),
    "科技园": ("science and technology parks",),
    "用水总量": ("total water use",),
    "学徒培训监督": ("word-based checks",),
    "货运便利": ("freight facilitation",),
    "退田还湖": ("converting fields into lakes",),
    "金融改革": ("reform of the financial system",),
    "创新之城": ("innovative city",),
    "公平票价审查": ("fair fare review",),
    "环境品质": ("environmental quality",),
    "站长名册": ("Register of SMs",),
    "站务总裁": ("Head of the RTA",),
    "员工名册": ("Register of Station Staff",),
    "北侧共同地带": ("north-side CG",),
    "投资组合": ("ip",),
    "国家票价方案": ("national fare schemes",),
    "小镇大桥": ("long bridge of Little Ferry Town",),
}
BASE = TermBase(
    tuple(
        Concept(
            f"c{n}",
            (Term(zh, "zh-Hans"), *(Term(text, "en") for text in texts)),
        )
        for n, (zh, texts) in enumerate(GLOSSARY.items())
    )
)
MATCHER = Matcher(BASE)


def code(zh: str, en: str) -> str:
    """What is said of the only term of a pair that is not rendered as listed; "" for nothing."""
    codes = {
        f.code
        for f in check_segments([Segment(zh, en, row=1)], MATCHER)
        if f.code in ("T201", "T202")
    }
    return ", ".join(sorted(codes))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        # moved, also round small words: "of", a passive, a relative clause, a possessive
        ("推进车站改造", "Push for the renovation of the station."),
        ("推进车站改造", "The station that has had its renovation"),
        ("完善票价制度", "The system by which the fare is set"),
        ("准入清单公布", "The list for entry is out."),
        ("河城铁路通车", "The railway of Rivertown opens."),
        # coordination, where the Chinese beside the term has the sibling
        ("推广绿色出行、数字出行", "Green and digital travel"),
        ("改革税收、银行、票价制度", "Reform the fare, tax, and bank systems."),
        ("修缮道路和古桥，修缮古桥", "Restoration of roads and of old bridges"),
        # one word behind "and" needs no Chinese: the form is whole
        ("完善票价制度", "A fare and bonus system"),
        # up to two words within it that the Chinese beside the term explains
        ("准入清单制度", "The entry system list"),
        # single words in a list, one of which no dictionary explains, before a term without a break
        (
            "推进财税金融改革",
            "A reform of the fiscal, tax, and financial systems",
        ),
        # a compound that is explained by its part
        ("建设创新之城和人才之城", "Build an innovative and talent-rich city."),
        # a word of the form itself, in a sibling
        ("学徒培训监督和统计监督", "Word-based and statistics-based checks"),
        # a light noun of the term's own Chinese
        ("控制用水总量", "Limit the total amount of water use."),
        # a quantity
        ("完成退田还湖", "Convert 3 million hectares of fields into lakes."),
        # a list in another order, and a list that goes on behind the form
        ("改造大小站点", "Small, medium, and large stations are rebuilt."),
        ("负责采编和摄影", "Gathering, editing, and photography"),
        # a pronoun for the head
        ("修新路，修旧路", "New roads are built, and old ones mended."),
        ("修新路，修旧路", "New roads are built, and those of old mended."),
        # the country by another word
        ("完善国家票价方案", "Our fare schemes will be improved."),
        ("完善国家票价方案", "We improve China's fare schemes."),
        ("完善国家票价方案", "China improves its fare schemes."),
        # a name that is coordinated with another one
        (
            "河城管理局和山城管理局",
            "The Rivertown and Hillside Board of Harbours",
        ),
        # another modifier of the same sense
        ("参观科技园", "Visit the scientific and technological parks."),
        # a gerund as a verb, its passive, and a noun of action as the verb before its object
        ("修建码头", "They repair the old piers."),
        ("修建码头", "The old piers will be repaired."),
        ("推动货运便利", "It will facilitate all freight."),
        # another part of speech in front
        ("修缮古桥", "We restore the old bridges."),
        # an acronym for the first words
        ("反噪声规则", "The AN rules"),
        # three words within one clause, with two strange ones between
        ("建立公平票价审查", "A review board to ensure fair fares"),
        # an adjective that has become a noun behind "of"
        ("改善环境品质", "The quality of the environment improves."),
        # an acronym for the last words, a name before its head, an acronym's words in capitals,
        # and in any letters where the Chinese asks for each
        ("查员工名册", "See the Register of SS."),
        ("站务总裁发言", "The RTA Head speaks."),
        ("北侧共同地带", "The north-side Common Ground"),
        ("看投资组合", "Look at the investment portfolio."),
        # the full form of an acronym that the text introduces
        ("查站长名册", "See the Register of Station Masters (SMs)."),
        # a sign for a currency, numbers within a name
        ("投入5亿港元", "Some HK$500 million was spent."),
        ("见账目附注2和3", "See notes 2 and 3 to the Accounts."),
    ],
)
def test_an_editor_takes_it_for_the_term(zh: str, en: str) -> None:
    assert code(zh, en) == "T202"


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        # the words of two sentences, or of two clauses
        ("推进车站改造", "The station is closed. Its renovation follows."),
        ("准入清单公布", "A list is out, and entry is free."),
        # a word that nobody asked for, another head, a head that is gone
        ("完善票价制度", "A fare collection system"),
        ("完善票价制度", "A fare scheme"),
        ("推广绿色出行、数字出行", "Green and digital trade"),
        ("推广绿色出行", "Green and cheap fares for travel agents"),
        # a list of two words that nothing explains, and a list apart from the Chinese term
        (
            "推进财税金融改革",
            "A reform of the steel, coal, and financial systems",
        ),
        (
            "推进财税、金融改革",
            "A reform of the fiscal, coal, and financial systems",
        ),
        # a compound of which nothing explains a part, and a word that is not light
        ("建设创新之城", "Build an innovative and talent-rich happy city."),
        ("推动货运便利", "Freight vehicle facilitation"),
        # an order that leaves the head of a list; a comma behind which nothing goes on
        ("改造大小站点", "Small stations, large and medium"),
        ("负责采编", "Gathering, editing"),
        # a pronoun for another noun
        ("修旧路", "New bridges are built, and old ones mended."),
        ("修旧路", "New bridges are built, and those of old mended."),
        ("修旧路", "New roads are built by those who are old."),
        # another owner, a country that was not named, another head, a stranger behind the owner
        ("完善国家票价方案", "The province's fare schemes will be improved."),
        ("完善国家票价方案", "Japan improves its fare schemes."),
        (
            "完善国家票价方案",
            "China is large. The county improves its fare schemes.",
        ),
        ("完善国家票价方案", "Our fare offices will be improved."),
        ("完善国家票价方案", "Our cheap fare schemes"),
        # a sibling within a name that the Chinese does not have
        ("河城管理局", "The Rivertown and Hillside Board of Harbours"),
        # an active clause, and an action behind its object
        ("修建码头", "The old piers repaired them."),
        ("推动货运便利", "Freight will facilitate this."),
        # the sibling's words alone: the Chinese beside the term has them all
        ("银行制度、税收制度和票价制度", "Systems of banks and taxes"),
        # another order within a name, and before a name
        ("河城公园开放", "The Park by Rivertown opens."),
        ("发展与河城的关系", "Rivertown and its foreign relations"),
        # an agent, an adjective, a participle, a gerund
        ("修缮古桥", "The restorers of old bridges"),
        ("联名票", "A link ticket"),
        ("银行票", "Banking notes"),
        ("技术学校", "A technological school"),
        # an acronym of other words, and one that stands alone
        ("反噪声规则", "The NA rules"),
        ("反噪声规则", "The AN"),
        # three strange words, a denial, two clauses, two words that a stranger parts
        (
            "建立公平票价审查",
            "A review board wants to see whether fares are fair.",
        ),
        ("建立公平票价审查", "A review without fair fares"),
        ("建立公平票价审查", "A review that is fair, while fares rise"),
        ("改善环境品质", "The quality improves the environment."),
        ("改善环境品质", "The quality of every environment report"),
        # one of three words is gone, or stands in a name that is taken apart
        ("建立公平票价审查", "A fair fare system"),
        ("小镇大桥", "The long Ferry Bridge of Little Town"),
        # an acronym alone, a name apart from its head, small letters, words of other sense
        ("查员工名册", "See the SS."),
        ("站务总裁发言", "The RTA speaks; its Head listens."),
        ("北侧共同地带", "The north-side cheap ground"),
        ("看投资组合", "Look at the internal programme."),
        # an acronym that the text introduces as another one
        ("查站长名册", "See the Register of Old Hands (OH)."),
        # a sign without a sum
        ("港元上升", "HK$ is up."),
        # what renders another term of the source
        ("票价制度与银行制度", "The bank system"),
    ],
)
def test_an_editor_does_not_take_it_for_the_term(zh: str, en: str) -> None:
    assert code(zh, en) == "T201"


def test_what_renders_another_place_is_not_taken_twice() -> None:
    assert code("绿色出行；数字出行", "Green travel; digital trade") == "T201"


@pytest.mark.parametrize(
    ("en", "reported"),
    [
        ("The old 站台 is closed.", "T201"),
        ("Its roof is closed.", "T202"),
        ("Here we closed the roof of.", "T201"),
    ],
)
def test_nothing_excuses_what_is_left_in_chinese_or_leaves_a_hole(
    en: str, reported: str
) -> None:
    """A name that forty rows render may be understood in one, but not where it was cut out."""
    base = TermBase(
        (Concept("p", (Term("站台", "zh-Hans"), Term("Platform One", "en"))),)
    )
    pairs = [("站台很新", "Platform One is new.")] * 40 + [
        ("站台的屋顶关闭", en)
    ]
    segments = [
        Segment(chinese, english, row=n)
        for n, (chinese, english) in enumerate(pairs, 1)
    ]
    findings = check_segments(segments, Matcher(base), codes={"T201", "T202"})
    assert [finding.code for finding in findings] == [reported]
