/** Who changed what of one row, when and why. */
import { Button } from '@fluentui/react-components';
import { columnOf, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import type { Change } from '../../shared/values/change.ts';
import { hasParts, partChanges } from '../../shared/values/parts.ts';
import type { Actions } from './actions.ts';
import { Empty } from './empty.tsx';
import type { PaneState } from './state.ts';
import { headingOf, showInstant, showValue } from './words.ts';

interface Props {
  readonly state: PaneState;
  readonly actions: Actions;
}

/** The history of the row that was asked for, newest first. */
export function HistoryView({ state, actions }: Props) {
  const { history, schema, work, preview, connection } = state;
  const busy = work !== null || preview !== null || connection.status !== 'answers';
  return (
    <>
      <Button size="small" disabledFocusable={busy} onClick={() => actions.historyOfSelection()}>
        History of the selected row
      </Button>
      {history === null ? (
        <Empty title="No row asked for">
          Select a row of a register in the sheet and choose the button above: who changed what of it, when
          and why.
        </Empty>
      ) : (
        <section className="past" aria-label={`History of ${history.ref}`}>
          <h2>
            {history.ref} <span className="quiet">{tabOf(schema, history.tab)?.title ?? history.tab}</span>
          </h2>
          {history.revisions.length === 0 && (
            <p className="quiet">The ledger does not have this row yet. The next sync sends it.</p>
          )}
          <ol>
            {history.revisions.map(({ revision, author, at, reason, changes }) => (
              <li className="card" key={revision}>
                <span className="place">
                  <b>{author}</b>, {showInstant(at, schema.timeZone)} · revision {revision}
                </span>
                {reason !== null && <p className="reason">“{reason}”</p>}
                {changes.map((change) => (
                  <p key={JSON.stringify(change)}>
                    <ChangeText {...{ change, state }} />
                  </p>
                ))}
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function ChangeText({ change, state: { schema } }: { readonly change: Change } & Pick<Props, 'state'>) {
  const elsewhere = change.elsewhere === true && <span className="quiet"> (typed by a co-author)</span>;
  if (change.op === 'set') {
    const parts = partsOf(change, schema);
    if (parts.length > 0) {
      return (
        <>
          {headingOf(schema, change.tab, change.column)}: {parts.join('; ')}
          {elsewhere}
        </>
      );
    }
    return (
      <>
        {headingOf(schema, change.tab, change.column)}:{' '}
        <span className="was">{showValue(change.before)}</span> <span aria-hidden="true">→</span>
        <span className="unseen">becomes</span> <span className="will">{showValue(change.after)}</span>
        {elsewhere}
      </>
    );
  }
  return (
    <>
      {textOf(
        change,
        change.op === 'decide' && change.column ? headingOf(schema, change.tab, change.column) : '',
      )}
      {elsewhere}
    </>
  );
}

/** What changed inside a cell of dated lines or positions, part by part. */
function partsOf({ tab, column, before, after }: Extract<Change, { op: 'set' }>, schema: Schema): string[] {
  const own = tabOf(schema, tab);
  const type = own && columnOf(own, column)?.type;
  if (type === undefined || !hasParts(type)) return [];
  if (typeof before !== 'string' || typeof after !== 'string') return [];
  return partChanges(type, before, after);
}

function textOf(change: Exclude<Change, { op: 'set' }>, heading: string): string {
  switch (change.op) {
    case 'add':
      return 'The row was added.';
    case 'remove':
      return 'The row was removed.';
    case 'restore':
      return 'The row was brought back.';
    case 'renumber':
      return `${change.ref} became ${change.to}.`;
    case 'decide':
      return `Conflict${heading === '' ? '' : ` in ${heading}`} decided: ${DECIDED[change.choose]}.`;
  }
}

const DECIDED = {
  mine: "the workbook's side stays",
  theirs: "the ledger's side stays",
  value: 'a third value',
} as const;
