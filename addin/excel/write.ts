/**
 * Edits into the workbook, in order. Cells go in batches; where Excel refuses one it names no cell, and what
 * came before it in the batch is done, so the batch is halved until the refused cells stand alone. New and
 * removed rows can't be made twice, so each goes by itself.
 */
import type { Edit, Refusal } from '../../shared/sync/workbook.ts';
import type { CellContent } from '../../shared/values/content.ts';
import { excel } from './busy.ts';
import { look, put } from './content.ts';
import { hostFailed, refusalOf } from './failure.ts';
import { areaOf } from './outline.ts';

/** A cell alone costs some 470 bytes of request (measured), twice with a format; Excel on the web takes 5 MB. */
const CELLS_A_BATCH = 500;
/** In UTF-16 units, each at most three bytes of UTF-8 (six where JSON escapes it). */
const TEXT_A_BATCH = 300_000;

interface CellEdit {
  readonly index: number;
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly content: CellContent;
}

/** Makes the edits; answers those that Excel refused, with reasons for a person. Throws `HostFailed`. */
export async function writeEdits(
  edits: readonly Edit[],
  progress?: (done: number, of: number) => void,
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  let done = 0;
  for (const group of groups(edits)) {
    refusals.push(...(await writeGroup(group, done)));
    done += group.length;
    progress?.(done, edits.length);
  }
  return refusals;
}

/** Edits that go together: cells up to a batch's size, new rows below one another, a removed row alone. */
function groups(edits: readonly Edit[]): Edit[][] {
  const found: Edit[][] = [];
  let text = 0;
  for (const edit of edits) {
    const group = found.at(-1);
    const last = group?.at(-1);
    text += textIn(edit);
    const fits = group && group.length < CELLS_A_BATCH && text < TEXT_A_BATCH;
    if (fits && last && goTogether(last, edit)) group.push(edit);
    else {
      found.push([edit]);
      text = textIn(edit);
    }
  }
  return found;
}

function goTogether(last: Edit, next: Edit): boolean {
  if (last.kind === 'cell') return next.kind === 'cell';
  return (
    last.kind === 'append' &&
    next.kind === 'append' &&
    last.sheet === next.sheet &&
    last.table === next.table &&
    last.left === next.left &&
    last.right === next.right &&
    last.shift === next.shift &&
    next.after === last.after + 1
  );
}

function textIn(edit: Edit): number {
  if (edit.kind === 'remove') return 0;
  const contents = edit.kind === 'cell' ? [edit.content] : edit.cells.map(({ content }) => content);
  return contents.reduce((sum, content) => sum + ('text' in content ? content.text.length : 0), 0);
}

/** `first` is the index of the group's first edit among all. */
async function writeGroup(group: readonly Edit[], first: number): Promise<Refusal[]> {
  const [edit] = group;
  if (edit?.kind === 'remove') {
    const reason = await remove(edit);
    return reason === null ? [] : [{ index: first, reason }];
  }
  if (edit?.kind === 'append') {
    const appends = group.filter((each) => each.kind === 'append');
    const reason = await append(appends, edit);
    return reason === null ? [] : appends.map((_, offset) => ({ index: first + offset, reason }));
  }
  return writeCells(
    group.flatMap((each, offset) => (each.kind === 'cell' ? [{ index: first + offset, ...each }] : [])),
  );
}

async function writeCells(batch: readonly CellEdit[]): Promise<Refusal[]> {
  try {
    return await excel(async (context) => {
      const cells = batch.map((edit) => {
        const cell = context.workbook.worksheets.getItem(edit.sheet).getCell(edit.row, edit.column);
        look(cell, edit.content);
        return { edit, cell };
      });
      await context.sync();
      const refusals = cells.flatMap(({ edit, cell }) => {
        const reason = put(cell, edit.content);
        return reason === null ? [] : [{ index: edit.index, reason }];
      });
      await context.sync();
      return refusals;
    });
  } catch (error) {
    const reason = refusalOf(error);
    const first = batch[0];
    if (reason === null || !first) throw hostFailed(error);
    if (batch.length === 1) return [{ index: first.index, reason }];
    const middle = batch.length >> 1;
    return [...(await writeCells(batch.slice(0, middle))), ...(await writeCells(batch.slice(middle)))];
  }
}

type Append = Extract<Edit, { kind: 'append' }>;

/**
 * Makes rows below one another, the first below its `after`, and fills them. A table grows by `resize`: rows added
 * through its collection clash with those of co-authors, and typing below it does not always make it grow.
 */
async function append(edits: readonly Append[], first: Append): Promise<string | null> {
  const { sheet: name, left, right, shift } = first;
  const top = first.after + 1;
  const made = await attempt(async (context) => {
    const sheet = context.workbook.worksheets.getItem(name);
    const rows = (from: number, to: number) =>
      sheet.getRangeByIndexes(from, left, to - from + 1, right - left + 1);
    const bottom = top + edits.length - 1;
    if (first.table === null) {
      if (shift) rows(top, bottom).insert('Down');
      await context.sync();
      return;
    }
    const table = context.workbook.tables.getItem(first.table);
    const range = table.getRange();
    table.load('showTotals');
    range.load('rowIndex,columnIndex,rowCount,columnCount');
    await context.sync();
    const area = areaOf(range);
    const lastRow = table.showTotals ? area.bottom - 1 : area.bottom;
    // Blank rows that the table has already are filled first.
    const from = Math.max(top, lastRow + 1);
    if (from > bottom) return;
    // Inserted across the table above its totals, the rows are the table's by themselves.
    if (table.showTotals || shift) rows(from, bottom).insert('Down');
    if (!table.showTotals) {
      table.resize(sheet.getRangeByIndexes(area.top, area.left, bottom - area.top + 1, range.columnCount));
    }
    await context.sync();
  });
  if (made !== null) return made;
  const cells = edits.flatMap((edit, offset) =>
    edit.cells.map(({ column, content }) => ({ index: 0, sheet: name, row: top + offset, column, content })),
  );
  for (let next = 0; next < cells.length; next += CELLS_A_BATCH) {
    // A cell of a new row that Excel refuses (a calculated column) is left as Excel has it.
    await writeCells(cells.slice(next, next + CELLS_A_BATCH));
  }
  return null;
}

async function remove(edit: Extract<Edit, { kind: 'remove' }>): Promise<string | null> {
  return attempt(async (context) => {
    context.workbook.worksheets
      .getItem(edit.sheet)
      .getRangeByIndexes(edit.row, edit.left, 1, edit.right - edit.left + 1)
      .delete('Up');
    await context.sync();
  });
}

async function attempt(work: (context: Excel.RequestContext) => Promise<void>): Promise<string | null> {
  try {
    await excel(work);
    return null;
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === null) throw hostFailed(error);
    return reason;
  }
}
