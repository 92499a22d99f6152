/**
 * `/api/v1/trackers/:tracker`: the protocol. What is checked comes in the protocol's order: who calls and what
 * they may (401, 403), the body's form (415, 413, 400), what the URL names (404), and then the ledger's own.
 */
import express, { type RequestHandler, Router } from 'express';
import { ChangesQuery } from '../../shared/protocol/changes.ts';
import { ConflictsQuery } from '../../shared/protocol/conflicts.ts';
import { ExportRunRequest } from '../../shared/protocol/exports.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import { RowsQuery } from '../../shared/protocol/rows.ts';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import type { Access } from '../access/access.ts';
import type { Exports } from '../exports/exports.ts';
import { DEFAULT_TRACKER, type Ledger } from '../ledger/ledger.ts';
import { authorOf, identify, mustBe } from './caller.ts';
import { issuesOf, parseQuery } from './problems.ts';

/** Room for 20,000 ops of a few hundred bytes. */
const BODY_LIMIT = '16mb';

export interface Api {
  readonly configuration: Configuration;
  readonly ledger: Ledger;
  readonly access: Access;
  readonly exports: Exports;
}

/** The routes of the protocol. */
export function api({ ledger, access, exports }: Api): Router {
  const routes = Router({ mergeParams: true });
  routes.use(identify(access));

  routes.get('/schema', known, async (_request, response) => {
    response.json(await ledger.schema(authorOf(response)));
  });

  routes.get('/rows', known, async (request, response) => {
    const { tab, at } = parseQuery(RowsQuery, request.query);
    const answer = await ledger.rows(tab, at);
    response.set('ETag', `"${answer.hash}-${tab}"`);
    if (request.fresh) response.status(304).end();
    else response.json(answer);
  });

  routes.get('/changes', known, async (request, response) => {
    response.json(await ledger.changes(parseQuery(ChangesQuery, request.query)));
  });

  routes.get('/conflicts', known, async (request, response) => {
    response.json(await ledger.conflicts(parseQuery(ConflictsQuery, request.query)));
  });

  routes.post('/push', mustBe('editor'), jsonBody, known, async (request, response) => {
    response.type('application/json').send(await ledger.push(authorOf(response), request.body));
  });

  routes.post('/copies/:workbook/lease', mustBe('editor'), jsonBody, known, () => {
    throw new Problem(
      'not-yet',
      'This version of the service has no leases. Sync from one session at a time.',
    );
  });

  routes.get('/exports', known, async (_request, response) => {
    response.json(await exports.list());
  });

  routes.post('/exports/:group/runs', mustBe('editor'), jsonBody, known, async (request, response) => {
    const parsed = ExportRunRequest.safeParse(request.body);
    if (!parsed.success) {
      throw new Problem(
        'invalid',
        'The request for an export has fields that are missing, unknown or wrong.',
        {
          errors: issuesOf(parsed.error),
        },
      );
    }
    response.status(202).json(await exports.ask(String(request.params.group), parsed.data.night));
  });

  routes.get('/exports/:group/:night/:file', known, async (request, response) => {
    const { group, night, file } = request.params;
    response.download(await exports.path(String(group), String(night), String(file)));
  });

  return routes;
}

/** JSON only: a form of another site can send no such body without the browser asking us first. */
const readJson = express.json({ limit: BODY_LIMIT, strict: false, type: 'application/json' });

const jsonBody: RequestHandler = (request, response, next) => {
  if (!request.is('application/json')) {
    throw new Problem('unsupported-media-type', 'Send the body as application/json.');
  }
  readJson(request, response, next);
};

const known: RequestHandler = (request, _response, next) => {
  const { tracker } = request.params;
  if (tracker !== DEFAULT_TRACKER) {
    throw new Problem(
      'unknown-tracker',
      `There is no tracker "${tracker}" here; its name is "${DEFAULT_TRACKER}".`,
    );
  }
  next();
};
