"""`--since REV` leaves only what stands on changed lines."""

from __future__ import annotations

import shutil
import subprocess

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="no git")
OWN = """concept\tlang\tterm\tstatus
nqpf\tzh\t新质生产力\tpreferred
nqpf\ten\tnew quality productive forces\tpreferred
nqpf\ten\tnew quality production forces\tdeprecated
"""
BAD = "They say new quality production forces.\n"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A git repository with a committed draft and a bitext, in the working folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "t")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "t@example.org")
    (tmp_path / "draft.md").write_text(f"{BAD}\nOld.\n", encoding="utf-8")
    (tmp_path / "own.tsv").write_text(OWN, encoding="utf-8")
    (tmp_path / "nqpterms.toml").write_text(
        'glossaries = ["own.tsv"]', encoding="utf-8"
    )
    (tmp_path / "pairs.tsv").write_text(
        f"zh\ten\n发展新质生产力\t{BAD}生产力\tForces.\n", encoding="utf-8"
    )
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run(["git", *command], check=True, capture_output=True)
    return tmp_path


def test_only_changed_lines_count(run, repository) -> None:
    draft = repository / "draft.md"
    assert run("check", draft, "--since", "HEAD").status == 0
    draft.write_text(f"Before.\n\n{BAD}\nNew. {BAD}", encoding="utf-8")
    ran = run("check", draft, "--since", "HEAD", "--select", "T101")
    assert ran.status == 1
    assert "draft.md:5:15" in ran.out
    assert "draft.md:3" not in ran.out


def test_a_bitext_is_compared_by_its_lines(run, repository) -> None:
    pairs = repository / "pairs.tsv"
    assert run("check", pairs, "--since", "HEAD").status == 0
    with pairs.open("a", encoding="utf-8") as file:
        file.write(f"新质生产力\t{BAD}")
    ran = run(
        "check",
        pairs,
        "--since",
        "HEAD",
        "--select",
        "T101",
        "--format",
        "jsonl",
    )
    assert ran.out.count("\n") == 1
    assert '"segment": 3' in ran.out


def test_a_file_that_git_does_not_know_is_new(run, repository) -> None:
    (repository / "new.md").write_text(BAD, encoding="utf-8")
    assert run("check", "new.md", "--since", "HEAD").status == 1


def test_a_whole_wrapped_paragraph_is_meant_where_no_words_are(
    run, repository
) -> None:
    target, source = repository / "t.md", repository / "s.md"
    source.write_text(
        "发展新质生产力，这是现在最重要的工作。\n", encoding="utf-8"
    )
    target.write_text(
        "Develop the new\nforces now, which\nis important.\n", encoding="utf-8"
    )
    subprocess.run(["git", "add", "."], check=True)
    subprocess.run(["git", "commit", "-qm", "second"], check=True)
    options = ("--source", source, "--select", "T2")
    assert run("check", target, *options).status == 1
    assert run("check", target, *options, "--since", "HEAD").status == 0
    target.write_text(
        "Develop the new\nforces now, which\nis vital.\n", encoding="utf-8"
    )
    assert run("check", target, *options, "--since", "HEAD").status == 1


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", ""])
def test_an_unknown_revision_is_told_in_one_line(
    run, repository, revision: str
) -> None:
    ran = run("check", "draft.md", f"--since={revision}")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "revision" in ran.err
    assert not (repository / "x").exists()


def test_no_repository_and_no_git_are_told(
    run, repository, monkeypatch
) -> None:
    shutil.rmtree(repository / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent))
    ran = run("check", "draft.md", "--since", "HEAD")
    assert (ran.status, "no git repository" in ran.err) == (2, True)
    monkeypatch.setenv("PATH", "")
    ran = run("check", "draft.md", "--since", "HEAD")
    assert (ran.status, "asks for git" in ran.err) == (2, True)


def test_a_glossary_is_compared_with_its_own_past(run, repository) -> None:
    own = repository / "own.tsv"
    assert run("diff", "HEAD:own.tsv", "own.tsv").status == 0
    own.write_text(OWN.replace("\tdeprecated", "\tadmitted"), encoding="utf-8")
    ran = run("diff", "HEAD:own.tsv", "own.tsv")
    assert ran.status == 1
    assert "new quality production forces" in ran.out


def test_a_file_whose_own_name_has_a_colon_is_that_file(
    run, repository
) -> None:
    (repository / "HEAD:own.tsv").write_text(OWN, encoding="utf-8")
    (repository / "own.tsv").write_text(
        OWN.replace("deprecated", "admitted"), encoding="utf-8"
    )
    subprocess.run(
        ["git", "commit", "-qam", "second"], check=True, capture_output=True
    )
    assert run("diff", "HEAD:own.tsv", "own.tsv").status == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none-such:own.tsv", "has no revision 'none-such'"),
        ("-x:own.tsv", "is no revision"),
        ("HEAD:other.tsv", "HEAD has no file other.tsv"),
        ("HEAD:", "no glossary 'HEAD:'"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_what_a_revision_does_not_have_is_said(run, name, message) -> None:
    ran = run("diff", "--", name, "own.tsv")
    assert (ran.status, message in ran.err) == (2, True), ran.err
    assert ran.err.count("\n") == 1


def test_a_fault_in_the_past_is_told_with_its_line(run, repository) -> None:
    broken = "concept\tlang\tterm\nx\tno tag\ty\n"
    (repository / "own.tsv").write_text(broken, encoding="utf-8")
    subprocess.run(
        ["git", "commit", "-qam", "broken"], check=True, capture_output=True
    )
    ran = run("diff", "HEAD:own.tsv", "nqp")
    assert ran.status == 2
    assert "HEAD:own.tsv:2:" in ran.err
