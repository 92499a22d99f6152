/** The sample tracker as a workbook: the same bytes from the same data, whenever and wherever it is made. */
import ExcelJS from 'exceljs';
import { unzipSync, zipSync } from 'fflate';
import type { SampleData } from './data.ts';
import { LISTS, writeLists } from './lists.ts';
import { writePage } from './page.ts';
import { writeRegister } from './register.ts';

/** When the sample's keepers would have saved it: the Friday before the meeting. */
const SAVED = new Date('2022-08-05T15:00:00Z');

/** The workbook in memory. */
export function sampleWorkbook(data: SampleData): ExcelJS.Workbook {
  const book = new ExcelJS.Workbook();
  book.creator = 'Design Tracker';
  book.lastModifiedBy = 'Design Tracker';
  book.created = SAVED;
  book.modified = SAVED;
  for (const page of data.before) writePage(book.addWorksheet(page.sheet), page);
  for (const register of data.registers) {
    const sheet = book.addWorksheet(register.sheet, {
      pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    });
    writeRegister(sheet, register, data);
  }
  for (const page of data.after) writePage(book.addWorksheet(page.sheet), page);
  writeLists(book.addWorksheet(LISTS), data.lists);
  return book;
}

/** The bytes of the .xlsx file. */
export async function sampleBytes(data: SampleData): Promise<Uint8Array> {
  const written = await sampleWorkbook(data).xlsx.writeBuffer();
  const parts = unzipSync(new Uint8Array(written));
  // The library stamps each part with the time of writing. Zip times have no zone: this one is local on purpose.
  return zipSync(parts, { mtime: new Date(2022, 7, 5, 15, 0, 0), level: 9 });
}
