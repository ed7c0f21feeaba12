"""What `import nqpterms` offers: a name for each command, and the version."""

from __future__ import annotations

import importlib.metadata

import pytest

import nqpterms
from nqpterms.cli.app import COMMANDS

NAMES = {  # of commands that are called otherwise in Python
    "convert": "dump_terms",
    "score": "score_terminology",
    "demo": "",
    "lsp": "",
    "mcp": "",
    "review": "",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_has_a_command_has_a_name(command: str) -> None:
    name = NAMES.get(command, command)
    assert not name or callable(getattr(nqpterms, name))


def test_every_public_name_is_there() -> None:
    for name in nqpterms.__all__:
        assert getattr(nqpterms, name) is not None


def test_the_version_is_that_of_the_package() -> None:
    assert nqpterms.__version__ == importlib.metadata.version("nqpterms")
    with pytest.raises(AttributeError):
        nqpterms.no_such_name  # noqa: B018
