import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Folder, tracker } from './tracker.ts';

const TICKETS = [
  ['Ticket', 'Vorgang', 'Stufe', 'Zustand', 'Zuletzt besprochen', 'Kosten'],
  ['T-0001', 'Die Schnittstelle fehlt noch', 'hoch', 'offen', '13/08/2022', 120],
  ['T-0002', 'Der Zeitplan ist zu eng', 'tief', 'offen', '14/08/2022', 80],
  ['T-0003', 'Das Format ist unklar', 'hoch', 'zu', '15/08/2022', 15],
  ['T-0004', 'Die Daten sind alt', 'tief', 'offen', '16/08/2022', 7],
  ['T-0005', 'Der Test dauert zu lang', 'tief', 'zu', '17/08/2022', 99],
  ['T-0006', 'Die Abnahme fehlt noch', 'hoch', 'zu', '18/08/2022', 1],
];
const OBSERVATIONS = [
  ['What the inspectors saw this year'],
  [],
  ['Observation no', 'Finding in words', 'Where seen', 'Weight', 'Remedy agreed'],
  [1, 'A door stands open at night', 'North gate', 'minor', 'Fit a closer'],
  [2, 'The log has no signature', 'Office', 'major', 'Sign each page'],
  [3, 'The key is not in its place', 'Store room', 'minor', 'Number the hooks'],
];

describe('tracker inspect --propose', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  /** What inspect sees with the file that --write wrote: by tab its columns and extra columns. */
  async function adopted(book: string) {
    const config = folder.at('tracker.yaml');
    const proposed = await tracker(['inspect', book, '--propose', '--write', config]);
    assert.equal(proposed.exit, 0, proposed.err);
    const { json } = await tracker(['inspect', book, '--config', config, '--json']);
    const { exit } = await tracker(['validate', book, '--config', config, '--today', '2022-08-20']);
    const seen = Array.from(Object(json).tabs, (tab) => {
      const { tab: name, rows, columns, extra } = Object(tab);
      return [name, rows, Object.keys(columns), Object.keys(extra).length];
    });
    return { yaml: readFileSync(config, 'utf8'), seen, valid: exit < 2 };
  }

  it('learns a register whose headings are its own, so that all of its columns are known', async () => {
    const { yaml, seen, valid } = await adopted(await folder.book('tickets.xlsx', { Vorgänge: TICKETS }));
    assert.deepEqual(
      { yaml, seen, valid },
      {
        yaml: `tabs:
  vorgange:
    title: Vorgänge
    refPattern: T-{0000}
    sheets:
      - Vorgänge
    columns:
      ref:
        heading: Ticket
      vorgang:
        heading: Vorgang
        type: text
        required: always
      stufe:
        heading: Stufe
        type: choice
        vocabulary:
          - hoch
          - tief
        required: always
      zustand:
        heading: Zustand
        type: choice
        vocabulary:
          - offen
          - zu
        required: always
      zuletzt-besprochen:
        heading: Zuletzt besprochen
        type: date
        required: always
      kosten:
        heading: Kosten
        type: number
        required: always
`,
        seen: [['vorgange', 6, ['ref', 'vorgang', 'stufe', 'zustand', 'zuletzt-besprochen', 'kosten'], 0]],
        valid: true,
      },
    );
  });

  it('learns one below a title, with numbers for refs', async () => {
    const { seen, valid } = await adopted(await folder.book('seen.xlsx', { Walk: OBSERVATIONS }));
    assert.deepEqual(
      { seen, valid },
      {
        seen: [['walk', 3, ['ref', 'finding-in-words', 'where-seen', 'weight', 'remedy-agreed'], 0]],
        valid: true,
      },
    );
  });

  it('writes over no file, and says why each guess is made', async () => {
    const book = await folder.book('tickets.xlsx', { Tickets: TICKETS });
    const { exit, out } = await tracker(['inspect', book, '--propose']);
    assert.equal(exit, 0);
    assert.match(out, /refs T-\{0000\}: 100 % sure, 100 % of its refs are "T-" and a number/);
    assert.match(out, /Dates typed as text: day first; 100 % sure/);
    const there = folder.at('there.yaml');
    const { exit: first } = await tracker(['inspect', book, '--propose', '--write', there]);
    const { exit: second, err } = await tracker(['inspect', book, '--propose', '--write', there]);
    assert.deepEqual([first, second], [0, 2], err);
  });
});
