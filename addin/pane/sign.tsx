/** The sign of a severity: told apart by its shape and its name, not by its colour alone. */
import type { Severity } from '../../shared/tracker/schema.ts';

export const SEVERITY: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Information',
};

const SHAPES: Readonly<Record<Severity, string>> = {
  error:
    'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm2.9 8.9-1 1L8 9l-1.9 1.9-1-1L7 8 5.1 6.1l1-1L8 7l1.9-1.9 1 1L9 8Z',
  warning: 'M8 1.2 15.4 14.5H.6Zm-.8 4.6v4.4h1.6V5.8Zm0 5.6V13h1.6v-1.6Z',
  info: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.8 2.9h1.6v1.6H7.2Zm0 2.9h1.6v5.3H7.2Z',
};

/** The sign, read out as the severity's name. */
export function Sign({ severity }: { readonly severity: Severity }) {
  return (
    <svg className={`sign sign-${severity}`} viewBox="0 0 16 16" role="img" aria-label={SEVERITY[severity]}>
      <title>{SEVERITY[severity]}</title>
      <path fill="currentColor" fillRule="evenodd" d={SHAPES[severity]} />
    </svg>
  );
}
