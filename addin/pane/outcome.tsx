/** What the last sync did, or why it did nothing. */
import { Button } from '@fluentui/react-components';
import { NOTHING_RECOGNISED } from '../../shared/sync/outcome.ts';
import type { SyncResult } from '../../shared/sync/preview.ts';
import type { Actions } from './actions.ts';
import { Empty } from './empty.tsx';
import { Held } from './held.tsx';
import type { PaneState } from './state.ts';
import { count } from './words.ts';

interface Props {
  readonly result: SyncResult;
  readonly state: PaneState;
  readonly actions: Actions;
}

/** The outcome, with new refs and held rows to go to. */
export function Outcome({ result, state, actions }: Props) {
  const { status, pushed, taken, revision, refs, held, stops, wayOn } = result;
  if (status === 'stopped') {
    return (
      <section aria-label="The sync stopped">
        <h2>Nothing was synced</h2>
        {stops.map((stop) => (
          <p key={stop}>{stop}</p>
        ))}
        {stops.includes(NOTHING_RECOGNISED) && (
          <Button className="more" onClick={() => actions.adopt()}>
            Adopt this workbook…
          </Button>
        )}
        {wayOn && (
          <div className="buttons more">
            <Button onClick={() => actions.sync(wayOn)}>{WAYS[wayOn]}</Button>
            {wayOn === 'base' && (
              <Button onClick={() => actions.sync('without-base')}>{WAYS['without-base']}</Button>
            )}
          </div>
        )}
      </section>
    );
  }
  if (status === 'cancelled') {
    return <Empty title="Cancelled">Nothing was sent or written. Choose Sync to look again.</Empty>;
  }
  return (
    <>
      {held.length === 0 && refs.length === 0 && pushed + taken === 0 ? (
        <Empty title="Nothing new on either side">
          This workbook and the ledger agree at revision {revision}. Edit as usual and choose Sync when you
          are done.
        </Empty>
      ) : (
        <section aria-label="Synced">
          <h2>Synced at revision {revision}</h2>
          <p>
            {pushed + taken === 0
              ? 'Nothing to send or to write.'
              : `${count(pushed, 'change')} sent to the ledger, ${count(taken, 'change')} written here.`}
          </p>
        </section>
      )}
      {refs.length > 0 && (
        <section aria-label="New refs">
          <h2>New refs</h2>
          <ul>
            {refs.map(({ tab, ref, sheet, row }) => (
              <li className="item" key={`${tab} ${ref}`}>
                <button type="button" className="go" onClick={() => actions.goToRow(sheet, row)}>
                  <span className="body">
                    <b>{ref}</b> · {sheet}, row {row}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Held held={held} {...{ state, actions }} />
    </>
  );
}

const WAYS: Readonly<Record<NonNullable<SyncResult['wayOn']>, string>> = {
  join: 'Join this tracker',
  base: 'Take that as its base',
  'without-base': 'Go on without a base',
  renumber: 'Go on and choose which to renumber',
  forget: 'Forget state',
};
