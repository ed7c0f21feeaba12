"""What holds for a path: settings, baseline, revisions, suppressions, safe fixes."""
