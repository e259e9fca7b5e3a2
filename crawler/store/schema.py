"""The tables, and how an older database becomes one of today's: one migration a version, each a transaction.

A migration that was released is never edited: a change is a new one at the end.
"""

from collections.abc import Callable, Sequence

from sqlite_utils import Database

from crawler.store.connection import immediate
from crawler.store.resources import TABLES as RESOURCES
from crawler.store.sixth import words

APPLICATION_ID = 0x4C4B5052
"""`LKPR` in the file's header: what tells our databases from other people's."""

_FACTS = """
CREATE TABLE sources (
  -- One row for each list that was read.
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL,
  read_at TEXT NOT NULL
) STRICT;

CREATE TABLE targets (
  -- One row for each address that a list has ever pointed at; never deleted.
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  scheme TEXT NOT NULL CHECK (scheme IN ('web', 'local', 'other')),
  host TEXT NOT NULL,
  first_seen_at TEXT NOT NULL
) STRICT;
CREATE INDEX targets_by_host ON targets (host);

CREATE TABLE links (
  -- The links of each list as it was last read. byte_start and byte_end span the URL as it is written.
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  target_id INTEGER REFERENCES targets (id),
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  byte_start INTEGER NOT NULL,
  byte_end INTEGER NOT NULL,
  url TEXT NOT NULL,
  text TEXT NOT NULL,
  title TEXT NOT NULL,
  section TEXT NOT NULL,
  kind TEXT NOT NULL,
  ignored_by_line INTEGER,
  ignored_until TEXT,
  ignored_because TEXT
) STRICT;
CREATE INDEX links_by_source ON links (source_id);
CREATE INDEX links_by_target ON links (target_id);

CREATE TABLE runs (
  -- One row for each crawl. An interrupted one has no finished_at, and the next crawl goes on with it.
  id INTEGER PRIMARY KEY,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
  listkeeper TEXT NOT NULL,
  sqlite TEXT NOT NULL
) STRICT;

CREATE TABLE observations (
  -- Facts, append-only: what one look at one target told. redirects, headers and marks are JSON.
  id INTEGER PRIMARY KEY,
  target_id INTEGER NOT NULL REFERENCES targets (id),
  run_id INTEGER NOT NULL REFERENCES runs (id),
  look INTEGER NOT NULL,
  at TEXT NOT NULL,
  via TEXT NOT NULL,
  status INTEGER,
  error TEXT,
  detail TEXT NOT NULL,
  final_url TEXT,
  redirects TEXT NOT NULL,
  headers TEXT NOT NULL,
  content_type TEXT,
  etag TEXT,
  last_modified TEXT,
  body_bytes INTEGER NOT NULL,
  elapsed_s REAL NOT NULL,
  attempts INTEGER NOT NULL,
  marks TEXT NOT NULL,
  fingerprint TEXT,
  host_answered INTEGER NOT NULL CHECK (host_answered IN (0, 1)),
  UNIQUE (target_id, run_id, look)
) STRICT;
CREATE INDEX observations_by_run ON observations (run_id);
CREATE TRIGGER observations_are_never_changed BEFORE UPDATE ON observations
BEGIN SELECT raise(ABORT, 'observations are facts: append, never change'); END;
CREATE TRIGGER observations_are_never_removed BEFORE DELETE ON observations
BEGIN SELECT raise(ABORT, 'observations are facts: append, never remove'); END;

CREATE TABLE metadata (
  -- Facts, append-only: what a page says of itself, one row each time that it says something else. sources is JSON.
  id INTEGER PRIMARY KEY,
  target_id INTEGER NOT NULL REFERENCES targets (id),
  at TEXT NOT NULL,
  title TEXT,
  abstract TEXT,
  canonical TEXT,
  language TEXT,
  site TEXT,
  sources TEXT NOT NULL
) STRICT;
CREATE INDEX metadata_by_target ON metadata (target_id);

CREATE TABLE decisions (
  -- Facts, append-only: what people said to proposed fixes; the newest row of a fix holds.
  id INTEGER PRIMARY KEY,
  fix_id TEXT NOT NULL,
  choice TEXT NOT NULL CHECK (choice IN ('accepted', 'declined')),
  reason TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_fix ON decisions (fix_id);

CREATE TABLE robots (
  -- A cache: the robots.txt of each origin as it was last fetched. No status: no answer came.
  origin TEXT PRIMARY KEY,
  fetched_at TEXT NOT NULL,
  status INTEGER,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE verdicts (
  -- Derived from the facts and rewritten at each judging; the only table that may be thrown away.
  target_id INTEGER PRIMARY KEY REFERENCES targets (id),
  health TEXT NOT NULL,
  since TEXT,
  reason TEXT NOT NULL,
  checked_at TEXT,
  moved_to TEXT,
  judged_at TEXT NOT NULL
) STRICT;
CREATE INDEX verdicts_by_health ON verdicts (health);
"""

