/** How the rules fit the registers that are adopted: which are on, and which are suggestions. */
import { fitsOf, ON, type RuleFit, rulesOver, together } from '../../shared/rules/fit.ts';
import type { Grid } from '../../shared/sheet/grid.ts';
import { percent } from '../../shared/sheet/propose/learn.ts';
import type { Proposal, ProposedTab } from '../../shared/sheet/propose/proposal.ts';
import type { TrackerReading } from '../../shared/sheet/rows.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { Remarked } from '../config/merge.ts';
import { count } from './print.ts';
import { amongOthers } from './report.ts';

export interface ProposedFile {
  readonly file: string;
  readonly grids: readonly Grid[];
  readonly proposal: Proposal;
  /** Of its tabs, those that can't be written down so that they are found again. */
  readonly lost: ReadonlySet<ProposedTab>;
  /** The file as it is read by what is proposed. */
  readonly reading: TrackerReading;
}

export interface FittingRules {
  /** Rules that nearly all rows of the adopted registers meet. */
  readonly on: readonly RuleFit[];
  /** Those that fewer meet, and that are switched off until someone wants them. */
  readonly suggested: readonly RuleFit[];
  /** Those that fewer meet, and that stay on because other tabs of the tracker are under them. */
  readonly kept: readonly RuleFit[];
}

/** Rows that share a ref are held whatever the rules say, so that this one always speaks of them. */
const IDENTITY = 'ref-duplicate';

/** How the rules of a schema fit these files. `isFirst`: no tracker is in use yet, so that all of their tabs are adopted. */
export function fitting(
  schema: Schema,
  today: string,
  files: readonly ProposedFile[],
  isFirst: boolean,
): FittingRules {
  const readings = files.map(({ reading }) => reading);
  const proposed = files.flatMap(({ proposal }) => proposal.tabs);
  const adopted = new Set(
    proposed
      .filter(({ isNew, isMatched }) => isFirst || isNew || isMatched)
      .map(({ tab: { value } }) => value),
  );
  const all = together(readings.flatMap((one) => fitsOf(schema, today, amongOthers(one, readings), adopted)));
  const inUse = isFirst ? new Set<string>() : rulesOver(schema, (tab) => !adopted.has(tab));
  const low = all.filter(({ rule, share }) => share < ON && rule !== IDENTITY);
  return {
    on: all.filter((each) => !low.includes(each)),
    suggested: low.filter(({ rule }) => !inUse.has(rule)),
    kept: low.filter(({ rule }) => inUse.has(rule)),
  };
}

/** A rule that is switched off, and why. */
export function remarked({ share, asked: rows, severity }: RuleFit): Remarked {
  const text = `${percent(share)} of ${count(rows, 'row')} ${rows === 1 ? 'meets' : 'meet'} it; else ${severity}`;
  return { value: 'off', remark: text };
}
