/** What the service wants to have confirmed before it takes so much away. */
import { tabOf } from '../../shared/tracker/schema.ts';
import type { PaneState } from './state.ts';
import { count, headingOf } from './words.ts';

/** The rows that would go and the cells that would be blanked. */
export function Confirm({ state }: { readonly state: PaneState }) {
  const { confirmation, schema } = state;
  if (!confirmation) return null;
  const { removals, blanked } = confirmation;
  const title = (tab: string) => tabOf(schema, tab)?.title ?? tab;
  return (
    <section aria-label="To confirm">
      <h2>Please confirm</h2>
      <p>
        The service asks before it takes away so much: {count(removals.length, 'row')} removed,{' '}
        {count(blanked.length, 'cell')} blanked. Removed rows can be brought back later.
      </p>
      <ul>
        {removals.map(({ tab, ref }) => (
          <li className="item" key={`${tab} ${ref}`}>
            <span className="body">
              <b>{ref}</b> · {title(tab)}: removed
            </span>
          </li>
        ))}
        {blanked.slice(0, 100).map(({ tab, ref, column }) => (
          <li className="item" key={`${tab} ${ref} ${column}`}>
            <span className="body">
              <b>{ref}</b> · {headingOf(schema, tab, column)}: blanked
            </span>
          </li>
        ))}
      </ul>
      {blanked.length > 100 && <p className="quiet">and {blanked.length - 100} more cells</p>}
    </section>
  );
}
