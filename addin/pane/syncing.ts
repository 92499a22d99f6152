/** A sync in the pane: its preview waits in the store until a person sends or cancels it. */
import type { Base } from '../../shared/protocol/common.ts';
import { Problem, Unreachable } from '../../shared/protocol/problem.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Service } from '../../shared/protocol/service.ts';
import { readTracker } from '../../shared/sheet/rows.ts';
import type { CellEdit } from '../../shared/sync/plan.ts';
import type { Confirmation, Preview, SyncChoices, SyncResult, WayOn } from '../../shared/sync/preview.ts';
import { disconnect, forget, type SyncOptions, type SyncStep, sync } from '../../shared/sync/session.ts';
import { readState, type State, StateDamaged } from '../../shared/sync/state.ts';
import type { Workbook } from '../../shared/sync/workbook.ts';
import { connectionAfter } from './connection.ts';
import { type Deciding, deciding, openConflicts } from './deciding.ts';
import type { Run, Surroundings } from './desk.ts';
import { count } from './words.ts';

export interface Syncing extends Deciding {
  /**
   * Remembers where the copy stood when it was opened: a sync must know what came in since. Cells are marked
   * from then on, but not with AutoSave.
   */
  open(): Promise<void>;
  /** Compares, shows the preview, and goes on as the person answers. `wayOn` is their choice after a stop. */
  sync(wayOn?: WayOn): Promise<void>;
  /** Ticks or unticks a removal or reversal of the preview. */
  tick(id: string, ticked: boolean): void;
  /** Says which ref a row without one is; null: a new row. */
  pair(row: string, ref: string | null): void;
  /** Sends the preview with its ticks, or confirms what the service asked. */
  send(): void;
  cancel(): void;
  /** Instead of sending the preview: compares again, the first registers taken as they are, so that no error holds a row. */
  takeAsItIs(): void;
  /** Ends this workbook's tie to the tracker: its state goes, its cells stay. */
  disconnect(): Promise<void>;
  /** Why, for the history. */
  setReason(reason: string): void;
}

export interface Sessions extends Syncing {
  /** What a session is handed that begins now. */
  options(): SyncOptions;
}

interface SyncSurroundings extends Surroundings {
  readonly workbook: Workbook;
  readonly run: Run;
  readonly edits: () => readonly CellEdit[];
  readonly service: () => Service;
  /** What the service last answered about its schema; null where it has not yet. */
  readonly answered: () => SchemaAnswer | null;
  /** Asks it again. */
  readonly connect: () => Promise<void>;
  readonly checkNow: (sheet: string | null) => Promise<void>;
}

