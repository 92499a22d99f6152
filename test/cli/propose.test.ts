import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadConfiguration } from '../../server/config/load.ts';
import { serve } from '../http/service.ts';
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
rules:
  # Fewer than 95 % of the rows met these when the register was adopted. To switch one on, take its line out.
  date-as-text: off # 0 % of 6 rows meet it; else warning
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
    assert.match(err, /There is a file .* already, and it is left as it is/);
  });

  describe('where it is not sure', () => {
    const THREATS = [
      ['Nr', 'Threat', 'Chance', 'Damage', 'Who', 'State', 'Countermeasure', 'Area'],
      ...Array.from({ length: 8 }, (_, row) => [
        `T${row + 1}`,
        `The supplier of part ${row} may fail before winter`,
        1 + (row % 5),
        1 + ((row * 3) % 5),
        ['Ann Archer', 'Bob Baker'][row % 2] ?? '',
        row % 3 === 2 ? 'Closed' : 'Open',
        `Find a second supplier for part ${row} in good time, and test it`,
        row % 2 === 0 ? 'North' : 'South',
      ]),
    ];
    const open = /Which (?:register|column of \w+) is (?:the sheet )?"[^"]+"/g;

    /** By tab and column the heading, as the file that was written has it. */
    async function written(book: string, config: string) {
      const { json } = await tracker(['inspect', book, '--config', config, '--json']);
      return Array.from(Object(json).tabs, (tab) => {
        const { tab: name, columns } = Object(tab);
        return [name, Object.keys(columns).join(' ')];
      });
    }

    it('lists what is left to decide, each answer with its flag, and takes the first meanwhile', async () => {
      const book = await folder.book('threats.xlsx', { Threats: THREATS });
      const { exit, out } = await tracker(['inspect', book, '--propose', '--write', folder.at('t.yaml')]);
      assert.equal(exit, 1);
      assert.deepEqual(out.match(open), [
        'Which register is the sheet "Threats"',
        'Which column of risks is "Who"',
        'Which column of risks is "Area"',
      ]);
      assert.match(out, /--sheet "Threats=risks" .*\n(?:.*\n)* +--sheet "Threats=new" /);
      assert.deepEqual(await written(book, folder.at('t.yaml')), [
        ['risks', 'ref title probability impact owner status action category'],
      ]);
    });

    it('takes answers by flags, and asks no more about them', async () => {
      const book = await folder.book('threats.xlsx', { Threats: THREATS });
      const flags = ['--sheet', 'Threats=risks', '--heading', 'risks:Who=raised-by'];
      const more = ['--heading', 'risks:Area=new', '--write', folder.at('t.yaml')];
      const { exit, out, err } = await tracker(['inspect', book, ...flags, ...more]);
      assert.deepEqual([exit, out.match(open)], [0, null], err);
      assert.deepEqual(await written(book, folder.at('t.yaml')), [
        ['risks', 'ref title probability impact raised-by status action area'],
      ]);
    });

    it('says which sheets, tabs and columns there are where a flag names another', async () => {
      const book = await folder.book('threats.xlsx', { Threats: THREATS });
      const message = async (...flags: string[]) => {
        const { exit, err } = await tracker(['inspect', book, '--propose', ...flags]);
        assert.equal(exit, 2);
        return err.split('\n')[0];
      };
      assert.deepEqual(
        [
          await message('--sheet', 'Threat=risks'),
          await message('--sheet', 'Threats=risk'),
          await message('--heading', 'risks:Who=ownr'),
          await message('--heading', 'Who'),
        ],
        [
          'tracker: --sheet "Threat=risks": the sheet is unknown; did you mean Threats?',
          'tracker: --sheet "Threats=risk": the tab is unknown; did you mean risks?',
          'tracker: --heading "risks:who=ownr": the column is unknown; did you mean owner?',
          'tracker: --heading "Who": write it as "TAB:HEADING=COLUMN".',
        ],
      );
    });

    it('asks at a terminal, one after the other: a number, or Enter for the first', async () => {
      const book = await folder.book('threats.xlsx', { Threats: THREATS });
      const typed = ['', '9', '2', ''];
      const asked: string[] = [];
      const ask = async (question: string) => {
        asked.push(question);
        return typed.shift() ?? '';
      };
      const args = ['inspect', book, '--propose', '--write', folder.at('t.yaml')];
      const { exit, out, err } = await tracker(args, {}, undefined, ask);
      assert.deepEqual([exit, typed, asked.length], [0, [], 4], err);
      assert.match(out, /Type a number from 1 to \d\./);
      assert.deepEqual(await written(book, folder.at('t.yaml')), [
        ['risks', 'ref title probability impact raised-by status action category'],
      ]);
    });

    it('leaves a sheet out that is to be skipped', async () => {
      const book = await folder.book('two.xlsx', { Threats: THREATS, Tickets: TICKETS });
      const args = ['inspect', book, '--sheet', 'Threats=skip', '--json'];
      const { json } = await tracker(args);
      const [file] = Object(json).files;
      assert.deepEqual(
        Array.from(file.tabs, (tab) => Object(tab).sheet),
        ['Tickets'],
      );
    });
  });

  it('adds what is new to a tracker.yaml, whose own lines stay, and learns from several workbooks', async () => {
    const own = `# Ours
timeZone: Europe/Berlin # the office
tabs:
  risks:
    title: Unsere Risiken # so we say
`;
    const config = folder.file('own.yaml', own);
    const one = await folder.book('tickets.xlsx', { Vorgänge: TICKETS });
    const other = await folder.book('walk.xlsx', { Walk: OBSERVATIONS });
    const out = folder.at('new.yaml');
    const { exit, err } = await tracker(['inspect', one, other, '--config', config, '--write', out]);
    assert.equal(exit, 0, err);
    const yaml = readFileSync(out, 'utf8');
    assert.equal(yaml.slice(0, own.length), own);
    assert.deepEqual(yaml.match(/^ {2}\S+:$/gm), ['  risks:', '  vorgange:', '  walk:']);
    assert.equal(readFileSync(config, 'utf8'), own);
    const again = await tracker(['inspect', one, other, '--config', out, '--propose']);
    assert.equal(again.exit, 0, again.err);
    assert.match(again.out, /Nothing need be written: the tracker knows it all\./);
  });

  it('says of a register without refs that it is checked, and synced once it has a Ref column', async () => {
    const bare = TICKETS.map((row, index) => [...row.slice(1), index === 0 ? 'Owner' : 'Ann Archer']);
    const { out } = await tracker([
      'inspect',
      await folder.book('bare.xlsx', { Vorgänge: bare }),
      '--propose',
    ]);
    assert.match(out, /It has no column of refs\. The pane can insert one, "Ref"; until then it is checked/);
    assert.match(out, /refPattern: VOR-\{000\}/);
  });

  it('goes from a file whose words are all its own to the first sync, with nothing held', async () => {
    const book = await folder.book('tickets.xlsx', { Vorgänge: TICKETS, Walk: OBSERVATIONS });
    const config = folder.at('tracker.yaml');
    const proposed = await tracker(['inspect', book, '--propose', '--write', config]);
    const running = await serve({ configuration: loadConfiguration(config) });
    try {
      const env = { TRACKER_URL: running.service.url };
      const first = await tracker(['sync', book, '--adopt'], env);
      const second = await tracker(['sync', book], env);
      const checked = await tracker(['validate', book, '--config', config, '--today', '2022-08-20']);
      const verified = await tracker(['verify', '--database', running.database]);
      assert.deepEqual(
        [proposed.exit, first.exit, second.exit, checked.exit, verified.exit],
        [0, 0, 0, 0, 0],
        [first.out, checked.out].join('\n'),
      );
      assert.match(first.out, /Synced to revision 1: 9 changes pushed, 0 changes taken\.\n$/);
      assert.match(second.out, /up to date with revision 1/);
    } finally {
      await running.stop();
    }
  });
});
