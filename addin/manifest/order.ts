/** The order of elements. Office reads the manifest by a schema of sequences: one out of order and it is refused. */
import { all, child, type Element, typeOf } from './element.ts';
import type { ManifestProblem } from './problem.ts';

interface Sequence {
  readonly of: string;
  readonly type?: string;
  readonly children: readonly string[];
  readonly required: readonly string[];
}

/** After the manifest reference (learn.microsoft.com, "Office Add-ins manifest"): the parts that ours uses. */
const SEQUENCES: readonly Sequence[] = [
  {
    of: 'OfficeApp',
    children: [
      'Id',
      'AlternateId',
      'Version',
      'ProviderName',
      'DefaultLocale',
      'DisplayName',
      'Description',
      'IconUrl',
      'HighResolutionIconUrl',
      'SupportUrl',
      'AppDomains',
      'Hosts',
      'Requirements',
      'DefaultSettings',
      'Permissions',
      'VersionOverrides',
      'ExtendedOverrides',
    ],
    required: [
      'Id',
      'Version',
      'ProviderName',
      'DefaultLocale',
      'DisplayName',
      'Description',
      'IconUrl',
      'HighResolutionIconUrl',
      'SupportUrl',
      'Hosts',
      'Requirements',
      'DefaultSettings',
      'Permissions',
      'VersionOverrides',
    ],
  },
  {
    of: 'VersionOverrides',
    children: [
      'Description',
      'Requirements',
      'Hosts',
      'Resources',
      'WebApplicationInfo',
      'EquivalentAddins',
      'VersionOverrides',
    ],
    required: ['Hosts', 'Resources'],
  },
  {
    of: 'Host',
    type: 'Workbook',
    children: ['Runtimes', 'AllFormFactors', 'DesktopFormFactor'],
    required: ['Runtimes', 'DesktopFormFactor'],
  },
  {
    of: 'DesktopFormFactor',
    children: ['GetStarted', 'FunctionFile', 'ExtensionPoint'],
    required: ['FunctionFile', 'ExtensionPoint'],
  },
  {
    of: 'GetStarted',
    children: ['Title', 'Description', 'LearnMoreUrl'],
    required: ['Title', 'Description'],
  },
  { of: 'CustomTab', children: ['Group', 'Label'], required: ['Group', 'Label'] },
  {
    of: 'Group',
    children: ['OverriddenByRibbonApi', 'Label', 'Icon', 'Control'],
    required: ['Label', 'Icon', 'Control'],
  },
  {
    of: 'Control',
    children: ['OverriddenByRibbonApi', 'Label', 'Supertip', 'Icon', 'Action', 'Enabled'],
    required: ['Label', 'Supertip', 'Icon', 'Action'],
  },
  { of: 'Supertip', children: ['Title', 'Description'], required: ['Title', 'Description'] },
  { of: 'Action', type: 'ExecuteFunction', children: ['FunctionName'], required: ['FunctionName'] },
  {
    of: 'Action',
    type: 'ShowTaskpane',
    children: ['TaskpaneId', 'SourceLocation', 'Title'],
    required: ['SourceLocation'],
  },
  {
    of: 'Resources',
    children: ['Images', 'Urls', 'ShortStrings', 'LongStrings'],
    required: ['Images', 'Urls', 'ShortStrings', 'LongStrings'],
  },
];

/** Elements that stand out of order, are missing, or are not known where they stand. */
export function orderProblems(root: Element): ManifestProblem[] {
  return SEQUENCES.flatMap((sequence) =>
    all(root, sequence.of)
      .filter((element) => sequence.type === undefined || typeOf(element) === sequence.type)
      .flatMap((element) => inOrder(element, sequence)),
  );
}

function inOrder(element: Element, sequence: Sequence): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  let reached = 0;
  for (const each of element.children) {
    const place = sequence.children.indexOf(each.name);
    if (place < 0) {
      problems.push({ line: each.line, message: `<${each.name}> has no place in <${element.name}>.` });
    } else if (place < reached) {
      const before = sequence.children[reached];
      problems.push({
        line: each.line,
        message: `<${each.name}> must stand before <${before}> in <${element.name}>.`,
      });
    } else {
      reached = place;
    }
  }
  for (const name of sequence.required) {
    if (!child(element, name)) {
      problems.push({ line: element.line, message: `<${element.name}> needs a <${name}>.` });
    }
  }
  return problems;
}
