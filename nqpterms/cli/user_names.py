"""Who decides, where nobody says it."""

from __future__ import annotations

import getpass


def user_name() -> str:
    """The name of who is logged in, "" where the system does not say it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
