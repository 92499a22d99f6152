/** The task pane: who and where at the top, what to do below it, and what came of it. */
import {
  Button,
  CounterBadge,
  Field,
  Input,
  Link,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  ProgressBar,
  Tab,
  TabList,
} from '@fluentui/react-components';
import type { Actions } from './actions.ts';
import { AdoptView } from './adopt.tsx';
import { ChangesView } from './changes.tsx';
import { ConflictsView } from './conflicts.tsx';
import { FindingsView } from './findings.tsx';
import { fixLabel } from './fixes.tsx';
import { HistoryView } from './history.tsx';
import { countOf, type PaneState, type View } from './state.ts';
import { type Store, useStore } from './store.ts';
import { TokenField } from './token.tsx';
import { count } from './words.ts';

const VIEWS: readonly { readonly view: View; readonly title: string }[] = [
  { view: 'findings', title: 'Findings' },
  { view: 'changes', title: 'Changes' },
  { view: 'conflicts', title: 'Conflicts' },
  { view: 'history', title: 'History' },
];

interface Props {
  readonly state: PaneState;
  readonly actions: Actions;
}

/** The whole pane over this store. */
export function Pane({ store, actions }: { readonly store: Store<PaneState>; readonly actions: Actions }) {
  const state = useStore(store);
  const { view } = state;
  return (
    <div className="pane">
      <header className="head">
        <Who {...{ state, actions }} />
        <Commands {...{ state, actions }} />
        <Working state={state} />
      </header>
      <Notices {...{ state, actions }} />
      <Views {...{ state, actions }} />
      <div className="view" id="view" {...labelled(view)}>
        {view === 'findings' && <FindingsView {...{ state, actions }} />}
        {view === 'changes' && <ChangesView {...{ state, actions }} />}
        {view === 'conflicts' && <ConflictsView {...{ state, actions }} />}
        {view === 'history' && <HistoryView {...{ state, actions }} />}
        {view === 'adopt' && <AdoptView {...{ state, actions }} />}
      </div>
      {view === 'findings' && <FixAnswer {...{ state, actions }} />}
      {view === 'changes' && <Answer {...{ state, actions }} />}
      {view === 'adopt' && <AdoptAnswer {...{ state, actions }} />}
    </div>
  );
}

/** Adopt is needed once in a while and has no tab of its own. */
function labelled(view: View) {
  return view === 'adopt'
    ? { role: 'region', 'aria-label': 'Adopt this workbook' }
    : { role: 'tabpanel', 'aria-labelledby': `tab-${view}` };
}

function Who({ state, actions }: Props) {
  const { connection, tracker } = state;
  return (
    <>
      <div className="who">
        <h1>Tracker: {tracker}</h1>
        <span className="status" role="status">
          <span className={`dot dot-${connection.status}`} aria-hidden="true" />
          {STATUS[connection.status]}
        </span>
      </div>
      <p className="quiet">
        <WhoIAm state={state} />
        {connection.status === 'away' && (
          <>
            {' '}
            <Link inline onClick={() => actions.connect()}>
              Try again
            </Link>
          </>
        )}
      </p>
      {connection.status === 'stranger' && <TokenField {...{ connection, actions }} />}
    </>
  );
}

const STATUS: Readonly<Record<PaneState['connection']['status'], string>> = {
  asking: 'Asking…',
  answers: 'Connected',
  stranger: 'Sign-in needed',
  away: 'No answer',
};

function WhoIAm({ state: { connection, schemaFrom, synced, news } }: { readonly state: PaneState }) {
  switch (connection.status) {
    case 'asking':
      return 'Asking the service who you are.';
    case 'answers': {
      const you = `You are ${connection.author} (${connection.role}).`;
      if (synced === null) return `${you} This workbook was not synced yet.`;
      if (news === null || news === 0) return `${you} Synced at revision ${synced}.`;
      return `${you} Synced at revision ${synced}, ${count(news, 'newer one', 'newer ones')} to get.`;
    }
    case 'stranger':
      return 'Checking works without signing in; syncing needs it.';
    case 'away':
      return schemaFrom === 'built-in'
        ? 'Checking works all the same, by the built-in rules.'
        : 'Checking works all the same, by the rules last seen.';
  }
}

function Commands({ state, actions }: Props) {
  const busy = state.work !== null || state.preview !== null;
  return (
    <div className="commands">
      <Button appearance="primary" disabledFocusable={busy} onClick={() => actions.check('workbook')}>
        Check
      </Button>
      <Button
        disabledFocusable={busy || state.connection.status !== 'answers'}
        onClick={() => actions.sync()}
        title={state.connection.status === 'answers' ? '' : 'Syncing needs the service.'}
      >
        Sync
      </Button>
    </div>
  );
}

