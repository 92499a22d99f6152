/** What the check found, tab by tab. A click goes to the cell. */
import { Button, Switch } from '@fluentui/react-components';
import { useId, useState } from 'react';
import { message } from '../../shared/rules/message.ts';
import { headingMissing } from '../../shared/rules/sheet/heading-missing.ts';
import { type Schema, tabOf } from '../../shared/tracker/schema.ts';
import type { Finding } from '../../shared/values/finding.ts';
import type { Actions } from './actions.ts';
import { AdoptOffer } from './adopt-offer.tsx';
import { placeOf } from './checking.ts';
import { Empty } from './empty.tsx';
import { Explain } from './explain.tsx';
import { FixesView } from './fixes.tsx';
import { More } from './more.tsx';
import { Sign } from './sign.tsx';
import type { Checked, PaneState } from './state.ts';
import { Unread } from './unread.tsx';
import { count, headingOf, showPlace } from './words.ts';

interface Props {
  readonly state: PaneState;
  readonly actions: Actions;
}

/** A long list is shown piece by piece: thousands of lines at once make the pane slow. */
const SHOWN_AT_ONCE = 50;

/** The findings of the last check. */
export function FindingsView({ state, actions }: Props) {
  const { checked, schema, marked, work, fixes } = state;
  if (fixes) return <FixesView {...{ fixes, state, actions }} />;
  if (!checked) {
    return (
      <>
        <Empty title="Not checked yet">
          Choose Check to read this workbook and list what needs attention. No cell of it changes.
        </Empty>
        <AdoptOffer open={0} busy={work !== null} {...{ actions }} />
      </>
    );
  }
  const offer = <AdoptOffer open={checked.open} busy={work !== null} {...{ actions }} />;
  const unread = (
    <>
      <Unread {...{ checked, schema, actions }} busy={work !== null} />
      {checked.open === 0 && offer}
    </>
  );
  const first = checked.open > 0 && offer;
  if (checked.rows === 0) {
    return (
      <>
        {first}
        <Empty title="Nothing of the tracker was recognised">
          {checked.sheet === null
            ? 'No sheet here has the headings of a tab. If it holds registers all the same, adopt it: say which sheet and heading is which.'
            : `The sheet "${checked.sheet}" has none of the tracker's tabs. Show another sheet and check again.`}
        </Empty>
        {unread}
      </>
    );
  }
  if (checked.findings.length === 0) {
    return (
      <>
        {first}
        <Empty title="Nothing to mend">
          {count(checked.rows, 'row')} checked, no findings. Choose Sync to send them to the ledger.
        </Empty>
        {unread}
      </>
    );
  }
  const safe = checked.findings.filter(({ fix }) => fix !== null).length;
  const tabs = Map.groupBy(checked.findings, ({ tab }) => tab);
  return (
    <>
      {first}
      <div className="summary">
        <span className="quiet">{summary(checked)}</span>
        <Switch
          label="Mark cells"
          checked={marked}
          disabled={work !== null}
          onChange={(_, data) => actions.setMarked(data.checked)}
        />
        {safe > 0 && (
          <Button size="small" disabledFocusable={work !== null} onClick={() => actions.fixAll()}>
            Fix all safe…
          </Button>
        )}
      </div>
      {[...tabs].map(([tab, findings]) => (
        <TabFindings
          key={tab}
          title={tabOf(schema, tab)?.title ?? tab}
          {...{ findings, checked, schema, actions }}
          busy={work !== null}
          away={state.connection.status !== 'answers'}
        />
      ))}
      {unread}
    </>
  );
}

function summary({ findings, sheet, stale }: Checked): string {
  const of = (severity: Finding['severity']) => findings.filter((each) => each.severity === severity).length;
  const counts = [count(of('error'), 'error'), count(of('warning'), 'warning'), count(of('info'), 'note')];
  return `${counts.join(', ')}${sheet === null ? '' : ` on "${sheet}"`}${stale ? ' · edited since' : ''}`;
}

interface TabProps {
  readonly title: string;
  readonly findings: readonly Finding[];
  readonly checked: Checked;
  readonly schema: Schema;
  readonly actions: Actions;
  readonly busy: boolean;
  /** The service does not answer. */
  readonly away: boolean;
}

function TabFindings({ title, findings, checked, schema, actions, busy, away }: TabProps) {
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  return (
    <section aria-label={title}>
      <h2>
        {title} <span className="quiet">{findings.length}</span>
      </h2>
      <ul>
        {findings.slice(0, shown).map((finding) => (
          <Line key={keyOf(finding)} {...{ finding, checked, schema, actions, busy, away }} />
        ))}
      </ul>
      <More shown={shown} of={findings.length} page={SHOWN_AT_ONCE} show={setShown} />
    </section>
  );
}

interface LineProps extends Omit<TabProps, 'title' | 'findings'> {
  readonly finding: Finding;
}

function Line({ finding, checked, schema, actions, busy, away }: LineProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { ref, tab, column, sheet, row, severity } = finding;
  const place = showPlace(sheet, row, placeOf(finding, checked.regions)?.column ?? null);
  const text = message(finding, schema);
  return (
    <li className="item explained">
      <button type="button" className="go" onClick={() => actions.goTo(finding)}>
        <Sign severity={severity} />
        <span className="body">
          <span className="place">
            <b>{ref ?? (row === null ? 'The whole sheet' : `Row ${row}`)}</b>
            {column !== null && ` · ${headingOf(schema, tab, column)}`} · {place}
          </span>
          {text}
        </span>
      </button>
      <span className="side">
        <Mend {...{ finding, actions, busy }} name={`${ref ?? place}: ${text}`} />
        <Button
          size="small"
          appearance="subtle"
          aria-expanded={open}
          aria-controls={id}
          aria-label={`Explain ${ref ?? place}: ${text}`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Less' : 'Why?'}
        </Button>
      </span>
      <div id={id} hidden={!open}>
        {open && <Explain {...{ finding, schema, actions }} busy={busy || away} />}
      </div>
    </li>
  );
}

interface MendProps extends Pick<LineProps, 'finding' | 'actions' | 'busy'> {
  readonly name: string;
}

/** The button that mends it, where one right answer exists. */
function Mend({ finding, actions, busy, name }: MendProps) {
  const { rule, fix, sheet, tab, column } = finding;
  if (fix) {
    return (
      <Button
        size="small"
        disabledFocusable={busy}
        aria-label={`Fix ${name}`}
        onClick={() => actions.fix(finding)}
      >
        Fix
      </Button>
    );
  }
  if (rule !== headingMissing.id || sheet === null || column === null) return null;
  return (
    <Button
      size="small"
      disabledFocusable={busy}
      aria-label={`Insert the missing column. ${name}`}
      onClick={() => actions.insertColumn(sheet, tab, column)}
    >
      Insert
    </Button>
  );
}

function keyOf({ rule, sheet, row, column, parameters }: Finding): string {
  return JSON.stringify([rule, sheet, row, column, parameters]);
}
