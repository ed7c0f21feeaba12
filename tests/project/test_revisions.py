"""Which lines are new since a revision; and that asking runs nothing the repository names."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqpterms.errors import NqptermsError
from nqpterms.project.revisions import Changes, _new_line_numbers, changed_since

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="no git")
needs_shell = pytest.mark.skipif(
    sys.platform == "win32", reason="the traps are shell scripts"
)


def git(folder: Path, *arguments: str) -> str:
    command = [
        "git",
        "-C",
        str(folder),
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
    ]
    done = subprocess.run(
        [*command, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose one commit holds draft.md with three lines."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "config", "core.autocrlf", "false")
    return committed(folder, b"one\ntwo\nthree\n")


def committed(folder: Path, content: bytes) -> Path:
    (folder / "draft.md").write_bytes(content)
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "a text")
    return folder


def lines_since(folder: Path, content: bytes) -> Sequence[int]:
    """The new lines of draft.md with this content."""
    (folder / "draft.md").write_bytes(content)
    changes = changed_since(folder / "draft.md", "HEAD")
    assert not changes.whole
    return sorted(changes.lines)


@needs_git
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"one\ntwo\nthree\n", []),
        (b"one\n2\nthree\n", [2]),
        (b"zero\none\ntwo\nthree\n", [1]),
        (b"one\nthree\n", []),
        (b"one\ntwo\nthree\nfour\n", [4]),
        (b"one\r\ntwo\r\nthree\r\n", []),  # the ends of lines are no words
        (b"one\r\n2\r\nthree\r\n", [2]),
        (b"\xff\xfe" + "one\n2\nthree\n".encode("utf-16-le"), [2]),
    ],
)
def test_lines_are_compared(
    repository: Path, content: bytes, expected: Sequence[int]
) -> None:
    assert lines_since(repository, content) == expected


@needs_git
def test_line_ends_that_git_turns_are_no_change(repository: Path) -> None:
    git(repository, "config", "core.autocrlf", "true")
    assert lines_since(repository, b"one\r\ntwo\r\nthree\r\nfour\r\n") == [4]


@needs_git
def test_utf_16_that_git_keeps_as_utf_8_is_no_change(repository: Path) -> None:
    (repository / ".gitattributes").write_text(
        "*.md working-tree-encoding=UTF-16\n", "utf-8"
    )
    content = "\ufeffone\ntwo\n".encode("utf-16-le")
    committed(repository, content)
    assert git(repository, "cat-file", "blob", "HEAD:draft.md") == "one\ntwo\n"
    assert lines_since(repository, content + "three\n".encode("utf-16-le")) == [
        3
    ]


@needs_git
def test_what_is_no_text_is_new_as_a_whole_where_it_differs(
    repository: Path,
) -> None:
    committed(repository, b"PK\0\0")
    assert changed_since(repository / "draft.md", "HEAD") == Changes()
    (repository / "draft.md").write_bytes(b"PK\0\1")
    assert changed_since(repository / "draft.md", "HEAD") == Changes(whole=True)


@needs_git
def test_what_a_filter_keeps_elsewhere_is_new_line_by_line(
    repository: Path,
) -> None:
    committed(
        repository,
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 8\n",
    )
    assert lines_since(repository, b"one\ntwo\n") == [1, 2]


@needs_git
@pytest.mark.parametrize(
    "name", ["new.md", "[draft].md", ":(glob)*", "sub/draft.md"]
)
def test_a_file_that_the_revision_has_not_is_new(
    repository: Path, name: str
) -> None:
    path = repository / name
    if sys.platform == "win32" and ":" in name:
        pytest.skip("no such name on this system")
    path.parent.mkdir(exist_ok=True)
    path.write_text("one\n", encoding="utf-8")
    assert changed_since(path, "HEAD") == Changes(whole=True)


@needs_git
def test_a_folder_that_became_a_file_is_new(repository: Path) -> None:
    (repository / "sub").mkdir()
    (repository / "sub" / "a.md").write_text("one\n", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "a folder")
    shutil.rmtree(repository / "sub")
    (repository / "sub").write_text("one\n", encoding="utf-8")
    assert changed_since(repository / "sub", "HEAD") == Changes(whole=True)


LINES = st.lists(
    st.sampled_from([b"", b"a", b"b", b"c", b"d", b"e"]), max_size=30
)


@given(LINES, LINES)
def test_what_is_not_new_stands_in_the_old_text_in_the_same_order(
    old, new
) -> None:
    numbers = _new_line_numbers(old, new)
    rest = iter(old)
    assert all(
        line in rest for at, line in enumerate(new, 1) if at not in numbers
    )


@given(LINES, st.integers(0, 30))
def test_a_line_put_in_is_the_only_one_that_is_new(old, at: int) -> None:
    new = [*old[:at], b"new", *old[at:]]
    assert _new_line_numbers(old, new) == {min(at, len(old)) + 1}


def test_large_texts_that_have_no_line_in_common_and_few_kinds_of_lines() -> (
    None
):
    old, new = [b"a", b"b"] * 20_000, [b"b", b"b", b"a"] * 20_000
    assert _new_line_numbers(old, [b"c"] * 40_000) == set(range(1, 40_001))
    assert len(_new_line_numbers(old, new)) <= len(new)


# A repository that somebody else made may name programs in its configuration.

TRAPS = {
    # name of the trap: (configuration, .gitattributes, a command of git that springs it)
    "fsmonitor": ({"core.fsmonitor": "{trap}"}, "", ["status"]),
    "filter.clean": (
        {"filter.t.clean": "{trap}; cat"},
        "*.md filter=t",
        ["diff", "HEAD"],
    ),
    "filter.smudge": (
        {"filter.t.smudge": "{trap}; cat"},
        "*.md filter=t",
        ["checkout", "-f", "--", "draft.md"],
    ),
    "filter.process": (
        {"filter.t.process": "{trap}"},
        "*.md filter=t",
        ["diff", "HEAD"],
    ),
    "external diff": ({"diff.external": "{trap}"}, "", ["diff", "HEAD"]),
    "diff driver": (
        {"diff.t.command": "{trap}"},
        "*.md diff=t",
        ["diff", "HEAD"],
    ),
    "textconv": (
        {"diff.t.textconv": "{trap}; cat"},
        "*.md diff=t",
        ["diff", "HEAD"],
    ),
    "alias": (
        {f"alias.{name}": "!{trap}" for name in ("x", "rev-parse", "ls-tree")},
        "",
        ["x"],
    ),
    "pager": (
        {"core.pager": "{trap}; cat", "pager.diff": "true"},
        "",
        ["-p", "diff", "HEAD"],
    ),
    "hooks": ({"core.hooksPath": "{hooks}"}, "", ["add", "draft.md"]),
}


def sprung(command: str, trap: Path) -> str:
    return command.format(
        trap=f"touch '{trap / 'sprung'}'", hooks=str(trap / "hooks")
    )


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A folder where a file appears as soon as a trap is sprung; its hooks do that too."""
    folder = tmp_path / "trap"
    (folder / "hooks").mkdir(parents=True)
    hook = folder / "hooks" / "post-index-change"
    hook.write_text(
        f"#!/bin/sh\ntouch '{folder / 'sprung'}'\n", encoding="utf-8"
    )
    hook.chmod(0o755)
    return folder


