/** What is thrown for a file that can't be read: it says what is wrong, where, and what to do. */

export type WorkbookErrorCode =
  /** Not a workbook of this kind at all: another format, an empty file, a zip of something else. */
  | 'not-xlsx'
  /** The format of Excel 97–2003. */
  | 'old-xls'
  /** Protected by a password to open. */
  | 'encrypted'
  /** The end of the file is missing. */
  | 'truncated'
  /** The parts contradict each other or are not XML. */
  | 'damaged'
  /** Over a limit of `limits.ts`. */
  | 'too-large'
  /** Something that no program which saves workbooks writes, and that attacks use. */
  | 'unsafe'
  /** Text in another encoding than UTF-8. */
  | 'encoding'
  /** Saved by someone else while it was open here. */
  | 'changed'
  /** A workbook in which no sheet is a tab of the tracker. */
  | 'no-tab';

interface Place {
  readonly file?: string | undefined;
  readonly sheet?: string | undefined;
  /** The 1-based sheet row. */
  readonly row?: number | undefined;
  /** The column's letter. */
  readonly column?: string | undefined;
}

export class WorkbookError extends Error {
  readonly code: WorkbookErrorCode;
  readonly file: string | undefined;
  readonly sheet: string | undefined;
  readonly row: number | undefined;
  readonly column: string | undefined;
  /** The message without the place. */
  readonly problem: string;

  constructor(code: WorkbookErrorCode, problem: string, place: Place = {}) {
    super(where(place) + problem);
    this.name = 'WorkbookError';
    this.code = code;
    this.problem = problem;
    this.file = place.file;
    this.sheet = place.sheet;
    this.row = place.row;
    this.column = place.column;
  }

  /** The same error with what is known further out (the file, the sheet) added. */
  within(place: Place): WorkbookError {
    return new WorkbookError(this.code, this.problem, {
      file: this.file ?? place.file,
      sheet: this.sheet ?? place.sheet,
      row: this.row ?? place.row,
      column: this.column ?? place.column,
    });
  }
}

/** Runs `work`; a WorkbookError out of it gets `place` added. */
export function locating<Result>(place: Place, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof WorkbookError ? error.within(place) : error;
  }
}

function where({ file, sheet, row, column }: Place): string {
  const cell = row === undefined ? undefined : column === undefined ? `row ${row}` : `cell ${column}${row}`;
  const parts = [file, sheet === undefined ? undefined : `sheet "${sheet}"`, cell].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}
