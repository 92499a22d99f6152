/**
 * How much a file may ask of us. Each is far above what people's trackers hold (a sheet of 10,000 rows
 * and 16 columns inflates to some 8 MB) and low enough that a file made to hurt costs about a second.
 */

const MB = 1024 * 1024;

/** A file as it comes. A workbook full of pictures reaches tens of MB. */
export const MAX_FILE = 100 * MB;

/** Parts in the package; a workbook of 200 sheets with drawings and notes has some 1,500. */
export const MAX_ENTRIES = 10_000;

/** One part, inflated. Far below the longest string that the engine can hold (512 MB). */
export const MAX_PART = 192 * MB;

/** All parts, inflated, as the directory declares them; each part that is read is held to what it declared. */
export const MAX_TOTAL = 512 * MB;

/** What a part may inflate to for each byte stored: sheets of repeated formatted cells reach about 60. */
export const MAX_RATIO = 300;

/** Below this size a high ratio is harmless, and small parts of nothing but blanks have one. */
export const RATIO_FREE = 4 * MB;

/** What of one part is walked through element by element, which takes some ten times as long as inflating it. */
export const MAX_SMALL_PART = 8 * MB;

/** The same of a whole workbook: many sheets can point to one part, and each reads it. */
export const MAX_SMALL_TOTAL = 12 * MB;

/** Attributes of one element, namespaces with them; Excel writes up to about 40. */
export const MAX_ATTRIBUTES = 256;

/** Nesting of elements; Excel writes fewer than 20 levels. */
export const MAX_DEPTH = 100;

/** Excel's own limits. */
export const ROWS = 1_048_576;
export const COLUMNS = 16_384;
/** Excel allows 65,490 styles. */
export const MAX_STYLES = 65_536;
export const MAX_NUMBER_FORMAT = 255;
export const MAX_FORMULA = 8_192;

/** Cells held for one workbook, the blank ones left of a value and shared strings counted with them: about 5 times 10,000 × 80. */
export const MAX_CELLS = 4_000_000;

/** What a row costs beside its cells, in cells: about its share of memory. */
export const ROW_COST = 6;

/** What a shared string costs, in cells: about its share of memory and time. */
export const STRING_COST = 3;

/** Formula cells held for one workbook: each takes as much memory as ten values. */
export const MAX_FORMULAS = 400_000;

/** Characters of formulas worked out for cells that share one: 8,192 characters in each of a million cells would be 8 GB. */
export const MAX_SHARED_FORMULA_TEXT = 64 * MB;

/** Steps spent on spreading what the file gives as ranges (links, arrays) over cells. */
export const MAX_SPREAD = 1_000_000;

/** Ranges of one kind in a sheet (merges, validations, notes, links). */
export const MAX_RANGES = 100_000;
