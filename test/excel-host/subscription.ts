/** The events that can be listened to: Excel's number for each, and the hidden methods that office.js calls to listen. */
import type { Call, Json } from './target.ts';

export const EVENT = {
  changed: 10,
  activated: 11,
  deactivated: 12,
  added: 13,
  selected: 14,
  deleted: 15,
} as const;

/** What events of the whole workbook are addressed to. */
export const WORKBOOK = 'Workbook';

export function subscription(type: number, target: string): string {
  return `${type} ${target}`;
}

type Action<T> = (object: T, args: readonly unknown[], call: Call) => Json;

/** The pairs of methods that begin and end listening, for the named events (`DataChanged`, `Activated` …). */
export function listening<T>(
  events: Readonly<Record<string, number>>,
  target: (object: T) => string,
): Readonly<Record<string, Action<T>>> {
  return Object.fromEntries(
    Object.entries(events).flatMap(([name, type]): [string, Action<T>][] => [
      [
        `_Register${name}Event`,
        (object, _, call) => {
          call.subscriptions.add(subscription(type, target(object)));
          return null;
        },
      ],
      [
        `_Unregister${name}Event`,
        (object, _, call) => {
          call.subscriptions.delete(subscription(type, target(object)));
          return null;
        },
      ],
    ]),
  );
}
