/** The pages for people, and their downloads. */
import { fileURLToPath } from 'node:url';
import { type RequestHandler, Router } from 'express';
import { Problem } from '../../shared/protocol/problem.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import type { Row } from '../../shared/sheet/row.ts';
import { readHistory } from '../../shared/sync/history.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { serviceOf } from '../ledger/service.ts';
import { frontPage } from '../pages/front.ts';
import { overviewOf } from '../pages/overview.ts';
import type { Api } from './api.ts';
import { authorOf, identify } from './caller.ts';
import { sendFile } from './download.ts';

export interface PagesOptions extends Api {
  readonly hasTry: boolean;
}

const LATEST_REVISIONS = 8;

const STYLE = fileURLToPath(new URL('../pages/pages.css', import.meta.url));

/** `/`, its style, and `/exports/…`. */
export function pages({ configuration, ledger, access, exports, hasTry }: PagesOptions): Router {
  const routes = Router();
  const schema = schemaOf(configuration);
  routes.get('/pages.css', (_request, response) => response.sendFile(STYLE, { dotfiles: 'allow' }));

  const byPassword = signIn(identify(access));
  routes.get('/', byPassword, async (_request, response) => {
    const author = authorOf(response);
    const { revision, today, timeZone } = await ledger.schema(author);
    const [{ groups }, revisions, rows] = await Promise.all([
      exports.list(),
      readHistory(serviceOf(ledger, author), { since: Math.max(0, revision - LATEST_REVISIONS) }),
      rowsOf(ledger, schema),
    ]);
    const latest = revisions.toReversed();
    const overview = overviewOf(schema, configuration.matrix, today, rows, latest, groups);
    response.type('html').send(frontPage({ overview, today, revision, timeZone, hasTry }));
  });

  routes.get('/exports/:group/:night/:file', byPassword, async (request, response) => {
    const { group, night, file } = request.params;
    await sendFile(response, await exports.path(String(group), String(night), String(file)));
  });
  return routes;
}

async function rowsOf(ledger: Ledger, schema: Schema): Promise<Row[]> {
  const answers = await Promise.all(schema.tabs.map(({ tab }) => ledger.rows(tab)));
  return answers.flatMap(({ tab, rows }) => rows.map(({ ref, cells }) => ({ tab, ref, cells, at: null })));
}

/** A browser has no bearer token to send: it asks for a password, and the token is that. */
function signIn(identified: RequestHandler): RequestHandler {
  return async (request, response, next) => {
    try {
      await identified(request, response, next);
    } catch (error) {
      if (!(error instanceof Problem && error.type === 'unauthorized')) throw error;
      response.set('WWW-Authenticate', 'Basic realm="Design Tracker: your token is the password"');
      response.status(401).type('text/plain').send('Your token is the password; any name will do.\n');
    }
  };
}
