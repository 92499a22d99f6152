/** What crosses between the service's thread and the ledger's: calls and answers, typed by the ledger's own interface. */
import type { Configuration } from '../../shared/tracker/configuration.ts';
import type { Ledger } from './ledger.ts';
import type { Author } from './push.ts';
import type { ErrorData } from './thread-errors.ts';

/** What the thread opens. */
export interface Opening {
  readonly database: string;
  readonly tracker: string;
  readonly configuration: Configuration;
}

/** The calls that cross. Of a push its text alone, which the thread parses: text and body cost twice as much to copy. */
interface Crossing extends Omit<Ledger, 'push' | 'close'> {
  push(author: Author, text: string): Promise<string>;
}

export type CallName = keyof Crossing;
export type Given<Call extends CallName> = Parameters<Crossing[Call]>;
export type Answer<Call extends CallName> = Awaited<ReturnType<Crossing[Call]>>;

/** Something for each call. */
export type Calls = { readonly [Call in CallName]: (...given: Given<Call>) => Promise<Answer<Call>> };

/** A call under way. */
export interface Asked<Call extends CallName> {
  readonly id: number;
  readonly call: Call;
  readonly given: Given<Call>;
}

/** What a call came to. */
export interface Answered<Call extends CallName> {
  readonly id: number;
  readonly call: Call;
  readonly answer: Answer<Call>;
}

/** What a call threw. */
export interface Refused {
  readonly id: number;
  readonly call: CallName;
  readonly error: ErrorData;
}

/** The thread's first message: what kept it from opening, if anything did. */
export interface Opened {
  readonly opened: true | ErrorData;
}

/** To the thread; null asks it to end. */
export type ToThread = { readonly [Call in CallName]: Asked<Call> }[CallName] | null;

export type FromThread = { readonly [Call in CallName]: Answered<Call> }[CallName] | Refused | Opened;
