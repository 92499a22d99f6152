/** Registers that can't be synced, or that the tracker does not know: which, and what to do. */
import { Button } from '@fluentui/react-components';
import { columnOf, REF, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import type { Actions } from './actions.ts';
import type { Checked } from './state.ts';
import { count } from './words.ts';

interface Props {
  readonly checked: Checked;
  readonly schema: Schema;
  readonly actions: Pick<Actions, 'insertColumn' | 'goToRow'>;
  readonly busy: boolean;
}

/** As many headings as tell what a register is. */
const HEADINGS_SHOWN = 5;

/** The list; nothing where all is read and can be synced. */
export function Unread({ checked, schema, actions, busy }: Props) {
  const unkeyed = checked.regions.filter(
    ({ sheet, unkeyed: why }) => why !== undefined && (checked.sheet === null || sheet === checked.sheet),
  );
  if (unkeyed.length + checked.unknown.length === 0) return null;
  return (
    <section aria-label="Not synced">
      <h2>
        Not synced <span className="quiet">{unkeyed.length + checked.unknown.length}</span>
      </h2>
      <ul>
        {unkeyed.map(({ sheet, tab, headerRow, unkeyed: why }) => {
          const own = tabOf(schema, tab);
          const heading = (own && columnOf(own, REF)?.heading) ?? 'Ref';
          return (
            <li className="card" key={`${sheet} ${headerRow}`}>
              <span className="place">
                <b>{sheet}</b> · {own?.title ?? tab}, headings in row {headerRow + 1}
              </span>
              {why === 'no-ref' ? (
                <>
                  <p>
                    No column holds refs, so its rows can't be told apart: they are checked and not synced.
                    With a column for refs the next sync numbers them.
                  </p>
                  <Button
                    size="small"
                    disabledFocusable={busy}
                    aria-label={`Insert the column ${heading} into ${sheet}`}
                    onClick={() => actions.insertColumn(sheet, tab, REF)}
                  >
                    Insert the column {heading}
                  </Button>
                </>
              ) : (
                <p>
                  Several rows stand under one ref on purpose, so they are checked and not synced. Give each
                  row a ref of its own if they are to be synced.
                </p>
              )}
            </li>
          );
        })}
        {checked.unknown.map(({ sheet, headerRow, columns, rows }) => (
          <li className="card" key={`${sheet} ${headerRow} ${columns[0]?.at}`}>
            <span className="place">
              <b>{sheet}</b> · {count(rows, 'row')} under the headings in row {headerRow + 1}
            </span>
            <p>
              This looks like a register and is no tab of the tracker:{' '}
              {columns
                .slice(0, HEADINGS_SHOWN)
                .map(({ heading }) => heading.replaceAll(/\s+/g, ' '))
                .join(', ')}
              {columns.length > HEADINGS_SHOWN && ' …'}. To have it checked and synced, adopt it: as one of
              the tabs, or as a further one.
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
