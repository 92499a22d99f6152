/** What is behind a finding: what its rule looks for, with an example, and by which thresholds. */
import { Button } from '@fluentui/react-components';
import { explain } from '../../shared/rules/explain.ts';
import type { Schema } from '../../shared/tracker/schema.ts';
import type { Finding } from '../../shared/values/finding.ts';
import type { Actions } from './actions.ts';
import { SEVERITY } from './sign.tsx';

interface Props {
  readonly finding: Finding;
  readonly schema: Schema;
  readonly actions: Pick<Actions, 'historyOf'>;
  /** The service does not answer, or something runs. */
  readonly busy: boolean;
}

/** The finding's rule explained. */
export function Explain({ finding, schema, actions, busy }: Props) {
  const { rule, severity, tab, ref } = finding;
  const known = explain(schema, rule);
  return (
    <div className="explain">
      {known && <p>{known.about}</p>}
      <dl className="sides">
        <dt>Rule</dt>
        <dd>
          {rule}, {SEVERITY[severity].toLowerCase()}
        </dd>
        {Object.entries(known?.parameters ?? {}).map(([name, value]) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>{parameterText(value)}</dd>
          </div>
        ))}
        {known?.example && (
          <>
            <dt>Example</dt>
            <dd>
              {known.example.fires}
              <span className="place">{known.example.says}</span>
            </dd>
            <dt>Is fine</dt>
            <dd>{known.example.near}</dd>
          </>
        )}
      </dl>
      {ref !== null && (
        <Button
          size="small"
          appearance="subtle"
          disabledFocusable={busy}
          aria-label={`History of ${ref}`}
          onClick={() => actions.historyOf(tab, ref)}
        >
          History of this row
        </Button>
      )}
    </div>
  );
}

/** A list as a sentence would have it. */
function parameterText(value: unknown): string {
  if (Array.isArray(value)) return value.map(parameterText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
