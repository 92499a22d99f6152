/** What the front page says, worked out from the ledger's rows: pure, so that a test can read it. */

import { z } from 'zod';
import type { RevisionRecord } from '../../shared/protocol/changes.ts';
import type { Night } from '../../shared/protocol/exports.ts';
import { actionStatus } from '../../shared/rules/action-status.ts';
import { check } from '../../shared/rules/check.ts';
import { meantBy, vocabularyOf } from '../../shared/rules/vocabulary.ts';
import type { Row } from '../../shared/sheet/row.ts';
import { type Matrix, scoreOf } from '../../shared/tracker/matrix.ts';
import { columnOf, type Schema, type Tab, tabOf } from '../../shared/tracker/schema.ts';
import { daysBetween } from '../../shared/values/date.ts';
import type { Finding } from '../../shared/values/finding.ts';

export interface Overview {
  readonly tabs: readonly TabCount[];
  /** The longest overdue first. */
  readonly overdue: readonly Late[];
  readonly risks: readonly TopRisk[];
  readonly findings: Readonly<Record<'error' | 'warning' | 'info', number>>;
  readonly latest: readonly RevisionRecord[];
  readonly exports: readonly { readonly group: string; readonly nights: readonly Night[] }[];
}

export interface TabCount {
  readonly tab: string;
  readonly title: string;
  readonly rows: number;
  /** Most frequent first; rows without a status are counted under "No status". */
  readonly statuses: readonly { readonly status: string; readonly rows: number }[];
}

export interface Late {
  readonly tab: string;
  readonly ref: string;
  readonly what: string;
  readonly owner: string;
  /** The heading of the date that has gone by. */
  readonly heading: string;
  readonly date: string;
  readonly days: number;
}

export interface TopRisk {
  readonly ref: string;
  readonly title: string;
  readonly probability: number;
  readonly impact: number;
  readonly score: number;
  readonly owner: string;
}

const TOP_RISKS = 5;

/** Works the front page out. `latest` is newest first. */
export function overviewOf(
  schema: Schema,
  matrix: Matrix,
  today: string,
  rows: readonly Row[],
  latest: readonly RevisionRecord[],
  exports: Overview['exports'],
): Overview {
  const findings = check(schema, today, { rows });
  const counts = { error: 0, warning: 0, info: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return {
    tabs: schema.tabs.map((tab) => countsOf(tab, rows)),
    overdue: findings
      .filter(({ rule }) => rule === 'overdue' || rule === 'overdue-long')
      .map((finding) => lateOf(finding, schema, today, rows))
      .sort((a, b) => b.days - a.days),
    risks: topRisks(schema, matrix, rows),
    findings: counts,
    latest,
    exports,
  };
}

const Dated = z.object({ date: z.string() });

function lateOf(finding: Finding, schema: Schema, today: string, rows: readonly Row[]): Late {
  const { tab, ref, column } = finding;
  const { date } = Dated.parse(finding.parameters);
  const row = rows.find((each) => each.tab === tab && each.ref === ref);
  const known = tabOf(schema, tab);
  return {
    tab,
    ref: ref ?? '',
    what: nameOf(row),
    owner: String(row?.cells.owner ?? ''),
    heading: (known && column !== null ? columnOf(known, column)?.heading : null) ?? 'Date',
    date,
    days: daysBetween(date, today),
  };
}

function countsOf(tab: Tab, rows: readonly Row[]): TabCount {
  const mine = rows.filter((row) => row.tab === tab.tab);
  const statuses = Map.groupBy(mine, (row) => statusOf(tab, row));
  return {
    tab: tab.tab,
    title: tab.title,
    rows: mine.length,
    statuses: [...statuses]
      .map(([status, group]) => ({ status, rows: group.length }))
      .sort((a, b) => b.rows - a.rows || (a.status < b.status ? -1 : 1)),
  };
}

/** A row's status as the vocabulary writes it, a typo counted as what it was meant to be. */
function statusOf(tab: Tab, { cells: { status, update } }: Row): string {
  const column = columnOf(tab, 'status');
  if (column === undefined) return (typeof update === 'string' ? actionStatus(update) : null) ?? NO_STATUS;
  if (status === null || status === undefined) return NO_STATUS;
  return meantBy(vocabularyOf(column.vocabulary ?? []), String(status))?.word ?? String(status);
}

const NO_STATUS = 'No status';

function topRisks(schema: Schema, matrix: Matrix, rows: readonly Row[]): TopRisk[] {
  const risks = tabOf(schema, 'risks');
  if (risks === undefined) return [];
  const closed = columnOf(risks, 'status')?.closed ?? [];
  return rows
    .filter((row) => row.tab === risks.tab && !closed.includes(statusOf(risks, row)))
    .flatMap((row) => {
      const { probability, impact, owner } = row.cells;
      const score = scoreOf(matrix, Number(probability), Number(impact));
      if (score === undefined) return [];
      return [
        {
          ref: row.ref ?? '',
          title: nameOf(row),
          probability: Number(probability),
          impact: Number(impact),
          score,
          owner: String(owner ?? ''),
        },
      ];
    })
    .sort((a, b) => b.score - a.score || (a.ref < b.ref ? -1 : 1))
    .slice(0, TOP_RISKS);
}

/** What a row is about, in a few words. */
function nameOf(row: Row | undefined): string {
  const { title, subject, action, description } = row?.cells ?? {};
  return String(title ?? subject ?? action ?? description ?? '');
}
