"""Answers to comments in Word: replies, threads that are settled, comments that are deleted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_word_review import findings_of, paragraph, reviewed, run
from word_packages import package, parts_of

from nqpterms.errors import FormatError
from nqpterms.files.office.raw_parts import repacked
from nqpterms.notes.answered_files import take_answers
from nqpterms.notes.word_answers import DELETED, load_word_answers
from nqpterms.project.answer_words import answer_in
from nqpterms.project.decisions import load_decisions

THREE = package(
    paragraph(run("A grey apple, a grey apple and a grey apple.")), notes=""
)
_W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_RELATION = (
    "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("ignore", "ignore"), ("OK.", "ignore"), ("ok – it is a name", "ignore"),
        ("Admit!", "admit"), ("done", "fixed"), ("忽略", "ignore"), ("已改。", "fixed"),
        ("Why?", None), ("", None), ("ignored by whom?", None), ("not ok", None), ("…", None),
    ],
)  # fmt: skip
def test_an_answer_is_the_first_word(text: str, verb: str | None) -> None:
    answer = answer_in(text)
    assert (answer.verb if answer else None) == verb


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy with three comments."""
    data = reviewed(tmp_path, THREE, findings_of(THREE))
    path = tmp_path / "reviewed.docx"
    path.write_bytes(data)
    return path


def changed(path: Path, **texts: str) -> None:
    """Write some parts of a copy anew; a part is named by its last name."""
    names = {
        "comments": "word/comments.xml",
        "document": "word/document.xml",
        "extended": "word/commentsExtended.xml",
        "relations": "word/_rels/document.xml.rels",
    }
    path.write_bytes(
        repacked(
            path, {names[key]: text.encode() for key, text in texts.items()}
        )
    )


def as_word_saves_it(
    path: Path, replies: dict[int, str], done: tuple[int, ...] = ()
) -> None:
    """Answer comments by number, as Word does it: paragraphs have ids, and a part the threads."""
    comments = parts_of(path)["word/comments.xml"].decode()
    threads = ""
    for number in (1, 2, 3):
        mark = f"0000000{number}"
        comments = re.sub(
            rf'(w:initials="nqp{number}"><w:p)>',
            rf'\1 {_W14} w14:paraId="{mark}">',
            comments,
        )
        is_done = int(number in done)
        threads += f'<w15:commentEx w15:paraId="{mark}" w15:done="{is_done}"/>'
        if number in replies:
            reply = (
                f'<w:comment w:id="9{number}" w:author="Mei" w:initials="M"><w:p {_W14} '
                f'w14:paraId="1000000{number}"><w:r><w:t>{replies[number]}</w:t></w:r></w:p>'
                "</w:comment>"
            )
            comments = comments.replace(
                "</w:comments>", f"{reply}</w:comments>"
            )
            threads += (
                f'<w15:commentEx w15:paraId="1000000{number}" w15:paraIdParent="{mark}" '
                'w15:done="0"/>'
            )
    relations = parts_of(path)["word/_rels/document.xml.rels"].decode()
    relation = f'<Relationship Id="x" Type="{_RELATION}" Target="commentsExtended.xml"/>'
    changed(
        path,
        comments=comments,
        extended=f"<w15:commentsEx {_W15}>{threads}</w15:commentsEx>",
        relations=relations.replace(
            "</Relationships>", f"{relation}</Relationships>"
        ),
    )


def decisions(path: Path) -> list[str]:
    return [record.decision for record in load_word_answers(path)]


def test_without_answers_nothing_is_decided(copy: Path) -> None:
    assert decisions(copy) == ["", "", ""]


def test_replies_decide(copy: Path) -> None:
    as_word_saves_it(copy, {1: "ignore, a name", 2: "Which one?", 3: "admit"})
    records = load_word_answers(copy)
    assert [record.decision for record in records] == ["ignore", "", "admit"]
    assert (records[0].note, records[0].by) == ("a name", "Mei")


def test_a_settled_thread_is_done(copy: Path) -> None:
    as_word_saves_it(copy, {2: "ok"}, done=(1, 2))
    assert decisions(copy) == ["fixed", "ignore", ""]


def test_a_deleted_comment_was_a_false_alarm(copy: Path) -> None:
    comments = parts_of(copy)["word/comments.xml"].decode()
    out = re.sub(r"<w:comment [^>]*nqp2\".*?</w:comment>", "", comments)
    changed(copy, comments=out)
    records = load_word_answers(copy)
    assert [record.decision for record in records] == ["", "ignore", ""]
    assert records[1].note == DELETED


def test_words_behind_our_own_are_an_answer(copy: Path) -> None:
    comments = parts_of(copy)["word/comments.xml"].decode()
    changed(
        copy,
        comments=comments.replace("changed.</w:t>", "changed. ok</w:t>", 1),
    )
    assert decisions(copy) == ["ignore", "", ""]


def test_an_answer_on_the_same_words_needs_no_thread(copy: Path) -> None:
    comments = parts_of(copy)["word/comments.xml"].decode()
    number = re.search(r'w:id="(\d+)"[^>]*nqp2"', comments)
    assert number
    reply = (
        '<w:comment w:id="77" '
        'w:author="Mei"><w:p><w:r><w:t>ignore</w:t></w:r></w:p></w:comment>'
    )
    document = parts_of(copy)["word/document.xml"].decode()
    for mark in ("commentRangeStart", "commentRangeEnd"):
        one = f'<w:{mark} w:id="{number[1]}"/>'
        document = document.replace(one, one + f'<w:{mark} w:id="77"/>')
    reference = f'<w:commentReference w:id="{number[1]}"/>'
    document = document.replace(
        reference, f'{reference}<w:commentReference w:id="77"/>'
    )
    changed(
        copy,
        document=document,
        comments=comments.replace("</w:comments>", f"{reply}</w:comments>"),
    )
    assert decisions(copy) == ["", "ignore", ""]


def test_a_document_that_asks_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(THREE)
    with pytest.raises(
        FormatError, match="asks for no decisions: expected a copy"
    ):
        load_word_answers(path)


def test_answers_are_taken_once(copy: Path, tmp_path: Path) -> None:
    as_word_saves_it(copy, {1: "ignore", 2: "done"})
    file = tmp_path / "decisions.jsonl"
    assert take_answers(copy, file).counts == {"ignore": 1, "fixed": 1}
    before = file.read_bytes()
    assert take_answers(copy, file).counts == {}
    assert file.read_bytes() == before
    assert [one.decision for one in load_decisions(file).values()] == [
        "ignore",
        "fixed",
    ]


def test_what_no_glossary_takes_is_left_as_it_stands(
    copy: Path, tmp_path: Path
) -> None:
    as_word_saves_it(copy, {1: "admit"})
    file = tmp_path / "decisions.jsonl"
    taken = take_answers(copy, file)
    assert (
        taken.counts == {"ignore": 1}
        and "glossary of your own" in taken.refused[0]
    )
    assert take_answers(copy, file).counts == {}


def test_an_answered_thread_stays_when_the_copy_is_checked_again(
    copy: Path, tmp_path: Path
) -> None:
    as_word_saves_it(copy, {2: "Which one?"})
    data = copy.read_bytes()
    again = tmp_path / "again.docx"
    again.write_bytes(reviewed(tmp_path, data, findings_of(data)))
    as_asked = [record.fingerprint for record in load_word_answers(again)]
    assert len(as_asked) == len(set(as_asked)) == 3
    assert (
        parts_of(again)["word/comments.xml"].count(b'w:author="nqpterms"') == 3
    )
    assert b"Which one?" in parts_of(again)["word/comments.xml"]
