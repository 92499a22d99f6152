/** The workbook on the page: one plain table at a time, a tab for each sheet, cells that can be typed into. */
import { type Area, letter } from '../../shared/sheet/grid.ts';
import { cellOf, type Sheet, usedArea } from '../../test/excel-host/book.ts';
import type { ExcelHost } from '../../test/excel-host/host.ts';
import { shown } from '../../test/excel-host/shown.ts';
import { address } from '../excel/place.ts';

/** Blank rows and columns beyond what is used, to type into. */
const SPARE_ROWS = 5;
const SPARE_COLUMNS = 1;

export class Sheets {
  readonly #host: ExcelHost;
  readonly #table = element('sheet');
  readonly #tabs = element('sheets');
  readonly #place = element('place');
  readonly #entry = element('entry');
  #drawn: string | null = null;
  #selected = '';

  constructor(host: ExcelHost) {
    this.#host = host;
    this.#table.tabIndex = 0;
    this.#table.addEventListener('keydown', (event) => {
      if (!(event.target instanceof HTMLInputElement)) this.#press(event);
    });
    this.draw();
  }

  /** Draws the sheet that is active, as it is now, and keeps the place that is scrolled to. */
  draw(): void {
    const { active, selection } = this.#host.book;
    if (this.#table.querySelector('input')) return; // someone is typing
    this.#drawTabs();
    const { scrollTop, scrollLeft } = this.#table;
    const same = this.#drawn === active.name;
    this.#table.replaceChildren(this.#tableOf(active));
    this.#table.scrollTo(same ? scrollLeft : 0, same ? scrollTop : 0);
    this.#drawn = active.name;
    const { top, left } = selection.area;
    const place = `${active.name}!${address(top, left)}`;
    this.#place.textContent = address(top, left);
    const cell = cellOf(active, top, left);
    this.#entry.textContent = cell.formula ?? String(cell.value ?? '');
    if (place !== this.#selected) {
      this.#table
        .querySelector('[aria-selected=true]')
        ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      this.#selected = place;
    }
  }

  #drawTabs(): void {
    const { book } = this.#host;
    const tabs = book.sheets
      .filter(({ visibility }) => visibility === 'visible')
      .map((sheet) => {
        const tab = document.createElement('button');
        tab.type = 'button';
        tab.role = 'tab';
        tab.ariaSelected = String(sheet === book.active);
        tab.textContent = sheet.name;
        tab.addEventListener('click', () => {
          this.#host.select(sheet.name, 0, 0);
          this.draw();
        });
        return tab;
      });
    this.#tabs.replaceChildren(...tabs);
  }

  #tableOf(sheet: Sheet): HTMLTableElement {
    const used = usedArea(sheet, true) ?? { top: 0, left: 0, bottom: 0, right: 0 };
    const columns = range(0, used.right + SPARE_COLUMNS).filter(
      (column) => !within(sheet.hiddenColumns, column),
    );
    const rows = range(0, used.bottom + SPARE_ROWS).filter((row) => !within(sheet.hiddenRows, row));
    const table = document.createElement('table');
    table.role = 'grid';
    table.ariaLabel = sheet.name;
    const heads = table.createTHead().insertRow();
    heads.append(document.createElement('th'));
    for (const column of columns) heads.append(head(letter(column), 'col'));
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      line.append(head(String(row + 1), 'row'));
      for (const column of columns) {
        const cell = this.#cell(sheet, row, column);
        if (cell) line.append(cell);
      }
    }
    return table;
  }

  #cell(sheet: Sheet, row: number, column: number): HTMLTableCellElement | null {
    const merge = sheet.merges.find((area) => inside(area, row, column));
    if (merge && (merge.top !== row || merge.left !== column)) return null;
    const { value, format, link } = cellOf(sheet, row, column);
    const { book } = this.#host;
    const cell = document.createElement('td');
    if (merge) {
      cell.colSpan = merge.right - merge.left + 1;
      cell.rowSpan = merge.bottom - merge.top + 1;
    }
    cell.textContent = shown(value, format ?? 'General', book.dateSystem);
    cell.dataset.at = address(row, column);
    cell.tabIndex = -1;
    if (typeof value === 'number') cell.className = 'number';
    if (link !== undefined) cell.classList.add('link');
    const mark = sheet.conditionalFormats.find((each) =>
      each.areas.some((area) => inside(area, row, column)),
    );
    if (mark?.fill) cell.style.background = mark.fill;
    if (
      sheet.tables.some(({ area, headings }) => headings && area.top === row && inside(area, row, column))
    ) {
      cell.classList.add('heading');
    }
    const { selection } = book;
    if (selection.sheet === sheet && inside(selection.area, row, column)) cell.ariaSelected = 'true';
    cell.addEventListener('click', () => {
      this.#host.select(sheet.name, row, column);
      this.draw();
    });
    cell.addEventListener('dblclick', () => this.#type(sheet, row, column));
    return cell;
  }

  /** Lets a person type into a cell: Enter keeps it, Esc drops it. */
  #type(sheet: Sheet, row: number, column: number): void {
    const cell = this.#table.querySelector<HTMLTableCellElement>(`[data-at="${address(row, column)}"]`);
    if (!cell) return;
    const { value, formula } = cellOf(sheet, row, column);
    const input = document.createElement('input');
    input.ariaLabel = `Cell ${address(row, column)}`;
    input.value = formula ?? (typeof value === 'number' ? (cell.textContent ?? '') : String(value ?? ''));
    const before = input.value;
    let over = false;
    const end = (keep: boolean) => {
      if (over) return;
      over = true;
      input.remove();
      if (keep && input.value !== before) this.#host.type(sheet.name, row, column, input.value);
      this.draw();
    };
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') end(true);
      else if (event.key === 'Escape') end(false);
    });
    input.addEventListener('blur', () => end(true));
    cell.replaceChildren(input);
    input.focus();
    input.select();
  }

  /** Where a key was pressed on the grid: arrows move, F2 and Enter type, Delete blanks. */
  #press(event: KeyboardEvent): void {
    const { book } = this.#host;
    const { top, left } = book.selection.area;
    const step = STEPS[event.key];
    if (step) {
      const [down, right] = step;
      this.#host.select(book.active.name, Math.max(0, top + down), Math.max(0, left + right));
      this.draw();
    } else if (event.key === 'F2' || event.key === 'Enter') this.#type(book.active, top, left);
    else if (event.key === 'Delete') {
      this.#host.type(book.active.name, top, left, '');
      this.draw();
    } else return;
    event.preventDefault();
  }
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found;
}

function head(text: string, scope: 'col' | 'row'): HTMLTableCellElement {
  const cell = document.createElement('th');
  cell.scope = scope;
  cell.textContent = text;
  return cell;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function within(spans: readonly { readonly from: number; readonly to: number }[], place: number): boolean {
  return spans.some(({ from, to }) => place >= from && place <= to);
}

function inside({ top, left, bottom, right }: Area, row: number, column: number): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}
