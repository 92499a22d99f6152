/** The way to Adopt: in plain sight where something is unknown, quiet otherwise. */
import { Button, Link } from '@fluentui/react-components';
import type { Actions } from './actions.ts';
import { count } from './words.ts';

interface Props {
  /** How much of the workbook nobody has said anything about. */
  readonly open: number;
  readonly busy: boolean;
  readonly actions: Pick<Actions, 'adopt'>;
}

/** The button, with what it is for. */
export function AdoptOffer({ open, busy, actions }: Props) {
  if (open === 0) {
    return (
      <section className="aside" aria-label="Adopt">
        <Button size="small" appearance="subtle" disabledFocusable={busy} onClick={() => actions.adopt()}>
          How this workbook is read…
        </Button>
      </section>
    );
  }
  return (
    <p className="offer quiet">
      {count(open, 'register or heading is', 'registers or headings are')} unknown to the tracker.{' '}
      <Link inline disabled={busy} onClick={() => actions.adopt()}>
        Adopt this workbook…
      </Link>
    </p>
  );
}
