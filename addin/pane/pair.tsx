/** Rows without a ref that may be ones this workbook added before: which is which? */
import { Field, Select } from '@fluentui/react-components';
import type { Pairing } from '../../shared/sync/preview.ts';
import type { Actions } from './actions.ts';
import type { PaneState } from './state.ts';
import { showSide } from './words.ts';

interface Props {
  readonly state: PaneState;
  readonly actions: Actions;
  readonly pairing: Pairing;
}

/** One choice a row. */
export function Pair({ pairing, state, actions }: Props) {
  const { rows, refs, tab, tabTitle } = pairing;
  return (
    <section aria-label={`Which row is which in ${tabTitle}`}>
      <h2>Which row is which in {tabTitle}?</h2>
      <p className="quiet">
        These rows may be rows that the ledger has and that are not shown here under their refs. Say which is
        which.
      </p>
      {rows.map(({ id, row, cells }) => (
        <div className="card" key={id}>
          <Field label={`Row ${row}: ${showSide(cells, tab, state.schema)}`}>
            <Select
              value={id in state.pairs ? (state.pairs[id] ?? 'new') : ''}
              onChange={(_, { value }) => actions.pair(id, value === 'new' ? null : value)}
            >
              <option value="" disabled>
                Choose
              </option>
              {refs.map(({ ref, cells: own }) => (
                <option key={ref} value={ref}>
                  {ref}: {showSide(own, tab, state.schema).slice(0, 60)}
                </option>
              ))}
              <option value="new">A new row</option>
            </Select>
          </Field>
        </div>
      ))}
    </section>
  );
}
