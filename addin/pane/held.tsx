/** Rows that stay in the sheet because they bring in errors. */
import { message } from '../../shared/rules/message.ts';
import type { HeldRow } from '../../shared/sync/preview.ts';
import type { Actions } from './actions.ts';
import { Go, PlaceLine } from './place.tsx';
import type { PaneState } from './state.ts';

interface Props {
  readonly state: PaneState;
  readonly actions: Actions;
  readonly held: readonly HeldRow[];
}

/** The held rows with their reasons; nothing where there are none. */
export function Held({ held, state, actions }: Props) {
  if (held.length === 0) return null;
  return (
    <section aria-label="Held in the sheet">
      <h2>
        Held in the sheet <span className="quiet">{held.length}</span>
      </h2>
      <p className="quiet">These rows bring in errors. They stay here; mend them and sync again.</p>
      <ul>
        {held.map((row) => (
          <li className="item" key={row.id}>
            <Go place={row} {...{ actions }}>
              <PlaceLine place={row} heading={null} />
              {[row.reason, ...row.findings.map((finding) => message(finding, state.schema))]
                .filter((text) => text !== null)
                .join(' ')}
            </Go>
          </li>
        ))}
      </ul>
    </section>
  );
}
