/** Tabs that a workbook does not hold, and that may name its rows. */

import { namesAtBase } from './moves.ts';
import type { TabElsewhere } from './plan.ts';
import type { Prepared } from './prepare.ts';
import { refColumns } from './renumberings.ts';
import { rowsByRef } from './timeline.ts';

/** Asks for the rows of every tab with ref columns that was not recognised. Throws as the service. */
export async function tabsElsewhere({ session, pulled }: Prepared): Promise<TabElsewhere[]> {
  const { options, schema, view, copy } = session;
  const others = schema.tabs.filter((tab) => !view.tabs.has(tab.tab) && refColumns(tab).length > 0);
  return Promise.all(
    others.map(async (tab) => {
      const { rows } = await options.service.rows(tab.tab, pulled.revision);
      const names = namesAtBase(tab.tab, pulled.revisions, copy.base.revision);
      return { tab, rows: rowsByRef(tab, rows), ...names };
    }),
  );
}
