/** A register that the ledger has nothing of yet: an owner may have it taken as it is. */
import { Button } from '@fluentui/react-components';
import { tabOf } from '../../shared/tracker/schema.ts';
import type { Actions } from './actions.ts';
import type { PaneState } from './state.ts';
import { count } from './words.ts';

interface Props {
  readonly state: PaneState;
  readonly actions: Pick<Actions, 'takeAsItIs'>;
}

/** The offer; nothing where none of its rows would be held for an error. */
export function FirstRegister({ state: { preview, schema, connection, work }, actions }: Props) {
  const first = new Set(preview?.first);
  const held = (preview?.held ?? []).filter(({ tab, findings }) => first.has(tab) && findings.length > 0);
  if (held.length === 0) return null;
  const titles = [...new Set(held.map(({ tab }) => tabOf(schema, tab)?.title ?? tab))];
  const isOwner = connection.status === 'answers' && connection.role === 'owner';
  return (
    <section aria-label="New to the ledger">
      <h2>New to the ledger</h2>
      <p>
        The ledger has no rows of {titles.join(', ')} yet. {count(held.length, 'row')} of this workbook{' '}
        {held.length === 1 ? 'has an error and waits' : 'have errors and wait'} here until mended.{' '}
        {isOwner
          ? 'Or take the register as it is: nothing waits, and the errors stay listed as findings.'
          : 'An owner can take the register as it is, so that nothing waits: ask one to make this first sync, or send the other rows now.'}
      </p>
      {isOwner && (
        <Button className="more" disabledFocusable={work !== null} onClick={actions.takeAsItIs}>
          Take the register as it is
        </Button>
      )}
    </section>
  );
}
