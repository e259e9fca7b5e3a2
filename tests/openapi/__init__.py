"""GitHub's own description of its interface: the part of it that we ask, and what holds of a request and an answer."""
