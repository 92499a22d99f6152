/** The `tracker` command in this process, and small books for it to read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../server/cli/program.ts';
import { Terminal } from '../../server/cli/terminal.ts';
import { writeWorkbook } from '../../server/xlsx/write.ts';
import type { Value } from '../../shared/values/value.ts';

export interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** What stands on stdout, where all of it is one JSON document. */
  readonly json: unknown;
}

/** Runs `tracker` with these arguments to its end. `ask`: somebody sits there and answers. */
export async function tracker(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stopped: () => Promise<void> = () => Promise.resolve(),
  ask?: (question: string) => Promise<string>,
): Promise<Ended> {
  let out = '';
  let err = '';
  const terminal = new Terminal({
    env,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colour: false,
    ask,
    stopped,
  });
  const exit = await run(args, terminal);
  return {
    exit,
    out,
    err,
    get json(): unknown {
      return JSON.parse(out);
    },
  };
}

/** A temporary folder for one test. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'tracker-cli-'));

  /** The path of a file in it. */
  at(name: string): string {
    return join(this.path, name);
  }

  /** Writes a file; answers its path. */
  file(name: string, content: string | Uint8Array): string {
    writeFileSync(this.at(name), content);
    return this.at(name);
  }

  /** Writes a book of sheets, each its headings above its rows; answers its path. */
  async book(
    name: string,
    sheets: Readonly<Record<string, readonly (readonly Value[])[]>>,
    dates: readonly string[] = DATES,
  ): Promise<string> {
    const written = Object.entries(sheets).map(([sheet, [headings = [], ...rows]]) => ({
      name: sheet,
      columns: headings.map((heading) => ({
        heading: String(heading),
        type: dates.includes(String(heading)) ? 'date' : 'text',
      })),
      rows,
    }));
    return this.file(name, await writeWorkbook(written));
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

const DATES = ['Date', 'Due Date', 'Due'];

export const ACTIONS = ['Ref', 'Date', 'Action', 'Owner', 'Due Date', 'Update'];

/** A row of the action log in which all is well on 10 August 2022. */
export function action(
  ref: string | null,
  changes: { action?: string; due?: string; owner?: string } = {},
): Value[] {
  const { action = 'Write to SEC', due = '2022-09-14', owner = 'PMO' } = changes;
  return [ref, '2022-05-11', action, owner, due, 'ONGOING: drafted'];
}