_VIEWS = """
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
LEFT JOIN metadata ON metadata.id = (SELECT max(m.id) FROM metadata AS m WHERE m.target_id = links.target_id)
LEFT JOIN observations ON observations.id = (
  SELECT o.id FROM observations AS o WHERE o.target_id = links.target_id ORDER BY o.run_id DESC, o.look DESC LIMIT 1
)
ORDER BY
  CASE coalesce(verdicts.health, 'unknown')
    WHEN 'dead' THEN 0 WHEN 'hijacked' THEN 1 WHEN 'broken' THEN 2 WHEN 'failing' THEN 3 WHEN 'moved' THEN 4
    WHEN 'blocked' THEN 5 WHEN 'unknown' THEN 6 WHEN 'alive' THEN 7 ELSE 8
  END,
  links.source_id, links.id;

CREATE VIEW host_summary AS
-- Each host with how its targets fare; the ones with most trouble first.
SELECT
  targets.host,
  count(*) AS targets,
  sum(verdicts.health IN ('alive', 'moved')) AS answering,
  sum(verdicts.health IN ('broken', 'dead', 'hijacked')) AS gone,
  sum(verdicts.health = 'failing') AS failing,
  sum(verdicts.health = 'blocked') AS blocked,
  round(avg(observations.elapsed_s), 3) AS mean_seconds,
  substr(max(observations.at), 1, 19) || 'Z' AS checked_at
FROM targets
JOIN verdicts ON verdicts.target_id = targets.id
LEFT JOIN observations ON observations.id = (
  SELECT o.id FROM observations AS o WHERE o.target_id = targets.id ORDER BY o.run_id DESC, o.look DESC LIMIT 1
)
WHERE targets.scheme = 'web'
GROUP BY targets.host
ORDER BY gone DESC, failing DESC, blocked DESC, targets DESC, targets.host;
"""


def _first(db: Database) -> None:
    """Version 1: everything."""
    db.executescript(_FACTS)
    db.executescript(_VIEWS)


_WITNESSES = """
CREATE TABLE testimonies (
  -- Facts, append-only: what another address than the target's own says about it. near and taken_at are of captures.
  id INTEGER PRIMARY KEY,
  target_id INTEGER NOT NULL REFERENCES targets (id),
  run_id INTEGER NOT NULL REFERENCES runs (id),
  witness TEXT NOT NULL CHECK (witness IN ('probe', 'candidate', 'capture')),
  asked TEXT NOT NULL,
  at TEXT NOT NULL,
  status INTEGER,
  error TEXT,
  final_url TEXT,
  title TEXT,
  fingerprint TEXT,
  body_bytes INTEGER NOT NULL,
  marks TEXT NOT NULL,
  rule TEXT NOT NULL,
  near TEXT,
  taken_at TEXT,
  UNIQUE (target_id, run_id, witness, asked)
) STRICT;
CREATE INDEX testimonies_by_run ON testimonies (run_id);
CREATE TRIGGER testimonies_are_never_changed BEFORE UPDATE ON testimonies
BEGIN SELECT raise(ABORT, 'testimonies are facts: append, never change'); END;
CREATE TRIGGER testimonies_are_never_removed BEFORE DELETE ON testimonies
BEGIN SELECT raise(ABORT, 'testimonies are facts: append, never remove'); END;

ALTER TABLE links ADD COLUMN added_at TEXT;
ALTER TABLE runs ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
"""


