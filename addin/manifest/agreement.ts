/** Microsoft's own reader of manifests as a second pair of eyes on what the installer shows. */
import { OfficeAddinManifest } from 'office-addin-manifest';
import { child, type Element } from './element.ts';
import type { ManifestProblem } from './problem.ts';

/** Fields that `readManifestFile` reads otherwise than we do, or not at all. */
export async function agreementProblems(root: Element, path: string): Promise<ManifestProblem[]> {
  const theirs = await OfficeAddinManifest.readManifestFile(path);
  const value = (name: string) => child(root, name)?.attributes.DefaultValue;
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['Id', theirs.id, child(root, 'Id')?.text],
    ['Version', theirs.version, child(root, 'Version')?.text],
    ['ProviderName', theirs.providerName, child(root, 'ProviderName')?.text],
    ['DefaultLocale', theirs.defaultLocale, child(root, 'DefaultLocale')?.text],
    ['DisplayName', theirs.displayName, value('DisplayName')],
    ['Description', theirs.description, value('Description')],
    ['IconUrl', theirs.iconUrl, value('IconUrl')],
    ['HighResolutionIconUrl', theirs.highResolutionIconUrl, value('HighResolutionIconUrl')],
    ['SupportUrl', theirs.supportUrl, value('SupportUrl')],
    ['Permissions', theirs.permissions, 'ReadWriteDocument'],
    ['OfficeApp', theirs.officeAppType, 'TaskPaneApp'],
    ['Hosts', theirs.hosts?.join(), 'Workbook'],
  ];
  const problems = pairs
    .filter(([, read, expected]) => read === undefined || read !== expected)
    .map(([name, read, expected]) => ({
      line: child(root, name)?.line ?? root.line,
      message: `<${name}> is read as ${JSON.stringify(read)}, and should be ${JSON.stringify(expected)}.`,
    }));
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(theirs.id ?? '')) {
    problems.push({ line: root.line, message: '<Id> must be a GUID.' });
  }
  if (!/^\d{1,5}(\.\d{1,5}){1,3}$/.test(theirs.version ?? '')) {
    problems.push({ line: root.line, message: '<Version> must be two to four numbers with dots between.' });
  }
  return problems;
}