/** Always there, so that screen readers hear what is put into it. */
function Working({ state: { work, waiting } }: { readonly state: PaneState }) {
  return (
    <div className="working" aria-live="polite">
      {work && (
        <>
          <span className="quiet">
            {work.text}
            {work.of > 1 ? `: ${Math.round((100 * work.done) / work.of)} %` : '…'}
          </span>
          <ProgressBar
            thickness="large"
            aria-label={work.text}
            {...(work.of > 1 ? { value: work.done, max: work.of } : {})}
          />
        </>
      )}
      {waiting && <span className="quiet">{waiting}</span>}
    </div>
  );
}

function Notices({ state: { notice }, actions }: Props) {
  return (
    <div className="notices" aria-live="polite">
      {notice && (
        <MessageBar intent={notice.intent} layout="multiline">
          <MessageBarBody>{notice.text}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={actions.dismiss}>
              Dismiss
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
    </div>
  );
}

function Views({ state, actions }: Props) {
  return (
    <TabList
      className="tabs"
      size="small"
      selectedValue={state.view}
      aria-label="What to look at"
      onTabSelect={(_, { value }) => {
        const chosen = VIEWS.find(({ view }) => view === value);
        if (chosen) actions.show(chosen.view);
      }}
    >
      {VIEWS.map(({ view, title }) => (
        <Tab key={view} id={`tab-${view}`} value={view} aria-controls="view">
          {title}
          {view !== 'history' && countOf(state, view) > 0 && (
            <>
              {' '}
              <CounterBadge
                appearance="ghost"
                size="small"
                overflowCount={999}
                count={countOf(state, view)}
              />
            </>
          )}
        </Tab>
      ))}
    </TabList>
  );
}

/** What the list of safe fixes waits for. */
function FixAnswer({ state, actions }: Props) {
  const { fixes, work } = state;
  if (!fixes || work) return null;
  return (
    <div className="answer">
      <div className="buttons">
        <Button appearance="primary" onClick={actions.applyFixes}>
          {fixLabel(fixes)}
        </Button>
        <Button onClick={actions.leaveFixes}>Cancel</Button>
      </div>
    </div>
  );
}

/** What the questions of Adopt wait for. */
function AdoptAnswer({ state: { adoption, work }, actions }: Props) {
  if (!adoption || work) return null;
  const { answers, isKept } = adoption;
  const keeps = answers.size > 0 || !isKept;
  return (
    <div className="answer">
      {keeps && (
        <p className="quiet">
          Kept in this workbook, for all checks and syncs. No cell of its sheets changes.
        </p>
      )}
      <div className="buttons">
        {keeps && (
          <Button appearance="primary" onClick={() => actions.keepAnswers()}>
            {answers.size > 0 ? `Keep ${count(answers.size, 'answer')}` : 'Keep it as shown'}
          </Button>
        )}
        <Button onClick={() => actions.show('findings')}>Back</Button>
      </div>
    </div>
  );
}

/** What the preview waits for, below it and always in sight. */
function Answer({ state, actions }: Props) {
  const { preview, confirmation, work, pairs } = state;
  if (!preview || work) return null;
  const open = preview.pairings.flatMap(({ rows }) => rows).filter(({ id }) => !(id in pairs)).length;
  const stopped = preview.stops.length > 0;
  return (
    <div className="answer">
      {!stopped && !confirmation && (
        <Field label="Why (optional, for the history)" size="small">
          <Input
            size="small"
            maxLength={500}
            value={state.reason}
            onChange={(_, data) => actions.setReason(data.value)}
          />
        </Field>
      )}
      {open > 0 && <p className="quiet">Say above which row is which, then send.</p>}
      <div className="buttons">
        {!stopped && (
          <Button appearance="primary" disabledFocusable={open > 0} onClick={actions.send}>
            {confirmation ? 'Yes, send it' : sendLabel(state)}
          </Button>
        )}
        <Button onClick={actions.cancel}>{stopped ? 'Close' : 'Cancel'}</Button>
      </div>
    </div>
  );
}

/** Where nothing goes to the ledger, the button says what happens instead. */
function sendLabel({ preview, ticked }: PaneState): string {
  if (!preview) return 'Send';
  const { push, take, removals, reversals, conflicts } = preview;
  const isNew = conflicts.some(({ conflict }) => conflict.id === null);
  if (isNew || push.length > 0 || [...removals, ...reversals].some(({ id }) => ticked.has(id))) return 'Send';
  return take.length + removals.length > 0 ? 'Write into the sheets' : 'Go on';
}
