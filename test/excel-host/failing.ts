/** What went wrong in a batch, as office.js tells it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** The statement that office.js blames. */
  readonly statement: string | undefined;
}

/** The error that a batch must fail with. Throws where it does not fail. */
export async function failing(batch: Promise<unknown>): Promise<Failure> {
  try {
    await batch;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && 'message' in error) {
      const debug = 'debugInfo' in error ? error.debugInfo : null;
      const statement =
        typeof debug === 'object' && debug !== null && 'statement' in debug ? debug.statement : null;
      return {
        code: String(error.code),
        message: String(error.message),
        statement: typeof statement === 'string' ? statement : undefined,
      };
    }
    throw error;
  }
  throw new Error('The batch was expected to fail.');
}
