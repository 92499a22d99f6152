/**
 * The whole conversation with SQLite: every statement, prepared once, by name. They are plain SQL that
 * PostgreSQL understands too (with `$1` for `?`), so its adapter can say the same in the same order.
 */
import type { Database } from 'better-sqlite3';
import type { SqlChange, SqlConflict, SqlLease, SqlNight, SqlRow } from './records.ts';
import type { CounterRecord, RequestRecord, RevisionRecord, TokenRecord, TrackerRecord } from './store.ts';

interface LastRevisions {
  readonly tracker: string;
  readonly tab: string;
  readonly until: number;
  readonly refs: string;
}

type Of<T> = T & { readonly tracker: string };

const CHANGE = 'revision, position, tab, ref, column_key, op, body';
const CONFLICT =
  'id, workbook, kind, tab, ref, column_key, base, mine, author, at, state, decided, decided_revision';

/** So many records are written by one statement: more at once gain no more. */
const AT_ONCE = 8;

/**
 * What every push writes: a statement for one record, and one for several, which takes a quarter less time for each.
 * Values are bound by place: by name costs half as much again.
 *
 * @param sql with the places of one record behind VALUES
 * @returns writes a list of records, told the values of each
 */
function listed<Values extends readonly unknown[]>(
  database: Database,
  sql: string,
): <R>(records: readonly R[], valuesOf: (record: R) => Values) => void {
  const one = database.prepare<[Values]>(sql);
  const several = database.prepare<[unknown[]]>(
    sql.replace(/(?<=VALUES )\(.*?\)/, (places) => new Array(AT_ONCE).fill(places).join(', ')),
  );
  return (records, valuesOf) => {
    const full = records.length - (records.length % AT_ONCE);
    for (let at = 0; at < full; at += AT_ONCE) {
      const values: unknown[] = [];
      for (const record of records.slice(at, at + AT_ONCE)) values.push(...valuesOf(record));
      several.run(values);
    }
    for (const record of records.slice(full)) one.run(valuesOf(record));
  };
}

