/** The parties that a tracker knows, as rules are told them, and the names in a cell. */
import { z } from 'zod';
import { defaultParties, type Party } from '../../tracker/parties.ts';
import { normalParty, partyNames, resolveParty } from '../../values/party.ts';
import { remembered } from '../../values/remember.ts';
import type { Value } from '../../values/value.ts';
import { isExcelError } from '../excel-error.ts';
import { saysNothing } from '../placeholder.ts';

/** Filled from the configuration's `parties`. */
export const partiesParameter = z
  .array(z.object({ party: z.string(), aliases: z.array(z.string()) }))
  .default(defaultParties.map(({ party, aliases }) => ({ party, aliases: [...aliases] })));

export interface Named {
  /** As typed, with its brackets. */
  readonly text: string;
  /** Null where no party is known by that name. */
  readonly party: Party | null;
  /** The same with the party's own name. */
  readonly right: string;
}

/** A longer cell is prose, not names. */
const MOST = 300;

/** The parties that a cell names; none where it is blank, a placeholder or prose. */
export function namesIn(parties: readonly Party[], value: Value): readonly Named[] {
  if (typeof value !== 'string' || value.length > MOST) return [];
  let reader = readers.get(parties);
  if (reader === undefined) {
    reader = remembered((text) => readNames(parties, text));
    readers.set(parties, reader);
  }
  return reader(value);
}

const readers = new WeakMap<readonly Party[], (text: string) => readonly Named[]>();

function readNames(parties: readonly Party[], value: string): Named[] {
  if (saysNothing(value) || isExcelError(value)) return [];
  return partyNames(value, parties)
    .filter(({ text }) => !saysNothing(text))
    .map(({ text, party: before, person }) => {
      const party = resolveParty(parties, text);
      if (party === null) return { text, party, right: text };
      const names = [party.party, ...party.aliases].map(normalParty);
      // "Programme (PMO)" is an alias as a whole; of "Programme (Design Team)" only the first word is a name.
      const own = normalParty(names.includes(normalParty(text)) ? text : before) === normalParty(party.party);
      if (own) return { text, party, right: text };
      const whole = person === null || names.includes(normalParty(text));
      return { text, party, right: whole ? party.party : `${party.party} (${person})` };
    });
}
