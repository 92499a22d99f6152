/** Defects that the histories must catch, each planted between the session and one of its ports. */

import { Unreachable } from '../../../shared/protocol/problem.ts';
import type { Push } from '../../../shared/protocol/push.ts';
import { readState, stateRows } from '../../../shared/sync/state.ts';
import { normalRef } from '../../../shared/values/ref.ts';
import type { Defect } from './history.ts';
import { HEADINGS } from './person.ts';

export const defects: Readonly<Record<string, Defect>> = {
  'the last writer wins: a push says that it saw what the ledger holds now': {
    service: (service) => {
      // The same request is sent again as it was.
      const sent = new Map<string, Push['changes']>();
      return {
        ...service,
        push: async (push) => {
          const { rows } = await service.rows('notes');
          const changes = push.changes.map((op) => {
            if (op.op !== 'set' || op.tab !== 'notes') return op;
            const row = rows.find(({ ref }) => normalRef(ref) === normalRef(op.ref));
            return row ? { ...op, from: row.cells[op.column] ?? null } : op;
          });
          if (!push.dryRun && !sent.has(push.request)) sent.set(push.request, changes);
          return service.push({ ...push, changes: sent.get(push.request) ?? changes });
        },
      };
    },
  },
  'the merge ignores removals': {
    service: (service) => ({
      ...service,
      changes: async (query) => {
        const page = await service.changes(query);
        const revisions = page.revisions.map((each) => ({
          ...each,
          changes: each.changes.filter(({ op }) => op !== 'remove'),
        }));
        return { ...page, revisions };
      },
    }),
  },
  'the feed goes by a sequence: revisions that were committed late are missed': {
    service: (service) => ({
      ...service,
      changes: async (query) => {
        const page = await service.changes(query);
        return { ...page, revisions: page.revisions.filter(({ revision }) => revision % 5 !== 3) };
      },
    }),
  },
  'lines that somebody else added to a log are written over': {
    service: (service) => ({
      ...service,
      push: (push) => {
        const changes = push.changes.map((op) =>
          op.op === 'set' &&
          typeof op.to === 'string' &&
          typeof op.from === 'string' &&
          op.from.includes('\n')
            ? { ...op, to: op.to.split('\n').at(-1) ?? op.to }
            : op,
        );
        return service.push({ ...push, changes });
      },
    }),
  },
  'pinned cells are forgotten': {
    workbook: (workbook) => ({
      ...workbook,
      writeState: (rows) => {
        const state = readState(rows);
        return workbook.writeState(state ? stateRows({ ...state, pins: [] }) : rows);
      },
    }),
  },
  'the base advances before the cells are written': {
    workbook: (workbook, { person }) => ({
      ...workbook,
      write: async (edits) => {
        const { state: rows } = await workbook.read();
        const state = readState(rows);
        const { revision, hash } = await person.service.schema();
        const notes = state?.tabs.notes;
        if (state && notes) {
          const columns = Object.fromEntries(Object.keys(notes.columns).map((column) => [column, revision]));
          const tabs = { ...state.tabs, notes: { ...notes, revision, columns } };
          await workbook.writeState(stateRows({ ...state, base: { revision, hash }, tabs }));
        }
        return workbook.write(edits);
      },
    }),
  },
  'a column that is not recognised is read as blank': {
    workbook: (workbook) => ({
      ...workbook,
      read: async (sheets) => {
        const reading = await workbook.read(sheets);
        const grids = reading.grids.map((grid) => {
          if (grid.sheet !== 'Notes') return grid;
          const missing = HEADINGS.findIndex((heading, place) => grid.values[0]?.[place] !== heading);
          if (missing < 0) return grid;
          const values = grid.values.map((row, index) =>
            HEADINGS.map((heading, place) =>
              place !== missing ? (row?.[place] ?? null) : index === 0 ? heading : null,
            ),
          );
          return { ...grid, values };
        });
        return { ...reading, grids };
      },
    }),
  },
  'a superseded conflict is dropped': {
    service: (service) => ({
      ...service,
      conflicts: async (query) => {
        const { conflicts } = await service.conflicts(query);
        return { conflicts: conflicts.filter(({ state }) => state !== 'superseded') };
      },
    }),
  },
  'an edit resurrects a removed row': {
    service: (service) => ({
      ...service,
      push: async (push) => {
        const { rows, revision } = await service.rows('notes');
        const live = new Set(rows.map(({ ref }) => normalRef(ref)));
        const edited = push.changes.flatMap((op) => (op.op === 'set' && op.tab === 'notes' ? [op.ref] : []));
        const gone = [...new Set(edited)].filter((ref) => !live.has(normalRef(ref)));
        const back = gone.map((ref) => ({ op: 'restore', tab: 'notes', ref, seen: revision }) as const);
        return service.push({ ...push, changes: [...push.changes, ...back] });
      },
    }),
  },
  'a lost push is sent again as another one': {
    service: (service, { person }) => ({
      ...service,
      push: async (push) => {
        try {
          return await service.push(push);
        } catch (error) {
          if (!(error instanceof Unreachable)) throw error;
          return service.push({ ...push, request: person.world.uuid(), workbook: person.world.uuid() });
        }
      },
    }),
  },
  'a write covers what was typed since the merge': {
    workbook: (workbook) => {
      let first: ReturnType<typeof workbook.read> | undefined;
      return {
        ...workbook,
        // Every look shows what the first one did.
        read: (sheets) => {
          first ??= workbook.read(sheets);
          return first;
        },
      };
    },
  },
};

/** Defects that show only where the database is restored. */
export const restoreDefects: Readonly<Record<string, Defect>> = {
  'a base of a past that a restore took back counts by its number': {
    workbook: (workbook, { person }) => ({
      ...workbook,
      read: async (sheets) => {
        const reading = await workbook.read(sheets);
        const state = readState(reading.state);
        if (!state) return reading;
        const head = await person.service.schema();
        const revision = Math.min(state.base.revision, head.revision);
        const [record] = (await person.service.changes({ since: Math.max(revision - 1, 0), limit: 1 }))
          .revisions;
        const hash = revision === 0 || !record ? state.base.hash : record.hash;
        return { ...reading, state: stateRows({ ...state, base: { revision, hash } }) };
      },
    }),
  },
};

/** Defects that show only where two people have one workbook open. */
export const sharedDefects: Readonly<Record<string, Defect>> = {
  'what the host tells of edits is not listened to': { isDeaf: true },
};
