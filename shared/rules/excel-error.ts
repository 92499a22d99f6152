/** Excel's error values, which travel as their code and are often pasted as text. */
import type { Value } from '../values/value.ts';

const CODES =
  /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|EXTERNAL!|PYTHON!|TIMEOUT!)$/iu;

const HASH = 35;

/** Whether a value is one of Excel's errors. */
export function isExcelError(value: Value): value is string {
  return typeof value === 'string' && value.charCodeAt(0) === HASH && CODES.test(value);
}
