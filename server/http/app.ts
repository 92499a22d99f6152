/** The service's Express application: in what order a request meets what, on one screen. */
import { join } from 'node:path';
import express, { type Express, type Router } from 'express';
import { Problem } from '../../shared/protocol/problem.ts';
import { type Api, api, pushing } from './api.ts';
import { pages } from './pages.ts';
import { type ProblemOptions, problems } from './problems.ts';
import { always, forAddin, forData, forPages } from './security.ts';

export interface AppOptions extends Api, ProblemOptions {
  /** Whether this service's configuration is the one in force. */
  readonly inForce: () => Promise<boolean>;
  /** The built add-in, served under /addin; null: this service has none. */
  readonly addin: string | null;
  /** Routes that stand before the pages: the development page brings its own. */
  readonly extra: Router | null;
}

/** The application, not yet listening. */
export function createApp(options: AppOptions): Express {
  const { inForce, addin, extra } = options;
  const app = express();
  app.disable('x-powered-by');
  // Answers have tags of their own where they can be asked for again.
  app.set('etag', false);

  app.use(always);
  app.get('/healthz', forData, async (_request, response) => {
    const why = await whyNotReady(inForce);
    response.status(why === null ? 200 : 503).json({ ready: why === null, why });
  });
  app.post('/api/v1/trackers/:tracker/push', forData, ...pushing(options));
  app.use('/api/v1/trackers/:tracker', forData, api(options));
  if (addin !== null) {
    app.use('/addin', forAddin, express.static(addin, { cacheControl: false, index: false }));
  }
  if (extra !== null) app.use(extra);
  app.use('/', forPages, pages({ ...options, hasTry: extra !== null }));
  app.use((request) => {
    throw new Problem('not-found', `There is nothing at ${request.path}.`);
  });
  app.use(problems(options));
  return app;
}

/** Why this instance takes no pushes just now; null: it takes them. */
async function whyNotReady(inForce: AppOptions['inForce']): Promise<string | null> {
  try {
    if (await inForce()) return null;
    return 'Another instance has put another configuration in force: start this one with it.';
  } catch (error) {
    if (error instanceof Problem && error.type === 'busy') return error.message;
    throw error;
  }
}

/** Where `npm run build` puts the add-in. */
export const ADDIN_FOLDER = join(import.meta.dirname, '../../dist/addin');
