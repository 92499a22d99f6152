/**
 * The whole conversation with PostgreSQL: every statement by its name, under which each connection prepares it
 * once. They say what the SQLite ones say, in the same order; lists of records travel as JSON, one statement for all:
 * JavaScript writes it at a fraction of what it costs to write an array for each column.
 *
 * `COLLATE "C"` gives the order that SQLite and JavaScript have, whatever the database's own is.
 */

const CHANGE = 'revision, position, tab, ref, column_key, op, body';
const CONFLICT =
  'id, workbook, kind, tab, ref, column_key, base, mine, author, at, state, decided, decided_revision';
const TRACKER = 'tracker, uuid, revision, hash, at, fingerprint';

export const statements = {
  createTracker: `INSERT INTO tracker (${TRACKER}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
  tracker: `SELECT ${TRACKER} FROM tracker WHERE tracker = $1`,
  /** What pushes write, in one go: any of the lists may be empty, and the head may stay where it is. */
  writePushes: `WITH revisions AS (
      INSERT INTO revision (tracker, revision, hash, author, at, workbook, reason)
      SELECT $1, * FROM json_to_recordset($2::json) AS of(revision bigint, hash text, author text, at bigint,
        workbook text, reason text)
    ), changes AS (
      INSERT INTO change (tracker, ${CHANGE})
      SELECT $1, * FROM json_to_recordset($3::json) AS of(revision bigint, position integer, tab text, ref text,
        "column" text, op text, body text)
    ), rows AS (
      INSERT INTO row (tracker, tab, ref, shown, cells, revision, removed, born, touched)
      SELECT $1, tab, ref, shown, cells, revision, removed::integer, born, touched
      FROM json_to_recordset($4::json) AS of(tab text, ref text, shown text, cells text, revision bigint,
        removed boolean, born bigint, touched text)
      ON CONFLICT (tracker, tab, ref) DO UPDATE SET shown = excluded.shown, cells = excluded.cells,
        revision = excluded.revision, removed = excluded.removed, born = excluded.born,
        touched = excluded.touched
    ), requests AS (
      INSERT INTO request (tracker, request, author, body, answer, at)
      SELECT $1, * FROM json_to_recordset($5::json) AS of(request text, author text, body text, answer text,
        at bigint)
    ), counters AS (
      INSERT INTO ref_counter (tracker, tab, series, highest)
      SELECT $1, * FROM json_to_recordset($6::json) AS of(tab text, series text, highest bigint)
      ON CONFLICT (tracker, tab, series) DO UPDATE SET highest = excluded.highest
    ), conflicts AS (
      INSERT INTO conflict (tracker, ${CONFLICT})
      SELECT $1, * FROM json_to_recordset($7::json) AS of(id text, workbook text, kind text, tab text, ref text,
        "column" text, base text, mine text, author text, at bigint, state text, decided text,
        "decidedRevision" bigint)
      ON CONFLICT (tracker, id) DO UPDATE SET ref = excluded.ref, state = excluded.state,
        decided = excluded.decided, decided_revision = excluded.decided_revision
    )
    UPDATE tracker SET revision = $8::bigint, hash = $9::text, at = $10::bigint, fingerprint = $11::text
    WHERE tracker = $1 AND $8::bigint IS NOT NULL`,
  lockTracker: `SELECT ${TRACKER} FROM tracker WHERE tracker = $1 FOR UPDATE`,

  revisions: `SELECT revision, hash, author, at, workbook, reason FROM revision
    WHERE tracker = $1 AND revision >= $2 AND revision <= $3 ORDER BY revision`,

  changes: `SELECT ${CHANGE} FROM change WHERE tracker = $1 AND revision > $2 AND revision <= $3
    ORDER BY revision, position LIMIT $4`,
  changesOfTab: `SELECT ${CHANGE} FROM change WHERE tracker = $1 AND revision > $2 AND tab = $3
    ORDER BY revision, position LIMIT $4`,
  changesOfColumn: `SELECT ${CHANGE} FROM change WHERE tracker = $1 AND revision > $2 AND column_key = $3
    ORDER BY revision, position LIMIT $4`,
  changesOfTabColumn: `SELECT ${CHANGE} FROM change
    WHERE tracker = $1 AND revision > $2 AND tab = $3 AND column_key = $4
    ORDER BY revision, position LIMIT $5`,
  changesOfRow: `SELECT ${CHANGE} FROM change WHERE tracker = $1 AND tab = $2 AND ref = $3 AND revision > $4
    ORDER BY revision, position LIMIT $5`,
  changesOfCell: `SELECT ${CHANGE} FROM change WHERE tracker = $1 AND tab = $2 AND ref = $3 AND revision > $4
      AND (column_key = $5 OR op IN ('add', 'remove', 'restore', 'renumber'))
    ORDER BY revision, position LIMIT $6`,
  lastRevisions: `SELECT ref, max(revision) AS revision FROM change
    WHERE tracker = $1 AND tab = $2 AND ref = ANY($3::text[]) AND revision <= $4 AND op <> 'decide'
    GROUP BY ref`,
  added: `SELECT ${CHANGE.replace(/(\w+)/g, 'c.$1')} FROM change c
    JOIN revision r ON r.tracker = c.tracker AND r.revision = c.revision
    WHERE c.tracker = $1 AND r.workbook = $2 AND c.revision > $3 AND c.op = 'add'
    ORDER BY c.revision, c.position`,

  renumberings: `SELECT ${CHANGE} FROM change WHERE tracker = $1 AND op = 'renumber'
    ORDER BY revision, position`,

  rows: 'SELECT tab, ref, shown, cells, revision, removed, born, touched FROM row WHERE tracker = $1',

  dropRows: `DELETE FROM row WHERE tracker = $1
    AND (tab, ref) IN (SELECT * FROM json_to_recordset($2::json) AS of(tab text, ref text))`,

  counters: 'SELECT tab, series, highest FROM ref_counter WHERE tracker = $1',

  conflict: `SELECT ${CONFLICT} FROM conflict WHERE tracker = $1 AND id = $2`,
  conflicts: `SELECT ${CONFLICT} FROM conflict WHERE tracker = $1 ORDER BY at, id COLLATE "C"`,
  conflictsInState: `SELECT ${CONFLICT} FROM conflict WHERE tracker = $1 AND state = $2
    ORDER BY at, id COLLATE "C"`,
  conflictsOfWorkbook: `SELECT ${CONFLICT} FROM conflict WHERE tracker = $1 AND workbook = $2
    ORDER BY at, id COLLATE "C"`,
  conflictsInStateOfWorkbook: `SELECT ${CONFLICT} FROM conflict
    WHERE tracker = $1 AND state = $2 AND workbook = $3 ORDER BY at, id COLLATE "C"`,
  decidedSince: `SELECT ${CONFLICT} FROM conflict
    WHERE tracker = $1 AND decided_revision > $2 ORDER BY at, id COLLATE "C"`,
  decidedSinceOfWorkbook: `SELECT ${CONFLICT} FROM conflict
    WHERE tracker = $1 AND workbook = $2 AND decided_revision > $3 ORDER BY at, id COLLATE "C"`,

  requests: `SELECT request, author, body, answer, at FROM request
    WHERE tracker = $1 AND request = ANY($2::text[])`,

  lease: `SELECT workbook, session, author, until, base_revision, base_hash FROM lease
    WHERE tracker = $1 AND workbook = $2`,
  putLease: `INSERT INTO lease (tracker, workbook, session, author, until, base_revision, base_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (tracker, workbook) DO UPDATE SET session = excluded.session, author = excluded.author,
      until = excluded.until, base_revision = excluded.base_revision, base_hash = excluded.base_hash`,

  addToken: `INSERT INTO token (tracker, name, role, sha256, created, revoked)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
  tokens: `SELECT name, role, sha256, created, revoked FROM token WHERE tracker = $1
    ORDER BY name COLLATE "C"`,
  tokensByHash: `SELECT name, role, sha256, created, revoked FROM token
    WHERE tracker = $1 AND sha256 = ANY($2::text[])`,
  revokeToken: 'UPDATE token SET revoked = $3 WHERE tracker = $1 AND name = $2 AND revoked IS NULL',

  claimNight: `INSERT INTO night (tracker, group_key, night, state, revision, hash, files, started, finished)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
  finishNight: `UPDATE night SET state = $4, revision = $5, hash = $6, files = $7, started = $8, finished = $9
    WHERE tracker = $1 AND group_key = $2 AND night = $3`,
  nights: `SELECT group_key, night, state, revision, hash, files, started, finished FROM night
    WHERE tracker = $1 ORDER BY night COLLATE "C" DESC, group_key COLLATE "C"`,

  orphanChanges: `SELECT c.tracker, c.revision FROM change c
    LEFT JOIN revision r ON r.tracker = c.tracker AND r.revision = c.revision
    WHERE r.revision IS NULL LIMIT 10`,
} as const;

export type StatementName = keyof typeof statements;
