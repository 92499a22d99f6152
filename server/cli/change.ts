/** A change in a line, with the parts of a cell where its column has some. */
import { changeLine } from '../../shared/sync/history.ts';
import { columnOf, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import type { Change } from '../../shared/values/change.ts';

/** `DR-003 status: Open → Closed`. */
export function changeText(change: Change, schema: Pick<Schema, 'tabs'>): string {
  const tab = tabOf(schema, change.tab);
  const type = change.op === 'set' && tab ? columnOf(tab, change.column)?.type : undefined;
  return changeLine(change, type);
}
