"""What is said of a text alone is said of it beside its source as well.

Documents are put together from a title, headings, paragraphs, lists, tables, notes and a caption,
in both languages; parts of either may be missing. Whatever T1xx says of the English alone it must
say of the pair, at the same place, and once. (T106 speaks of what has no source; beside one T301
does, which knows the Chinese term.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nqpterms import Project, check
from nqpterms.model.document import Document
from nqpterms.model.findings import Finding
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.readers.reading import read_text

BASE = TermBase(
    (
        Concept(
            "ferry",
            (
                Term("轮渡公司", "zh", "preferred"),
                Term("Ferry Authority", "en", "preferred"),
                Term("FA", "en", "admitted", abbreviation_of="Ferry Authority"),
                Term("ferry office", "en", "deprecated"),
            ),
        ),
        Concept(
            "quay",
            (
                Term("码头", "zh", "preferred"),
                Term("quay", "en", "preferred"),
                Term("landing stage", "en", "admitted"),
                Term("boat place", "en", "deprecated"),
            ),
        ),
    )
)
PROJECT = Project(terms=BASE)
SENTENCES = (
    ("轮渡公司修建了新码头。", "The ferry office built a new boat place."),
    ("码头在冬天关闭。", "The boat place is closed in winter."),
    ("轮渡公司的船很旧。", "The FA has old boats."),
    ("乘客喜欢码头。", "Passengers like the landing stage."),
    ("天气很好。", "The weather is fine."),
    ("轮渡公司和码头都很忙。", "The Ferry Authority and the quay are busy."),
    ("票价没有变化。", "Fares at the ferry-office remain unchanged."),
)
KINDS = ("title", "heading", "paragraph", "item", "table", "caption", "note")


def part(kind: str, text: str, number: int) -> str:
    """A part of a Markdown document."""
    if kind == "title":
        return f"# {text}"
    if kind == "heading":
        return f"## {number}. {text}"
    if kind == "item":
        return f"- {text}\n- {text}"
    if kind == "table":
        return f"| a | b |\n|---|---|\n| {text} | {number} |"
    if kind == "caption":
        return f"![{text}](p{number}.png)\n\n*{text}*"
    if kind == "note":
        return f"See there.[^n{number}]\n\n[^n{number}]: {text}"
    return text


parts = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3),
        st.sampled_from(["both", "both", "both", "zh", "en"]),
    ),
    min_size=1,
    max_size=8,
)


def documents(
    drawn: Sequence[tuple[str, Sequence[tuple[str, str]], str]],
) -> tuple[Document, Document]:
    """The English document and its source."""
    zh, en = ["码头与船只的报告。"], ["A report on boats."]
    for number, (kind, sentences, sides) in enumerate(drawn, 1):
        if sides != "en":
            zh.append(
                part(kind, "".join(text for text, _ in sentences), number)
            )
        if sides != "zh":
            en.append(
                part(kind, " ".join(text for _, text in sentences), number)
            )
    english = read_text("\n\n".join(en), name="a.en.md", type="markdown")
    return english, read_text("\n\n".join(zh), name="a.zh.md", type="markdown")


def said(
    findings: Sequence[Finding],
) -> Counter[tuple[str, int | None, int | None, str]]:
    """What T1xx says, and where."""
    return Counter(
        (
            finding.code,
            finding.place.line,
            finding.place.column,
            finding.matched,
        )
        for finding in findings
        if finding.code.startswith("T1") and finding.code != "T106"
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(drawn=parts)
@example(  # two headings of one text stand in one row beside one of the other
    drawn=[
        ("title", [SENTENCES[2]], "en"),
        ("title", [SENTENCES[5]], "both"),
    ]
)
@example(  # what looks like the title of one text stands behind what introduces its acronym
    drawn=[
        ("title", [SENTENCES[0]], "zh"),
        ("paragraph", [SENTENCES[5]], "both"),
        ("title", [SENTENCES[2]], "both"),
    ]
)
@example(  # the first line of one text looks like its title, and that of the other like a heading
    drawn=[
        ("title", [SENTENCES[0]], "both"),
        ("title", [SENTENCES[0]], "zh"),
        ("item", [SENTENCES[6]], "both"),
    ]
)
def test_nothing_is_lost_beside_the_source(
    drawn: list[tuple[str, list[tuple[str, str]], str]],
) -> None:
    english, chinese = documents(drawn)
    alone = said(check(english, project=PROJECT))
    beside = said(check(english, chinese, project=PROJECT))
    assert alone <= beside
    assert max(beside.values(), default=1) == 1
