/** What must hold for one shared runtime, and the ties between the manifest and the code. */
import { all, child, type Element, typeOf } from './element.ts';
import type { ManifestProblem } from './problem.ts';

/** The requirement sets that the code calls without asking. */
const SETS: Readonly<Record<string, string>> = { ExcelApi: '1.14', SharedRuntime: '1.1' };

/**
 * Runtime, function file and pane that are not one page; a runtime that ends with the pane; a missing
 * requirement; function names other than `commands`, those that the code associates.
 */
export function runtimeProblems(root: Element, commands: readonly string[]): ManifestProblem[] {
  return [...onePage(root), ...requirements(root), ...functionNames(root, commands)];
}

function onePage(root: Element): ManifestProblem[] {
  const runtimes = all(root, 'Runtime');
  const runtime = runtimes[0];
  if (!runtime) return [{ line: root.line, message: 'There is no <Runtime>.' }];
  const problems: ManifestProblem[] = runtimes
    .slice(1)
    .map(({ line }) => ({ line, message: 'There is a second <Runtime>; the add-in has one.' }));
  if (runtime.attributes.lifetime !== 'long') {
    problems.push({ line: runtime.line, message: 'The <Runtime> needs lifetime="long" to be shared.' });
  }
  const page = runtime.attributes.resid;
  for (const element of all(root, 'FunctionFile', 'SourceLocation')) {
    const resid = element.attributes.resid;
    if (resid !== undefined && resid !== page) {
      problems.push({
        line: element.line,
        message: `<${element.name}> names "${resid}", but the shared <Runtime> "${page}".`,
      });
    }
  }
  const address = all(root, 'Url').find(({ attributes }) => attributes.id === page)?.attributes.DefaultValue;
  const pane = child(child(root, 'DefaultSettings'), 'SourceLocation');
  if (pane && address !== undefined && pane.attributes.DefaultValue !== address) {
    problems.push({ line: pane.line, message: `The default page must be the <Runtime>'s, ${address}.` });
  }
  return problems;
}

function requirements(root: Element): ManifestProblem[] {
  const own = child(root, 'Requirements');
  const sets = own ? all(own, 'Set') : [];
  const problems = Object.entries(SETS)
    .filter(
      ([name, version]) =>
        !sets.some(({ attributes }) => attributes.Name === name && attributes.MinVersion === version),
    )
    .map(([name, version]) => ({
      line: own?.line ?? root.line,
      message: `<Requirements> of <OfficeApp> must ask for ${name} ${version}.`,
    }));
  const overrides = child(child(root, 'VersionOverrides'), 'Requirements');
  if (overrides) {
    problems.push({
      line: overrides.line,
      message: '<Requirements> in <VersionOverrides> hides the buttons and keeps the add-in: move it up.',
    });
  }
  return problems;
}

function functionNames(root: Element, commands: readonly string[]): ManifestProblem[] {
  const named = all(root, 'Action')
    .filter((action) => typeOf(action) === 'ExecuteFunction')
    .flatMap((action) => all(action, 'FunctionName'));
  return [
    ...named
      .filter(({ text }) => !commands.includes(text))
      .map(({ line, text }) => ({ line, message: `No code is associated with the function "${text}".` })),
    ...commands
      .filter((command) => !named.some(({ text }) => text === command))
      .map((command) => ({ line: root.line, message: `No button runs the function "${command}".` })),
  ];
}
