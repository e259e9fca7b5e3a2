"""History in, verdicts and fixes out: pure functions."""
