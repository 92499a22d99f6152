/**
 * A person's choice of headings, followed while the workbook changes. A column that moved is found by its heading.
 * A heading that is gone was renamed where just one new heading stands in its stead: between the same neighbours, at
 * the same distance. What that leaves open is lost, so that a person is asked; nothing else is taken for it meanwhile.
 */
import { columnOf, isExtra, type Schema, tabOf } from '../tracker/schema.ts';
import { headingOf, headingReader, normalHeading } from './heading.ts';
import type { Choices, Region, SeenHeadings } from './region.ts';

/** A choice whose heading is gone, and nobody can tell which it is now. */
export interface LostChoice {
  readonly tab: string;
  readonly sheet: string;
  readonly column: string;
  /** In normal form, as it was chosen. */
  readonly heading: string;
}

export interface Followed {
  /** With the new headings of what was renamed; the same object where nothing was. */
  readonly choices: Choices;
  readonly lost: readonly LostChoice[];
}

/** Of a sheet, by tab, the columns that a person chose headings for: there no other heading may claim them. */
export function reservedIn(choices: Choices, sheet: string): ReadonlyMap<string, ReadonlySet<string>> {
  const reserved = new Map<string, Set<string>>();
  for (const seen of choices.seen ?? []) {
    if (seen.sheet !== sheet) continue;
    const columns = reserved.get(seen.tab) ?? new Set<string>();
    for (const { column } of chosenIn(choices, seen)) if (!isExtra(column)) columns.add(column);
    if (columns.size > 0) reserved.set(seen.tab, columns);
  }
  return reserved;
}

/** Looks for the chosen headings in what was recognised by these choices, or by what followed from them. */
export function followed(schema: Schema, choices: Choices, regions: readonly Region[]): Followed {
  let now = choices;
  const lost: LostChoice[] = [];
  for (const [region, seen] of pairs(choices, regions)) {
    const renamed = renamedIn(schema, choices, region, seen);
    for (const { heading, column, to } of renamed) {
      // An extra column that was renamed, or taken out, is simply another one.
      if (to === null && isOwnColumn(schema, seen.tab, column))
        lost.push({ tab: seen.tab, sheet: seen.sheet, column, heading });
      if (to === null || ownHeadings(now, seen.tab)[to] === column) continue;
      const headings = { ...ownHeadings(now, seen.tab), [to]: column };
      now = { ...now, headings: { ...now.headings, [seen.tab]: headings } };
    }
  }
  return { choices: now, lost };
}

/**
 * The choices as they are to be kept after a reading: renamed headings under their new names, and the rows of headings
 * as they are now. What was not recognised in this reading is kept as it was. A choice that is lost stays so until its
 * heading is back, or a person answers.
 */
export function remembered(schema: Schema, choices: Choices, regions: readonly Region[]): Choices {
  const { choices: now } = followed(schema, choices, regions);
  const before = new Map(pairs(choices, regions));
  const rows = new Set(before.values());
  const kept = (choices.seen ?? []).filter((seen) => !rows.has(seen));
  const fresh = regions.flatMap((region): SeenHeadings[] => {
    const was = before.get(region);
    const gone = (was === undefined ? [] : renamedIn(schema, choices, region, was))
      .filter(({ to, column }) => to === null && isOwnColumn(schema, region.tab, column))
      .map(({ heading }) => heading);
    const row = { ...seenOf(region), ...(gone.length === 0 ? {} : { gone }) };
    return chosenIn(now, row).length > 0 ? [row] : [];
  });
  const seen = [...kept, ...fresh];
  const [then, since] = [headingsIn(choices.seen ?? []), headingsIn(seen)];
  // What is in no row any more has got another name, or went as an extra column.
  const headings = Object.fromEntries(
    Object.entries(now.headings).map(([tab, chosen]) => {
      const left = Object.entries(chosen).filter(([heading]) => {
        const name = nameOf(tab, heading);
        return !then.has(name) || since.has(name);
      });
      return [tab, Object.fromEntries(left)];
    }),
  );
  const rest = { sheets: now.sheets, headings };
  return seen.length === 0 ? rest : { ...rest, seen };
}

function headingsIn(rows: readonly SeenHeadings[]): ReadonlySet<string> {
  return new Set(
    rows.flatMap(({ tab, headings, gone = [] }) =>
      [...headings, ...gone].map((heading) => nameOf(tab, heading)),
    ),
  );
}

function nameOf(tab: string, heading: string | null): string {
  return `${tab}\0${heading}`;
}

/** The choices without one whose column is there no more, as a person said. */
export function forgotten(choices: Choices, { tab, sheet, heading }: LostChoice): Choices {
  const seen = (choices.seen ?? []).map((row): SeenHeadings => {
    if (row.tab !== tab || row.sheet !== sheet) return row;
    const { gone = [], ...rest } = row;
    const left = gone.filter((each) => each !== heading);
    return {
      ...rest,
      headings: row.headings.map((each) => (each === heading ? null : each)),
      ...(left.length === 0 ? {} : { gone: left }),
    };
  });
  // Elsewhere it may be chosen still.
  if (headingsIn(seen).has(nameOf(tab, heading))) return { ...choices, seen };
  const { [heading]: _, ...rest } = ownHeadings(choices, tab);
  return { ...choices, seen, headings: { ...choices.headings, [tab]: rest } };
}

