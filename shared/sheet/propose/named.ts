/** Who is named in a workbook's columns of parties, and which comes first in its dates. */
import { z } from 'zod';
import type { Party } from '../../tracker/parties.ts';
import type { Schema } from '../../tracker/schema.ts';
import { normalParty, partyNames, resolveParty } from '../../values/party.ts';
import { type CellValue, cellAt, type Grid } from '../grid.ts';
import { type Guess, looksLikeName, percent, saysNothing } from './learn.ts';

/** The cells of a column, in the rows that are records. */
export interface ColumnCells {
  readonly grid: Grid;
  readonly at: number;
  readonly rows: readonly number[];
}

export interface NamedParty {
  /** As it is written most often. */
  readonly name: string;
  readonly times: number;
  /** Whether the tracker has it, or knows it as an alias. */
  readonly isKnown: boolean;
}

export type DateOrder = 'day first' | 'month first';

/** Who is named in these columns, the most frequent first. */
export function namedIn(columns: readonly ColumnCells[], parties: readonly Party[]): NamedParty[] {
  const named = new Map<string, Map<string, number>>();
  for (const cell of cellsOf(columns)) {
    for (const { party } of partyNames(textOf(cell), parties)) {
      if (saysNothing(party) || !looksLikeName(party)) continue;
      const spelt = named.get(normalParty(party)) ?? new Map<string, number>();
      spelt.set(party, (spelt.get(party) ?? 0) + 1);
      named.set(normalParty(party), spelt);
    }
  }
  return [...named.values()]
    .map((spelt) => {
      const [[name] = [''], times] = [
        [...spelt].sort((a, b) => b[1] - a[1])[0],
        [...spelt.values()].reduce((sum, each) => sum + each, 0),
      ];
      return { name, times, isKnown: resolveParty(parties, name) !== null };
    })
    .sort((a, b) => b.times - a.times || (a.name < b.name ? -1 : 1));
}

const Told = z.object({ parties: z.array(z.object({ party: z.string(), aliases: z.array(z.string()) })) });

/** The parties of a tracker, as its rules are told them. */
export function partiesOf({ rules }: Pick<Schema, 'rules'>): readonly Party[] {
  for (const { parameters } of rules) {
    const told = Told.safeParse(parameters);
    if (told.success) return told.data.parties;
  }
  return [];
}

/** Which comes first in the dates that were typed as text; null where no date tells. */
export function dateOrderIn(columns: readonly ColumnCells[]): Guess<DateOrder> | null {
  let day = 0;
  let month = 0;
  for (const cell of cellsOf(columns)) {
    const [, first, second] =
      /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|'?\d{2})(?:[ ,T]|$)/.exec(textOf(cell)) ?? [];
    if (Number(first) > 12 && Number(second) <= 12) day++;
    if (Number(second) > 12 && Number(first) <= 12) month++;
  }
  if (day + month === 0) return null;
  const share = Math.max(day, month) / (day + month);
  const reason = `${percent(share)} of the dates typed as text that tell put it so`;
  return { value: day >= month ? 'day first' : 'month first', confidence: share, reason };
}

function cellsOf(columns: readonly ColumnCells[]): CellValue[] {
  return columns.flatMap(({ grid, at, rows }) => rows.map((row) => cellAt(grid, row, at)));
}

function textOf(value: CellValue): string {
  return typeof value === 'string' ? value.trim() : '';
}