/** The actions of syncing. */
export function syncing(surroundings: SyncSurroundings): Sessions {
  const { store, desk, workbook, run, edits, service, answered, connect, uuid, checkNow } = surroundings;
  let opened: Base | null = null;
  /** The revisions that were made from here since then. */
  const own = new Set<number>();
  let answer: ((sent: boolean) => void) | null = null;
  /** Whether the preview was answered by "as it is". */
  let asItIs = false;

  function ask(): Promise<boolean> {
    store.set({ view: 'changes', work: null });
    return new Promise((resolve) => {
      answer = resolve;
    });
  }
  function reply(sent: boolean, text = sent ? 'Sending' : 'Cancelling'): void {
    const resolve = answer;
    answer = null;
    if (!resolve) return;
    store.set({ work: { text, done: 0, of: 0 } });
    resolve(sent);
  }

  const preview = async (shown: Preview): Promise<SyncChoices | null> => {
    store.set({ preview: shown });
    const sent = await ask();
    const { ticked, pairs } = store.get();
    const chosen = (items: readonly { readonly id: string }[]) =>
      items.map(({ id }) => id).filter((id) => ticked.has(id));
    if (!sent) return null;
    const [removals, reversals] = [chosen(shown.removals), chosen(shown.reversals)];
    return {
      removals,
      reversals,
      renumberings: chosen(shown.renumberings),
      unsure: chosen(shown.unsure),
      pairs,
    };
  };
  /** What a decision brings into the sheet was just decided; anything else is shown as always. */
  const afterDecision = async (shown: Preview): Promise<SyncChoices | null> => {
    const { push, removals, reversals, unsure, renumberings, pairings } = shown;
    const onlyTakes = [push, removals, reversals, unsure, renumberings, pairings].every(
      (list) => list.length === 0,
    );
    return onlyTakes ? { removals: [], reversals: [] } : preview({ ...shown, first: [] });
  };
  const confirm = async (confirmation: Confirmation): Promise<boolean> => {
    store.set({ confirmation });
    const sent = await ask();
    store.set({ confirmation: null });
    return sent;
  };
  const progress = (step: SyncStep, done: number, of: number) => {
    if (answer === null) store.set({ work: { text: STEPS[step], done, of } });
  };

  function options(): SyncOptions {
    const schema = answered();
    return {
      workbook,
      service: saying(service(), () => store.get().reason),
      opened,
      own,
      edits,
      preview,
      confirm,
      uuid,
      wait,
      patience: PATIENCE_MS,
      progress,
      ...(schema ? { schema } : {}),
    };
  }

  async function finish(result: SyncResult): Promise<void> {
    store.set({ preview: null, ticked: new Set(), pairs: {}, reason: '', result });
    // A sync that stopped or was cancelled has not asked for them.
    const known = result.status === 'done' || result.status === 'unchanged';
    if (known || result.conflicts.length > 0) store.set({ conflicts: result.conflicts });
    if (result.status === 'done' || result.status === 'unchanged') {
      store.set({ synced: result.revision, news: 0 });
    }
    const { checked } = store.get();
    if (result.status === 'done' && checked) await checkNow(checked.sheet);
    await connect();
  }

  /** Conflicts outlive the workbook's closing: those still open are shown again. */
  async function findConflicts(state: State): Promise<void> {
    try {
      const { conflicts } = await service().conflicts({ state: 'open', workbook: state.workbook });
      if (conflicts.length === 0) return;
      const { schema } = store.get();
      const { rows } = readTracker(schema, (await workbook.read()).grids, state.map);
      const text = `${count(conflicts.length, 'conflict')} of this workbook still to decide.`;
      const notice = { intent: 'info', text } as const;
      store.set({ conflicts: openConflicts(schema, conflicts, rows, state), notice });
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
      store.set({ connection: connectionAfter(error) });
    }
  }

  return {
    options,

    async open() {
      try {
        const { state, autoSave } = await workbook.read([]);
        const kept = readState(state);
        // Marks would be seen by everyone who has the workbook open with us.
        store.set({ autoSave, marked: !autoSave });
        opened = kept?.base ?? null;
        store.set({ synced: opened?.revision ?? null });
        if (kept) await findConflicts(kept);
      } catch (error) {
        // Without it a sync takes the base that it reads itself; that a damaged state stops it, it says then.
        if (!(error instanceof StateDamaged)) throw error;
      }
    },

    async sync(wayOn) {
      // The ribbon's button can be pressed while a preview waits: it is shown again, not made twice.
      if (answer !== null) return store.set({ view: 'changes' });
      const proposal = store.get().result?.proposal;
      await run('Comparing with the ledger', async () => {
        const fresh = {
          result: null,
          preview: null,
          fixes: null,
          ticked: new Set<string>(),
          pairs: {},
          reason: '',
        };
        store.set({ view: 'changes', ...fresh });
        try {
          if (wayOn === 'forget') await forget(workbook);
          const once = (adopt: boolean) =>
            sync({
              ...options(),
              ...(wayOn === 'join' ? { join: true } : {}),
              ...(wayOn === 'base' && proposal ? { base: proposal.revision } : {}),
              ...(wayOn === 'without-base' ? { withoutBase: true } : {}),
              ...(wayOn === 'renumber' ? { acceptRenumbering: true } : {}),
              ...(adopt ? { adopt } : {}),
            });
          const result = await once(false);
          await finish(asItIs ? await once(true) : result);
        } finally {
          asItIs = false;
          store.set({ preview: null, confirmation: null });
          answer = null;
        }
      });
    },

    tick(id, ticked) {
      const next = new Set(store.get().ticked);
      if (ticked) next.add(id);
      else next.delete(id);
      store.set({ ticked: next });
    },

    pair: (row, ref) => store.set({ pairs: { ...store.get().pairs, [row]: ref } }),

    send: () => reply(true),
    cancel: () => reply(false),

    takeAsItIs() {
      asItIs = true;
      reply(false, 'Comparing once more');
    },

    disconnect: () =>
      run('Disconnecting', async () => {
        const was = await disconnect(workbook);
        opened = null;
        store.set({
          synced: null,
          news: null,
          result: null,
          conflicts: [],
          notice: { intent: 'info', text: was ? DISCONNECTED : 'This workbook was not connected.' },
        });
      }),

    setReason: (reason) => store.set({ reason }),

    ...deciding({
      store,
      desk,
      workbook,
      run,
      options: () => ({ ...options(), preview: afterDecision }),
      finish,
      over() {
        store.set({ preview: null, confirmation: null });
        answer = null;
      },
    }),
  };
}

/** Two leases: the one that somebody has now, and one more where they are not done by then. */
const PATIENCE_MS = 120_000;

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const DISCONNECTED =
  'Disconnected. The cells stay as they are; the next sync compares them with the ledger from the beginning.';

const STEPS: Readonly<Record<SyncStep, string>> = {
  read: 'Reading the workbook',
  pull: 'Asking the ledger what is new',
  wait: "Waiting for a co-author's sync",
  push: 'Sending your changes',
  write: 'Writing into the sheets',
  state: 'Noting where this workbook stands',
};

/** The service, told with each push why; asked once the preview is answered, so that it may be typed there. */
function saying(service: Service, reason: () => string): Service {
  return {
    ...service,
    push(push) {
      const why = reason().trim();
      return service.push(why === '' || push.dryRun ? push : { ...push, reason: why });
    },
  };
}
