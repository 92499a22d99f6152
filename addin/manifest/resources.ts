/** Resources: that each reference finds one, of the kind it needs, and that each one is referred to. */
import { all, type Element } from './element.ts';
import type { ManifestProblem } from './problem.ts';

type Kind = 'Images' | 'Urls' | 'ShortStrings' | 'LongStrings';

/** Longest value of each kind, and of an id, in characters (the manifest's schema). */
const LONGEST: Readonly<Record<Kind, number>> = {
  Images: 2048,
  Urls: 2048,
  ShortStrings: 125,
  LongStrings: 250,
};
const LONGEST_ID = 32;

/** Which kind an element with a `resid` refers to. */
function kindNeeded(element: Element): Kind {
  switch (element.name) {
    case 'Image':
      return 'Images';
    case 'Runtime':
    case 'FunctionFile':
    case 'SourceLocation':
    case 'LearnMoreUrl':
      return 'Urls';
    case 'Description':
      return 'LongStrings';
    default:
      return 'ShortStrings';
  }
}

/** References without a resource or to one of another kind, resources that nobody names, values too long. */
export function resourceProblems(root: Element): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  const kinds = new Map<string, Kind>();
  const kindNames: readonly Kind[] = ['Images', 'Urls', 'ShortStrings', 'LongStrings'];
  for (const kind of kindNames) {
    for (const resource of all(root, kind).flatMap((group) => group.children)) {
      const { id = '', DefaultValue: value = '' } = resource.attributes;
      kinds.set(id, kind);
      if (id.length > LONGEST_ID) {
        problems.push({
          line: resource.line,
          message: `The id "${id}" has more than ${LONGEST_ID} characters.`,
        });
      }
      if (value.length === 0 || value.length > LONGEST[kind]) {
        problems.push({
          line: resource.line,
          message: `The value of "${id}" has ${value.length} characters; 1 to ${LONGEST[kind]} are allowed.`,
        });
      }
    }
  }
  const used = new Set<string>();
  for (const element of all(root, ...REFERRING)) {
    const id = element.attributes.resid;
    if (id === undefined) continue;
    used.add(id);
    const kind = kinds.get(id);
    const needed = kindNeeded(element);
    if (kind === undefined) {
      problems.push({
        line: element.line,
        message: `<${element.name}> names "${id}", which no resource has.`,
      });
    } else if (kind !== needed) {
      problems.push({
        line: element.line,
        message: `<${element.name}> needs one of ${needed}, but "${id}" is one of ${kind}.`,
      });
    }
  }
  for (const resource of all(root, ...kindNames).flatMap((group) => group.children)) {
    const { id = '' } = resource.attributes;
    if (!used.has(id)) {
      problems.push({ line: resource.line, message: `Nothing names the resource "${id}". Take it out.` });
    }
  }
  return problems;
}

const REFERRING = [
  'Image',
  'Runtime',
  'FunctionFile',
  'SourceLocation',
  'LearnMoreUrl',
  'Description',
  'Title',
  'Label',
];
