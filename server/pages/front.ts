/** The front page: the state of the tracker at a glance. No script; readable without a style sheet. */
import { changeLine } from '../../shared/sync/history.ts';
import { showDate } from '../../shared/values/date.ts';
import { type Html, html } from './html.ts';
import type { Overview, TabCount } from './overview.ts';
import { page } from './page.ts';

export interface FrontPage {
  readonly overview: Overview;
  readonly today: string;
  readonly revision: number;
  readonly timeZone: string;
  /** Whether this service has the page that shows the add-in without Excel. */
  readonly hasTry: boolean;
}

const MOST_CHANGES_SHOWN = 4;

/** The whole page. */
export function frontPage({ overview, today, revision, timeZone, hasTry }: FrontPage): string {
  const rows = overview.tabs.reduce((sum, tab) => sum + tab.rows, 0);
  return page(
    'Design Tracker',
    html`
<header>
  <h1>Design Tracker</h1>
  <p class="facts">${showDate(today)} · revision ${revision} · ${rows} rows ·
    ${overview.findings.error} errors, ${overview.findings.warning} warnings</p>
  ${hasTry ? html`<p><a class="button" href="/try">Try the add-in without Excel</a></p>` : null}
</header>
<main>
  ${rows === 0 ? empty : null}
  <section aria-labelledby="status"><h2 id="status">Status</h2>
    <div class="tabs">${overview.tabs.map(tabCard)}</div>
  </section>
  <div class="columns">
  <section aria-labelledby="overdue"><h2 id="overdue">Overdue <span class="count">${overview.overdue.length}</span></h2>
    ${
      overview.overdue.length === 0
        ? html`<p>Nothing is past its date.</p>`
        : html`<ul class="list">${overview.overdue.map(
            (late) => html`<li><b>${late.ref}</b> ${late.what}<br><small>${late.message}</small></li>`,
          )}</ul>`
    }
  </section>
  <section aria-labelledby="risks"><h2 id="risks">Top risks</h2>
    ${overview.risks.length === 0 ? html`<p>No open risk has a probability and an impact.</p>` : riskTable(overview)}
  </section>
  </div>
  <div class="columns">
  <section aria-labelledby="latest"><h2 id="latest">Latest changes</h2>
    ${
      overview.latest.length === 0
        ? html`<p>Nothing has been pushed yet.</p>`
        : html`<ol class="list">${overview.latest.map(
            (
              record,
            ) => html`<li><b>${record.author}</b> <small>revision ${record.revision}, ${showInstant(record.at, timeZone)}</small>
        ${record.reason === null ? null : html`<br><q>${record.reason}</q>`}
        <ul>${record.changes.slice(0, MOST_CHANGES_SHOWN).map((change) => html`<li>${changeLine(change)}</li>`)}</ul>
        ${record.changes.length > MOST_CHANGES_SHOWN ? html`<small>and ${record.changes.length - MOST_CHANGES_SHOWN} more</small>` : null}</li>`,
          )}</ol>`
    }
  </section>
  <section aria-labelledby="exports"><h2 id="exports">Exports</h2>
    ${overview.exports.map(
      ({ group, nights }) =>
        html`<h3>${group}</h3>${
          nights.length === 0
            ? html`<p>No night yet.</p>`
            : html`<ul class="list">${nights.slice(0, 5).map(
                (
                  night,
                ) => html`<li>${showDate(night.night)} <small>${night.state}${night.revision === null ? null : html`, revision ${night.revision}`}</small>
          ${night.files.map((file) => html`<br><a href="/exports/${encodeURIComponent(group)}/${night.night}/${encodeURIComponent(file.file)}">${file.file}</a>`)}</li>`,
              )}</ul>`
        }`,
    )}
  </section>
  </div>
</main>`,
  );
}

const empty = html`<p class="note">The ledger is empty. Open the tracker in Excel and press <b>Sync</b>,
or type <code>npx tracker import FILE --adopt</code>.</p>`;

function tabCard(tab: TabCount): Html {
  return html`<article><h3>${tab.title} <span class="count">${tab.rows}</span></h3>
    <ul class="bars">${tab.statuses.map(
      ({ status, rows }) =>
        html`<li><span>${status}</span><meter min="0" max="${Math.max(tab.rows, 1)}" value="${rows}">${rows} of ${tab.rows}</meter><span>${rows}</span></li>`,
    )}</ul></article>`;
}

function riskTable({ risks }: Overview): Html {
  return html`<table><thead><tr><th scope="col">Risk</th><th scope="col">P × I</th><th scope="col">Score</th><th scope="col">Owner</th></tr></thead>
  <tbody>${risks.map(
    (risk) =>
      html`<tr><td><b>${risk.ref}</b> ${risk.title}</td><td>${risk.probability} × ${risk.impact}</td><td>${risk.score}</td><td>${risk.owner}</td></tr>`,
  )}</tbody></table>`;
}

function showInstant(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(
    new Date(at),
  );
}
