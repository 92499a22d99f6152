/** `tracker decide ID mine|theirs|value TEXT`: ends a conflict. */
import { randomUUID } from 'node:crypto';
import { Argument, type Command } from 'commander';
import type { Choice } from '../../shared/values/change.ts';
import type { Value } from '../../shared/values/value.ts';
import { EXIT, UsageError } from './failure.ts';
import { print, printJson } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';

interface Options extends RemoteOptions {
  readonly reason?: string;
  readonly json?: boolean;
}

export function addDecide(program: Command): void {
  withService(program.command('decide'))
    .description('decide a conflict: keep mine, take theirs, or give a third value')
    .argument('<ID>', "the conflict's id, as `tracker conflicts` shows it")
    .addArgument(new Argument('<CHOICE>', 'which side').choices(['mine', 'theirs', 'value']))
    .argument('[TEXT]', 'the third value; nothing for blank')
    .option('--reason <TEXT>', 'why, for the history')
    .option('--json', 'print one JSON document')
    .action(async (id: string, choose: Choice, text: string | undefined, options: Options) => {
      if (choose !== 'value' && text !== undefined) {
        throw new UsageError(
          `"${choose}" takes no value. To give one, type: tracker decide ${id} value TEXT`,
        );
      }
      const service = remote(options);
      const [{ tracker, fingerprint, revision, hash }, { conflicts }] = await Promise.all([
        service.schema(),
        service.conflicts({}),
      ]);
      const conflict = conflicts.find((each) => each.id === id);
      if (!conflict) throw new UsageError(`There is no conflict ${id}. tracker conflicts lists them.`);
      const value: { value?: Value } = choose === 'value' ? { value: text ?? null } : {};
      const answer = await service.push({
        request: randomUUID(),
        tracker,
        workbook: conflict.workbook,
        base: { revision, hash },
        fingerprint,
        ...(options.reason === undefined ? {} : { reason: options.reason }),
        changes: [{ op: 'decide', conflict: id, choose, seen: conflict.theirsRevision, ...value }],
      });
      if (options.json) printJson(answer);
      else if (answer.outcomes.length === 0)
        print(`Decided in revision ${answer.revision}. The workbook shows it after its next sync.`);
      else
        print(
          'Not decided: the conflict has moved on, or the value brings in an error. tracker conflicts shows how it stands.',
        );
      if (answer.outcomes.length > 0) process.exitCode = EXIT.findings;
    });
}
