/** Whether the service answers, as whom it knows us, and the schema that it gave. */
import { Problem, Unreachable } from '../../shared/protocol/problem.ts';
import type { SchemaAnswer } from '../../shared/protocol/schema.ts';
import type { Service } from '../../shared/protocol/service.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { Memory } from './memory.ts';
import type { Connection, PaneState } from './state.ts';
import type { Store } from './store.ts';

/** Asks the service who we are and by which schema to check; null without an answer: the last schema stays. */
export async function connect(
  store: Store<PaneState>,
  service: Service,
  memory: Memory,
): Promise<SchemaAnswer | null> {
  try {
    const answer = await service.schema();
    const schema = schemaIn(answer);
    memory.setSchema(schema);
    store.set({
      connection: {
        status: 'answers',
        author: answer.you.author,
        role: answer.you.role,
        revision: answer.revision,
      },
      schema,
      schemaFrom: 'service',
      today: answer.today,
    });
    return answer;
  } catch (error) {
    store.set({ connection: connectionAfter(error) });
    return null;
  }
}

/**
 * Asks the service what is new since this workbook was synced, and, where that is another schema, for that too.
 * Answers the schema then, else null.
 */
export async function poll(
  store: Store<PaneState>,
  service: Service,
  memory: Memory,
  last: SchemaAnswer | null,
): Promise<SchemaAnswer | null> {
  const { synced } = store.get();
  if (last === null || synced === null) return connect(store, service, memory);
  try {
    const { revision, revisions, fingerprint, today } = await service.changes({ since: synced });
    // A sync may have gone on meanwhile.
    if (store.get().synced === synced) store.set({ news: revisions.length });
    if (fingerprint !== last.fingerprint) return connect(store, service, memory);
    store.set({
      connection: { status: 'answers', author: last.you.author, role: last.you.role, revision },
      today,
    });
    return null;
  } catch (error) {
    // The ledger does not know the base: the next sync says so, and what to do.
    if (error instanceof Problem && error.type === 'resync') store.set({ news: null });
    else store.set({ connection: connectionAfter(error) });
    return null;
  }
}

/** What an error of the service says about the connection. Throws what is no such error. */
export function connectionAfter(error: unknown): Connection {
  if (error instanceof Unreachable) return { status: 'away', message: error.message };
  if (error instanceof Problem) {
    const stranger = error.type === 'unauthorized' || error.type === 'forbidden';
    return { status: stranger ? 'stranger' : 'away', message: error.message };
  }
  throw error;
}

function schemaIn({ timeZone, tabs, rules }: SchemaAnswer): Schema {
  return { timeZone, tabs, rules };
}
