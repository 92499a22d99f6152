import { z } from 'zod';
import type { Row } from '../../sheet/row.ts';
import { REF } from '../../tracker/schema.ts';
import { namesIn } from '../names.ts';
import { hasAny } from '../needs.ts';
import { isRef, nameOf, nameOfRef } from '../register.ts';
import { cellRule } from '../rule.ts';
import { statusOf } from '../status.ts';
import { otherView, type RowView, says, valueIn } from '../view.ts';

export const dependencyCycle = cellRule({
  id: 'dependency-cycle',
  about:
    'Dependencies that wait for each other: a row waits for what it depends on, and an artefact waits for the rows that say that they are needed for it. What is over waits for nothing.',
  severity: 'error',
  parameters: z.strictObject({
    on: z.string().default('depends-on-ref'),
    needed: z.string().default('artefacts'),
    /** A longer way round is not looked for. */
    most: z.number().int().min(1).default(30),
  }),
  facts: z.object({ refs: z.array(z.string()) }),
  columns: (tab, { on }) => (hasAny(tab, [on]) ? [REF] : []),
  check({ value, view }, say, { on, needed, most }) {
    if (!says(view, on)) return;
    const own = nameOfRef(view.tab, value);
    if (own === null || !isRef(value) || !leadsOn(view, value, own, on)) return;
    if (view.rows.count(own, view.tab.tab.tab) > 1) return;
    const refs = wayBack(view, own, on, needed, most);
    if (refs !== null) say({ column: on, facts: { refs } });
  },
  message: ({ refs }) =>
    `This depends on itself: ${refs.join(' → ')}. Take one of these dependencies out, or close it.`,
});

/** Whether anything may wait further on: most rows name no other, and no other is needed for them. */
function leadsOn(view: RowView, ref: string, own: string, on: string): boolean {
  const { rows } = view;
  if (namesIn(rows.plan, valueIn(view, on)).length > 0) return true;
  for (const { tab, columns } of rows.plan.tabs.values()) {
    if (!columns.has(on)) continue;
    if (rows.citing(own, tab.tab).length > 0) return true;
    const isOwn = tab === view.tab.tab;
    if (isOwn ? rows.shared(tab.tab, ref).length > 0 : rows.count(own, tab.tab) > 0) return true;
  }
  return false;
}

/** The shortest way from a row back to itself, as the refs along it; of two the first by name. */
function wayBack(start: RowView, own: string, on: string, needed: string, most: number): string[] | null {
  const from = new Map<string, string | null>([[own, null]]);
  let edge = [own];
  for (let step = 0; step < most && edge.length > 0; step += 1) {
    const next: string[] = [];
    for (const name of edge) {
      for (const after of neighbours(start, name, on, needed)) {
        if (after === own) return wayTo(from, name, own);
        if (from.has(after)) continue;
        from.set(after, name);
        next.push(after);
      }
    }
    edge = next;
  }
  return null;
}

function wayTo(from: ReadonlyMap<string, string | null>, last: string, own: string): string[] {
  const way = [own];
  for (let name: string | null = last; name !== null; name = from.get(name) ?? null) way.push(name);
  return way.reverse().map((name) => name.toUpperCase());
}

function neighbours(start: RowView, name: string, on: string, needed: string): string[] {
  const { rows } = start;
  const after = new Set<string>();
  for (const [tab, plan] of rows.plan.tabs) {
    if (!plan.columns.has(on)) continue;
    for (const row of rows.named(tab, name)) for (const each of namesOf(start, row, on)) after.add(each);
  }
  // An artefact waits for the rows that are needed for it.
  for (const [tab, plan] of rows.plan.tabs) {
    if (!plan.columns.has(on) || !plan.columns.has(needed)) continue;
    for (const row of rows.citing(name, tab)) {
      const own = nameOf(plan, row);
      if (own !== null && namesOf(start, row, needed).includes(name)) after.add(own);
    }
  }
  return [...after].sort();
}

function namesOf(start: RowView, row: Row, column: string): readonly string[] {
  const view = row === start.row ? start : otherView(start, row);
  if (view === null || !says(view, column) || statusOf(view)?.closed === true) return [];
  return namesIn(start.rows.plan, valueIn(view, column));
}
