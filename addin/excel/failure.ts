/**
 * What goes wrong between us and Excel, sorted by what to do about it: a cell that Excel will not change is a
 * refusal, and the work goes on; anything else means that the host itself failed, and the work stops.
 */

/** Excel itself failed: too slow, too much at once, closed. Some of what was asked may have been done. */
export class HostFailed extends Error {
  /** Office.js's own code, `GeneralException` and so on; null where it gave none. */
  readonly code: string | null;

  constructor(message: string, code: string | null, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HostFailed';
    this.code = code;
  }
}

/** Codes of `Excel.ErrorCodes` that concern the cells asked for, and what a person can do about each. */
const REFUSED: Readonly<Record<string, string>> = {
  AccessDenied: 'The sheet is protected and this cell is locked. Unprotect the sheet, then sync again.',
  ConflictingMerge: 'The cell is merged with others. Unmerge it, then sync again.',
  MergedRangeConflict: 'The cell is merged with others. Unmerge it, then sync again.',
  FilteredRangeConflict: 'A filter hides part of these rows. Clear the filter, then sync again.',
  InsertDeleteConflict:
    'Something beside these cells is in the way. Make room below the rows, then sync again.',
  NonBlankCellOffSheet: 'There is no room left below: the last row of the sheet is in use.',
  PivotTableRangeConflict: 'A pivot table is in the way. Move it, then sync again.',
  ItemNotFound: 'The sheet or table is no longer there. Sync again.',
  InvalidArgument: 'Excel does not take this value here. Look at the cell, then sync again.',
  InvalidOperation: 'Excel does not allow this here: a table, an array formula or a filter is in the way.',
  UnsupportedOperation:
    'Excel does not allow this here: a table, an array formula or a filter is in the way.',
};

const FAILED: Readonly<Record<string, string>> = {
  RequestPayloadSizeLimitExceeded: 'Excel would not take so much at once. Try again; report it if it stays.',
  ResponsePayloadSizeLimitExceeded:
    'Excel would not answer so much at once. Try again; report it if it stays.',
};

/** What a person is told where Excel refused this; null where the error means that the host failed. */
export function refusalOf(error: unknown): string | null {
  const code = codeOf(error);
  return code === null ? null : (REFUSED[code] ?? null);
}

/** The error as a `HostFailed` that says what happened and what to do; one that is one already stays it. */
export function hostFailed(error: unknown): HostFailed {
  if (error instanceof HostFailed) return error;
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  const known = code === null ? undefined : (FAILED[code] ?? REFUSED[code]);
  return new HostFailed(known ?? `Excel did not answer as expected: ${text} Try again.`, code, {
    cause: error,
  });
}

/** The code of an Office.js error, null for any other. */
export function codeOf(error: unknown): string | null {
  if (error instanceof HostFailed) return error.code;
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
