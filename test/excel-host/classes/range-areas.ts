import { fullAddress } from '../address.ts';
import { columnsOf, rowsOf } from '../area.ts';
import { index } from '../arguments.ts';
import { nextId } from '../book.ts';
import { itemNotFound } from '../error.ts';
import { type Areas, bind, type Kind } from '../target.ts';
import { conditionalFormats } from './conditional-format.ts';
import { rangeOn, sheetOn } from './reach.ts';

/** Several ranges of one sheet. They stay where they were found. */
export const rangeAreas: Kind<Areas> = {
  className: 'RangeAreas',
  scalars: {
    Address: { get: ({ sheet, areas }) => areas.map((area) => fullAddress(sheet.name, area)).join(',') },
    AreaCount: { get: ({ areas }) => areas.length },
    CellCount: { get: ({ areas }) => areas.reduce((sum, area) => sum + rowsOf(area) * columnsOf(area), 0) },
  },
  navigation: {
    Areas: (it) => bind(rangeCollection, it),
    Worksheet: ({ sheet }, call) => sheetOn(sheet, call),
    ConditionalFormats: (it) => bind(conditionalFormats, it),
  },
  actions: {
    _KeepReference: (it, _, call) => {
      call.references.set(`areas-${nextId(call.book)}`, bind(rangeAreas, it));
      return null;
    },
  },
};

export const rangeCollection: Kind<Areas> = {
  className: 'RangeCollection',
  scalars: {},
  items: ({ sheet, areas }, call) => areas.map((area) => rangeOn(sheet, area, call)),
  objects: {
    GetItemAt: ({ sheet, areas }, [at], call) => {
      const area = areas[index(at, 'index')];
      if (area === undefined) throw itemNotFound('there is no such area');
      return rangeOn(sheet, area, call);
    },
  },
  actions: { GetCount: ({ areas }) => areas.length },
};
