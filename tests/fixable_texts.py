"""Texts with a wrong form or a Chinese sign in them, and what a careful editor makes of them.

Both are built from the same frame, so the right answer is known without the code that is tested:
the forms of each term (plural, article, capitals of a title) stand in a table made by hand. In a
trap the only right answer is to leave the text alone.
"""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from nqpterms.model.termbase import Concept, Term, TermBase


class Forms(NamedTuple):
    """A term as it stands in texts."""

    one: str
    many: str
    article: str
    title: str
    titles: str


class FixableText(NamedTuple):
    """A text before and after; equal in a trap."""

    base: TermBase
    before: str
    after: str


OLD = (
    Forms("road plan", "road plans", "a", "Road Plan", "Road Plans"),
    Forms("item of aid", "items of aid", "an", "Item of Aid", "Items of Aid"),
    Forms(
        "hill-side hamlet",
        "hill-side hamlets",
        "a",
        "Hill-Side Hamlet",
        "Hill-Side Hamlets",
    ),
    Forms("elder", "elders", "an", "Elder", "Elders"),
    Forms("duty lady", "duty ladies", "a", "Duty Lady", "Duty Ladies"),
    Forms("office box", "office boxes", "an", "Office Box", "Office Boxes"),
)
NEW = (
    Forms(
        "rural district",
        "rural districts",
        "a",
        "Rural District",
        "Rural Districts",
    ),
    Forms("hourly wage", "hourly wages", "an", "Hourly Wage", "Hourly Wages"),
    Forms("R&D fund", "R&D funds", "an", "R&D Fund", "R&D Funds"),
    Forms("MOU", "MOUs", "an", "MOU", "MOUs"),
    Forms(
        "unit of land", "units of land", "a", "Unit of Land", "Units of Land"
    ),
    Forms(
        "iPhone factory",
        "iPhone factories",
        "an",
        "iPhone Factory",
        "iPhone Factories",
    ),
    Forms("UN body", "UN bodies", "a", "UN Body", "UN Bodies"),
    Forms(
        "one-off grant",
        "one-off grants",
        "a",
        "One-Off Grant",
        "One-Off Grants",
    ),
    Forms(
        "honorary chair",
        "honorary chairs",
        "an",
        "Honorary Chair",
        "Honorary Chairs",
    ),
    Forms(
        "European city",
        "European cities",
        "a",
        "European City",
        "European Cities",
    ),
    Forms(
        "11-member team",
        "11-member teams",
        "an",
        "11-Member Team",
        "11-Member Teams",
    ),
    Forms(
        "8-week course",
        "8-week courses",
        "an",
        "8-Week Course",
        "8-Week Courses",
    ),
    Forms(
        "heir to a farm",
        "heirs to a farm",
        "an",
        "Heir to a Farm",
        "Heirs to a Farm",
    ),
    Forms(
        "uniform rule", "uniform rules", "a", "Uniform Rule", "Uniform Rules"
    ),
    Forms(
        "NGO for youth",
        "NGOs for youth",
        "an",
        "NGO for Youth",
        "NGOs for Youth",
    ),
    Forms(
        "ecological park",
        "ecological parks",
        "an",
        "Ecological Park",
        "Ecological Parks",
    ),
    Forms(
        "U-shaped valley",
        "U-shaped valleys",
        "a",
        "U-Shaped Valley",
        "U-Shaped Valleys",
    ),
    Forms(
        "Treaty of the North",
        "Treaties of the North",
        "a",
        *["Treaty of the North"] * 2,
    ),
)
_PROPER = "Treaty of the North"  # always in its own capitals; its frames are those of one place

