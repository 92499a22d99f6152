/** Sends a file of the service's own to keep. */
import { basename } from 'node:path';
import type { Response } from 'express';
import { Problem } from '../../shared/protocol/problem.ts';

/**
 * Answers with a file as a download. The path is the service's own, never made from an address; it may lie
 * under a folder such as `.data`, which express would hide.
 * @throws Problem `unknown-night` where the file is no longer on the disk
 */
export function sendFile(response: Response, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    response.download(path, basename(path), { dotfiles: 'allow' }, (error?: NodeJS.ErrnoException) => {
      // A reader that went away is nobody's fault.
      if (!error || error.code === 'ECONNABORTED' || response.headersSent) resolve();
      else if (error.code === 'ENOENT')
        reject(
          new Problem(
            'unknown-night',
            'That file is no longer where it was made. Make the night again: npx tracker export --night DATE',
          ),
        );
      else reject(error);
    });
  });
}
