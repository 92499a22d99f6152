import { z } from 'zod';
import type { Area } from '../../../shared/sheet/grid.ts';
import { intersection } from '../area.ts';
import { flag, index, parsed, text } from '../arguments.ts';
import type { Sheet } from '../book.ts';
import { nextId } from '../book.ts';
import type { ConditionalFormatData } from '../data.ts';
import { accessDenied, HostError, itemNotFound, notImplemented } from '../error.ts';
import { changeable } from '../modes.ts';
import { type Areas, bind, type Call, type Kind, type Target } from '../target.ts';
import { changing } from '../undo.ts';
import { areasOn, rangeOn } from './reach.ts';

export interface FormatRef {
  readonly sheet: Sheet;
  readonly id: string;
}

/** The conditional formats that touch a range. Only custom ones, those with a formula, are kept. */
export const conditionalFormats: Kind<Areas> = {
  className: 'ConditionalFormatCollection',
  scalars: {},
  items: (it) => within(it).map(({ id }) => bind(conditionalFormat, { sheet: it.sheet, id })),
  item: (it, key) => {
    const found = byId(it, key);
    if (found === null) throw itemNotFound(`the conditional format "${String(key)}"`);
    return found;
  },
  objects: {
    Add: ({ sheet, areas }, [type], call) => {
      changeable(call);
      if (type !== 'Custom') throw notImplemented(`conditional formats of type ${String(type)}`);
      if (sheet.protected) throw accessDenied(`"${sheet.name}" is protected`);
      changing(call.book, sheet);
      const id = `{FORMAT-${nextId(call.book)}}`;
      const made = { id, areas, formula: '', fill: null, font: null, stopIfTrue: false };
      sheet.conditionalFormats = [made, ...sheet.conditionalFormats];
      return bind(conditionalFormat, { sheet, id });
    },
    GetItemOrNullObject: (it, [key]) => byId(it, key),
    GetItemAt: (it, [at]) => {
      const found = within(it)[index(at, 'index')];
      if (found === undefined) throw itemNotFound('there is no such conditional format');
      return bind(conditionalFormat, { sheet: it.sheet, id: found.id });
    },
  },
  actions: {
    GetCount: (it) => within(it).length,
    ClearAll: (it, _, call) => {
      changeable(call);
      if (it.sheet.protected) throw accessDenied(`"${it.sheet.name}" is protected`);
      changing(call.book, it.sheet);
      const gone = new Set(within(it).map(({ id }) => id));
      it.sheet.conditionalFormats = it.sheet.conditionalFormats.filter(({ id }) => !gone.has(id));
      return null;
    },
  },
};

function within({ sheet, areas }: Areas): readonly ConditionalFormatData[] {
  const touches = (one: Area) => areas.some((area) => intersection(one, area) !== null);
  return sheet.conditionalFormats.filter((format) => format.areas.some(touches));
}

function byId(it: Areas, key: unknown): Target | null {
  const id = text(key, 'id');
  return within(it).some((format) => format.id === id)
    ? bind(conditionalFormat, { sheet: it.sheet, id })
    : null;
}

export const conditionalFormat: Kind<FormatRef> = {
  className: 'ConditionalFormat',
  identity: ({ id }) => ({ Id: id }),
  scalars: {
    Id: { get: ({ id }) => id },
    Type: { get: () => 'Custom' },
    Priority: { get: ({ sheet, id }) => sheet.conditionalFormats.findIndex((one) => one.id === id) },
    StopIfTrue: {
      get: (it) => dataOf(it).stopIfTrue,
      set: (it, input, call) => put(it, { stopIfTrue: flag(input, 'stopIfTrue') }, call),
    },
  },
  navigation: {
    Custom: (it) => bind(customFormat, it),
    CustomOrNullObject: (it) => bind(customFormat, it),
  },
  objects: {
    GetRange: (it, _, call) => {
      const [area, ...others] = dataOf(it).areas;
      if (area === undefined || others.length > 0) throw itemNotFound('the format has several areas');
      return rangeOn(it.sheet, area, call);
    },
    GetRangeOrNullObject: (it, _, call) => {
      const [area, ...others] = dataOf(it).areas;
      return area === undefined || others.length > 0 ? null : rangeOn(it.sheet, area, call);
    },
    GetRanges: (it, _, call) => areasOn({ sheet: it.sheet, areas: dataOf(it).areas }, call),
  },
  actions: {
    Delete: (it, _, call) => {
      changeable(call);
      dataOf(it);
      if (it.sheet.protected) throw accessDenied(`"${it.sheet.name}" is protected`);
      changing(call.book, it.sheet);
      it.sheet.conditionalFormats = it.sheet.conditionalFormats.filter(({ id }) => id !== it.id);
      return null;
    },
  },
};

export const customFormat: Kind<FormatRef> = {
  className: 'CustomConditionalFormat',
  scalars: {},
  navigation: {
    Rule: (it) => bind(formatRule, it),
    Format: (it) => bind(formatLook, it),
  },
};

export const formatRule: Kind<FormatRef> = {
  className: 'ConditionalFormatRule',
  scalars: {
    Formula: {
      get: (it) => dataOf(it).formula,
      set: (it, input, call) =>
        put(it, { formula: parsed(z.string().startsWith('='), input, 'formula') }, call),
    },
  },
};

export const formatLook: Kind<FormatRef> = {
  className: 'ConditionalRangeFormat',
  scalars: {},
  navigation: {
    Fill: (it) => bind(formatFill, it),
    Font: (it) => bind(formatFont, it),
  },
};

export const formatFill: Kind<FormatRef> = {
  className: 'ConditionalRangeFill',
  scalars: {
    Color: {
      get: (it) => dataOf(it).fill ?? '',
      set: (it, input, call) => put(it, { fill: text(input, 'color') }, call),
    },
  },
};

export const formatFont: Kind<FormatRef> = {
  className: 'ConditionalRangeFont',
  scalars: {
    Color: {
      get: (it) => dataOf(it).font ?? '',
      set: (it, input, call) => put(it, { font: text(input, 'color') }, call),
    },
  },
};

function dataOf({ sheet, id }: FormatRef): ConditionalFormatData {
  const found = sheet.conditionalFormats.find((one) => one.id === id);
  if (found === undefined)
    throw new HostError('ItemNotFound', 'Excel does not find it: the conditional format was deleted.');
  return found;
}

function put(it: FormatRef, change: Partial<ConditionalFormatData>, call: Call): void {
  changeable(call);
  dataOf(it);
  changing(call.book, it.sheet);
  it.sheet.conditionalFormats = it.sheet.conditionalFormats.map((one) =>
    one.id === it.id ? { ...one, ...change } : one,
  );
}
