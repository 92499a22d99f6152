/**
 * What the ledger asks of a database, and no more. An adapter is a dozen or two statements; what they mean is
 * the ledger's business, so JSON travels through here as text.
 *
 * Reading and writing happen only inside `snapshot` and `transaction`: the handle that they give is the only
 * way to the tables, and it is dead once they have ended. `transaction` has locked the tracker's row before
 * anything else can be asked, so no caller can forget to. Do not open one inside another: it would wait for
 * itself.
 */

export interface TrackerRecord {
  readonly tracker: string;
  readonly uuid: string;
  /** The head: its revision, hash and time. */
  readonly revision: number;
  readonly hash: string;
  readonly at: number;
  /** Of the configuration in force. */
  readonly fingerprint: string;
}

export interface RevisionRecord {
  readonly revision: number;
  readonly hash: string;
  readonly author: string;
  readonly at: number;
  readonly workbook: string | null;
  readonly reason: string | null;
}

export interface ChangeRecord {
  readonly revision: number;
  /** From 0, inside the revision. */
  readonly position: number;
  readonly tab: string;
  /** In normal form. */
  readonly ref: string;
  readonly column: string | null;
  readonly op: string;
  /** The change as canonical JSON. */
  readonly body: string;
}

export interface RowRecord {
  readonly tab: string;
  /** In normal form. */
  readonly ref: string;
  /** As first typed. */
  readonly shown: string;
  readonly cells: string;
  readonly revision: number;
  readonly removed: boolean;
  /** The revision that added or last restored it. */
  readonly born: number;
  /** Column → the revision that set it since, as canonical JSON. */
  readonly touched: string;
}

export interface ConflictRecord {
  readonly id: string;
  readonly workbook: string;
  readonly kind: string;
  readonly tab: string;
  /** In normal form. */
  readonly ref: string;
  readonly column: string | null;
  readonly base: string;
  readonly mine: string;
  readonly author: string;
  readonly at: number;
  readonly state: string;
  readonly decided: string | null;
  readonly decidedRevision: number | null;
}

export interface CounterRecord {
  readonly tab: string;
  readonly series: string;
  readonly highest: number;
}

export interface RequestRecord {
  readonly request: string;
  readonly author: string;
  /** SHA-256 of the body. */
  readonly body: string;
  /** The answer, byte for byte. */
  readonly answer: string;
  readonly at: number;
}

export interface TokenRecord {
  readonly name: string;
  readonly role: string;
  readonly sha256: string;
  readonly created: number;
  readonly revoked: number | null;
}

export interface LeaseRecord {
  readonly workbook: string;
  readonly session: string;
  readonly author: string;
  /** It is over from this time on. */
  readonly until: number;
  /** The base that a session gave last; both null where none did. */
  readonly baseRevision: number | null;
  readonly baseHash: string | null;
}

export interface NightRecord {
  readonly group: string;
  /** `YYYY-MM-DD` */
  readonly night: string;
  readonly state: string;
  readonly revision: number | null;
  readonly hash: string | null;
  /** `[{file, bytes, sha256}]` as JSON. */
  readonly files: string;
  readonly started: number;
  readonly finished: number | null;
}

export interface ChangeFilter {
  /** Revisions after this one. */
  readonly since: number;
  /** Up to this one, included; for all tabs only. */
  readonly until?: number | undefined;
  readonly tab?: string | undefined;
  /** In normal form; needs `tab`. Keeps the row's adds, removals and restores also with `column`. */
  readonly ref?: string | undefined;
  readonly column?: string | undefined;
  /** How many changes at most. */
  readonly limit: number;
}

export interface ConflictFilter {
  readonly state?: string | undefined;
  readonly workbook?: string | undefined;
}

