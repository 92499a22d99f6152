/** All safe fixes, each with before and after, for one answer. */
import { useState } from 'react';
import type { Fix } from '../../shared/sync/fixes.ts';
import type { Actions } from './actions.ts';
import { More } from './more.tsx';
import type { PaneState } from './state.ts';
import { count, headingOf, showValue } from './words.ts';

interface Props {
  readonly fixes: readonly Fix[];
  readonly state: PaneState;
  readonly actions: Pick<Actions, 'goToRow'>;
}

/** Thousands of lines at once make the pane slow. */
const SHOWN_AT_ONCE = 100;

/** The list; its buttons stand below the view. */
export function FixesView({ fixes, state: { schema }, actions }: Props) {
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  return (
    <section aria-label="Safe fixes">
      <h2>
        Safe fixes <span className="quiet">{fixes.length}</span>
      </h2>
      <p className="quiet">
        Each has one right answer and needs no decision. Nothing else in the workbook changes. Microsoft 365
        and Excel on the web can undo it.
      </p>
      <ul>
        {fixes.slice(0, shown).map((fix) => (
          <li className="item" key={`${fix.sheet} ${fix.row} ${fix.column}`}>
            <button type="button" className="go" onClick={() => actions.goToRow(fix.sheet, fix.row)}>
              <span className="body">
                <span className="place">
                  <b>{fix.ref ?? `Row ${fix.row}`}</b> · {headingOf(schema, fix.tab, fix.column)} ·{' '}
                  {fix.sheet}, row {fix.row}
                </span>
                <span className="was">{showValue(fix.before)}</span> <span aria-hidden="true">→</span>
                <span className="unseen">becomes</span>{' '}
                <span className="will">
                  {showValue(fix.after)}
                  {showValue(fix.before) === showValue(fix.after) && ' (as a date, not text)'}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <More shown={shown} of={fixes.length} page={SHOWN_AT_ONCE} show={setShown} />
    </section>
  );
}

/** What the button says. */
export function fixLabel(fixes: readonly Fix[]): string {
  return `Fix ${count(fixes.length, 'cell')}`;
}
