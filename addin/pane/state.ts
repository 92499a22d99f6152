/** All that the pane shows. */

import type { RevisionRecord } from '../../shared/protocol/changes.ts';
import type { Region } from '../../shared/sheet/region.ts';
import type { Unrecognised } from '../../shared/sheet/unrecognised.ts';
import type { Fix } from '../../shared/sync/fixes.ts';
import type { Confirmation, ConflictItem, Preview, SyncResult } from '../../shared/sync/preview.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { Finding } from '../../shared/values/finding.ts';
import type { Adoption } from './adoption.ts';

export type View = 'findings' | 'changes' | 'conflicts' | 'history' | 'adopt';

export type Connection =
  | { readonly status: 'asking' }
  | { readonly status: 'answers'; readonly author: string; readonly role: string; readonly revision: number }
  /** The service wants a token, or another one. */
  | { readonly status: 'stranger'; readonly message: string }
  | { readonly status: 'away'; readonly message: string };

/** Something that takes a while. `of` is 0 where nobody knows how much there is. */
export interface Work {
  readonly text: string;
  readonly done: number;
  readonly of: number;
}

export interface Checked {
  readonly findings: readonly Finding[];
  /** Where the tabs stand, to find a finding's cell. */
  readonly regions: readonly Region[];
  /** The sheet that was checked alone; null for the whole workbook. */
  readonly sheet: string | null;
  /** How many rows were recognised, to tell "nothing wrong" from "nothing found". */
  readonly rows: number;
  /** Edited since. */
  readonly stale: boolean;
  /** Registers of the workbook that are no tab of the tracker. */
  readonly unknown: readonly Unrecognised[];
  /** How many registers and headings of the workbook nobody has said anything about. */
  readonly open: number;
}

/** Who changed what of one row. */
export interface RowHistory {
  readonly tab: string;
  readonly ref: string;
  /** Newest first. */
  readonly revisions: readonly RevisionRecord[];
}

export interface Notice {
  readonly intent: 'info' | 'success' | 'warning' | 'error';
  readonly text: string;
}

export interface PaneState {
  readonly tracker: string;
  readonly connection: Connection;
  readonly schema: Schema;
  /** Where the schema comes from: said while the service is away. */
  readonly schemaFrom: 'service' | 'remembered' | 'built-in';
  readonly today: string;
  /** The revision that this workbook was last synced with; null where it never was. */
  readonly synced: number | null;
  /** How many revisions the ledger has beyond that; null where nobody knows. */
  readonly news: number | null;
  readonly autoSave: boolean;
  readonly view: View;
  readonly work: Work | null;
  /** What Excel keeps us waiting for. */
  readonly waiting: string | null;
  readonly notice: Notice | null;
  readonly checked: Checked | null;
  readonly marked: boolean;
  /** Safe fixes that wait for a person's answer. */
  readonly fixes: readonly Fix[] | null;
  /** A sync that waits for a person's answer. */
  readonly preview: Preview | null;
  readonly ticked: ReadonlySet<string>;
  readonly pairs: Readonly<Record<string, string | null>>;
  /** Why, for the history: typed in the preview. */
  readonly reason: string;
  /** What the service wants to have confirmed, after the preview was sent. */
  readonly confirmation: Confirmation | null;
  readonly result: SyncResult | null;
  readonly conflicts: readonly ConflictItem[];
  /** The row whose history was asked for. */
  readonly history: RowHistory | null;
  /** What the workbook holds, once a person asked for it. */
  readonly adoption: Adoption | null;
}

/** What a pane shows that was just opened. */
export function freshState(known: Pick<PaneState, 'tracker' | 'schema' | 'schemaFrom' | 'today'>): PaneState {
  return {
    ...known,
    connection: { status: 'asking' },
    synced: null,
    news: null,
    autoSave: false,
    view: 'findings',
    work: null,
    waiting: null,
    notice: null,
    checked: null,
    marked: false,
    fixes: null,
    preview: null,
    ticked: new Set(),
    pairs: {},
    reason: '',
    confirmation: null,
    result: null,
    conflicts: [],
    history: null,
    adoption: null,
  };
}

/** How many things wait in a view, for its tab. */
export function countOf(state: PaneState, view: View): number {
  switch (view) {
    case 'findings':
      return state.checked?.findings.length ?? 0;
    case 'changes': {
      const { preview, result } = state;
      if (preview) {
        const { push, take, removals, reversals, renumberings } = preview;
        return [push, take, removals, reversals, renumberings].reduce((sum, { length }) => sum + length, 0);
      }
      return result?.held.length ?? 0;
    }
    case 'conflicts':
      return state.preview?.conflicts.length ?? state.conflicts.length;
    case 'history':
      return state.history?.revisions.length ?? 0;
    case 'adopt':
      return state.adoption?.questions.length ?? 0;
  }
}
