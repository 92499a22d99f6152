/** Edits as they happen: typed here, or by a co-author in the same workbook. */
import { STATE_SHEET } from '../../shared/sync/workbook.ts';
import { excelOrFail } from './busy.ts';

export interface SheetEdit {
  readonly sheet: string;
  /** As Excel writes it: `C12`, `A3:F3`, `4:4`. */
  readonly address: string;
  readonly kind: 'edited' | 'rows-inserted' | 'rows-deleted' | 'moved';
  readonly source: 'local' | 'remote';
  /** Of an edit of one cell, what it held before, where Excel says so. */
  readonly before: string | number | boolean | undefined;
}

/**
 * Listens to edits of every sheet but our own writes and the state sheet. Answers how to stop.
 * Turning events off around our writes is not enough, some versions raise them all the same: each event says
 * what triggered it. Throws `HostFailed`.
 */
export async function onEdit(listener: (edit: SheetEdit) => void): Promise<() => Promise<void>> {
  const names = new Map<string, string>();
  const handler = await excelOrFail(async (context) => {
    const { worksheets } = context.workbook;
    const registered = worksheets.onChanged.add(async (event) => {
      if (event.triggerSource === 'ThisLocalAddin') return;
      const sheet = names.get(event.worksheetId) ?? (await nameOf(event.worksheetId, names));
      if (sheet === null || sheet === STATE_SHEET) return;
      const before: unknown = event.details?.valueBefore;
      listener({
        sheet,
        address: event.address,
        kind: KINDS[event.changeType] ?? 'moved',
        source: event.source === 'Remote' ? 'remote' : 'local',
        before:
          typeof before === 'string' || typeof before === 'number' || typeof before === 'boolean'
            ? before
            : undefined,
      });
    });
    worksheets.load('items/id,items/name');
    await context.sync();
    for (const { id, name } of worksheets.items) names.set(id, name);
    return registered;
  });
  return async () => {
    await Excel.run(handler.context, async (context) => {
      handler.remove();
      await context.sync();
    });
  };
}

/** Every other change of type moves cells about. */
const KINDS: Readonly<Record<string, SheetEdit['kind']>> = {
  RangeEdited: 'edited',
  RowInserted: 'rows-inserted',
  RowDeleted: 'rows-deleted',
};

/** Names change and sheets come: asked again for an id that is not known. */
async function nameOf(id: string, names: Map<string, string>): Promise<string | null> {
  return excelOrFail(async (context) => {
    const { worksheets } = context.workbook;
    worksheets.load('items/id,items/name');
    await context.sync();
    names.clear();
    for (const sheet of worksheets.items) names.set(sheet.id, sheet.name);
    return names.get(id) ?? null;
  });
}
