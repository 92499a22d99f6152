/** Starts the task pane and the ribbon's commands: one page and one runtime for both. */
import { createRoot } from 'react-dom/client';
import { httpService } from '../../shared/protocol/client.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import { onWaiting } from '../excel/busy.ts';
import { onEdit } from '../excel/events.ts';
import { mark, unmark } from '../excel/marks.ts';
import { select, selectedRow, shownSheet } from '../excel/select.ts';
import { officeIsDark, officeReady, partitionKey } from '../excel/start.ts';
import { widen } from '../excel/widen.ts';
import { excelWorkbook } from '../excel/workbook.ts';
import { associateCommands } from '../ribbon/commands.ts';
import { type Actions, actionsOf, say } from './actions.ts';
import type { Desk } from './desk.ts';
import { memoryOf } from './memory.ts';
import { Pane } from './pane.tsx';
import './pane.css';
import { OutsideExcel, Shell } from './shell.tsx';
import { freshState, type PaneState } from './state.ts';
import { createStore, type Store } from './store.ts';
import { todayIn } from './words.ts';

/** The tracker of this origin's service. */
const TRACKER = 'design';
/** How often the service is asked what is new. */
const POLL_MS = 30_000;
/** After the last edit, before the findings are looked up again. */
const SETTLE_MS = 1_500;

const desk: Desk = {
  workbook: (schema, progress) => excelWorkbook({ schema, progress }),
  shownSheet,
  selectedRow,
  select,
  widen,
  mark,
  unmark,
};

async function start(): Promise<void> {
  const element = document.getElementById('pane');
  if (!element) throw new Error('The page has no element "pane".');
  const root = createRoot(element);
  if ((await officeReady()) === 'elsewhere') {
    root.render(
      <Shell officeIsDark={null}>
        <OutsideExcel />
      </Shell>,
    );
    return;
  }
  const memory = memoryOf(localStorage, partitionKey());
  const remembered = memory.schema();
  const schema = remembered ?? schemaOf(configure({}));
  const store = createStore<PaneState>(
    freshState({
      tracker: TRACKER,
      schema,
      schemaFrom: remembered ? 'remembered' : 'built-in',
      today: todayIn(schema.timeZone, new Date()),
    }),
  );
  const address = new URL(`/api/v1/trackers/${TRACKER}`, location.href).href;
  const actions = actionsOf({
    store,
    desk,
    services: (token) => httpService(address, { token, fetch: (url, init) => fetch(url, init) }),
    memory,
    uuid: () => crypto.randomUUID(),
  });
  root.render(
    <Shell officeIsDark={officeIsDark()}>
      <Pane {...{ store, actions }} />
    </Shell>,
  );
  associateCommands(actions);
  onWaiting((waiting) => store.set({ waiting }));
  await watch(store, actions);
}

async function watch(store: Store<PaneState>, actions: Actions): Promise<void> {
  setInterval(() => {
    if (document.visibilityState === 'visible' && store.get().work === null) void actions.poll();
  }, POLL_MS);
  await actions.connect();
  try {
    await actions.open();
    await actions.poll();
    let settling: ReturnType<typeof setTimeout> | undefined;
    await onEdit((edit) => {
      actions.edited(edit);
      clearTimeout(settling);
      settling = setTimeout(() => void actions.recheck(), SETTLE_MS);
    });
  } catch (error) {
    say(store, error);
  }
}

await start();
