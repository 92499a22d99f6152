/** What a sync is about to do, cell by cell, with ticks where a person must agree. */
import { Checkbox } from '@fluentui/react-components';
import type { PreviewItem } from '../../shared/sync/preview.ts';
import type { Actions } from './actions.ts';
import { FirstRegister } from './first.tsx';
import { Held } from './held.tsx';
import { Pair } from './pair.tsx';
import { Go, nameOf, PlaceLine } from './place.tsx';
import type { PaneState } from './state.ts';
import { count, showInstant, showSide } from './words.ts';

interface Props {
  readonly state: PaneState;
  readonly actions: Actions;
}

/** The preview that waits for an answer. */
export function PreviewView({ state, actions }: Props) {
  const { preview, ticked } = state;
  if (!preview) return null;
  const { push, take, removals, reversals, unsure, renumberings, held, conflicts, pairings, stops } = preview;
  return (
    <>
      {stops.map((stop) => (
        <p key={stop}>{stop}</p>
      ))}
      <FirstRegister {...{ state, actions }} />
      {pairings.map((pairing) => (
        <Pair key={pairing.tab} {...{ pairing, state, actions }} />
      ))}
      <Items title="To the ledger" items={push} {...{ state, actions }} />
      <Items title="Into this workbook" items={take} {...{ state, actions }} />
      <Items
        title="No longer in the sheet"
        hint="Tick those that are to be removed from the ledger too. The others are written back."
        items={removals}
        tick={(item) => ({ checked: ticked.has(item.id), label: `Remove ${nameOf(item)}` })}
        {...{ state, actions }}
      />
      <Items
        title="Would put back an older value"
        hint="Someone replaced these values since you opened the workbook. Tick those that are to go back."
        items={reversals}
        tick={(item) => ({ checked: ticked.has(item.id), label: `Put back ${nameOf(item)}` })}
        {...{ state, actions }}
      />
      <Items
        title="Differ from the ledger"
        hint="It is not known which side is the later one. Tick those that are to go to the ledger; the others stay as they are."
        items={unsure}
        tick={(item) => ({ checked: ticked.has(item.id), label: `Send ${nameOf(item)}` })}
        {...{ state, actions }}
      />
      <Items
        title="Under another ref than before"
        hint="Tick those that are to be renumbered; refs to them in other registers change along. The others get their ref back."
        items={renumberings}
        tick={(item) => ({ checked: ticked.has(item.id), label: `Renumber ${nameOf(item)}` })}
        {...{ state, actions }}
      />
      {renumberings.some(({ id, references }) => ticked.has(id) && references.length > 0) && (
        <Items
          title="Change along"
          items={renumberings.flatMap(({ id, references }) => (ticked.has(id) ? references : []))}
          {...{ state, actions }}
        />
      )}
      <Held held={held} {...{ state, actions }} />
      {conflicts.length > 0 && (
        <p className="quiet">
          {count(conflicts.length, 'conflict')} to decide in the view Conflicts; the rest is sent without it.
        </p>
      )}
    </>
  );
}

interface ItemsProps extends Props {
  readonly title: string;
  readonly hint?: string;
  readonly items: readonly PreviewItem[];
  readonly tick?: (item: PreviewItem) => { readonly checked: boolean; readonly label: string };
}

function Items({ title, hint, items, tick, state, actions }: ItemsProps) {
  if (items.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>
        {title} <span className="quiet">{items.length}</span>
      </h2>
      {hint && <p className="quiet">{hint}</p>}
      <ul>
        {items.map((item) => {
          const box = tick?.(item);
          return (
            <li className="item" key={item.id}>
              {box && (
                <Checkbox
                  aria-label={box.label}
                  checked={box.checked}
                  onChange={(_, data) => actions.tick(item.id, data.checked === true)}
                />
              )}
              <Go place={item} {...{ actions }}>
                <PlaceLine place={item} heading={item.heading} />
                <Difference {...{ item, state }} />
              </Go>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Difference({ item, state }: { readonly item: PreviewItem; readonly state: PaneState }) {
  const { kind, from, to, by, tab } = item;
  const { schema } = state;
  return (
    <>
      {(kind === 'set' || kind === 'renumber') && (
        <>
          <span className="was">{showSide(from, tab, schema)}</span> <span aria-hidden="true">→</span>
          <span className="unseen">becomes</span> <span className="will">{showSide(to, tab, schema)}</span>
        </>
      )}
      {kind === 'add' && <span>New row: {showSide(to, tab, schema)}</span>}
      {kind === 'restore' && <span>Comes back: {showSide(to, tab, schema)}</span>}
      {kind === 'remove' && <span className="was">{showSide(from, tab, schema)}</span>}
      {by && (
        <span className="place">
          {by.author}, {showInstant(by.at, schema.timeZone)}
        </span>
      )}
    </>
  );
}
