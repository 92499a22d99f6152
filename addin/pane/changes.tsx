/** The view Changes: a sync that waits for an answer, else what the last one did. */
import type { Actions } from './actions.ts';
import { Confirm } from './confirm.tsx';
import { Disconnect } from './disconnect.tsx';
import { Empty } from './empty.tsx';
import { Outcome } from './outcome.tsx';
import { PreviewView } from './preview.tsx';
import type { PaneState } from './state.ts';

interface Props {
  readonly state: PaneState;
  readonly actions: Actions;
}

/** Confirmation, preview, outcome or what to do first, in this order. */
export function ChangesView({ state, actions }: Props) {
  const { preview, confirmation, result, synced, work } = state;
  if (confirmation) return <Confirm {...{ state }} />;
  if (preview) return <PreviewView {...{ state, actions }} />;
  return (
    <>
      {result ? (
        <Outcome {...{ result, state, actions }} />
      ) : (
        <Empty title="Not synced since the pane was opened">
          Choose Sync to compare this workbook with the ledger. Each change is shown here before anything is
          sent or written.
        </Empty>
      )}
      {synced !== null && <Disconnect busy={work !== null} {...{ actions }} />}
    </>
  );
}
