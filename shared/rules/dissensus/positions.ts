/**
 * The positions on a row's record, in whichever way they are written: a line a party in one cell, with the
 * position after the colon or in brackets before it, or a column a party.
 */
import type { Party } from '../../tracker/parties.ts';
import { type Column, isExtra } from '../../tracker/schema.ts';
import { resolveParty } from '../../values/party.ts';
import { type PartyPosition, readPositions } from '../../values/positions.ts';
import { isExcelError } from '../excel-error.ts';
import { saysNothing } from '../placeholder.ts';
import { type RowView, says, valueIn } from '../view.ts';

export interface OnRecord {
  /** The column to speak of: that of the positions, or the first of a party where the sheet lacks it. */
  readonly column: string;
  readonly positions: readonly PartyPosition[];
  /** Whether nothing at all stands there. */
  readonly blank: boolean;
  /** The positions that there are; null where any word will do. */
  readonly words: readonly string[] | null;
}

/** The record of each column of positions that a row must fill; none for a sheet that has no place for it. */
export function recordsOf(view: RowView, parties: readonly Party[]): OnRecord[] {
  const records: OnRecord[] = [];
  for (const column of view.tab.ofType.positions) {
    if (column.required !== 'always' || column.computed) continue;
    const record = recordOf(view, column, parties);
    if (record !== null) records.push(record);
  }
  return records;
}

/** The party whose positions a column of the keepers' own holds; null for any other column. */
export function partyOfColumn(parties: readonly Party[], column: string): Party | null {
  if (!isExtra(column)) return null;
  return resolveParty(parties, column.slice(2).replace(/^position(?: of)?:? | ?(?:'s )?position$/u, ''));
}

function recordOf(view: RowView, column: Column, parties: readonly Party[]): OnRecord | null {
  const words = column.vocabulary ?? null;
  const own = says(view, column.column);
  const value = own ? valueIn(view, column.column) : null;
  if (isExcelError(value)) return null;
  const ofParties = partyColumns(view, parties);
  const [first] = ofParties;
  if (!own && first === undefined) return null;
  const positions = saysNothing(value) ? [] : readPositions(String(value), words ?? []);
  let blank = saysNothing(value);
  for (const { column: key, party } of ofParties) {
    const said = valueIn(view, key);
    if (saysNothing(said) || !view.speaks(key)) continue;
    blank = false;
    positions.push(...readPositions(`${party.party}: ${said}`, words ?? []));
  }
  return {
    column: own ? column.column : (first?.column ?? column.column),
    positions: positions.filter(({ party, position }) => party !== null && !saysNothing(position)),
    blank,
    words,
  };
}

function partyColumns(view: RowView, parties: readonly Party[]): readonly PartyColumn[] {
  const { region } = view;
  if (region === null) return among(Object.keys(view.row.cells), parties);
  const known = ofRegions.get(region.places);
  if (known?.parties === parties) return known.columns;
  const columns = among([...region.places.keys()], parties);
  ofRegions.set(region.places, { parties, columns });
  return columns;
}

interface PartyColumn {
  readonly column: string;
  readonly party: Party;
}

const ofRegions = new WeakMap<
  ReadonlyMap<string, number>,
  { readonly parties: readonly Party[]; readonly columns: readonly PartyColumn[] }
>();

function among(columns: readonly string[], parties: readonly Party[]): PartyColumn[] {
  return columns.flatMap((column) => {
    const party = partyOfColumn(parties, column);
    return party === null ? [] : [{ column, party }];
  });
}
