/** Whether a service may take pushes: only the configuration in force checks them. */
import { fingerprintOf, schemaOf } from '../../shared/rules/settings.ts';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import type { Store } from '../store/store.ts';
import { orBusy } from './queue.ts';

/**
 * Answers whether a configuration is a tracker's one in force: another instance may have put one in force since. It asks
 * the database and not the ledger, which may be at work on a big push.
 *
 * @throws Problem `busy`, StoreFailed
 */
export function inForceIn(
  store: Store,
  tracker: string,
  configuration: Configuration,
): () => Promise<boolean> {
  const own = fingerprintOf(schemaOf(configuration));
  return () =>
    orBusy(store.snapshot(tracker, async (snapshot) => (await snapshot.tracker()).fingerprint === own));
}