/** Prepares them all on a migrated database. */
export function prepare(database: Database) {
  return {
    begin: database.prepare('BEGIN'),
    beginImmediate: database.prepare('BEGIN IMMEDIATE'),
    commit: database.prepare('COMMIT'),
    rollback: database.prepare('ROLLBACK'),

    createTracker: database.prepare<[TrackerRecord]>(
      `INSERT INTO tracker (tracker, uuid, revision, hash, at, fingerprint)
       VALUES (@tracker, @uuid, @revision, @hash, @at, @fingerprint) ON CONFLICT DO NOTHING`,
    ),
    tracker: database.prepare<[string], TrackerRecord>(
      'SELECT tracker, uuid, revision, hash, at, fingerprint FROM tracker WHERE tracker = ?',
    ),
    putTracker: database.prepare<[TrackerRecord]>(
      `UPDATE tracker SET revision = @revision, hash = @hash, at = @at, fingerprint = @fingerprint
       WHERE tracker = @tracker`,
    ),

    addRevisions: listed<[string, number, string, string, number, string | null, string | null]>(
      database,
      'INSERT INTO revision (tracker, revision, hash, author, at, workbook, reason) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    revisions: database.prepare<[string, number, number], RevisionRecord>(
      `SELECT revision, hash, author, at, workbook, reason FROM revision
       WHERE tracker = ? AND revision >= ? AND revision <= ? ORDER BY revision`,
    ),

    addChanges: listed<[string, number, number, string, string, string | null, string, string]>(
      database,
      `INSERT INTO change (tracker, ${CHANGE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    changes: database.prepare<[string, number, number, number], SqlChange>(
      `SELECT ${CHANGE} FROM change WHERE tracker = ? AND revision > ? AND revision <= ?
       ORDER BY revision, position LIMIT ?`,
    ),
    changesOfTab: database.prepare<[string, number, string, number], SqlChange>(
      `SELECT ${CHANGE} FROM change WHERE tracker = ? AND revision > ? AND tab = ?
       ORDER BY revision, position LIMIT ?`,
    ),
    changesOfColumn: database.prepare<[string, number, string, number], SqlChange>(
      `SELECT ${CHANGE} FROM change WHERE tracker = ? AND revision > ? AND column_key = ?
       ORDER BY revision, position LIMIT ?`,
    ),
    changesOfTabColumn: database.prepare<[string, number, string, string, number], SqlChange>(
      `SELECT ${CHANGE} FROM change WHERE tracker = ? AND revision > ? AND tab = ? AND column_key = ?
       ORDER BY revision, position LIMIT ?`,
    ),
    changesOfRow: database.prepare<[string, string, string, number, number], SqlChange>(
      `SELECT ${CHANGE} FROM change WHERE tracker = ? AND tab = ? AND ref = ? AND revision > ?
       ORDER BY revision, position LIMIT ?`,
    ),
    changesOfCell: database.prepare<[string, string, string, number, string, number], SqlChange>(
      `SELECT ${CHANGE} FROM change WHERE tracker = ? AND tab = ? AND ref = ? AND revision > ?
         AND (column_key = ? OR op IN ('add', 'remove', 'restore', 'renumber'))
       ORDER BY revision, position LIMIT ?`,
    ),
    /** One call for all the refs, a JSON list. */
    lastRevisions: database.prepare<[LastRevisions], { ref: string; revision: number | null }>(
      `SELECT value AS ref, (
         SELECT revision FROM change
         WHERE tracker = @tracker AND tab = @tab AND ref = value AND revision <= @until AND op <> 'decide'
         ORDER BY revision DESC LIMIT 1
       ) AS revision FROM json_each(@refs)`,
    ),
    added: database.prepare<[string, string, number], SqlChange>(
      `SELECT ${CHANGE.replace(/(\w+)/g, 'c.$1')} FROM change c
       JOIN revision r ON r.tracker = c.tracker AND r.revision = c.revision
       WHERE c.tracker = ? AND r.workbook = ? AND c.revision > ? AND c.op = 'add'
       ORDER BY c.revision, c.position`,
    ),

    renumberings: database.prepare<[string], SqlChange>(
      `SELECT ${CHANGE} FROM change WHERE tracker = ? AND op = 'renumber' ORDER BY revision, position`,
    ),

    rows: database.prepare<[string], SqlRow>(
      'SELECT tab, ref, shown, cells, revision, removed, born, touched FROM row WHERE tracker = ?',
    ),
    putRows: listed<[string, string, string, string, string, number, number, number, string]>(
      database,
      `INSERT INTO row (tracker, tab, ref, shown, cells, revision, removed, born, touched)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (tracker, tab, ref) DO UPDATE SET shown = excluded.shown, cells = excluded.cells,
         revision = excluded.revision, removed = excluded.removed, born = excluded.born,
         touched = excluded.touched`,
    ),

    dropRow: database.prepare<[string, string, string]>(
      'DELETE FROM row WHERE tracker = ? AND tab = ? AND ref = ?',
    ),

    counters: database.prepare<[string], CounterRecord>(
      'SELECT tab, series, highest FROM ref_counter WHERE tracker = ?',
    ),
    putCounter: database.prepare<[Of<CounterRecord>]>(
      `INSERT INTO ref_counter (tracker, tab, series, highest) VALUES (@tracker, @tab, @series, @highest)
       ON CONFLICT (tracker, tab, series) DO UPDATE SET highest = excluded.highest`,
    ),

    conflict: database.prepare<[string, string], SqlConflict>(
      `SELECT ${CONFLICT} FROM conflict WHERE tracker = ? AND id = ?`,
    ),
    // Sorted by whoever asks: for the few there are, the engine's own sorting costs ten times the reading.
    conflicts: database.prepare<[string], SqlConflict>(`SELECT ${CONFLICT} FROM conflict WHERE tracker = ?`),
    conflictsInState: database.prepare<[string, string], SqlConflict>(
      `SELECT ${CONFLICT} FROM conflict WHERE tracker = ? AND state = ?`,
    ),
    conflictsOfWorkbook: database.prepare<[string, string], SqlConflict>(
      `SELECT ${CONFLICT} FROM conflict WHERE tracker = ? AND workbook = ?`,
    ),
    conflictsInStateOfWorkbook: database.prepare<[string, string, string], SqlConflict>(
      `SELECT ${CONFLICT} FROM conflict WHERE tracker = ? AND state = ? AND workbook = ?`,
    ),
    decidedSince: database.prepare<[string, number], SqlConflict>(
      `SELECT ${CONFLICT} FROM conflict WHERE tracker = ? AND decided_revision > ?`,
    ),
    decidedSinceOfWorkbook: database.prepare<[string, string, number], SqlConflict>(
      `SELECT ${CONFLICT} FROM conflict WHERE tracker = ? AND workbook = ? AND decided_revision > ?`,
    ),
    putConflict: database.prepare<[Of<SqlConflict>]>(
      `INSERT INTO conflict (tracker, ${CONFLICT})
       VALUES (@tracker, @id, @workbook, @kind, @tab, @ref, @column_key, @base, @mine, @author, @at, @state,
         @decided, @decided_revision)
       ON CONFLICT (tracker, id) DO UPDATE SET ref = excluded.ref, state = excluded.state,
         decided = excluded.decided, decided_revision = excluded.decided_revision`,
    ),

    request: database.prepare<[string, string], RequestRecord>(
      'SELECT request, author, body, answer, at FROM request WHERE tracker = ? AND request = ?',
    ),
    addRequests: listed<[string, string, string, string, string, number]>(
      database,
      'INSERT INTO request (tracker, request, author, body, answer, at) VALUES (?, ?, ?, ?, ?, ?)',
    ),

    lease: database.prepare<[string, string], SqlLease>(
      `SELECT workbook, session, author, until, base_revision, base_hash FROM lease
       WHERE tracker = ? AND workbook = ?`,
    ),
    putLease: database.prepare<[Of<SqlLease>]>(
      `INSERT INTO lease (tracker, workbook, session, author, until, base_revision, base_hash)
       VALUES (@tracker, @workbook, @session, @author, @until, @base_revision, @base_hash)
       ON CONFLICT (tracker, workbook) DO UPDATE SET session = excluded.session, author = excluded.author,
         until = excluded.until, base_revision = excluded.base_revision, base_hash = excluded.base_hash`,
    ),

    addToken: database.prepare<[Of<TokenRecord>]>(
      `INSERT INTO token (tracker, name, role, sha256, created, revoked)
       VALUES (@tracker, @name, @role, @sha256, @created, @revoked) ON CONFLICT DO NOTHING`,
    ),
    tokens: database.prepare<[string], TokenRecord>(
      'SELECT name, role, sha256, created, revoked FROM token WHERE tracker = ?',
    ),
    tokenByHash: database.prepare<[string, string], TokenRecord>(
      'SELECT name, role, sha256, created, revoked FROM token WHERE tracker = ? AND sha256 = ?',
    ),
    revokeToken: database.prepare<[number, string, string]>(
      'UPDATE token SET revoked = ? WHERE tracker = ? AND name = ? AND revoked IS NULL',
    ),

    claimNight: database.prepare<[Of<SqlNight>]>(
      `INSERT INTO night (tracker, group_key, night, state, revision, hash, files, started, finished)
       VALUES (@tracker, @group_key, @night, @state, @revision, @hash, @files, @started, @finished)
       ON CONFLICT DO NOTHING`,
    ),
    finishNight: database.prepare<[Of<SqlNight>]>(
      `UPDATE night SET state = @state, revision = @revision, hash = @hash, files = @files,
         started = @started, finished = @finished
       WHERE tracker = @tracker AND group_key = @group_key AND night = @night`,
    ),
    nights: database.prepare<[string], SqlNight>(
      `SELECT group_key, night, state, revision, hash, files, started, finished FROM night
       WHERE tracker = ? ORDER BY night DESC, group_key`,
    ),
  };
}

export type Statements = ReturnType<typeof prepare>;
