"""Every rule that the shipped glossaries keep, and how far they carry on official texts."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from itertools import groupby
from pathlib import Path

import pytest

from nqpterms.formats.terms.glossary_tsv import dump, load
from nqpterms.matching.matcher import Matcher, TermReading
from nqpterms.model.alignment import Segment
from nqpterms.model.termbase import Concept, Term, TermBase
from nqpterms.project.project import load_glossaries
from nqpterms.run.counting import count_renderings

FOLDER = Path(__file__).resolve().parents[2] / "glossaries"
NAMES = ("nqp", "policy")
CORE = [
    "concept",
    "lang",
    "term",
    "status",
    "pos",
    "type",
    "subject",
    "definition",
]
CORE += ["source", "note"]
OPTIONAL = [
    "reading",
    "since",
    "confidence",
    "broader",
    "related",
    "abbreviation_of",
    "match",
]
OPTIONAL += ["scope"]
SUBJECTS = {
    *(
        "economy",
        "industry",
        "science-technology",
        "digital",
        "energy-environment",
        "agriculture",
    ),
    *(
        "finance",
        "fiscal",
        "trade",
        "regional",
        "society",
        "culture",
        "governance",
        "party",
    ),
    *(
        "law",
        "security",
        "foreign-affairs",
        "theory",
        "institutions",
        "publications",
    ),
}
WORDS = {
    "lang": {"zh-Hans", "en"},
    "status": {"preferred", "admitted", "deprecated", "superseded"},
    "pos": {"noun", "verb", "adjective", "adverb", "other"},
    "type": {
        "",
        "fullForm",
        "acronym",
        "abbreviation",
        "shortForm",
        "variant",
        "phrase",
    },
    "match": {"", "case", "exact", "any"},
    "scope": {"", "pair", "word"},
    "confidence": {"", "low"},
}
DISCOURAGED = {"deprecated", "superseded"}
HAN = re.compile("[\u3400-\u9fff]")

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(
            file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True
        )
        return [dict.fromkeys(OPTIONAL, "") | row for row in reader]


ROWS = {name: read(name) for name in NAMES}
ALL = [row for name in NAMES for row in ROWS[name]]
BY_CONCEPT: dict[str, list[Row]] = defaultdict(list)
for _row in ALL:
    BY_CONCEPT[_row["concept"]].append(_row)


def singular(word: str) -> str:
    """A plural without its ending, by rule: enough to compare one form with another."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is"))
    ):
        return word[:-1]
    return word


def tokens(text: str) -> list[str]:
    folded = text.lower().replace("’", "'").replace("-", " ").replace("–", " ")
    found = re.findall(r",|[a-z0-9+×&é']+(?:\.[0-9]+)?", folded)
    return [re.sub(r"('s|')$", "", token) for token in found]


def fold(text: str) -> str:
    """What is compared: case, hyphens, possessives and the plural of the last word folded."""
    words = tokens(text)
    return " ".join([*words[:-1], singular(words[-1])]) if words else ""


def usable(row: Row) -> bool:
    return row["lang"] == "en" and row["status"] not in DISCOURAGED


