/** The routes of `/try`: the page, its bundle, and the host's workbook, which the page can save. */
import { readFile, writeFile } from 'node:fs/promises';
import { static as files, json, Router } from 'express';
import { forAddin } from '../../server/http/security.ts';
import { BookData } from '../../test/excel-host/data.ts';

/** A request that is no JSON, as any page on the web could send, is not parsed: then there is nothing to save. */
const asJson = json({ limit: '16mb' });

/** The routes over the folder that `buildTry` filled and the file that holds the workbook. */
export function tryRoutes(folder: string, workbook: string): Router {
  const routes = Router();
  routes.use('/try', forAddin);
  routes.get('/try', (_request, response) => response.sendFile('try.html', { root: folder }));
  routes.get('/try/workbook.json', async (_request, response) => {
    response.type('json').send(await readFile(workbook, 'utf8'));
  });
  routes.put('/try/workbook.json', asJson, async (request, response) => {
    const book = BookData.safeParse(request.body);
    if (!book.success) {
      response.status(422).type('text/plain').send('That is not a workbook of the test host.\n');
      return;
    }
    await writeFile(workbook, JSON.stringify(book.data));
    response.status(204).end();
  });
  routes.use('/try', files(folder, { index: false }));
  return routes;
}
