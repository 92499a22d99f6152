/**
 * `/api/v1/trackers/:tracker`: the protocol. What is checked comes in the protocol's order: who calls and what
 * they may (401, 403), the body's form (415, 413, 400), what the URL names (404), and then the ledger's own.
 */
import { type Request, type RequestHandler, Router } from 'express';
import { ChangesQuery } from '../../shared/protocol/changes.ts';
import { ConflictsQuery } from '../../shared/protocol/conflicts.ts';
import { ExportRunRequest } from '../../shared/protocol/exports.ts';
import { LeasePath, LeaseRequest } from '../../shared/protocol/lease.ts';
import { Problem } from '../../shared/protocol/problem.ts';
import { RowsQuery } from '../../shared/protocol/rows.ts';
import { fingerprintOf, schemaOf } from '../../shared/rules/settings.ts';
import type { Configuration } from '../../shared/tracker/configuration.ts';
import type { Access } from '../access/access.ts';
import type { Exports } from '../exports/exports.ts';
import { DEFAULT_TRACKER, type Ledger } from '../ledger/ledger.ts';
import { jsonBody, textOf } from './body.ts';
import { authorOf, identify, mustBe } from './caller.ts';
import { sendFile } from './download.ts';
import { parseBody, parseQuery } from './problems.ts';

export interface Api {
  readonly configuration: Configuration;
  readonly ledger: Ledger;
  readonly access: Access;
  readonly exports: Exports;
}

/**
 * What answers POST /push. It stands before the other routes and outside their router, whose way there would cost a push
 * as much as the reading of its body.
 */
export function pushing({ ledger, access }: Pick<Api, 'ledger' | 'access'>): readonly RequestHandler[] {
  return [
    identify(access),
    mustBe('editor'),
    ...jsonBody,
    known,
    async (request, response) => {
      const answer = await ledger.push(authorOf(response), request.body, textOf(response));
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.end(answer);
    },
  ];
}

/** The other routes of the protocol. */
export function api({ configuration, ledger, access, exports }: Api): Router {
  const routes = Router({ mergeParams: true });
  const fingerprint = fingerprintOf(schemaOf(configuration));
  routes.use(identify(access));

  routes.get('/schema', known, async (_request, response) => {
    response.json(await ledger.schema(authorOf(response)));
  });

  routes.get('/rows', known, async (request, response) => {
    const { tab, at } = parseQuery(RowsQuery, request.query);
    const answer = await ledger.rows(tab, at);
    // Rows are given by the schema, so the same revision reads otherwise under another.
    const tag = `"${answer.hash}-${fingerprint}-${tab}"`;
    response.set('ETag', tag);
    if (has(request, tag)) response.status(304).end();
    else response.json(answer);
  });

  routes.get('/changes', known, async (request, response) => {
    response.json(await ledger.changes(parseQuery(ChangesQuery, request.query)));
  });

  routes.get('/conflicts', known, async (request, response) => {
    response.json(await ledger.conflicts(parseQuery(ConflictsQuery, request.query)));
  });

  routes.post('/copies/:workbook/lease', mustBe('editor'), ...jsonBody, known, async (request, response) => {
    const { workbook } = parseQuery(LeasePath, request.params);
    const asked = parseBody(LeaseRequest, request.body);
    response.json(await ledger.lease(authorOf(response), workbook, asked));
  });

  routes.get('/exports', known, async (_request, response) => {
    response.json(await exports.list());
  });

  routes.post('/exports/:group/runs', mustBe('editor'), ...jsonBody, known, async (request, response) => {
    const group = exports.group(String(request.params.group));
    const { night } = parseBody(ExportRunRequest, request.body);
    response.status(202).json(await exports.ask(group, night));
  });

  routes.get('/exports/:group/:night/:file', known, async (request, response) => {
    const { group, night, file } = request.params;
    await sendFile(response, await exports.path(String(group), String(night), String(file)));
  });

  return routes;
}

/**
 * Whether the caller has the answer of this tag. Not express's own `fresh`: `fetch` adds "no-cache" to every
 * request that names a tag, and `fresh` then never is.
 */
function has(request: Request, tag: string): boolean {
  const tags = (request.get('if-none-match') ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}

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
