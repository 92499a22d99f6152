/**
 * The whole conversation with PostgreSQL: every statement by its name, under which each connection prepares it
 * once. They say what the SQLite ones say, in the same order; lists travel as arrays, one statement for all.
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
      SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[])
    ), changes AS (
      INSERT INTO change (tracker, ${CHANGE})
      SELECT $1, * FROM unnest($8::bigint[], $9::integer[], $10::text[], $11::text[], $12::text[], $13::text[],
        $14::text[])
    ), rows AS (
      INSERT INTO row (tracker, tab, ref, shown, cells, revision, removed, born, touched)
      SELECT $1, * FROM unnest($15::text[], $16::text[], $17::text[], $18::text[], $19::bigint[], $20::integer[],
        $21::bigint[], $22::text[])
      ON CONFLICT (tracker, tab, ref) DO UPDATE SET shown = excluded.shown, cells = excluded.cells,
        revision = excluded.revision, removed = excluded.removed, born = excluded.born,
        touched = excluded.touched
    ), requests AS (
      INSERT INTO request (tracker, request, author, body, answer, at)
      SELECT $1, * FROM unnest($23::text[], $24::text[], $25::text[], $26::text[], $27::bigint[])
    )
    UPDATE tracker SET revision = $28::bigint, hash = $29::text, at = $30::bigint, fingerprint = $31::text
    WHERE tracker = $1 AND $28::bigint IS NOT NULL`,
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
    AND (tab, ref) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,

  counters: 'SELECT tab, series, highest FROM ref_counter WHERE tracker = $1',
  putCounters: `INSERT INTO ref_counter (tracker, tab, series, highest)
    SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[])
    ON CONFLICT (tracker, tab, series) DO UPDATE SET highest = excluded.highest`,

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
  putConflicts: `INSERT INTO conflict (tracker, ${CONFLICT})
    SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::text[], $11::bigint[], $12::text[], $13::text[], $14::bigint[])
    ON CONFLICT (tracker, id) DO UPDATE SET ref = excluded.ref, state = excluded.state,
      decided = excluded.decided, decided_revision = excluded.decided_revision`,

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
