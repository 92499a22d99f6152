/** Ending a workbook's tie to the tracker. */
import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { Actions } from './actions.ts';

interface Props {
  readonly busy: boolean;
  readonly actions: Pick<Actions, 'disconnect'>;
}

/** Two clicks: there is no way back but to compare everything again. */
export function Disconnect({ busy, actions }: Props) {
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <section className="aside" aria-label="Disconnect">
        <Button size="small" appearance="subtle" disabledFocusable={busy} onClick={() => setSure(true)}>
          Disconnect this workbook…
        </Button>
      </section>
    );
  }
  return (
    <section className="aside" aria-label="Disconnect">
      <p className="quiet">
        The hidden sheet with the state of this copy goes, the cells stay. Do this before the file goes to
        someone outside.
      </p>
      <div className="buttons">
        <Button
          size="small"
          disabledFocusable={busy}
          onClick={async () => {
            setSure(false);
            await actions.disconnect();
          }}
        >
          Disconnect
        </Button>
        <Button size="small" appearance="subtle" onClick={() => setSure(false)}>
          Stay connected
        </Button>
      </div>
    </section>
  );
}
