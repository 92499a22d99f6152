/** `tracker sync FILE`: what the add-in does, for a file. Only the changed cells of it are written. */
import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Preview, SyncChoices, SyncResult } from '../../shared/sync/preview.ts';
import { conflictLine, heldLine, itemLine, pinLine } from '../../shared/sync/describe.ts';
import { sync } from '../../shared/sync/session.ts';
import { openFile } from '../xlsx/file.ts';
import { EXIT, UsageError } from './failure.ts';
import { count, print, printJson, remark, styled } from './print.ts';
import { type RemoteOptions, remote, withService } from './remote.ts';

interface Options extends RemoteOptions {
  readonly dryRun?: boolean;
  readonly acceptRemovals?: boolean;
  readonly acceptReversals?: boolean;
  readonly base?: 'none';
  readonly join?: boolean;
  readonly adopt?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}
