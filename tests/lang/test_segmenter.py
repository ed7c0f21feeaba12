from __future__ import annotations

import warnings
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nqpterms.lang import segmenter
from nqpterms.lang.segmenter import WordList, cut, frequency

COMMON = "的一是不了人我在有他这中大来上国新质生产力因地制宜发展高量科技创北京上海李小明，。A1 "


def dictionary() -> Path:
    """jieba's file of words, found without importing jieba, which warns where it is compiled."""
    spec = find_spec("jieba")
    assert spec and spec.origin
    return Path(spec.origin).with_name("dict.txt")


@cache
def plain() -> Any:
    """jieba as it comes, with its whole dictionary read by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba

        tokenizer = jieba.Tokenizer()
        with dictionary().open("rb") as stream:
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(stream)
    tokenizer.initialized = True
    return tokenizer


def test_all_entries_are_those_jieba_reads() -> None:
    data = dictionary().read_bytes()
    read = segmenter._Frequencies(data)
    read.meet("".join({word for word in plain().FREQ if len(word) < 3}))
    assert (
        read.total
        == segmenter._Frequencies(data + b"\n").total
        == plain().total
    )
    assert dict(read) == plain().FREQ


TEXTS = st.text(st.sampled_from(COMMON), max_size=40) | st.text(max_size=20)


@given(TEXTS)
def test_words_are_those_jieba_cuts(text: str) -> None:
    assert list(segmenter._cut_by_jieba(text)) == list(plain().cut(text))
    assert list(cut(text)) == list(plain().cut(text))


@given(TEXTS)
def test_a_quicker_segmenter_cuts_what_is_han_alone(text: str) -> None:
    blocks: list[str] = []

    def quick_cut(block: str) -> list[str]:
        blocks.append(block)
        return list(plain().cut(block))

    assert list(segmenter._cut_with(quick_cut, text)) == list(plain().cut(text))
    assert all(
        "\u4e00" <= character <= "\u9fd5" for character in "".join(blocks)
    )


@given(
    st.text(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=9
    )
    | st.lists(st.sampled_from(sorted(plain().FREQ)), max_size=6).map("".join)
)
@example("丁尔乔尔乔仞")
def test_rjieba_cuts_han_as_jieba_does(text: str) -> None:
    """Also where neither cut is likelier: then each takes what its sums favour by a hair."""
    rjieba = pytest.importorskip("rjieba")
    words = list(segmenter._cut_with(rjieba.cut, text))
    expected = list(plain().cut(text))
    if words != expected:
        assert "".join(words) == text
        assert likelihood(words) == pytest.approx(
            likelihood(expected), rel=1e-12
        )


def likelihood(words: list[str]) -> float:
    """Of a cut, by jieba's model of unknown words: what both cuts share counts alike."""
    from jieba import finalseg

    labels = "".join(
        "S" if len(word) == 1 else f"B{'M' * (len(word) - 2)}E"
        for word in words
    )
    total = 0.0
    for label, character in zip(labels, "".join(words), strict=True):
        total += finalseg.emit_P[label].get(character, finalseg.MIN_FLOAT)
    for label, following in pairwise(labels):
        total += finalseg.trans_P[label][following]
    return total


def test_the_likelihood_of_a_cut_tells_another_cut_apart() -> None:
    """The wrong neighbour: a cut that is only nearly as likely."""
    tied = likelihood(["丁尔", "乔尔乔仞"]), likelihood(["丁尔乔尔", "乔仞"])
    assert tied[0] == pytest.approx(tied[1], rel=1e-12)
    other = likelihood(["丁尔乔", "尔乔仞"])
    assert other != pytest.approx(tied[0], rel=1e-3)


@pytest.mark.parametrize(
    "word", ["生产", "新质生产力", "新质生产", "𠮷", "", "\ud800"]
)
def test_frequency_is_jiebas(word: str) -> None:
    assert frequency(word) == (plain().FREQ.get(word) or 0)


@given(st.lists(st.text("树林森木𠮷a1", min_size=1)))
def test_lines_of_a_list_come_by_their_beginning(words: list[str]) -> None:
    read = WordList("\n".join(words).encode())
    for beginning in {word[:length] for word in words for length in (1, 2, 9)}:
        assert list(read.lines(beginning)) == [
            w for w in words if w.startswith(beginning)
        ]
    assert not list(read.lines("无"))


def test_what_stands_before_the_word_is_passed_over() -> None:
    read = WordList(
        "# 1 note\n樹 树 x\n森 森 y\n樹林 树林 z\n\n".encode(),
        before=rb"[^# \n]+ ",
    )
    assert list(read.lines("树")) == ["樹 树 x", "樹林 树林 z"]
    assert list(read.lines("森")) == ["森 森 y"]
    assert list(read.lines("树 ")) == ["樹 树 x"]
