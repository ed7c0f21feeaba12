"""Word links of other aligners: located in the pairs, mismatches told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import FormatError
from nqpterms.formats.results.alignments import _token_spans, load_links
from nqpterms.model.alignment import Segment

PAIRS = [
    Segment("发展新质 生产力。", "Develop the  Port."),
    Segment("湖　很大", "Large lake"),
]
TOKENS = (
    "发展 新质生产力 。 ||| develop the port .\n湖 　 很大 ||| large lake\n"
)


def files(folder: Path, links: str, tokens: str = TOKENS) -> tuple[Path, Path]:
    paths = folder / "pairs.links", folder / "pairs.tokens"
    for path, text in zip(paths, (links, tokens), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_links_become_stretches_of_both_texts(tmp_path: Path) -> None:
    found = load_links(*files(tmp_path, "0-0 1-2\n0-1 2-0"), PAIRS)
    said = [
        [(zh.of(pair.zh), en.of(pair.en)) for zh, en in links]
        for pair, links in zip(PAIRS, found, strict=True)
    ]
    assert said == [
        [("发展", "Develop"), ("新质 生产力", "Port")],
        [("湖", "lake"), ("很大", "Large")],
    ]


def test_a_line_without_links(tmp_path: Path) -> None:
    assert load_links(*files(tmp_path, "\n\n"), PAIRS) == [(), ()]


@pytest.mark.parametrize(
    ("links", "tokens", "name", "line", "said"),
    [
        ("0-0\n", TOKENS, "links", 2, "1 lines for 2 pairs"),
        ("0-0\n\n\n", TOKENS, "links", 3, "3 lines for 2 pairs"),
        ("0-0\n\n", TOKENS.splitlines()[0], "tokens", 2, "one line a pair"),
        ("0-0\n0?1\n", TOKENS, "links", 2, "no link"),
        ("0-0 3-0\n\n", TOKENS, "links", 1, "3 Chinese and 4 English tokens"),
        ("0-99999999999\n\n", TOKENS, "links", 1, "no link"),
        ("\n\n", TOKENS.replace("|||", "|"), "tokens", 1, r"one \|\|\|"),
        (
            "\n\n",
            TOKENS.replace("湖", "海"),
            "tokens",
            2,
            "'海' where the text of the pair has '湖",
        ),
        ("\n\n", TOKENS.replace(" lake", ""), "tokens", 2, "goes on: 'lake'"),
        (
            "\n\n",
            TOKENS.replace("lake", "lake s"),
            "tokens",
            2,
            "'s' where the text of the pair has ended",
        ),
        (
            "\n\n",
            "large lake ||| 湖 很大\n" * 2,
            "tokens",
            1,
            "only cut by blanks",
        ),
    ],
)
def test_mismatches_are_told(
    tmp_path: Path, links: str, tokens: str, name: str, line: int, said: str
) -> None:
    with pytest.raises(FormatError, match=said) as error:
        load_links(*files(tmp_path, links, tokens), PAIRS)
    assert error.value.line == line
    assert str(error.value.path).endswith(f"pairs.{name}")


@given(st.lists(st.text("新质aB'.-İ　 ", min_size=1, max_size=5), max_size=8))
def test_tokens_of_a_text_are_found_in_it(tokens: list[str]) -> None:
    text = "".join(tokens)
    spans = _token_spans(tokens, text)
    assert ["".join(s.of(text).split()) for s in spans] == [
        "".join(t.split()) for t in tokens
    ]
