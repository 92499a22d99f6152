import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { run } from '../../server/cli/program.ts';
import { Terminal } from '../../server/cli/terminal.ts';
import { parseConfiguration } from '../../server/config/load.ts';
import { PROBLEMS } from '../../shared/protocol/problem.ts';
import { schemaOf } from '../../shared/rules/settings.ts';
import { CONFIGURATION, withTables } from './tables.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DOCS = [
  ...globSync('docs/**/*.md', { cwd: ROOT }),
  ...['README.md', 'CHANGELOG.md'].filter((file) => existsSync(join(ROOT, file))),
];

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const missing = (text: string, wanted: readonly string[]) => wanted.filter((each) => !text.includes(each));

describe('The documents', () => {
  it('have links whose targets are there, headings too', () => {
    const broken = DOCS.flatMap((file) =>
      linksIn(textOf(file)).flatMap((link) => {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? join(ROOT, file) : resolve(ROOT, dirname(file), path);
        const isThere =
          existsSync(target) && (anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).has(anchor));
        return isThere ? [] : [`${file}: ${link}`];
      }),
    );
    assert.deepEqual(broken, []);
  });

  it('name only files that are there, and none outside the repository', () => {
    const gone = DOCS.flatMap((file) =>
      [...textOf(file).matchAll(/`((?:shared|server|addin|test|docs)\/[\w./-]*)`/g)].flatMap(
        ([, path = '']) => (existsSync(join(ROOT, path)) ? [] : [`${file}: ${path}`]),
      ),
    );
    const outside = DOCS.filter((file) =>
      /(^|[\s`('"])\.\.\/(?!docs\/)[\w-]+\//m.test(withoutLinks(textOf(file))),
    );
    assert.deepEqual({ gone, outside }, { gone: [], outside: [] });
  });
});

describe('docs/architecture.md', () => {
  it('lists the rooms and what they may import, as the linter checks them', () => {
    const documented = Object.fromEntries(
      [...textOf('docs/architecture.md').matchAll(/^\| `([\w/-]+)\/` \|.*\| ([^|]+) \|$/gm)].map(
        ([, room = '', imports = '']) => [room, namesIn(imports)],
      ),
    );
    assert.deepEqual(documented, roomsOfLinter());
  });
});

describe('docs/protocol.md', () => {
  const text = textOf('docs/protocol.md');

  it('names every problem with its status', () => {
    const rows = Object.entries(PROBLEMS).map(([type, status]) => `| \`${type}\` | ${status} |`);
    assert.deepEqual(missing(text, rows), []);
  });

  it('names every file of the protocol', () => {
    const files = readdirSync(join(ROOT, 'shared/protocol')).map((file) => `shared/protocol/${file}`);
    assert.deepEqual(missing(text, files), []);
  });

  it('names a test for each rule that must always hold, and planted defects that the tests have', () => {
    const section = text.slice(text.indexOf('## What must always hold'), text.indexOf('## The finer points'));
    const rules = [...section.matchAll(/^\| (\d+) \|.*`test\//gm)].map(([, number]) => Number(number));
    assert.deepEqual(rules, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const defects = [...section.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);
    assert.ok(defects.length > 0);
    assert.deepEqual(missing(textOf('test/ledger/histories.test.ts'), defects), []);
  });
});

describe('docs/configuration.md', () => {
  const text = readFileSync(CONFIGURATION, 'utf8');

  it('has the tables of the default tabs and rules as the code has them', () => {
    assert.equal(text, withTables(text), 'To write the tables anew: node test/docs/tables.ts');
  });

  it('shows examples that load', () => {
    const examples = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = '']) => yaml);
    assert.ok(examples.length > 5);
    for (const yaml of examples) schemaOf(parseConfiguration(yaml, yaml));
  });
});

describe('docs/command-line.md', () => {
  it('has a section for every command, with all its options and no others', async () => {
    const sections = new Map(
      textOf('docs/command-line.md')
        .split(/^## /m)
        .slice(1)
        .map((section): [string, string[]] => [section.slice(0, section.indexOf('\n')), optionsIn(section)]),
    );
    sections.delete('Not in this version');
    const commands = await documentable();
    assert.ok(commands.length > 5);
    assert.deepEqual(Object.fromEntries(sections), Object.fromEntries(commands));
  });
});

function linksIn(text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function withoutLinks(text: string): string {
  return text.replace(/\]\([^)]*\)/g, ']');
}

/** The anchors that a page of Markdown gives its headings. */
function anchorsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).sort();
}

const Linter = z.object({
  forbidden: z.array(
    z.object({
      name: z.string(),
      from: z.object({ path: z.string().optional() }),
      to: z.object({ pathNot: z.string().optional() }),
    }),
  ),
});

/** Room → the other rooms that `.dependency-cruiser.json` lets it import. */
function roomsOfLinter(): Record<string, string[]> {
  const { forbidden } = Linter.parse(JSON.parse(textOf('.dependency-cruiser.json')));
  return Object.fromEntries(
    forbidden
      .filter(({ name }) => name.endsWith('-imports'))
      .map(({ from, to }) => {
        const room = (from.path ?? '').replace(/^\^|\/$/g, '');
        const allowed = (to.pathNot ?? '').replace(/^\^\(|\)\/$/g, '').split('|');
        return [room, [...new Set(allowed)].filter((each) => each !== room).sort()];
      }),
  );
}

/** The options in the first cells of a section's table. */
function optionsIn(section: string): string[] {
  return [...section.matchAll(/^\| `(--[^`]+)` \|/gm)].map(([, flags = '']) => flags).sort();
}

/** A command's subcommands and options, as its help lists them. */
async function helpOf(...command: string[]): Promise<{ commands: string[]; options: string[] }> {
  let help = '';
  const terminal = new Terminal({
    env: {},
    out: (text) => {
      help += text;
    },
    err: () => undefined,
    colour: false,
    stopped: () => Promise.resolve(),
  });
  assert.equal(await run([...command, '--help'], terminal), 0);
  const [before = '', after = ''] = help.split('\nCommands:\n');
  const commands = [...after.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name);
  const options = [...before.matchAll(/^ {2}(--[a-z-]+(?: <\w+>)?)/gm)].map(([, flags = '']) => flags);
  return { commands: commands.filter((name) => name !== 'help'), options };
}

/** Each command with its options, those of its subcommands among them. */
async function documentable(): Promise<[string, string[]][]> {
  const { commands } = await helpOf();
  return Promise.all(
    commands.map(async (command): Promise<[string, string[]]> => {
      const own = await helpOf(command);
      const below = await Promise.all(own.commands.map((each) => helpOf(command, each)));
      return [command, [...new Set([own, ...below].flatMap(({ options }) => options))].sort()];
    }),
  );
}
