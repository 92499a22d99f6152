/** Ids: Office takes a manifest with one used twice, then shows one of the two controls. */
import { all, type Element } from './element.ts';
import type { ManifestProblem } from './problem.ts';

/** Ids that are used twice: of resources, and of the ribbon's tabs, groups and controls. */
export function idProblems(root: Element): ManifestProblem[] {
  return [
    ...twice(all(root, 'CustomTab', 'Group', 'Control'), 'tab, group or control'),
    ...twice(
      all(root, 'Resources').flatMap((resources) => all(resources, 'Image', 'Url', 'String')),
      'resource',
    ),
  ];
}

function twice(elements: readonly Element[], kind: string): ManifestProblem[] {
  const first = new Map<string, number>();
  const problems: ManifestProblem[] = [];
  for (const { attributes, line, name } of elements) {
    const id = attributes.id;
    if (id === undefined) {
      problems.push({ line, message: `<${name}> needs an id.` });
      continue;
    }
    const before = first.get(id);
    if (before === undefined) first.set(id, line);
    else problems.push({ line, message: `The ${kind} id "${id}" is used before, on line ${before}.` });
  }
  return problems;
}
