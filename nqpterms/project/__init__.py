"""What holds for a path: settings, decisions, revisions, suppressions, safe fixes."""
