/** Text for a cell, so that Excel keeps it as text: "May 5", "1/2", "TRUE" and "=A1" too. */

/** Words that make a date of a text with a number: months and days of the week, as Excel reads them. */
const DATE_WORDS = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|am|pm)/i;

/** `EUR 5`: an amount, where the computer's currency is that one. */
const AMOUNT = /^[a-z]{1,3}\.? ?[\d.,]+$/i;

/**
 * What to write into `Range.values` for this text. A leading apostrophe says "text" to Excel and is no part
 * of the value, but it stays visible in the formula bar: so it is given only where the text could be read as
 * something else, which words and sentences without a date in them can't.
 */
export function asText(text: string): string {
  return isPlain(text) ? text : `'${text}`;
}

function isPlain(text: string): boolean {
  if (!/^\p{L}/u.test(text) || /^(true|false)$/i.test(text.trim())) return false;
  return !/\p{N}/u.test(text) || !(DATE_WORDS.test(text) || AMOUNT.test(text));
}
