/** A register that the workbook holds, as Adopt shows it. */
import { Button } from '@fluentui/react-components';
import { percent } from '../../shared/sheet/propose/learn.ts';
import type { ProposedColumn, ProposedTab } from '../../shared/sheet/propose/proposal.ts';
import type { HeadingQuestion } from '../../shared/sheet/propose/question.ts';
import { columnOf, REF, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import type { Actions } from './actions.ts';
import { type Adoption, OWN } from './adoption.ts';
import { Correct } from './ask.tsx';
import { count, headingOf } from './words.ts';

interface RegisterProps {
  readonly register: ProposedTab;
  /** Whether it is the only one of its sheet, and not asked about anyway. */
  readonly mayBeAnother: boolean;
  readonly answers: Adoption['answers'];
  readonly schema: Schema;
  readonly actions: Actions;
  readonly busy: boolean;
}

/** The card of a register: what it is taken for and why, its columns, and what keeps it from being synced. */
export function Register({ register, mayBeAnother, answers, schema, actions, busy }: RegisterProps) {
  const { tab, title, isNew, sheet, headerRow, rows, hasRefs, columns } = register;
  return (
    <li className="card">
      <span className="place">
        <b>{sheet}</b> · {count(rows, 'row')}, headings in row {headerRow + 1}
      </span>
      <p>
        {isNew ? `A further tab, “${title}”` : title}, {percent(tab.confidence)} sure: {tab.reason}.
      </p>
      {isNew && (
        <p className="quiet">The tracker has no such tab yet; the lines for tracker.yaml make it one.</p>
      )}
      {!hasRefs && <WithoutRefs {...{ register, schema, actions, busy }} />}
      <details>
        <summary>{count(columns.length, 'column')}</summary>
        {mayBeAnother && (
          <Correct
            question={{ ask: 'sheet', sheet, headerRow, rows, options: [] }}
            label="The sheet as a whole"
            hint=""
            now={isNew ? { answer: OWN, text: 'A register of its own' } : { answer: tab.value, text: title }}
            {...{ answers, schema, actions }}
          />
        )}
        {isNew ? (
          <ul>
            {columns.map(({ at, heading, type }) => (
              <li key={at} className="quiet">
                <b>{heading}</b>: {type.value}, {percent(type.confidence)} sure: {type.reason}
              </li>
            ))}
          </ul>
        ) : (
          columns.map((column) => (
            <Correct
              key={column.at}
              question={correctionOf(register, column)}
              label={column.heading}
              hint={hintOf(column)}
              now={nowOf(column, register, schema)}
              {...{ answers, schema, actions }}
            />
          ))
        )}
      </details>
    </li>
  );
}

/** A register whose rows nobody can tell apart: what that means, and the way out. */
function WithoutRefs({ register, schema, actions, busy }: Omit<RegisterProps, 'answers' | 'mayBeAnother'>) {
  const { tab, sheet, isNew, isMatched } = register;
  const own = tabOf(schema, tab.value);
  const heading = (own && columnOf(own, REF)?.heading) ?? 'Ref';
  const why = 'It has no column of refs, so its rows are checked and not synced until it has one';
  if (isNew) return <p>{`${why}: insert a column “${heading}”.`}</p>;
  if (isMatched) return <p>{why}. Once this is kept, the column can be inserted here.</p>;
  return (
    <>
      <p>{why}; the next sync then numbers them.</p>
      <Button
        size="small"
        disabledFocusable={busy}
        aria-label={`Insert the column ${heading} into ${sheet}`}
        onClick={() => actions.insertColumn(sheet, tab.value, REF)}
      >
        Insert the column {heading}
      </Button>
    </>
  );
}

/** A heading as a question nobody had: a person may know better. */
function correctionOf({ tab, sheet }: ProposedTab, { heading, at }: ProposedColumn): HeadingQuestion {
  return { ask: 'heading', tab: tab.value, sheet, heading, at, options: [] };
}

function hintOf({ isOwn, known, match }: ProposedColumn): string {
  if (!isOwn) return 'No column of the tab: kept and synced as it is';
  return known ? '' : `${percent(match.confidence)} sure: ${match.reason}`;
}

function nowOf({ column, isOwn }: ProposedColumn, { tab }: ProposedTab, schema: Schema) {
  if (!isOwn) return { answer: null, text: 'An extra column' };
  return { answer: column, text: headingOf(schema, tab.value, column) };
}
