/** Who calls: found once per request, kept with the answer, asked for by the routes. */
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import { Problem } from '../../shared/protocol/problem.ts';
import { Role } from '../../shared/protocol/schema.ts';
import type { Access } from '../access/access.ts';
import type { Author } from '../ledger/push.ts';

const Caller = z.object({ caller: z.object({ name: z.string(), role: Role }) });

const RANK: Readonly<Record<z.infer<typeof Role>, number>> = { reader: 0, editor: 1, owner: 2 };

/** Finds the caller by the Authorization header; `unauthorized` where it names none. */
export function identify(access: Access): RequestHandler {
  return async (request, response, next) => {
    response.locals.caller = await access.identify({
      authorization: request.get('authorization') ?? null,
      // Looked up only where there is no token. An HTTP/1.0 request may name no host.
      get host() {
        return request.hostname ?? '';
      },
    });
    next();
  };
}

/** The caller that `identify` found. */
export function authorOf(response: Response): Author {
  return Caller.parse(response.locals).caller;
}

/** Lets through who has at least that role; `forbidden` for others. */
export function mustBe(role: z.infer<typeof Role>): RequestHandler {
  return (_request, response, next) => {
    const author = authorOf(response);
    if (RANK[author.role] < RANK[role]) {
      throw new Problem(
        'forbidden',
        `${author.name} is a ${author.role} here; this needs an ${role}. Ask an owner for a token that may.`,
      );
    }
    next();
  };
}
