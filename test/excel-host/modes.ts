/** What a host can be told to be: which Excel, and in which state. */
import { accessDenied } from './error.ts';
import type { FilterPolicy, Writing } from './write.ts';

export type ProfileName = 'office2021' | 'office2024' | 'microsoft365' | 'web';

export interface Profile {
  /** What `isSetSupported` answers, by requirement set. */
  readonly sets: Readonly<Record<string, string>>;
  /** The most bytes of a request or an answer; null for no limit. */
  readonly payload: number | null;
  /** Whether what add-ins write can be undone; before 2025 it emptied the undo list. */
  readonly undoesAddins: boolean;
}

const SHARED = {
  SharedRuntime: '1.1',
  RibbonApi: '1.1',
  AddinCommands: '1.1',
  DialogApi: '1.1',
  DelayForCellEdit: '1.1',
} as const;

const WEB_LIMIT = 5 * 1024 * 1024;

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  office2021: { sets: { ExcelApi: '1.14', ...SHARED }, payload: null, undoesAddins: false },
  office2024: { sets: { ExcelApi: '1.17', ...SHARED }, payload: null, undoesAddins: false },
  microsoft365: {
    sets: { ExcelApi: '1.21', ExcelApiDesktop: '1.3', ...SHARED },
    payload: null,
    undoesAddins: true,
  },
  web: {
    sets: { ExcelApi: '1.21', ExcelApiOnline: '1.1', ...SHARED },
    payload: WEB_LIMIT,
    undoesAddins: true,
  },
};

/** The host's state; each may be set at any time. */
export interface Modes {
  profile: Profile;
  /** Someone is typing in a cell: requests are refused or wait. */
  cellEdit: boolean;
  readOnly: boolean;
  /** How long the host takes for a request, in milliseconds. */
  latency: number;
  /** The connection to the document is gone: every request fails. */
  timedOut: boolean;
  /** Events get lost on the way to the add-in. */
  losesEvents: boolean;
  /** `runtime.enableEvents = false` does nothing. */
  ignoresEnableEvents: boolean;
  filtered: FilterPolicy;
  regional: Writing['regional'];
}

export function modesOf(profile: ProfileName): Modes {
  return {
    profile: PROFILES[profile],
    cellEdit: false,
    readOnly: false,
    latency: 0,
    timedOut: false,
    losesEvents: false,
    ignoresEnableEvents: false,
    filtered: 'written',
    regional: { dates: 'dmy', year: 2026 },
  };
}

/** Throws AccessDenied where the workbook can't be changed at all. */
export function changeable({ modes }: { readonly modes: Modes }): void {
  if (modes.readOnly) throw accessDenied('the workbook is read-only');
}
