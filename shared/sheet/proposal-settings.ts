/** A proposal as the lines of a tracker.yaml that would say so. */
import { REF } from '../tracker/schema.ts';
import type { Proposal, ProposedColumn } from './propose.ts';

export interface ProposedSettings {
  readonly tabs: Readonly<Record<string, object>>;
}

/** Of a column that is filled in as good as every row, the rules may ask for more. */
const ALWAYS = 0.95;

/** The settings that make the tracker recognise what is proposed. What it knows already is not repeated. */
export function settingsOf({ tabs }: Proposal): ProposedSettings {
  const settings: Record<string, { sheets: string[]; columns: Record<string, object> } & object> = {};
  for (const tab of tabs) {
    const before = settings[tab.tab.value];
    // Where most is worked out, the rows stand elsewhere and are linked here cell by cell: that is what they say.
    const linked = tab.columns.filter(({ computed }) => computed).length * 2 > tab.columns.length;
    const columns = Object.fromEntries(
      tab.columns.flatMap((column): [string, object][] => {
        const seen = linked ? { ...column, computed: false } : column;
        const setting = tab.isNew ? furtherColumn(seen) : column.known ? null : tabColumn(seen);
        return setting === null ? [] : [[column.column, setting]];
      }),
    );
    settings[tab.tab.value] = {
      ...(tab.isNew ? { title: tab.sheet, refPattern: tab.refPattern.value } : {}),
      sheets: [...new Set([...(before?.sheets ?? []), tab.sheet])],
      columns: { ...columns, ...before?.columns },
    };
  }
  return { tabs: settings };
}

function furtherColumn({ column, heading, type, vocabulary, computed, filled }: ProposedColumn): object {
  if (column === REF) return { heading };
  return {
    heading,
    type: type.value,
    ...(vocabulary === null ? {} : { vocabulary }),
    ...(computed ? { computed } : filled >= ALWAYS ? { required: 'always' } : {}),
  };
}

/** A column of a tab that there is: under a further heading, or itself a further one. */
function tabColumn(column: ProposedColumn): object {
  return column.isOwn ? { aliases: [column.heading] } : furtherColumn(column);
}
