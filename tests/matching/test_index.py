"""A term base in a file gives the answers of the one in memory."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.lang.normal_form import fold
from nqpterms.matching import index as index_module
from nqpterms.matching.index import TermIndex
from nqpterms.matching.index_tables import build
from nqpterms.matching.matcher import Match, Matcher, Seen, TermFinder
from nqpterms.matching.term_lookup import lookup
from nqpterms.model.places import Place
from nqpterms.model.termbase import (
    Category,
    Concept,
    Context,
    Definition,
    LanguagePart,
    RefObject,
    Term,
    TermBase,
    Transaction,
)


@pytest.fixture(scope="module", autouse=True)
def never_whole() -> Iterator[None]:
    """Even small bases are not loaded whole: the way of the large ones is what is tested."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "_WHOLE_FROM", 10**9)
        yield


CHINESE = "新质質生产產力重庆行\U00020000"
LETTERS = "aBbforces  -+'é_\"Ａ（)2"
TEXTS = st.text(CHINESE, max_size=6) | st.text(LETTERS, max_size=9)
MIXED = st.text(CHINESE + LETTERS, max_size=9)
WORDS = st.lists(
    st.sampled_from(
        [
            *(
                "new",
                "quality",
                "forces",
                "labour",
                "GDP",
                "of",
                "country",
                "R&D",
                "新质",
            ),
            *(
                "promoted",
                "carry",
                "to",
                "be",
                "went",
                "12th",
                "twelfth",
                "U.S.",
                "USD75",
            ),
        ]
    ),
    max_size=4,
).map(" ".join)
TERMS = TEXTS | MIXED | WORDS
QUERIES = TERMS | st.sampled_from(
    ["xinzhi", "xzscl", "chong qing", "Xīn zhì", "xz", "ch", "fo"]
)


@st.composite
def bases(draw: st.DrawFn) -> TermBase:
    concepts = []
    for number, texts in enumerate(
        draw(st.lists(st.lists(TERMS, max_size=3), max_size=6))
    ):
        terms = []
        for text in texts:
            language = draw(st.sampled_from(["zh-Hans", "en", "zh-TW"]))
            status = draw(st.sampled_from(["", "preferred", "deprecated"]))
            mode = draw(st.sampled_from(["", "", "case", "exact", "any"]))
            terms.append(Term(text, language, status, match=mode))
        concepts.append(Concept(f"c{number}", tuple(terms)))
    return TermBase(tuple(concepts), "made", "for a test")


@st.composite
def bases_and_texts(draw: st.DrawFn) -> tuple[TermBase, list[str]]:
    """A base, and texts in which its terms stand, among others and in other forms."""
    base = draw(bases())
    terms = [term.text for _, term in base.terms()] or ["新质"]
    change = st.sampled_from(
        [str, str.upper, str.title, lambda text: text.replace(" ", "-")]
    )
    pieces = st.lists(
        st.sampled_from(terms)
        | TERMS
        | st.sampled_from(["的", " a ", "s ", "’s "])
    )
    texts = draw(st.lists(st.tuples(pieces.map("".join), change), max_size=4))
    return base, [change(text) for text, change in texts]


def _index(base: TermBase, folder: str | Path) -> TermIndex:
    path = Path(folder, "terms.sqlite")
    assert build(base.concepts, path, header=base) == sum(
        1 for _ in base.terms()
    )
    return TermIndex(path)


@settings(max_examples=150, deadline=None)
@example(TermBase((Concept("c", (Term("新质", "zh"),)),)), "xinzhi")
@given(bases(), QUERIES)
def test_every_query_is_answered_as_in_memory(
    base: TermBase, query: str
) -> None:
    with TemporaryDirectory() as folder, _index(base, folder) as index:
        in_file = lookup(index, query)
        assert in_file == lookup(base, query)
        assert in_file == lookup(Matcher(base), query)


