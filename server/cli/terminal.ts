/** Where a command reads its surroundings and says what it has to say: the process's own, or a test's. */
import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { UsageError } from './failure.ts';

export interface TerminalOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `out` shows colour. */
  readonly colour: boolean;
  /** Asks a person who sits there, and answers what they typed; absent where nobody does. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** Resolves when the command is told to stop: for those that run until then. */
  readonly stopped: () => Promise<void>;
}

export type Style = Parameters<typeof styleText>[0];

export class Terminal {
  readonly env: TerminalOptions['env'];
  readonly stopped: TerminalOptions['stopped'];
  /** Undefined where nobody sits at the terminal. */
  readonly ask: TerminalOptions['ask'];
  /** What the command ends with. */
  exitCode = 0;
  readonly #options: TerminalOptions;

  constructor(options: TerminalOptions) {
    this.env = options.env;
    this.stopped = options.stopped;
    this.ask = options.ask;
    this.#options = options;
  }

  /** A line for a person. */
  print(line = ''): void {
    this.#options.out(`${line}\n`);
  }

  /** One JSON document, and nothing else on stdout. */
  printJson(document: unknown): void {
    this.#options.out(`${JSON.stringify(document, null, 2)}\n`);
  }

  /** Progress and remarks, which go to stderr so that stdout stays what was asked for. */
  remark(line: string): void {
    this.#options.err(`${line}\n`);
  }

  /** Coloured where the terminal shows colour, plain elsewhere. */
  styled(style: Style, text: string): string {
    return this.#options.colour ? styleText(style, text, { validateStream: false }) : text;
  }
}

/** The process's own. */
export function processTerminal(): Terminal {
  // A reader that has seen enough (`| head`) ends the command, and that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return new Terminal({
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    colour: process.stdout.isTTY === true && process.stdout.hasColors(),
    ask: process.stdin.isTTY && process.stdout.isTTY ? askHere : undefined,
    stopped: untilStopped,
  });
}

/** Asks on the terminal. Rejects with UsageError where the person ends it (Ctrl+C, Ctrl+D). */
async function askHere(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('close', () => reject(new UsageError('Stopped; nothing was written.')));
      lines.question(question).then(resolve, reject);
    });
  } finally {
    lines.close();
  }
}

/** Once the process is told to stop; told a second time, it ends at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