@pytest.mark.parametrize("name", NAMES)
def test_each_line_has_the_columns_of_the_header(name: str) -> None:
    lines = (FOLDER / f"{name}.tsv").read_bytes().decode("utf-8").split("\n")
    assert lines[-1] == "" and "\r" not in lines[0]
    assert lines[0].split("\t")[: len(CORE)] == CORE
    width = lines[0].count("\t")
    assert [
        n for n, line in enumerate(lines[:-1], 1) if line.count("\t") != width
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_a_concept_stand_together_and_ids_are_unique(name: str) -> None:
    ids = [
        key for key, _ in groupby(ROWS[name], key=lambda row: row["concept"])
    ]
    assert [key for key, n in Counter(ids).items() if n > 1] == []
    other = {
        row["concept"] for key in NAMES if key != name for row in ROWS[key]
    }
    assert other.isdisjoint(ids)
    assert [
        key for key in ids if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", key)
    ] == []


@pytest.mark.parametrize("column", WORDS)
def test_closed_columns_hold_only_their_words(column: str) -> None:
    assert {row[column] for row in ALL} <= WORDS[column]


def test_no_cell_is_padded_and_no_term_is_empty() -> None:
    assert [
        row for row in ALL if any(cell != cell.strip() for cell in row.values())
    ] == []
    assert [row for row in ALL if not row["term"] or not row["source"]] == []


def test_quotes_and_bars_do_not_need_escaping() -> None:
    cells = [
        (r["concept"], c)
        for r in ALL
        for k, c in r.items()
        if k not in {"broader", "related"}
    ]
    assert [cell for cell in cells if re.search(r'["|\\]', cell[1])] == []


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_concept_prefers_one_term_of_each_language_and_names_it_first(
    language: str,
) -> None:
    for concept, rows in BY_CONCEPT.items():
        statuses = [row["status"] for row in rows if row["lang"] == language]
        assert statuses.count("preferred") == 1, concept
        assert statuses[0] == "preferred", concept


def test_what_is_said_of_the_concept_stands_in_its_first_row() -> None:
    for concept, (first, *rest) in BY_CONCEPT.items():
        assert first["lang"] == "zh-Hans" and first["subject"] in SUBJECTS, (
            concept
        )
        assert not any(
            row["subject"] or row["broader"] or row["related"] for row in rest
        ), concept


def test_a_form_stands_once_in_its_concept() -> None:
    for concept, rows in BY_CONCEPT.items():
        assert len({(row["lang"], row["term"]) for row in rows}) == len(rows), (
            concept
        )


def test_a_chinese_term_belongs_to_one_concept() -> None:
    homes = defaultdict(set)
    for row in ALL:
        if row["lang"] == "zh-Hans":
            homes[row["term"]].add(row["concept"])
    assert {term: ids for term, ids in homes.items() if len(ids) > 1} == {}


def test_languages_are_written_in_their_script() -> None:
    assert [
        r["term"]
        for r in ALL
        if (r["lang"] == "en") == bool(HAN.search(r["term"]))
    ] == []


def test_no_discouraged_form_is_used_by_a_concept() -> None:
    good = defaultdict(set)
    for row in filter(usable, ALL):
        good[fold(row["term"])].add(row["concept"])
    bad = [
        row
        for row in ALL
        if row["lang"] == "en" and row["status"] in DISCOURAGED
    ]
    assert {
        r["term"]: good[fold(r["term"])] for r in bad if fold(r["term"]) in good
    } == {}


@pytest.mark.parametrize("name", NAMES)
def test_relations_resolve_inside_their_glossary(name: str) -> None:
    ids = {row["concept"] for row in ROWS[name]}
    for row in ROWS[name]:
        for other in [*row["broader"].split("|"), *row["related"].split("|")]:
            assert other in ids - {row["concept"]} or not other, (
                row["concept"],
                other,
            )


@pytest.mark.parametrize("name", NAMES)
def test_reading_and_writing_gives_the_same_bytes(
    name: str, tmp_path: Path
) -> None:
    path = FOLDER / f"{name}.tsv"
    dump(load(path), tmp_path / path.name)
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_broader_has_no_cycle() -> None:
    broader = {
        key: [*filter(None, rows[0]["broader"].split("|"))]
        for key, rows in BY_CONCEPT.items()
    }

    def climb(key: str, seen: tuple[str, ...]) -> None:
        assert key not in seen, seen
        for parent in broader[key]:
            climb(parent, (*seen, key))

    for key in broader:
        climb(key, ())


def test_acronyms_are_bound_to_a_full_form_of_their_concept() -> None:
    for row in ALL:
        if row["type"] == "acronym":
            assert row["abbreviation_of"], row["term"]
        if row["abbreviation_of"]:
            forms = {
                r["term"]
                for r in BY_CONCEPT[row["concept"]]
                if r["lang"] == row["lang"]
            }
            assert row["abbreviation_of"] in forms - {row["term"]}, row["term"]


def test_acronyms_are_matched_in_their_case() -> None:
    acronyms = [r for r in ALL if r["type"] == "acronym" and r["lang"] == "en"]
    assert [
        r["term"] for r in acronyms if r["match"] not in {"case", "exact"}
    ] == []


def test_readings_are_pinyin_with_tone_marks_one_syllable_a_character() -> None:
    for row in ALL:
        if row["lang"] == "en":
            assert not row["reading"], row["term"]
            continue
        characters = HAN.findall(row["term"])
        syllables = row["reading"].split()
        latin = re.findall("[A-Za-z]+", row["term"])
        assert len(syllables) == len(characters) + len(latin), row["term"]
        assert not re.search("[0-9\u3400-\u9fff]", row["reading"]), row["term"]


def test_definitions_are_sentences_in_the_language_of_their_row() -> None:
    for row in ALL:
        if row["definition"]:
            assert row["lang"] == "en" and row["status"] == "preferred"
            assert row["definition"].endswith(".") and not HAN.search(
                row["definition"]
            )


def test_the_glossaries_are_as_large_as_they_say() -> None:
    documented = [
        key
        for key, rows in BY_CONCEPT.items()
        if any(usable(row) and row["source"] != "editorial" for row in rows)
    ]
    assert len(BY_CONCEPT) >= 2000
    assert sum(bool(row["definition"]) for row in ALL) >= 600
    assert sum(bool(rows[0]["note"]) for rows in BY_CONCEPT.values()) >= 150
    assert len(documented) / len(BY_CONCEPT) >= 0.6


@pytest.mark.parametrize("name", NAMES)
def test_sources_states_the_counts(name: str) -> None:
    concepts = {row["concept"] for row in ROWS[name]}
    seen = {
        r["concept"]
        for r in ROWS[name]
        if usable(r) and r["source"] != "editorial"
    }
    defined = sum(bool(row["definition"]) for row in ROWS[name])
    line = f"| {name}.tsv | {len(concepts)} | {len(ROWS[name])} | {defined} | {len(seen)} |"
    assert line in (FOLDER / "SOURCES.md").read_text("utf-8").split("\n")


def test_subjects_are_those_that_sources_lists() -> None:
    text = (FOLDER / "SOURCES.md").read_text("utf-8").split("## Subjects\n")[1]
    assert set(re.findall("[a-z-]+", text.split(".")[0])) == SUBJECTS


@pytest.mark.parametrize("form", ["NQPF", "NQPFs"])
def test_the_acronym_of_the_concept_is_no_finding(form: str) -> None:
    (match,) = Matcher(load(FOLDER / "nqp.tsv")).find(form)
    assert [reading.term.status for reading in match.candidates] == ["admitted"]


@pytest.mark.parametrize("name", NAMES)
def test_no_form_is_listed_for_its_inflection_alone(name: str) -> None:
    needless = []
    for concept in load(FOLDER / f"{name}.tsv").concepts:
        terms = [term for term in concept.terms_in("en") if term.match == ""]
        for term in terms:
            others = Concept(
                concept.id, tuple(other for other in terms if other is not term)
            )
            needless += [
                (term.text, reading.term.text)
                for match in Matcher(TermBase((others,))).find(term.text)
                for reading in match.candidates
                if match.span == (0, len(term.text))
                and _says_no_more(term, reading)
            ]
    assert needless == []


def _says_no_more(term: Term, reading: TermReading) -> bool:
    """Whether a term stands for nothing that another one does not."""
    other = reading.term
    is_listed = (
        term.status == "preferred" or term.notes or other.status == "preferred"
    )
    is_inflected = reading.change in ("number", "verb")
    return (
        is_inflected
        and not is_listed
        and (term.status, term.scope) == (other.status, other.scope)
    )


@pytest.mark.parametrize(
    "form",
    [
        "new quality productivity",
        "new quality of productivity",
        "social productivity",
        "NPQF",
    ],
)
def test_what_is_wrong_on_sight_needs_no_chinese_beside_it(form: str) -> None:
    (row,) = [row for row in ALL if row["term"] == form]
    assert (row["status"], row["scope"]) == ("deprecated", "")


@pytest.mark.parametrize(
    "form", ["productivity", "data elements", "Chinese-style modernization"]
)
def test_ordinary_english_is_discouraged_only_beside_its_chinese(
    form: str,
) -> None:
    (row,) = [row for row in ALL if row["term"] == form]
    assert (row["status"], row["scope"]) == ("deprecated", "pair")


@pytest.mark.parametrize(
    "form", ["new quality production materials", "new productivity theory"]
)
def test_false_friends_are_no_terms(form: str) -> None:
    forms = {
        fold(row["term"])
        for row in ALL
        if row["lang"] == "en" and not row["scope"]
    }
    words = fold(form).split()
    inside = {
        " ".join(words[i:j])
        for i in range(len(words))
        for j in range(i + 1, len(words) + 1)
    }
    assert forms.isdisjoint(inside)


# --- official texts: the Government Work Report of 2024 in both languages


def contains(text: str, row: Row) -> bool:
    if row["match"] in {"case", "exact"}:
        form = re.escape(row["term"])
        return (
            re.search(rf"(?<![A-Za-z0-9]){form}s?(?![A-Za-z0-9])", text)
            is not None
        )
    return (
        f" {fold(row['term'])} " in f" {' '.join(map(singular, tokens(text)))} "
        or (
            f" {' '.join(tokens(row['term']))} "
            in f" {' '.join(tokens(text))} "
        )
    )


def official_pairs(shared: Path) -> list[tuple[str, str]]:
    folder = shared / "data" / "gwr-2024"
    zh = (folder / "full.zh.txt").read_text("utf-8").split("\n")
    en = (folder / "full.en.txt").read_text("utf-8").split("\n")
    with (folder / "full.gold-paragraphs.tsv").open(encoding="utf-8") as file:
        links = list(csv.DictReader(file, delimiter="\t"))
    return [
        (zh[int(r["zh_full_line"]) - 1], en[int(r["en_line"]) - 1])
        for r in links
    ]


def test_no_form_that_is_wrong_on_sight_stands_in_official_english(
    shared: Path,
) -> None:
    text = (shared / "data" / "gwr-2024" / "full.en.txt").read_text("utf-8")
    wrong = [
        r
        for r in ALL
        if r["lang"] == "en" and r["status"] in DISCOURAGED and not r["scope"]
    ]
    assert wrong
    assert [row["term"] for row in wrong if contains(text, row)] == []


def test_official_translations_use_the_renderings(shared: Path) -> None:
    """Of the places of their Chinese terms in official pairs, most are rendered as listed."""
    segments = [
        Segment(zh, en, doc="report") for zh, en in official_pairs(shared)
    ]
    uses = count_renderings(segments, Matcher(load_glossaries())).uses
    places = sum(uses.values())
    rendered = sum(count for use, count in uses.items() if use.rendering)
    assert places > 800
    assert rendered / places >= 0.88