def test_what_sounds_the_same_is_as_like_as_in_memory() -> None:
    base = TermBase((Concept("c", (Term("渡口'𠀀", "zh"),)),))
    with TemporaryDirectory() as folder, _index(base, folder) as index:
        [in_file], [in_memory] = lookup(index, "渡口𠀀"), lookup(base, "渡口𠀀")
    assert in_file.likeness == in_memory.likeness > 80


@settings(max_examples=100, deadline=None)
@given(bases(), st.data())
def test_parts_and_likenesses_of_terms_too(
    base: TermBase, data: st.DataObject
) -> None:
    term = data.draw(
        st.sampled_from([term.text for _, term in base.terms()] or [""])
    )
    start = data.draw(st.integers(0, len(term)))
    end = data.draw(st.integers(start, len(term)))
    for query in (term[start:end], term[:start] + term[end:]):
        with TemporaryDirectory() as folder, _index(base, folder) as index:
            assert lookup(index, query) == lookup(base, query)


@settings(max_examples=150, deadline=None)
@given(bases_and_texts(), st.sampled_from(["", "zh", "en"]))
def test_running_text_is_matched_as_in_memory(
    drawn: tuple[TermBase, list[str]], language: str
) -> None:
    base, texts = drawn
    with TemporaryDirectory() as folder, _index(base, folder) as index:
        for text in texts:
            assert index.find(text, language=language) == Matcher(base).find(
                text, language=language
            )
        assert _answers(index, texts, language) == _answers(
            Matcher(base), texts, language
        )
        assert _answers(index.within(texts), texts, language) == _answers(
            Matcher(base), texts, language
        )


def _answers(
    finder: TermFinder, texts: Sequence[str], language: str
) -> tuple[list[list[Match]], list[list[Match]]]:
    together = finder.find_all_in(texts, language=language)
    return together, [
        finder.find_all(text, language=language) for text in texts
    ]


@settings(max_examples=50, deadline=None)
@given(bases_and_texts())
def test_what_texts_hold_is_seen(drawn: tuple[TermBase, list[str]]) -> None:
    def every(seen: Sequence[Seen]) -> list[int]:
        return [1_000 for _ in seen]

    base, texts = drawn
    with TemporaryDirectory() as folder, _index(base, folder) as index:
        indices = index.within(texts).holding(
            texts, language="zh", wanted=every
        )
        matches_by_text = index.find_all_in(texts, language="zh")
    assert {
        at for at, matches in enumerate(matches_by_text) if matches
    } <= indices
    assert indices <= Matcher(base).holding(texts, language="zh", wanted=every)


@settings(max_examples=50, deadline=None)
@given(bases())
def test_the_whole_base_comes_back_as_it_was(base: TermBase) -> None:
    with TemporaryDirectory() as folder, _index(base, folder) as index:
        assert index.base == base
        assert index.size == len(base)


BASE = TermBase(
    (
        Concept(
            "npf",
            (
                Term("新质生产力", "zh-Hans", status="preferred"),
                Term("new quality productive forces", "en", status="preferred"),
                Term(
                    "NQPF",
                    "en",
                    status="admitted",
                    abbreviation_of="new quality …",
                ),
                Term("new productivity", "en", status="deprecated"),
            ),
        ),
        Concept(
            "bank",
            (Term("重慶銀行", "zh-Hant"), Term("Bank of Chongqing", "en")),
        ),
        Concept("ai", (Term("ＡＩ＋", "zh-Hans"), Term("AI时代", "zh-Hans"))),
    )
)


@pytest.mark.parametrize(
    ("query", "kind", "text"),
    [
        ("新質生產力", "exact", "新质生产力"),
        ("nqpf", "exact", "NQPF"),
        (" ai+ ", "exact", "ＡＩ＋"),
        ("发展新质生产力", "inside", "新质生产力"),
        ("生產", "part", "新质生产力"),
        ("银行", "part", "重慶銀行"),
        ("chong", "part", "Bank of Chongqing"),
        ("新生产力", "near", "新质生产力"),
        (
            "new qualty productive force",
            "near",
            "new quality productive forces",
        ),
        ("xinzhi shengchanli", "reading", "新质生产力"),
        ("xīn zhì", "reading", "新质生产力"),
        ("XZSCL", "reading", "新质生产力"),
        ("chongqing yinhang", "reading", "重慶銀行"),
        ("aisd", "reading", "AI时代"),
    ],
)
def test_script_width_and_case_do_not_matter(
    query: str, kind: str, text: str, tmp_path: Path
) -> None:
    with _index(BASE, tmp_path) as index:
        results = lookup(index, query)
        assert [(result.kind, result.term.text) for result in results] == [
            (kind, text)
        ]
        assert results == lookup(BASE, query)


