"""Version 6 of the tables: what two machines need to know of each other. EDGE: database.

Rows come in the order of time no more, once facts of elsewhere were added: `link_health` asks for the newest.
"""

# ruff: noqa: S608  (only constants of this package are put into a statement; values are always parameters)

import json

from sqlite_utils import Database

from crawler.store.cells import mapping

_WORDS = """
ALTER TABLE decisions RENAME TO old_decisions;
DROP INDEX decisions_by_fix;
CREATE TABLE decisions (
  -- Facts, append-only: what people said to proposed fixes; the newest word on a fix holds.
  id INTEGER PRIMARY KEY,
  fix_id TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('accepted', 'declined', 'reconsidered')),
  reason TEXT NOT NULL,
  at TEXT NOT NULL,
  by TEXT NOT NULL
) STRICT;
INSERT INTO decisions SELECT id, fix_id, choice, reason, at, '' FROM old_decisions;
DROP TABLE old_decisions;
CREATE INDEX decisions_by_fix ON decisions (fix_id);
CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE ON decisions
BEGIN SELECT raise(ABORT, 'decisions are facts: append, never change'); END;
CREATE TRIGGER decisions_are_never_removed BEFORE DELETE ON decisions
BEGIN SELECT raise(ABORT, 'decisions are facts: append, never remove'); END;

CREATE TABLE offers (
  -- Facts, append-only: that a fix was proposed, when it first was, and what it would have done.
  id TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  old TEXT NOT NULL,
  new TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE publication (
  -- What the publisher remembers of a forge, as JSON; one row.
  id INTEGER PRIMARY KEY CHECK (id = 1),
  memory TEXT NOT NULL
) STRICT;

DROP VIEW link_health;
CREATE VIEW link_health AS
-- Open this first: each link with what is known of it, worst first.
SELECT
  sources.path,
  links.line,
  links.text,
  links.url,
  coalesce(verdicts.health, 'unknown') AS health,
  substr(verdicts.since, 1, 10) AS since,
  coalesce(verdicts.reason, 'not judged yet') AS reason,
  metadata.title,
  observations.status,
  observations.error,
  verdicts.moved_to,
  observations.final_url,
  substr(observations.at, 1, 19) || 'Z' AS checked_at
FROM links
JOIN sources ON sources.id = links.source_id
LEFT JOIN verdicts ON verdicts.target_id = links.target_id
LEFT JOIN metadata ON metadata.id = (
  SELECT m.id FROM metadata AS m WHERE m.target_id = links.target_id ORDER BY m.at DESC, m.id DESC LIMIT 1
)
LEFT JOIN observations ON observations.id = (
  SELECT o.id FROM observations AS o WHERE o.target_id = links.target_id ORDER BY o.run_id DESC, o.look DESC LIMIT 1
)
ORDER BY
  CASE coalesce(verdicts.health, 'unknown')
    WHEN 'dead' THEN 0 WHEN 'hijacked' THEN 1 WHEN 'broken' THEN 2 WHEN 'failing' THEN 3 WHEN 'moved' THEN 4
    WHEN 'blocked' THEN 5 WHEN 'unknown' THEN 6 WHEN 'alive' THEN 7 ELSE 8
  END,
  links.source_id, links.id;
"""
_MAPPINGS = ("identifiers", "state", "sources")


def words(db: Database) -> None:
    """The next version: who said what, what was offered to them, and what can be handed from one machine to another."""
    db.executescript(_WORDS)
    _order_mappings(db)


def _order_mappings(db: Database) -> None:
    """Names in order, as they are written from now on: a page that says the same again is then known to."""
    for name in _MAPPINGS:
        rows = db.execute(f"SELECT id, {name} FROM metadata WHERE {name} <> '{{}}'").fetchall()
        ordered = ((mapping(json.loads(cell)), number) for number, cell in rows)
        db.conn.executemany(f"UPDATE metadata SET {name} = ? WHERE id = ?", ordered)
