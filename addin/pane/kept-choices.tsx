/** What a person chose in this copy before, each to be taken back. */
import { Button } from '@fluentui/react-components';
import type { Choices } from '../../shared/sheet/region.ts';
import { columnOf, type Schema, tabOf } from '../../shared/tracker/schema.ts';
import type { Actions } from './actions.ts';
import { count, headingOf } from './words.ts';

interface Props {
  readonly choices: Choices;
  readonly schema: Schema;
  readonly actions: Pick<Actions, 'askAgain'>;
  readonly busy: boolean;
}

/** The list; nothing where nothing was chosen. */
export function KeptChoices({ choices, schema, actions, busy }: Props) {
  const titleOf = (tab: string) => tabOf(schema, tab)?.title ?? `a further tab, ${tab}`;
  const columnIn = (tab: string, column: string) => {
    const own = tabOf(schema, tab);
    return own && columnOf(own, column) ? headingOf(schema, tab, column) : 'an extra column';
  };
  const sheets = Object.entries(choices.sheets).map(([sheet, tab]) => ({
    key: `sheet ${sheet}`,
    text: `“${sheet}” is ${tab === null ? 'no register' : titleOf(tab)}`,
    choice: { sheet },
  }));
  const headings = Object.entries(choices.headings).flatMap(([tab, own]) =>
    Object.entries(own).map(([heading, column]) => ({
      key: `heading ${tab} ${heading}`,
      text: `“${heading}” in ${titleOf(tab)} is ${columnIn(tab, column)}`,
      choice: { tab, heading },
    })),
  );
  const all = [...sheets, ...headings];
  if (all.length === 0) return null;
  return (
    <section aria-label="Kept in this workbook">
      <h2>Kept in this workbook</h2>
      <details>
        <summary>{count(all.length, 'choice')}</summary>
        <ul>
          {all.map(({ key, text, choice }) => (
            <li className="kept" key={key}>
              <span>{text}</span>
              <Button
                size="small"
                appearance="subtle"
                disabledFocusable={busy}
                aria-label={`Take back: ${text}`}
                onClick={() => actions.askAgain(choice)}
              >
                Take back
              </Button>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