@pytest.mark.parametrize(
    "query", ["", " ", "x", "力", "he", "hongq", "qin", "—", "\ud800", "%", '"']
)
def test_what_says_too_little_is_not_found(query: str, tmp_path: Path) -> None:
    with _index(BASE, tmp_path) as index:
        assert lookup(index, query) == lookup(BASE, query) == []


def test_nothing_of_a_base_is_lost(tmp_path: Path) -> None:
    term = Term(
        "税",
        "zh",
        contexts=(Context("减税。", "a", Place(3, 1)),),
        history=(Transaction("origination", "2024-01-01"),),
        extra=(
            Category(
                "x", "y", attributes=(("target", "z"),), inner=(Category("i"),)
            ),
        ),
    )
    rich = Concept(
        "rich",
        (term,),
        definitions=(Definition("a levy", "en"),),
        languages=(LanguagePart("zh", notes=("n",)),),
        broader=("money",),
    )
    base = TermBase(
        (rich,),
        "name",
        "what it is",
        (RefObject("me"),),
        (Category("h"),),
        "TBX-Min",
    )
    with _index(base, tmp_path) as index:
        assert index.base == base
        assert index.find("稅")[0].candidates[0].concept == rich


def test_a_long_text_is_matched_with_the_whole_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "_WHOLE_FROM", 4)
    text = "发展新质生产力。" * 100
    with _index(BASE, tmp_path) as index:
        assert index.within([text]).base == BASE
        assert index.within(["新质"]).base == BASE, (
            "what has been loaded is used"
        )
        assert index.find(text) == Matcher(BASE).find(text)


def test_a_file_travels_to_another_process_by_its_path(tmp_path: Path) -> None:
    with (
        _index(BASE, tmp_path) as index,
        pickle.loads(pickle.dumps(index)) as again,
    ):
        assert again.find("发展NQPF") == index.find("发展NQPF")


def test_the_same_concepts_give_the_same_bytes(tmp_path: Path) -> None:
    build(BASE.concepts, tmp_path / "a.sqlite")
    build(BASE.concepts, tmp_path / "b.sqlite")
    assert (tmp_path / "a.sqlite").read_bytes() == (
        tmp_path / "b.sqlite"
    ).read_bytes()


@pytest.mark.parametrize(
    ("concepts", "message"),
    [
        ((*BASE.concepts, BASE.concepts[0]), "two concepts have the same id"),
        (
            (Concept("c", (Term("\ud800", "zh"),)),),
            r"half a surrogate pair \(U\+D800\)",
        ),
    ],
)
def test_what_cannot_be_built_leaves_the_old_index(
    concepts: tuple[Concept, ...], message: str, tmp_path: Path
) -> None:
    path = tmp_path / "terms.sqlite"
    build(BASE.concepts, path)
    with pytest.raises(FormatError, match=message):
        build(concepts, path)
    with TermIndex(path) as index:
        assert index.size == 3
    assert list(tmp_path.iterdir()) == [path]


def _changed(*statements: str) -> Callable[[Path], None]:
    """What makes an index and then changes it behind its back."""

    def make(path: Path) -> None:
        build(BASE.concepts, path)
        connection = sqlite3.connect(path)
        connection.executescript(";".join(statements))
        connection.close()

    return make