/** One consistent view of a tracker. */
export interface Snapshot {
  tracker(): Promise<TrackerRecord>;
  revision(revision: number): Promise<RevisionRecord | undefined>;
  /** Those from `first` to `last`, both included, ascending. */
  revisions(first: number, last: number): Promise<readonly RevisionRecord[]>;
  /** Ascending by revision and position. */
  changes(filter: ChangeFilter): Promise<readonly ChangeRecord[]>;
  /** Of each of these rows, the last revision up to `until` that changed it (a decision changes no row). */
  lastRevisions(tab: string, refs: Iterable<string>, until: number): Promise<ReadonlyMap<string, number>>;
  /** All changes with op `renumber`, ascending. */
  renumberings(): Promise<readonly ChangeRecord[]>;
  /** Every row that ever was, the removed ones too. */
  rows(): Promise<readonly RowRecord[]>;
  /** Changes with op `add` that a workbook made after a revision, ascending. */
  added(workbook: string, since: number): Promise<readonly ChangeRecord[]>;
  counters(): Promise<readonly CounterRecord[]>;
  /** By time, then id. */
  conflicts(filter: ConflictFilter): Promise<readonly ConflictRecord[]>;
  /** Those that were decided after a revision, of one workbook or of all, by time, then id. */
  decidedSince(revision: number, workbook?: string): Promise<readonly ConflictRecord[]>;
  conflict(id: string): Promise<ConflictRecord | undefined>;
  /** Those of these ids that were answered before, in no order. */
  requests(ids: readonly string[]): Promise<readonly RequestRecord[]>;
}

/** A snapshot that may write. It is committed when the work given to `transaction` resolves. */
export interface Transaction extends Snapshot {
  /** Moves the head, or puts another configuration in force. */
  putTracker(record: TrackerRecord): Promise<void>;
  addRevision(record: RevisionRecord): Promise<void>;
  addChanges(records: readonly ChangeRecord[]): Promise<void>;
  putRows(records: readonly RowRecord[]): Promise<void>;
  /** Takes rows out: their refs were given up by renumbering. */
  dropRows(rows: readonly Pick<RowRecord, 'tab' | 'ref'>[]): Promise<void>;
  putConflicts(records: readonly ConflictRecord[]): Promise<void>;
  putCounters(records: readonly CounterRecord[]): Promise<void>;
  addRequest(record: RequestRecord): Promise<void>;
  /** The last lease of a workbook, also one that is over. */
  lease(workbook: string): Promise<LeaseRecord | undefined>;
  putLease(record: LeaseRecord): Promise<void>;
}

/** Throws `StoreBusy` where another process held the database too long, `StoreFailed` where it can't go on. */
export interface Store {
  /** Makes the tracker if there is none of that name; answers the one there is. */
  createTracker(record: TrackerRecord): Promise<TrackerRecord>;
  snapshot<T>(tracker: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /** Begins, locks the tracker's row, does the work, commits; rolls back where the work throws. */
  transaction<T>(
    tracker: string,
    work: (transaction: Transaction, locked: TrackerRecord) => Promise<T>,
  ): Promise<T>;

  /** False where a token of that name exists, revoked ones included. */
  addToken(tracker: string, record: TokenRecord): Promise<boolean>;
  /** By name. */
  tokens(tracker: string): Promise<readonly TokenRecord[]>;
  /** Also a revoked one: the caller looks. */
  tokenByHash(tracker: string, sha256: string): Promise<TokenRecord | undefined>;
  /** False where there is no such token, or it was revoked before. */
  revokeToken(tracker: string, name: string, at: number): Promise<boolean>;

  /** Inserts the night if it is absent; false where someone else has it. */
  claimNight(tracker: string, record: NightRecord): Promise<boolean>;
  /** Writes a claimed night's outcome; false where there is no such night. */
  finishNight(tracker: string, record: NightRecord): Promise<boolean>;
  /** Newest first, then by group. */
  nights(tracker: string): Promise<readonly NightRecord[]>;

  /** Problems that the engine finds in its own file; empty when it is sound. */
  integrity(): Promise<readonly string[]>;
  /** Writes a consistent copy to a file that does not exist yet. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/** The database takes nothing just now: another process held it longer than the timeout. Ask again. */
export class StoreBusy extends Error {
  constructor(
    options?: ErrorOptions,
    message = 'The database is busy: another process is writing to it. Nothing was written; try again.',
  ) {
    super(message, options);
    this.name = 'StoreBusy';
  }
}

/**
 * The database can't be reached, or the connection to it broke: whether a commit under way was made, nobody
 * knows. The same request may be sent again, since it is looked up first.
 */
export class StoreAway extends StoreBusy {
  constructor(options?: ErrorOptions) {
    super(
      options,
      'The database can not be reached just now. Send the same request again: it is done once, also if it was done already.',
    );
    this.name = 'StoreAway';
  }
}

/** The database can't be used, or a write to it failed. After a failed write the process should end. */
export class StoreFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreFailed';
  }
}
