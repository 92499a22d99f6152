/** What office.js sends: one message a batch, its actions in order, and the objects that they are about. */
import { z } from 'zod';

const ArgumentInfo = z.object({
  Arguments: z.array(z.unknown()).nullish(),
  ReferencedObjectPathIds: z.array(z.unknown()).nullish(),
});

const ObjectPath = z.object({
  Id: z.int(),
  ObjectPathType: z.int(),
  Name: z.string().default(''),
  ParentObjectPathId: z.int().nullish(),
  ArgumentInfo: ArgumentInfo.nullish(),
});

const Query = z.object({
  Select: z.array(z.string()).nullish(),
  Expand: z.array(z.string()).nullish(),
  Top: z.int().nullish(),
  Skip: z.int().nullish(),
});

const Action = z.object({
  Id: z.int(),
  ActionType: z.int(),
  Name: z.string().default(''),
  ObjectPathId: z.int(),
  ArgumentInfo: ArgumentInfo.nullish(),
  QueryInfo: Query.nullish(),
});

const Message = z.object({
  id: z.int(),
  type: z.literal(1),
  flags: z.int().default(0),
  message: z.object({
    body: z.object({
      Actions: z.array(Action),
      ObjectPaths: z.record(z.string(), ObjectPath),
    }),
  }),
});

export type ObjectPath = z.output<typeof ObjectPath>;
export type Action = z.output<typeof Action>;
export type Query = z.output<typeof Query>;

export interface Request {
  readonly id: number;
  readonly flags: number;
  readonly actions: readonly Action[];
  readonly paths: ReadonlyMap<number, ObjectPath>;
}

/** What an object path says it is. */
export const PATH = {
  root: 1,
  made: 2,
  method: 3,
  property: 4,
  indexer: 5,
  reference: 6,
  nothing: 7,
} as const;

/** What an action does. */
export const ACTION = {
  instantiate: 1,
  query: 2,
  method: 3,
  set: 4,
  trace: 5,
  ensureUnchanged: 6,
  json: 7,
  recursive: 8,
} as const;

/** Request flags. */
export const FLAG = { write: 1, delayForCellEdit: 64 } as const;

/** Reads a message of office.js. Throws where it has another shape than the one this host was written for. */
export function decode(text: string): Request {
  const { id, flags, message } = Message.parse(JSON.parse(text));
  return {
    id,
    flags,
    actions: message.body.Actions,
    paths: new Map(Object.values(message.body.ObjectPaths).map((path) => [path.Id, path])),
  };
}
