/** Cells and rows that this workbook and someone else changed to different things. */
import { Button, Checkbox } from '@fluentui/react-components';
import { useState } from 'react';
import type { ConflictItem } from '../../shared/sync/preview.ts';
import type { Actions } from './actions.ts';
import { Decide } from './decide.tsx';
import { Empty } from './empty.tsx';
import { PlaceLine } from './place.tsx';
import type { PaneState } from './state.ts';
import { count, showInstant, showSide } from './words.ts';

interface Props {
  readonly state: PaneState;
  readonly actions: Actions;
}

/** The conflicts of this workbook, to be decided one by one or several at once. */
export function ConflictsView({ state, actions }: Props) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const conflicts = state.preview?.conflicts ?? state.conflicts;
  if (conflicts.length === 0) {
    return (
      <Empty title="No conflicts">
        Where you and someone else change the same cell to different values, both are shown here after a sync,
        and you decide which one stays.
      </Empty>
    );
  }
  const recorded = conflicts.filter(({ conflict }) => conflict.id !== null);
  const chosen = recorded.filter(({ id }) => ticked.has(id));
  const tick = (ids: readonly string[], on: boolean) => {
    const next = new Set(ticked);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    setTicked(next);
  };
  return (
    <>
      {recorded.length > 1 && (
        <Several
          {...{ state, actions, chosen }}
          all={recorded.length}
          onTickAll={(on) =>
            tick(
              recorded.map(({ id }) => id),
              on,
            )
          }
        />
      )}
      <ul>
        {conflicts.map((item) => (
          <Card
            key={item.id}
            {...{ item, state, actions }}
            ticked={recorded.length > 1 && item.conflict.id !== null ? ticked.has(item.id) : null}
            onTick={(on) => tick([item.id], on)}
          />
        ))}
      </ul>
    </>
  );
}

interface SeveralProps extends Props {
  readonly chosen: readonly ConflictItem[];
  readonly all: number;
  readonly onTickAll: (on: boolean) => void;
}

/** Deciding those that are ticked, all alike. */
function Several({ state, actions, chosen, all, onTickAll }: SeveralProps) {
  const none = isBusy(state) || chosen.length === 0;
  return (
    <section className="several" aria-label="Decide several at once">
      <Checkbox
        label={chosen.length === 0 ? `All ${all}` : `${chosen.length} of ${count(all, 'conflict')}`}
        checked={chosen.length === 0 ? false : chosen.length === all ? true : 'mixed'}
        onChange={(_, data) => onTickAll(data.checked === true)}
      />
      <div className="buttons">
        <Button size="small" disabledFocusable={none} onClick={() => actions.decideAlike(chosen, 'mine')}>
          Keep mine in all ticked
        </Button>
        <Button size="small" disabledFocusable={none} onClick={() => actions.decideAlike(chosen, 'theirs')}>
          Take theirs in all ticked
        </Button>
      </div>
    </section>
  );
}

function isBusy({ work, preview, connection }: PaneState): boolean {
  return work !== null || preview !== null || connection.status !== 'answers';
}

interface CardProps extends Props {
  readonly item: ConflictItem;
  /** Null where it can't be ticked. */
  readonly ticked: boolean | null;
  readonly onTick: (on: boolean) => void;
}

function Card({ item, state, actions, ticked, onTick }: CardProps) {
  const { conflict, heading, left } = item;
  const { schema } = state;
  const { tab, base, mine, theirs, author, at, theirsAuthor, theirsAt, id } = conflict;
  const name = `${item.ref ?? 'the row'}${heading === null ? '' : `, ${heading}`}`;
  return (
    <li className="card">
      <div className="titled">
        {ticked !== null && (
          <Checkbox
            aria-label={`Decide ${name} with others`}
            checked={ticked}
            onChange={(_, data) => onTick(data.checked === true)}
          />
        )}
        <PlaceLine place={item} {...{ heading }} />
      </div>
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
      {id === null ? (
        <p className="quiet">Send the changes first; then it can be decided.</p>
      ) : (
        <Decide {...{ item, name, state, actions }} busy={isBusy(state)} />
      )}
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
