/** The readers that are compared: what each makes of all values of a workbook file. */
import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import { readWorkbook } from '../../server/xlsx/read.ts';

/** By name; each returns how many rows it saw. */
export const READERS: Readonly<Record<string, (path: string) => Promise<number>>> = {
  'nothing but the file itself': async (path) => {
    await readFile(path);
    return 0;
  },
  'our reader': async (path) => {
    const { grids } = await readWorkbook(await readFile(path), path);
    return grids.reduce((rows, { values }) => rows + values.length, 0);
  },
  'exceljs, in memory': async (path) => {
    const { worksheets } = await new ExcelJS.Workbook().xlsx.readFile(path);
    return worksheets.reduce((rows, { rowCount }) => rows + rowCount, 0);
  },
  'exceljs, streaming': async (path) => {
    let rows = 0;
    const book = new ExcelJS.stream.xlsx.WorkbookReader(path, {
      worksheets: 'emit',
      sharedStrings: 'cache',
      styles: 'cache',
      hyperlinks: 'ignore',
      entries: 'ignore',
    });
    for await (const sheet of book) {
      for await (const { hasValues } of sheet) rows += hasValues ? 1 : 0;
    }
    return rows;
  },
};
