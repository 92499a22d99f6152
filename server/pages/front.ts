/** The front page: the state of the tracker at a glance. No script; readable without a style sheet. */
import type { RevisionRecord } from '../../shared/protocol/changes.ts';
import { changeLine } from '../../shared/sync/history.ts';
import { showDate } from '../../shared/values/date.ts';
import { type Html, html } from './html.ts';
import type { Late, Overview, TabCount, TopRisk } from './overview.ts';
import { page } from './page.ts';

export interface FrontPage {
  readonly overview: Overview;
  readonly today: string;
  readonly revision: number;
  readonly timeZone: string;
  /** Whether this service has the page that shows the add-in without Excel. */
  readonly hasTry: boolean;
}

/** As much of a long list as is read at a glance. */
const MOST_CHANGES = 4;
const MOST_OVERDUE = 15;
const MOST_NIGHTS = 3;

/** The whole page. */
export function frontPage({ overview, today, revision, timeZone, hasTry }: FrontPage): string {
  const { tabs, findings, overdue, risks, latest, exports } = overview;
  const rows = tabs.reduce((sum, tab) => sum + tab.rows, 0);
  return page(
    'Design Tracker',
    html`
<header>
  <h1>Design Tracker</h1>
  <p class="facts">${showDate(today)} · revision ${revision} · ${count(rows, 'row')} ·
    ${count(findings.error, 'error')}, ${count(findings.warning, 'warning')}</p>
  ${hasTry ? html`<p class="try"><a class="button" href="/try">Try the add-in without Excel</a></p>` : null}
</header>
<main>
  ${rows === 0 ? empty : null}
  <section aria-labelledby="status"><h2 id="status">Status</h2>
    <div class="tabs">${tabs.map(tabCard)}</div>
  </section>
  <div class="columns">
  <section aria-labelledby="overdue"><h2 id="overdue">Overdue <span class="count">${overdue.length}</span></h2>
    ${overdue.length === 0 ? html`<p>Nothing is past its date.</p>` : overdueList(overdue)}
  </section>
  <section aria-labelledby="risks"><h2 id="risks">Top risks</h2>
    ${risks.length === 0 ? html`<p>No open risk has a probability and an impact.</p>` : riskTable(risks)}
  </section>
  </div>
  <div class="columns">
  <section aria-labelledby="latest"><h2 id="latest">Latest changes</h2>
    ${
      latest.length === 0
        ? html`<p>Nothing has been pushed yet.</p>`
        : html`<ul class="list">${latest.map((record) => revisionItem(record, timeZone))}</ul>`
    }
  </section>
  <section aria-labelledby="exports"><h2 id="exports">Exports</h2>
    ${exports.length === 0 ? html`<p>The configuration names no group to export to.</p>` : null}
    ${exports.map(groupNights)}
  </section>
  </div>
</main>`,
  );
}

const empty = html`<p class="note">The ledger is empty. Open the tracker in Excel and press <b>Sync</b>,
or type <code>npx tracker import FILE --adopt</code>.</p>`;

function tabCard(tab: TabCount): Html {
  // The number stands beside the bar, so the bar itself has nothing to tell those who can't see it.
  return html`<article><h3>${tab.title} <span class="count">${count(tab.rows, 'row')}</span></h3>
    <ul class="bars">${tab.statuses.map(
      ({ status, rows }) =>
        html`<li><span>${status}</span><meter aria-hidden="true" min="0" max="${Math.max(tab.rows, 1)}" value="${rows}"></meter><span>${rows}</span></li>`,
    )}</ul></article>`;
}

function overdueList(overdue: readonly Late[]): Html {
  const more = overdue.length - MOST_OVERDUE;
  return html`<ul class="list">${overdue
    .slice(0, MOST_OVERDUE)
    .map(
      ({ ref, what, owner, heading, date, days }) =>
        html`<li><b>${ref}</b> ${what}<br><small>${heading} ${showDate(date)}, ${count(days, 'day')} ago${owner === '' ? null : ` · ${owner}`}</small></li>`,
    )}</ul>${more > 0 ? html`<p><small>and ${more} more</small></p>` : null}`;
}

function riskTable(risks: readonly TopRisk[]): Html {
  return html`<table><thead><tr><th scope="col">Risk</th><th scope="col"><abbr title="Probability × impact">P × I</abbr></th><th scope="col">Score</th></tr></thead>
  <tbody>${risks.map(
    ({ ref, title, owner, probability, impact, score }) =>
      html`<tr><td><b>${ref}</b> ${title}${owner === '' ? null : html`<br><small>${owner}</small>`}</td><td>${probability} × ${impact}</td><td>${score}</td></tr>`,
  )}</tbody></table>`;
}

function revisionItem({ revision, author, at, reason, changes }: RevisionRecord, timeZone: string): Html {
  const more = changes.length - MOST_CHANGES;
  return html`<li><b>${author}</b> <small>${showInstant(at, timeZone)}, revision ${revision}</small>
    ${reason === null ? null : html`<br><q>${reason}</q>`}
    <ul>${changes.slice(0, MOST_CHANGES).map((change) => html`<li>${changeLine(change)}</li>`)}</ul>
    ${more > 0 ? html`<small>and ${more} more</small>` : null}</li>`;
}

function groupNights({ group, nights }: Overview['exports'][number]): Html {
  if (nights.length === 0) return html`<h3>${group}</h3><p>No night yet.</p>`;
  return html`<h3>${group}</h3><ul class="nights">${nights.slice(0, MOST_NIGHTS).map(
    ({ night, state, revision, files }) => html`<li>${showDate(night)}
      <small>${revision === null ? null : `revision ${revision}`}${state === 'made' ? null : html` <b>${STATES[state]}</b>`}</small>
${files.map(({ file }) => fileLink(group, night, file))}</li>`,
  )}</ul>`;
}

function fileLink(group: string, night: string, file: string): Html {
  const name = file.endsWith('.xlsx') ? 'workbook' : file;
  const address = `/exports/${encodeURIComponent(group)}/${night}/${encodeURIComponent(file)}`;
  return html` <a href="${address}" aria-label="${name} of ${group}, ${showDate(night)}">${name}</a>`;
}

const STATES = {
  running: 'being made',
  failed: 'failed: the log of the service says why',
  late: 'not made',
} as const;

function count(number: number, one: string): string {
  return `${number} ${number === 1 ? one : `${one}s`}`;
}

function showInstant(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(
    new Date(at),
  );
}
