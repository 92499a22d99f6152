/** The ways to end one conflict. */
import { Button, Field, Input, Select, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { DISSENSUS } from '../../shared/sync/disagreement.ts';
import type { ConflictItem } from '../../shared/sync/preview.ts';
import { type Column, columnOf, tabOf } from '../../shared/tracker/schema.ts';
import { typedValue } from '../../shared/values/typed.ts';
import type { Actions } from './actions.ts';
import type { PaneState } from './state.ts';
import { showValue } from './words.ts';

interface Props {
  readonly item: ConflictItem;
  /** What it is called, for those who hear the buttons alone. */
  readonly name: string;
  readonly state: PaneState;
  readonly actions: Actions;
  readonly busy: boolean;
}

/** Its buttons, and the field for a third value where one was asked for. */
export function Decide({ item, name, state, actions, busy }: Props) {
  const [third, setThird] = useState(false);
  const { conflict, sheet, row, ref } = item;
  const { kind, tab, column } = conflict;
  const own = tabOf(state.schema, tab);
  const button = (label: string, say: string, press: () => void) => (
    <Button size="small" disabledFocusable={busy} aria-label={`${say} for ${name}`} onClick={press}>
      {label}
    </Button>
  );
  return (
    <>
      <div className="buttons">
        {kind === 'added'
          ? button('New number for mine', 'New number for mine', () => void actions.decide(item, 'mine'))
          : button('Keep mine', 'Keep mine', () => void actions.decide(item, 'mine'))}
        {button('Take theirs', 'Take theirs', () => void actions.decide(item, 'theirs'))}
        {kind === 'cell' && (
          <Button
            size="small"
            disabledFocusable={busy}
            aria-expanded={third}
            aria-label={`Another value for ${name}`}
            onClick={() => setThird(!third)}
          >
            Another value
          </Button>
        )}
      </div>
      <div className="buttons minor">
        {tabOf(state.schema, DISSENSUS) && kind !== 'renumbered' && (
          <Button
            size="small"
            appearance="subtle"
            disabledFocusable={busy}
            aria-label={`Record the disagreement for ${name}`}
            onClick={() => actions.record(item)}
          >
            Record the disagreement
          </Button>
        )}
        {sheet !== null && row !== null && (
          <Button
            size="small"
            appearance="subtle"
            aria-label={`Show the row of ${name}`}
            onClick={() => actions.goToRow(sheet, row)}
          >
            Show the row
          </Button>
        )}
        {ref !== null && (
          <Button
            size="small"
            appearance="subtle"
            disabledFocusable={busy}
            aria-label={`History of ${name}`}
            onClick={() => actions.historyOf(tab, ref)}
          >
            History
          </Button>
        )}
      </div>
      {third && column !== null && (
        <Third
          column={own && columnOf(own, column)}
          {...{ item, name, actions, busy }}
          onDone={() => setThird(false)}
        />
      )}
    </>
  );
}

interface ThirdProps extends Pick<Props, 'item' | 'name' | 'actions' | 'busy'> {
  /** Undefined for an extra column, which is text. */
  readonly column: Column | undefined;
  readonly onDone: () => void;
}

/** A field that suits the column: its list, a date, a number, else text. */
function Third({ item, name, column, actions, busy, onDone }: ThirdProps) {
  const { mine } = item.conflict;
  const [text, setText] = useState(typeof mine === 'object' || mine === null ? '' : showValue(mine));
  const label = `Another value for ${name}`;
  const value = typedValue(column?.type, text);
  const unread = column?.type === 'date' && typeof value === 'string' && !/^\d{4}-\d\d-\d\d/.test(value);
  return (
    <form
      className="third"
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
        void actions.decide(item, 'value', value);
      }}
    >
      <Field
        label={label}
        size="small"
        validationState={unread ? 'warning' : 'none'}
        hint={column?.type === 'date' ? 'As DD/MM/YYYY; nothing for blank.' : 'Nothing for blank.'}
        {...(unread ? { validationMessage: 'No day that is certain: it would stay text.' } : {})}
      >
        {column?.vocabulary ? (
          <Select size="small" value={text} onChange={(_, data) => setText(data.value)}>
            {[...new Set(['', text, ...column.vocabulary])].map((word) => (
              <option key={word} value={word}>
                {word === '' ? '(blank)' : word}
              </option>
            ))}
          </Select>
        ) : column === undefined || ['text', 'log', 'positions'].includes(column.type) ? (
          <Textarea size="small" rows={3} value={text} onChange={(_, data) => setText(data.value)} />
        ) : (
          <Input size="small" value={text} onChange={(_, data) => setText(data.value)} />
        )}
      </Field>
      <div className="buttons">
        <Button type="submit" size="small" disabledFocusable={busy}>
          Decide on this value
        </Button>
        <Button size="small" appearance="subtle" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
