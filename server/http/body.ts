/** The body of a request: JSON in UTF-8, with its text kept, because a push is told from another by its bytes. */
import express, { type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { Problem } from '../../shared/protocol/problem.ts';

/** Room for 20,000 ops of a few hundred bytes. */
const BODY_LIMIT = '16mb';

const readBytes = express.raw({ limit: BODY_LIMIT, type: () => true });

const refuseOthers: RequestHandler = (request, _response, next) => {
  if (request.headers['content-type'] === 'application/json') {
    next();
    return;
  }
  // JSON only: a form of another site can send no such body without the browser asking us first.
  const charset = /;\s*charset="?([^";\s]+)/i.exec(request.get('content-type') ?? '')?.[1] ?? 'utf-8';
  if (!request.is('application/json') || !/^utf-?8$/i.test(charset)) {
    throw new Problem('unsupported-media-type', 'Send the body as application/json in UTF-8.');
  }
  next();
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const parse: RequestHandler = (request, response, next) => {
  try {
    // A byte that is no UTF-8 would become another character without a word: refused instead.
    const text = utf8.decode(request.body);
    request.body = JSON.parse(text);
    response.locals.text = text;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Problem('bad-json', `The body is not JSON in UTF-8: ${why}`);
  }
  next();
};

/** Reads the body into `request.body`: `unsupported-media-type`, `too-large`, `bad-json`. */
export const jsonBody: readonly RequestHandler[] = [refuseOthers, readBytes, parse];

const Text = z.string();

/** The text of the body that `jsonBody` has read. */
export function textOf(response: Response): string {
  return Text.parse(response.locals.text);
}
