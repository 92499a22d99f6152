/** What the host answers instead of a result, with Excel's own error code. */
export class HostError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The host does not model this member. Said loudly, so that no test passes on an empty answer. */
export function notImplemented(what: string): HostError {
  return new HostError(
    'NotImplemented',
    `The test host does not model ${what}. Add it under test/excel-host.`,
  );
}

export function invalidArgument(what: string): HostError {
  return new HostError('InvalidArgument', `Excel does not take this argument: ${what}.`);
}

export function accessDenied(what: string): HostError {
  return new HostError('AccessDenied', `Excel does not allow this: ${what}.`);
}

export function itemNotFound(what: string): HostError {
  return new HostError('ItemNotFound', `Excel does not find it: ${what}.`);
}

export function insertDeleteConflict(what: string): HostError {
  return new HostError('InsertDeleteConflict', `Cells can't be moved like that: ${what}.`);
}
