/** Cells and rows that this workbook and someone else changed to different things. */
import { Button } from '@fluentui/react-components';
import type { ConflictItem } from '../../shared/sync/preview.ts';
import type { Actions } from './actions.ts';
import { Empty } from './empty.tsx';
import { PlaceLine } from './place.tsx';
import type { PaneState } from './state.ts';
import { showInstant, showSide } from './words.ts';

interface Props {
  readonly state: PaneState;
  readonly actions: Actions;
}

/** The conflicts of this workbook, each with its two decisions. */
export function ConflictsView({ state, actions }: Props) {
  const conflicts = state.preview?.conflicts ?? state.conflicts;
  if (conflicts.length === 0) {
    return (
      <Empty title="No conflicts">
        Where you and someone else change the same cell to different values, both are shown here after a sync,
        and you decide which one stays.
      </Empty>
    );
  }
  return (
    <ul>
      {conflicts.map((item) => (
        <Card key={item.id} {...{ item, state, actions }} />
      ))}
    </ul>
  );
}

function Card({ item, state, actions }: Props & { readonly item: ConflictItem }) {
  const { conflict, heading, left, sheet, row } = item;
  const { schema, work, preview, connection } = state;
  const { tab, base, mine, theirs, author, at, theirsAuthor, theirsAt, id } = conflict;
  const name = `${item.ref ?? 'the row'}${heading === null ? '' : `, ${heading}`}`;
  const busy = work !== null || preview !== null || connection.status !== 'answers';
  return (
    <li className="card">
      <PlaceLine place={item} {...{ heading }} />
      <p>{left ? 'Left undecided when the workbook was closed.' : WHAT[conflict.kind]}</p>
      <dl className="sides">
        <dt>Before</dt>
        <dd>{showSide(base, tab, schema)}</dd>
        <dt>Mine</dt>
        <dd>
          <span className="will">{showSide(mine, tab, schema)}</span>
          <span className="place">
            {author}, {showInstant(at, schema.timeZone)}
          </span>
        </dd>
        <dt>Theirs</dt>
        <dd>
          <span className="will">{showSide(theirs, tab, schema)}</span>
          {theirsAuthor !== null && theirsAt !== null && (
            <span className="place">
              {theirsAuthor}, {showInstant(theirsAt, schema.timeZone)}
            </span>
          )}
        </dd>
      </dl>
      <div className="buttons">
        {id !== null && (
          <>
            <Button
              size="small"
              disabledFocusable={busy}
              aria-label={`Keep mine for ${name}`}
              onClick={() => actions.decide(item, 'mine')}
            >
              Keep mine
            </Button>
            <Button
              size="small"
              disabledFocusable={busy}
              aria-label={`Take theirs for ${name}`}
              onClick={() => actions.decide(item, 'theirs')}
            >
              Take theirs
            </Button>
          </>
        )}
        {sheet !== null && row !== null && (
          <Button size="small" appearance="subtle" onClick={() => actions.goToRow(sheet, row)}>
            Show the row
          </Button>
        )}
      </div>
      {id === null && <p className="quiet">Send the changes first; then it can be decided.</p>}
    </li>
  );
}

const WHAT: Readonly<Record<ConflictItem['conflict']['kind'], string>> = {
  cell: 'Both changed this cell.',
  'removed-edited': 'Removed here, edited by someone else.',
  'edited-removed': 'Edited here, removed by someone else.',
  added: 'Both added a row with this ref.',
  renumbered: 'The new ref belongs to another row.',
};