@needs_git
@needs_shell
@pytest.mark.parametrize("name", TRAPS)
def test_nothing_that_the_configuration_names_is_run(
    repository: Path, trap: Path, name: str
) -> None:
    configuration, attributes, command = TRAPS[name]
    for key, value in configuration.items():
        git(repository, "config", key, sprung(value, trap))
    (repository / ".git" / "info" / "attributes").write_text(
        attributes, encoding="utf-8"
    )
    assert lines_since(repository, b"one\n2\nthree\n") == [2]
    assert not (trap / "sprung").exists()
    subprocess.run(
        ["git", "-C", repository, *command], check=False, capture_output=True
    )
    springs = (trap / "sprung").exists()
    assert springs or name in {"pager"}, (
        "this trap would never be sprung"
    )  # a pager wants a screen


@needs_git
@needs_shell
@pytest.mark.parametrize("way", ["ssh", "ext", "helper"])
@pytest.mark.parametrize("missing", ["HEAD:draft.md", "HEAD^{tree}"])
def test_a_missing_object_is_asked_of_nobody(
    repository: Path, trap: Path, way: str, missing: str
) -> None:
    spring = sprung("{trap}", trap)
    remote = {
        "ssh": {
            "core.sshCommand": spring,
            "remote.origin.url": "ssh://example.invalid/x",
        },
        "ext": {
            "protocol.ext.allow": "always",
            "remote.origin.url": f"ext::sh -c {spring}",
        },
        "helper": {
            "remote.origin.url": "https://example.invalid",
            "credential.helper": spring,
        },
    }[way]
    settings = {
        **remote,
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
    }
    number = git(repository, "rev-parse", missing).strip()
    for key, value in settings.items():
        git(repository, "config", key, value)
    (repository / ".git" / "objects" / number[:2] / number[2:]).unlink()
    with pytest.raises(NqptermsError, match=r"draft\.md: git") as raised:
        changed_since(repository / "draft.md", "HEAD")
    assert "\n" not in str(raised.value)
    assert not (trap / "sprung").exists()
    if way == "ssh":
        command = ["git", "-C", repository, "cat-file", "blob", number]
        subprocess.run(command, check=False, capture_output=True)
        assert (trap / "sprung").exists(), "this trap would never be sprung"
