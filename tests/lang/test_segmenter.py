from __future__ import annotations

import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.lang.initials import Initials
from nqpterms.lang.segmenter import Frequencies, cut, frequency

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
    read = Frequencies(data)
    read.meet("".join({word for word in plain().FREQ if len(word) < 3}))
    assert read.total == Frequencies(data + b"\n").total == plain().total
    assert dict(read) == plain().FREQ


@given(st.text(st.sampled_from(COMMON), max_size=40) | st.text(max_size=20))
def test_words_are_those_jieba_cuts(text: str) -> None:
    assert list(cut(text)) == list(plain().cut(text))


@pytest.mark.parametrize("word", ["生产", "新质生产力", "新质生产", "𠮷", "", "\ud800"])
def test_frequency_is_jiebas(word: str) -> None:
    assert frequency(word) == (plain().FREQ.get(word) or 0)


@given(st.lists(st.text("树林森木𠮷a1", min_size=1)))
def test_lines_of_a_list_come_by_their_beginning(words: list[str]) -> None:
    read = Initials("\n".join(words).encode())
    for beginning in {word[:length] for word in words for length in (1, 2, 9)}:
        assert list(read.lines(beginning)) == [w for w in words if w.startswith(beginning)]
    assert not list(read.lines("无"))


def test_what_stands_before_the_word_is_passed_over() -> None:
    read = Initials("# 1 note\n樹 树 x\n森 森 y\n樹林 树林 z\n\n".encode(), before=rb"[^# \n]+ ")
    assert list(read.lines("树")) == ["樹 树 x", "樹林 树林 z"]
    assert list(read.lines("森")) == ["森 森 y"]
    assert list(read.lines("树 ")) == ["樹 树 x"]