def _foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE terms (a)")
    connection.close()


ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Path.resolve, "no such file"),
        (lambda path: path.write_bytes(b""), "is no index"),
        (
            lambda path: path.write_text("zh\ten\n" * 500, encoding="utf-8"),
            "is no index",
        ),
        (_foreign, "is no index"),
        (
            _changed("PRAGMA user_version = 99"),
            "is an index of version 99, expected 4",
        ),
        (
            _changed(
                "DROP TABLE header",
                f"CREATE VIEW header AS {ENDLESS} SELECT x FROM n",
            ),
            "other tables",
        ),
        (
            _changed(
                "DROP TABLE concepts",
                f"CREATE VIEW concepts AS {ENDLESS} SELECT x AS number, 'y' AS value FROM n",
            ),
            "other tables",
        ),
        (
            _changed(
                "DROP TABLE pairs",
                f"CREATE VIEW pairs AS {ENDLESS} SELECT x AS rowid FROM n",
            ),
            "other tables",
        ),
        (
            _changed(
                "DROP TABLE words",
                "CREATE TABLE words (word TEXT PRIMARY KEY, concept AS (length(word)))",
            ),
            "other tables",
        ),
        (
            _changed(
                "CREATE TRIGGER t AFTER INSERT ON terms BEGIN SELECT 1; END"
            ),
            "other tables",
        ),
        (_changed("CREATE INDEX extra ON terms (folded)"), "other tables"),
        (_changed("CREATE VIRTUAL TABLE more USING fts5 (x)"), "other tables"),
        (_changed("DROP TABLE words"), "other tables"),
        (_changed("DELETE FROM header"), "damaged"),
        (_changed("UPDATE header SET value = '[]'"), "damaged"),
        (_changed("UPDATE header SET value = zeroblob(90000000)"), "damaged"),
    ],
)
def test_a_file_that_is_no_index_of_ours(
    make: Callable[[Path], object], message: str, tmp_path: Path
) -> None:
    make(tmp_path / "terms.sqlite")
    with pytest.raises(FormatError, match=message) as caught:
        TermIndex(tmp_path / "terms.sqlite")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE concepts SET value = '{}'",
        "UPDATE concepts SET value = x'ff00'",
        "UPDATE concepts SET value = replace(hex(zeroblob(9000)), '0', '[')",
        "UPDATE terms SET place = 99",
        "UPDATE terms SET folded = x'fffe'",
        "DELETE FROM terms WHERE number > 1",
        "UPDATE texts SET first = -first",
        "UPDATE texts SET joined = 'a'",
        "UPDATE forms SET concept = 99",
        "DELETE FROM pairs_data",
        "UPDATE pairs_data SET block = randomblob(200)",
        "UPDATE threes_data SET block = x'00'",
    ],
)
def test_what_a_damaged_index_says_is_one_clear_error(
    statement: str, tmp_path: Path
) -> None:
    path = tmp_path / "terms.sqlite"
    _changed(statement)(path)
    _ask_everything(path)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**30),
    st.integers(1, 2000),
    st.binary(min_size=1, max_size=64),
)
def test_a_damaged_file_is_one_clear_error(
    where: int, cut: int, noise: bytes
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "terms.sqlite")
        build(BASE.concepts, path)
        data = bytearray(path.read_bytes())
        where %= len(data)
        data[where : where + len(noise)] = noise
        path.write_bytes(data[: len(data) - cut] if cut % 2 else data)
        _ask_everything(path)


def _ask_everything(path: Path) -> None:
    """Ask a file everything; what goes wrong is a FormatError of one line."""
    for query in (
        "新质生产力",
        "生产",
        "新质力",
        "xinzhi",
        "chong",
        "new qualty forces",
        "nqpf",
    ):
        try:
            with TermIndex(path) as index:
                lookup(index, query)
                index.within([f"the {query}"], slips="en")
        except FormatError as error:
            assert "\n" not in str(error)


def test_a_query_has_a_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "_STEPS", 10)
    with _index(BASE, tmp_path) as index:
        assert index.same_as(fold("nqpf"))
        monkeypatch.setattr(index_module, "_BUDGET", 1)
        with pytest.raises(FormatError, match="a query takes too long"):
            index.similar("新质生力", limit=5)
