import { bind, type Makers } from '../target.ts';
import { range } from './range.ts';
import { rangeAreas } from './range-areas.ts';
import { worksheet } from './worksheet.ts';

export const makers: Makers = {
  range: (held) => bind(range, held),
  worksheet: (sheet) => bind(worksheet, sheet),
  areas: (areas) => bind(rangeAreas, areas),
};
