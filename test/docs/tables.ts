/**
 * The tables of docs/configuration.md that are made from the code. To write them anew after a change to the
 * default tabs or the rules: node test/docs/tables.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleSettings } from '../../shared/rules/settings.ts';
import { configure } from '../../shared/tracker/configuration.ts';
import type { Column, RuleSetting, Tab } from '../../shared/tracker/schema.ts';

export const CONFIGURATION = join(import.meta.dirname, '../../docs/configuration.md');

/** Filled from the configuration's own lists, which have their place elsewhere in the document. */
const SHARED = new Set(['parties', 'matrix', 'meetings', 'meetingGroup']);

/** The document with its tables made from the defaults; all between a pair of marks is replaced. */
export function withTables(text: string): string {
  const configuration = configure(undefined);
  const tabs = configuration.tabs.map(tabTable).join('\n');
  const rules = [
    '| rule | severity | parameters |',
    '| --- | --- | --- |',
    ...ruleSettings(configuration).map(ruleLine),
  ];
  return between(between(text, 'tabs', tabs), 'rules', `${rules.join('\n')}\n`);
}

function between(text: string, mark: string, content: string): string {
  const [start, end] = [`<!-- ${mark} -->\n`, `<!-- /${mark} -->\n`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/configuration.md needs the lines ${start}and ${end}`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

function tabTable({ tab, title, sheets, refPattern, columns }: Tab): string {
  const lines = [
    `#### \`${tab}\``,
    '',
    `${title}. Refs: ${refPattern === null ? 'free text' : `\`${refPattern}\``}. Sheets: ${sheets.join(', ')}.`,
    '',
    '| column | heading | type | required | vocabulary, closed values in italics |',
    '| --- | --- | --- | --- | --- |',
    ...columns.map(columnLine),
  ];
  return `${lines.join('\n')}\n`;
}

function columnLine({
  column,
  heading,
  type,
  required,
  computed,
  internal,
  vocabulary,
  closed,
}: Column): string {
  const marks = [...(computed ? ['computed'] : []), ...(internal ? ['internal'] : [])];
  const kind = [type, ...marks].join(', ');
  const words = vocabulary?.map((word) => (closed?.includes(word) ? `*${word}*` : word)) ?? [];
  return `| \`${column}\` | ${heading} | ${kind} | ${required} | ${words.join(' · ')} |`;
}

function ruleLine({ rule, severity, parameters }: RuleSetting): string {
  const own = Object.entries(parameters).filter(([name]) => !SHARED.has(name));
  const said = own.map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``);
  return `| \`${rule}\` | ${severity} | ${said.join('<br>')} |`;
}

if (import.meta.main) writeFileSync(CONFIGURATION, withTables(readFileSync(CONFIGURATION, 'utf8')));