FRAMES = (
    "It is {a} {one} now.",
    "It is {a} “{one}” now.",
    "It is {a} **{one}** now.",
    "They want {a} {one}, and soon.",
    "{A} {one} helps every valley.",
    "We saw the {one} at noon.",
    "The {one}’s aims are plain.",
    "Nobody met the {one}\nor wrote to it.",
    "This makes {a}\n{one} of it.",
    "- {one} at noon",
    "## Better Days for Every {title} of the East",
    "## LATER IN THE DAY: {capitals} AND SUN",
    "We learnt of a new {one} today.",
    "Is there {a} {one}? Yes!",
)
MANY_FRAMES = (
    "These {many} help.",
    "We saw two {many}, then three.",
    "The {many} of the north are old.",
    "## Better Days for All {titles} of the East",
    "Two {many} met.",
    "Where have all the {many} gone?",
)
TRAPS = (
    "See docs/{one}/index for it.",
    "The {title} Institute was opened by Mary.",
    "The {one} {end} was built.",
    "The {new} ({one}) was built.",
    "We say {new}, formerly {one}, there.",
    "See {one}.html for it.",
    "The {one} (QXZ) was built.",
)
SIGNS = (
    ("We met at 8：30 there.", "We met at 8:30 there."),
    ("The ratio is 1：2.5 here.", "The ratio is 1:2.5 here."),
    ("It had 3，000，000 people.", "It had 3,000,000 people."),
    ("In 2021，2022 and 2023 it grew.", "In 2021, 2022 and 2023 it grew."),
    ("Tools，skills and rules。", "Tools, skills and rules."),
    ("She said：“Go now！”", "She said: “Go now!”"),
    ('She said："Go now．"', 'She said: "Go now."'),
    ("It fell by ５％in May.", "It fell by 5% in May."),
    ("Rules（new ones）count；we know.", "Rules (new ones) count; we know."),
    ("See Article 5（2）there.", "See Article 5(2) there."),
    ("The year（s）of the plan.", "The year(s) of the plan."),
    ("They read《Two Seas》then.", "They read “Two Seas” then."),
    ("From 5～10 days、more or less.", "From 5–10 days, more or less."),
    ("Ａ ｐｌａｎ is here？Yes.", "A plan is here? Yes."),
    ("It cost ￥300，a lot．", "It cost ¥300, a lot."),
    ("Sizes［1］and【2】are given.", "Sizes [1] and [2] are given."),
    ("It rose，“we hear”，at last.", "It rose, “we hear”, at last."),
)
PLAIN = (
    "Nothing happened on the way.",
    "They left, and nobody knew why.",
    "Figures: 3,000 (5%).",
)


def fixable_texts() -> st.SearchStrategy[FixableText]:
    """Texts of one to three blocks about one old term and its new one."""
    return st.builds(
        _text, st.sampled_from(OLD), st.sampled_from(NEW), _blocks(FRAMES)
    )


def trap_texts() -> st.SearchStrategy[FixableText]:
    """Texts that are right as they are, or that only a reader can put right."""
    return st.builds(
        _trap, st.sampled_from(OLD), st.sampled_from(NEW[:-1]), _blocks(TRAPS)
    )


def _blocks(frames: tuple[str, ...]) -> st.SearchStrategy[list[object]]:
    others = (*MANY_FRAMES, *SIGNS, *PLAIN) if frames is FRAMES else PLAIN
    block = st.sampled_from([*frames, *frames, *others])
    return st.lists(block, min_size=1, max_size=3)


def _text(old: Forms, new: Forms, blocks: list[object]) -> FixableText:
    if new.one == _PROPER:
        blocks = [block for block in blocks if block not in MANY_FRAMES] or [
            PLAIN[0]
        ]
    pairs = [
        block if isinstance(block, tuple) else (block, block)
        for block in blocks
    ]
    before = "\n\n".join(_filled(frame, old, new) for frame, _ in pairs)
    after = "\n\n".join(_filled(frame, new, new) for _, frame in pairs)
    return FixableText(base_of(old, new), before, after)


def _trap(old: Forms, new: Forms, blocks: list[object]) -> FixableText:
    text = "\n\n".join(_filled(frame, old, new) for frame in blocks)
    return FixableText(base_of(old, new), text, text)


def _filled(frame: object, forms: Forms, new: Forms) -> str:
    """A frame with the forms of a term; {end} is the last word of the new one."""
    capitals = (
        forms.one if forms.one.startswith("iPhone") else forms.one.upper()
    )
    if forms.one.startswith("iPhone"):
        capitals = "iPhone FACTORY"
    return str(frame).format(
        a=forms.article,
        A=forms.article.capitalize(),
        one=forms.one,
        many=forms.many,
        title=forms.title,
        titles=forms.titles,
        capitals=capitals,
        new=new.one,
        end=new.one.split()[-1],
    )


def base_of(old: Forms, new: Forms) -> TermBase:
    """A term base in which one form is discouraged and the other preferred."""
    terms = (
        Term(new.one, "en", status="preferred", pos="noun"),
        Term(old.one, "en", status="deprecated", pos="noun"),
    )
    return TermBase((Concept("c", terms),))
