/** An object that a request can name, and how one is described: class by class, member by member, by wire name. */
import type { Area } from '../../shared/sheet/grid.ts';
import type { Book, LiveRange, Sheet } from './book.ts';
import type { Happening } from './change.ts';
import { notImplemented } from './error.ts';
import type { Modes } from './modes.ts';

export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Several areas of one sheet. They stay where they were found. */
export interface Areas {
  readonly sheet: Sheet;
  readonly areas: readonly Area[];
}

/** Makes objects of the classes that all others lead to. */
export interface Makers {
  range(held: LiveRange): Target;
  worksheet(sheet: Sheet): Target;
  areas(areas: Areas): Target;
}

/** What members are handed: the workbook, the host's modes, and what they may tell it. */
export interface Call {
  readonly book: Book;
  readonly modes: Modes;
  readonly make: Makers;
  /** Tells what happened, for events after the batch. */
  happened(what: Happening): void;
  /** The events that the add-in listens to, by `subscription(type, target)`. */
  readonly subscriptions: Set<string>;
  /** Ranges that the add-in keeps, by reference id. */
  readonly references: Map<string, Target>;
  setEventsEnabled(on: boolean): void;
  readonly eventsEnabled: boolean;
}

export interface Scalar<T> {
  readonly get: (object: T, call: Call) => Json;
  readonly set?: (object: T, value: unknown, call: Call) => void;
}

/** An argument of a method: what was written, or an object of the request. */
export type Argument = unknown;

export interface Kind<T> {
  readonly className: string;
  readonly scalars: Readonly<Record<string, Scalar<T>>>;
  readonly navigation?: Readonly<Record<string, (object: T, call: Call) => Target | null>>;
  /** Methods that answer an object, null where `…OrNullObject` finds none. */
  readonly objects?: Readonly<
    Record<string, (object: T, args: readonly Argument[], call: Call) => Target | null>
  >;
  /** Methods that do something or answer a value. */
  readonly actions?: Readonly<Record<string, (object: T, args: readonly Argument[], call: Call) => Json>>;
  /** Of a collection. */
  readonly items?: (object: T, call: Call) => readonly Target[];
  /** `collection.getItem(key)`. */
  readonly item?: (object: T, key: unknown, call: Call) => Target;
  /** What is told whenever the object is made or listed, so that later requests find it again. */
  readonly identity?: (object: T) => Readonly<Record<string, Json>>;
}

export interface Target {
  readonly className: string;
  readonly subject: unknown;
  readonly scalarNames: readonly string[];
  readonly identity: Readonly<Record<string, Json>>;
  readonly isCollection: boolean;
  hasScalar(name: string): boolean;
  hasNavigation(name: string): boolean;
  read(name: string, call: Call): Json;
  write(name: string, value: unknown, call: Call): void;
  navigate(name: string, call: Call): Target | null;
  object(name: string, args: readonly Argument[], call: Call): Target | null;
  action(name: string, args: readonly Argument[], call: Call): Json;
  items(call: Call): readonly Target[];
  item(key: unknown, call: Call): Target;
}

/** An object under its class's description. Every unknown member throws NotImplemented. */
export function bind<T>(kind: Kind<T>, subject: T): Target {
  const missing = (name: string) => notImplemented(`${kind.className}.${name}`);
  const own = <V>(record: Readonly<Record<string, V>> | undefined, name: string): V => {
    const found = record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
    if (found === undefined) throw missing(name);
    return found;
  };
  return {
    className: kind.className,
    subject,
    scalarNames: Object.keys(kind.scalars),
    identity: kind.identity?.(subject) ?? {},
    isCollection: kind.items !== undefined,
    hasScalar: (name) => Object.hasOwn(kind.scalars, name),
    hasNavigation: (name) => kind.navigation !== undefined && Object.hasOwn(kind.navigation, name),
    read: (name, call) => own(kind.scalars, name).get(subject, call),
    write: (name, value, call) => {
      const { set } = own(kind.scalars, name);
      if (set === undefined) throw notImplemented(`setting ${kind.className}.${name}`);
      set(subject, value, call);
    },
    navigate: (name, call) => own(kind.navigation, name)(subject, call),
    object: (name, args, call) => own(kind.objects, name)(subject, args, call),
    action: (name, args, call) => own(kind.actions, name)(subject, args, call),
    items: (call) => {
      if (kind.items === undefined) throw missing('items');
      return kind.items(subject, call);
    },
    item: (key, call) => {
      if (kind.item === undefined) throw missing('getItem');
      return kind.item(subject, key, call);
    },
  };
}