function isOwnColumn(schema: Schema, tab: string, column: string): boolean {
  const own = tabOf(schema, tab);
  return own !== undefined && columnOf(own, column) !== undefined;
}

/** Each region with the row of headings that it had before, where chosen ones were in it. */
function pairs(choices: Choices, regions: readonly Region[]): [Region, SeenHeadings][] {
  const left = new Set(regions);
  return (choices.seen ?? []).flatMap((seen): [Region, SeenHeadings][] => {
    const words = new Set(seen.headings);
    const likeness = ({ columns }: Region) =>
      columns.filter(({ heading }) => words.has(normalHeading(heading))).length;
    const [best] = [...left]
      .filter(({ tab, sheet }) => tab === seen.tab && sheet === seen.sheet)
      .sort((a, b) => likeness(b) - likeness(a));
    if (best === undefined) return [];
    left.delete(best);
    return [[best, seen]];
  });
}

interface Renamed {
  readonly heading: string;
  readonly column: string;
  /** Null where it can't be told. */
  readonly to: string | null;
}

/** A heading that was not there before. */
interface Fresh {
  readonly column: string;
  readonly at: number;
  readonly normal: string;
  /** The column that the tracker itself calls so. */
  readonly own: string | null;
}

/** The chosen headings that are gone from a row, with what they are called now. */
function renamedIn(schema: Schema, choices: Choices, region: Region, seen: SeenHeadings): Renamed[] {
  const before = seen.headings;
  const now = seenOf(region);
  const words = new Set(now.headings);
  const gone = chosenIn(choices, seen).filter(({ heading }) => !words.has(heading));
  if (gone.length === 0) return [];
  const known = new Set(before);
  const tab = tabOf(schema, seen.tab);
  const read = tab && headingReader(tab);
  const fresh = region.columns
    .map(({ column, heading, at }): Fresh => {
      const said = headingOf(heading);
      const match = said && read?.(said);
      return { column, at, normal: normalHeading(heading), own: match ? match.column : null };
    })
    .filter(({ normal }) => !known.has(normal));
  const chosenNow = new Map(chosenIn(choices, now).map((each) => [each.column, each.heading]));
  return gone.map(({ heading, column, index }) => {
    const settled = chosenNow.get(column);
    if (settled !== undefined) return { heading, column, to: settled };
    // Gone for longer, it is told by no place.
    const place = index === null ? null : placeNow(before, now, index);
    const inStead = place === null ? undefined : fresh.find(({ at }) => at === place);
    // As the tracker itself calls its column, a heading needs no guess, wherever it stands.
    const named = fresh.filter(({ own }) => own === column);
    // What is claimed for another column, or called so, is that one.
    const isFree = (each: Fresh) =>
      (isExtra(each.column) || each.column === column) && (each.own === null || each.own === column);
    const found = new Set([...(inStead === undefined ? [] : [inStead]), ...named].filter(isFree));
    const [only] = found;
    return { heading, column, to: found.size === 1 && only !== undefined ? only.normal : null };
  });
}

/**
 * Where a heading that is gone must stand now, were it only renamed: between its nearest neighbours that are still
 * there, if those have as many columns between them as before. Null where they have not.
 */
function placeNow(before: readonly (string | null)[], now: SeenHeadings, index: number): number | null {
  const placeOf = (heading: string | null) => {
    const place = heading === null ? -1 : now.headings.indexOf(heading);
    return place < 0 ? null : place;
  };
  let [low, high] = [index - 1, index + 1];
  while (low >= 0 && placeOf(before[low] ?? null) === null) low -= 1;
  while (high < before.length && placeOf(before[high] ?? null) === null) high += 1;
  // Outside of the row stands nothing, on either side.
  const from = low < 0 ? -1 : placeOf(before[low] ?? null);
  const to = high >= before.length ? now.headings.length : placeOf(before[high] ?? null);
  if (from === null || to === null || to - from !== high - low) return null;
  return now.left + from + (index - low);
}

interface ChosenHeading {
  readonly heading: string;
  readonly column: string;
  /** In its row; null where it was gone by then. */
  readonly index: number | null;
}

/** The chosen headings of a row. */
function chosenIn(choices: Choices, { tab, headings, gone = [] }: SeenHeadings): ChosenHeading[] {
  const chosen = ownHeadings(choices, tab);
  const all = [
    ...headings.map((heading, index) => ({ heading, index })),
    ...gone.map((heading) => ({ heading, index: null })),
  ];
  return all.flatMap(({ heading, index }) => {
    const column = heading !== null && Object.hasOwn(chosen, heading) ? chosen[heading] : undefined;
    return heading === null || column === undefined ? [] : [{ heading, column, index }];
  });
}

function seenOf({ tab, sheet, left, right, columns }: Region): SeenHeadings {
  const byPlace = new Map(columns.map(({ heading, at }) => [at, normalHeading(heading)]));
  const headings = Array.from({ length: right - left + 1 }, (_, index) => byPlace.get(left + index) ?? null);
  return { tab, sheet, left, headings };
}

function ownHeadings(choices: Choices, tab: string): Readonly<Record<string, string>> {
  return (Object.hasOwn(choices.headings, tab) ? choices.headings[tab] : undefined) ?? {};
}
