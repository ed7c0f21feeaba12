"""Exports for translation engines: what is written, and what each one refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nqpterms.errors import FormatError, NqptermsError
from nqpterms.formats.terms.engine_dictionaries import ENGINES, dump
from nqpterms.model.termbase import Concept, Definition, Term, TermBase

BASE = TermBase(
    (
        Concept(
            "npf",
            (
                Term("新质生产力", "zh-Hans", "preferred", pos="noun"),
                Term("NPF", "en", "admitted"),
                Term("new quality productive forces", "en", "preferred"),
                Term("new quality productivity", "en", "deprecated"),
            ),
            subject="economy",
            definitions=(Definition("forces led\nby innovation", "en"),),
        ),
        Concept("zh-only", (Term("新能源", "zh-Hans"),)),
        Concept(
            "pf",
            (Term("生产力", "zh-Hans"), Term('"productive", forces', "en")),
        ),
    )
)


def export(
    base: TermBase,
    folder: Path,
    kind: str,
    name: str = "out.csv",
    **options: Any,
) -> str:
    dump(base, folder / name, kind=kind, **options)
    return (folder / name).read_text("utf-8")


PAIRS = '新质生产力,new quality productive forces\n生产力,"""productive"", forces"\n'


@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("deepl", {}, PAIRS),
        ("google", {}, PAIRS),
        ("azure", {}, PAIRS),
        ("amazon", {}, "zh,en\n" + PAIRS),
        ("amazon", {"languages": {"zh-Hans": "zh-SG"}}, "zh-SG,en\n" + PAIRS),
        (
            "google-terms",
            {},
            "zh-CN,en,pos,description\n"
            "新质生产力,new quality productive forces,noun,forces led by innovation\n"
            '生产力,"""productive"", forces",,\n',
        ),
        (
            "omegat",
            {},
            "新质生产力\tnew quality productive forces\tforces led by innovation\n"
            "新质生产力\tNPF\tadmitted; forces led by innovation\n"
            '生产力\t"productive", forces\t\n',
        ),
        (
            "memoq",
            {},
            "Entry_ID;Entry_Subject;Entry_Domain;zh-CN;en\n"
            "1;economy;;新质生产力;new quality productive forces\n1;economy;;新质生产力;NPF\n"
            '2;;;生产力;"""productive"", forces"\n',
        ),
        (
            "deepl",
            {"direction": "en-zh", "statuses": ["preferred"]},
            "new quality productive forces,新质生产力\n",
        ),
    ],
)
def test_each_engine_gets_its_own_table(
    tmp_path: Path, kind: str, options: dict[str, Any], expected: str
) -> None:
    assert export(BASE, tmp_path, kind, **options) == expected


def test_a_tsv_is_not_quoted(tmp_path: Path) -> None:
    assert export(BASE, tmp_path, "deepl", "out.tsv").endswith(
        '生产力\t"productive", forces\n'
    )


def test_deprecated_terms_go_out_only_when_asked_for(tmp_path: Path) -> None:
    assert "productivity" not in export(BASE, tmp_path, "omegat")
    asked = export(
        BASE, tmp_path, "omegat", statuses=["preferred", "deprecated"]
    )
    assert "new quality productivity\tdeprecated; forces led" in asked


def test_ids_may_stay_names(tmp_path: Path) -> None:
    assert "npf;economy" in export(BASE, tmp_path, "memoq", numeric_ids=False)


def one(zh: str, en: str = "term", name: str = "c1") -> Concept:
    return Concept(name, (Term(zh, "zh-Hans"), Term(en, "en")))


REFUSED = [
    (
        "deepl",
        [one("甲" * 342)],
        "concept 'c1': '甲.* has 1,026 bytes in UTF-8: deepl takes 1,024",
    ),
    (
        "deepl",
        [one("甲", "x" * 1025)],
        "has 1,025 bytes in UTF-8: deepl takes 1,024; mend it",
    ),
    (
        "google",
        [one("甲", "x" * 1024)],
        "has 1,024 bytes in UTF-8: google takes 1,023",
    ),
    ("google-terms", [one("甲", "x" * 1024)], "google-terms takes 1,023"),
    (
        "amazon",
        [one("甲" * 67)],
        "concept 'c1': '甲.* has 201 bytes in UTF-8: amazon takes 200",
    ),
    (
        "deepl",
        [one("甲", "a"), one("甲", "b", "c2")],
        "concepts 'c1' and 'c2': both have the source '甲', which deepl takes once",
    ),
    (
        "omegat",
        [one("#甲")],
        "concept 'c1': '#甲' would be a comment, by its #",
    ),
    *(
        (kind, [one("甲\t乙")], r"holds the control character U\+0009")
        for kind in ENGINES
    ),
    *(
        (kind, [one("甲", " ")], "concept 'c1': ' ' is empty")
        for kind in ENGINES
    ),
    *(
        (kind, [], "nothing to write: no concept has a wanted term")
        for kind in ENGINES
    ),
    (
        "amazon",
        [one("甲"), Concept("c2", (Term("機", "zh-Hant"), Term("t", "en")))],
        r"several languages for one column: zh \(concept 'c1'\), zh-TW \(concept 'c2'\)",
    ),
    *(
        (
            kind,
            [
                one(f"甲{i}" + "x" * 100, "y" * 100, f"c{i}")
                for i in range(50_000)
            ],
            "a file; exp",
        )
        for kind in ("deepl", "amazon")
    ),
]


@pytest.mark.parametrize(
    ("kind", "concepts", "message"),
    REFUSED,
    ids=[f"{k}-{m[:30]}" for k, _, m in REFUSED],
)
def test_what_an_engine_would_refuse_is_not_written(
    tmp_path: Path, kind: str, concepts: list[Concept], message: str
) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        export(TermBase(tuple(concepts)), tmp_path, kind)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("kind", "concept"),
    [
        ("deepl", one("甲" * 341, "x" * 1024)),
        ("google", one("甲" * 341)),
        ("amazon", one("甲" * 66, "x" * 200)),
    ],
)
def test_the_limit_itself_is_taken(
    tmp_path: Path, kind: str, concept: Concept
) -> None:
    assert concept.terms[0].text in export(TermBase((concept,)), tmp_path, kind)


def test_what_an_engine_would_refuse_can_be_left_out_and_is_told(
    tmp_path: Path,
) -> None:
    concepts = (
        one("甲", "a"),
        one("甲", "b", "c2"),
        one("乙" * 400, "c", "c3"),
    )
    lost = dump(
        TermBase(concepts), tmp_path / "out.csv", kind="deepl", lossy=True
    )
    assert (tmp_path / "out.csv").read_text("utf-8") == "甲,a\n"
    assert [said.partition(":")[0] for said in lost] == [
        "concepts 'c1' and 'c2'",
        "concept 'c3'",
    ]


def test_an_unknown_engine_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        NqptermsError,
        match="no engine 'babel': expected one of omegat, deepl, google",
    ):
        export(BASE, tmp_path, "babel")
