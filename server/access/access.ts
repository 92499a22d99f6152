/**
 * Who calls, and what they may. Who holds a bearer token is its author; where no token was ever made, the
 * service listens on loopback only and takes every caller for the person at this machine.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Problem } from '../../shared/protocol/problem.ts';
import { Role } from '../../shared/protocol/schema.ts';
import type { Store } from '../store/store.ts';

/** Somebody with a name to write under, and what they may: the ledger's author. */
export interface Person {
  readonly name: string;
  readonly role: Role;
}

export interface Caller {
  /** The Authorization header as it came. */
  readonly authorization: string | null;
  /** The host that the caller asked for, without its port. */
  readonly host: string;
}

export interface Access {
  /** Throws `unauthorized` where nobody can be told from the header, `forbidden` for a foreign host name. */
  identify(caller: Caller): Promise<Person>;
  /**
   * Whether no token was ever made, so that whoever reaches the service is let in. Where the last one was
   * revoked, nobody is: revoking must never open a door.
   */
  isOpen(): Promise<boolean>;
}

/** Who everybody is while there are no tokens. */
export const LOCAL: Person = { name: 'local', role: 'owner' };

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** Whether an address or host name means this machine only. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase());
}

/** The access to one tracker. */
export function openAccess(store: Store, tracker: string): Access {
  async function isOpen(): Promise<boolean> {
    return (await store.tokens(tracker)).length === 0;
  }

  async function identify({ authorization, host }: Caller): Promise<Person> {
    const token = authorization === null ? null : tokenIn(authorization);
    if (token === null) {
      if (!(await isOpen())) throw new Problem('unauthorized', 'Send a token: Authorization: Bearer dt_…');
      // A page of another site can make its own name mean 127.0.0.1; its requests then carry that name.
      if (!isLoopback(host)) {
        throw new Problem(
          'forbidden',
          `Without tokens this service answers only as localhost, not as "${host}". Use http://localhost in the address.`,
        );
      }
      return LOCAL;
    }
    const record = await store.tokenByHash(tracker, hashOfToken(token));
    if (record === undefined || record.revoked !== null) {
      throw new Problem(
        'unauthorized',
        'The token is not known here, or was revoked. Ask an owner for a new one.',
      );
    }
    return { name: record.name, role: Role.parse(record.role) };
  }

  return { identify, isOpen };
}

/** The token of `Bearer TOKEN`, or of `Basic` (a browser's own prompt: any name, the token as password). */
function tokenIn(authorization: string): string | null {
  const [scheme = '', credentials = ''] = authorization.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return null;
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

/** A new token: 256 random bits under a prefix that scanners for leaked secrets can know. */
export function newToken(): string {
  return `dt_${randomBytes(32).toString('base64url')}`;
}

/** What is stored of a token. Plain SHA-256 is enough for 256 random bits: there is nothing to guess. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
