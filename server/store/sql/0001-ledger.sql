-- Only TEXT, INTEGER and BIGINT, so that every engine keeps the same bytes: JSON is canonical text (RFC 8785),
-- times are epoch milliseconds, flags are 0 or 1. `tracker` stands first in each key: an engine can split by it.

CREATE TABLE tracker (
  tracker TEXT NOT NULL PRIMARY KEY,
  uuid TEXT NOT NULL,
  -- The head. A counter in this row and no sequence: it has no gaps, and no reader misses a revision.
  revision BIGINT NOT NULL,
  hash TEXT NOT NULL,
  at BIGINT NOT NULL,
  -- Of the configuration in force.
  fingerprint TEXT NOT NULL
);

CREATE TABLE revision (
  tracker TEXT NOT NULL REFERENCES tracker (tracker),
  revision BIGINT NOT NULL,
  hash TEXT NOT NULL,
  author TEXT NOT NULL,
  at BIGINT NOT NULL,
  workbook TEXT,
  reason TEXT,
  PRIMARY KEY (tracker, revision)
);

CREATE TABLE change (
  tracker TEXT NOT NULL,
  revision BIGINT NOT NULL,
  position INTEGER NOT NULL,
  tab TEXT NOT NULL,
  -- In normal form; `body` has it as people see it.
  ref TEXT NOT NULL,
  column_key TEXT,
  op TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (tracker, revision, position),
  FOREIGN KEY (tracker, revision) REFERENCES revision (tracker, revision)
);
CREATE INDEX change_of_row ON change (tracker, tab, ref, revision);

CREATE TABLE row (
  tracker TEXT NOT NULL REFERENCES tracker (tracker),
  tab TEXT NOT NULL,
  ref TEXT NOT NULL,
  shown TEXT NOT NULL,
  cells TEXT NOT NULL,
  revision BIGINT NOT NULL,
  removed INTEGER NOT NULL,
  -- The revision that added or last restored it, and by column the one that set it since.
  born BIGINT NOT NULL,
  touched TEXT NOT NULL,
  PRIMARY KEY (tracker, tab, ref)
);

CREATE TABLE conflict (
  tracker TEXT NOT NULL REFERENCES tracker (tracker),
  id TEXT NOT NULL,
  workbook TEXT NOT NULL,
  kind TEXT NOT NULL,
  tab TEXT NOT NULL,
  ref TEXT NOT NULL,
  column_key TEXT,
  base TEXT NOT NULL,
  mine TEXT NOT NULL,
  author TEXT NOT NULL,
  at BIGINT NOT NULL,
  state TEXT NOT NULL,
  decided TEXT,
  decided_revision BIGINT,
  PRIMARY KEY (tracker, id)
);
CREATE INDEX conflict_by_state ON conflict (tracker, state, workbook);
CREATE INDEX conflict_by_workbook ON conflict (tracker, workbook, decided_revision);

CREATE TABLE ref_counter (
  tracker TEXT NOT NULL REFERENCES tracker (tracker),
  tab TEXT NOT NULL,
  series TEXT NOT NULL,
  highest BIGINT NOT NULL,
  PRIMARY KEY (tracker, tab, series)
);

CREATE TABLE request (
  tracker TEXT NOT NULL REFERENCES tracker (tracker),
  request TEXT NOT NULL,
  author TEXT NOT NULL,
  body TEXT NOT NULL,
  answer TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (tracker, request)
);

CREATE TABLE token (
  tracker TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  created BIGINT NOT NULL,
  revoked BIGINT,
  PRIMARY KEY (tracker, name)
);
CREATE UNIQUE INDEX token_by_hash ON token (tracker, sha256);

CREATE TABLE night (
  tracker TEXT NOT NULL,
  group_key TEXT NOT NULL,
  night TEXT NOT NULL,
  state TEXT NOT NULL,
  revision BIGINT,
  hash TEXT,
  files TEXT NOT NULL,
  started BIGINT NOT NULL,
  finished BIGINT,
  PRIMARY KEY (tracker, group_key, night)
);

CREATE TABLE lease (
  tracker TEXT NOT NULL,
  workbook TEXT NOT NULL,
  session TEXT NOT NULL,
  author TEXT NOT NULL,
  until BIGINT NOT NULL,
  base_revision BIGINT,
  base_hash TEXT,
  PRIMARY KEY (tracker, workbook)
);
