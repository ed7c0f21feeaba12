"""No English form is cut, a clause, or bound to one sentence; no note says a thing twice."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "glossaries"
Row = dict[str, str]

AT_NO_EDGE = {
    "and",
    "or",
    "of",
    "the",
    "to",
    "in",
    "for",
    "with",
    "by",
    "a",
    "an",
    "from",
    "their",
}
"""Words that a form which was cut ends with."""

CLAUSES = {
    "绿水青山就是金山银山": "a saying",
    "科技是第一生产力": "a saying",
    "人才是第一资源": "a saying",
    "创新是第一动力": "a saying",
    "人与自然是生命共同体": "a saying",
    "爱国者治港": "subject and verb",
    "宗教中国化": "official English has it only so",
    "房子是用来住的、不是用来炒的": "a saying",
    "耕地占补平衡": "only a relative clause says what 占 is",
}
"""Chinese terms whose preferred English has a finite verb, and why."""

WITH_AN_OWNER = re.compile(r"\b(?:our|their|its|your|his)\b")
OWNERS_ALLOWED = {
    "道路自信": "one's own path",
    "理论自信": "one's own theory",
    "制度自信": "one's own system",
    "以习近平同志为核心的党中央": "the core is the committee's",
    "不忘初心、牢记使命": "one's own aspiration",
    "马克思主义中国化时代化": "the times are those of the speakers",
    "蓝天保卫战": "official English has it only so",
    "人民至上、生命至上": "the lives are the people's",
    "随迁子女": "the parents are the children's",
}
"""Chinese terms whose preferred English says whose a thing is, and why."""

FINITE = re.compile(r"\b(?:is|are|was|were|has been|have been)\b")


def read() -> dict[str, list[Row]]:
    """The rows of both glossaries by concept."""
    concepts: dict[str, list[Row]] = defaultdict(list)
    for name in ("nqp.tsv", "policy.tsv"):
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(
                file, delimiter="\t", quoting=csv.QUOTE_NONE
            ):
                concepts[row["concept"]].append(row)
    return concepts


CONCEPTS = read()
ENGLISH = [
    row for rows in CONCEPTS.values() for row in rows if row["lang"] == "en"
]
PREFERRED = {
    rows[0]["term"]: row["term"]
    for rows in CONCEPTS.values()
    for row in rows
    if row["lang"] == "en" and row["status"] == "preferred"
}
USABLE = [row for row in ENGLISH if row["status"] in ("preferred", "admitted")]


def test_no_form_begins_or_ends_where_one_is_cut() -> None:
    cut = []
    for row in USABLE:
        words = row["term"].lower().split()
        begins_badly = words[0] in {"and", "or", "of", "with", "by", "from"}
        ends_badly = words[-1] in AT_NO_EDGE and row["concept"] != "bringing-in"
        if begins_badly or ends_badly:
            cut.append((row["concept"], row["term"]))
    assert cut == []


def test_preferred_forms_are_names_without_an_owner() -> None:
    owned = {
        zh: english
        for zh, english in PREFERRED.items()
        if WITH_AN_OWNER.search(english)
    }
    assert owned.keys() <= OWNERS_ALLOWED.keys(), owned


def test_preferred_forms_are_clauses_only_where_the_chinese_is_one() -> None:
    clauses = {
        zh: english
        for zh, english in PREFERRED.items()
        if FINITE.search(english)
    }
    assert clauses.keys() <= CLAUSES.keys(), clauses


def test_what_is_written_in_capitals_is_matched_in_its_case() -> None:
    loose = [
        (row["concept"], row["term"])
        for row in USABLE
        if re.fullmatch(r"[A-Z][A-Z&]+s?", row["term"]) and row["match"] == ""
    ]
    assert loose == []


def test_no_note_says_again_what_stands_beside_it() -> None:
    doubled = []
    for concept, rows in CONCEPTS.items():
        said = [
            text
            for row in rows
            for text in (row["note"], row["definition"])
            if text
        ]
        if len(said) != len(set(said)):
            doubled.append(concept)
    assert doubled == []