def _second(db: Database) -> None:
    """Version 2: witnesses, the day a link was added, and what was different about a run."""
    db.executescript(_WITNESSES)


_RESOURCES = """
ALTER TABLE metadata ADD COLUMN via TEXT NOT NULL DEFAULT 'web';
ALTER TABLE metadata ADD COLUMN authors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE metadata ADD COLUMN published TEXT;
ALTER TABLE metadata ADD COLUMN modified TEXT;
ALTER TABLE metadata ADD COLUMN kind TEXT;
ALTER TABLE metadata ADD COLUMN identifiers TEXT NOT NULL DEFAULT '{}';
ALTER TABLE metadata ADD COLUMN licence TEXT;
ALTER TABLE metadata ADD COLUMN image TEXT;
ALTER TABLE metadata ADD COLUMN feed TEXT;
ALTER TABLE metadata ADD COLUMN state TEXT NOT NULL DEFAULT '{}';

ALTER TABLE testimonies RENAME TO old_testimonies;
DROP TRIGGER testimonies_are_never_changed;
DROP TRIGGER testimonies_are_never_removed;
DROP INDEX testimonies_by_run;
CREATE TABLE testimonies (
  -- Facts, append-only: what another address than the target's own says about it. near and taken_at are of captures;
  -- taken_at of a feed is when its newest entry was written.
  id INTEGER PRIMARY KEY,
  target_id INTEGER NOT NULL REFERENCES targets (id),
  run_id INTEGER NOT NULL REFERENCES runs (id),
  witness TEXT NOT NULL CHECK (witness IN ('probe', 'candidate', 'capture', 'feed', 'sibling')),
  asked TEXT NOT NULL,
  at TEXT NOT NULL,
  status INTEGER,
  error TEXT,
  final_url TEXT,
  title TEXT,
  fingerprint TEXT,
  body_bytes INTEGER NOT NULL,
  marks TEXT NOT NULL,
  rule TEXT NOT NULL,
  near TEXT,
  taken_at TEXT,
  UNIQUE (target_id, run_id, witness, asked)
) STRICT;
INSERT INTO testimonies SELECT * FROM old_testimonies;
DROP TABLE old_testimonies;
CREATE INDEX testimonies_by_run ON testimonies (run_id);
CREATE TRIGGER testimonies_are_never_changed BEFORE UPDATE ON testimonies
BEGIN SELECT raise(ABORT, 'testimonies are facts: append, never change'); END;
CREATE TRIGGER testimonies_are_never_removed BEFORE DELETE ON testimonies
BEGIN SELECT raise(ABORT, 'testimonies are facts: append, never remove'); END;
"""


def _third(db: Database) -> None:
    """Version 3: what a resource is, who says so, and witnesses of how new it is."""
    db.executescript(_RESOURCES)


_MARKS = """
ALTER TABLE links ADD COLUMN evergreen_by_line INTEGER;
ALTER TABLE links ADD COLUMN evergreen_because TEXT;
"""


def _evergreen(db: Database) -> None:
    """The next version: what a person says does not age."""
    db.executescript(_MARKS)


def _resources(db: Database) -> None:
    """The next version: what each target is, for people and for a search."""
    db.executescript(RESOURCES)


Migration = Callable[[Database], None]

MIGRATIONS: tuple[Migration, ...] = (_first, _second, _third, _evergreen, _resources, words)
"""Number n makes a database of version n from one of version n - 1."""


def version_of(db: Database) -> int:
    """How many migrations the database has behind it."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: Database, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the database to the newest version; one that fails leaves it at the version before."""
    for number in range(version_of(db) + 1, len(migrations) + 1):
        with immediate(db):
            migrations[number - 1](db)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {number}")
