/** Addresses: Excel loads nothing over plain HTTP, and one origin must serve them all. */
import { all, type Element } from './element.ts';
import type { ManifestProblem } from './problem.ts';

const WITH_ADDRESS = ['IconUrl', 'HighResolutionIconUrl', 'SupportUrl', 'SourceLocation', 'Image', 'Url'];

/** Addresses that are no absolute https address, or stand on another origin than the pane. */
export function addressProblems(root: Element): ManifestProblem[] {
  const addresses = all(root, ...WITH_ADDRESS).flatMap((element) => {
    const address = element.attributes.DefaultValue;
    return address === undefined ? [] : [{ line: element.line, name: element.name, address }];
  });
  const pane = addresses.find(({ name }) => name === 'SourceLocation')?.address;
  const home = pane !== undefined && URL.canParse(pane) ? new URL(pane).origin : null;
  return addresses.flatMap(({ line, address }) => {
    if (!URL.canParse(address)) return [{ line, message: `"${address}" is not an absolute address.` }];
    const { protocol, origin } = new URL(address);
    if (protocol !== 'https:') return [{ line, message: `"${address}" must begin with https://.` }];
    if (home !== null && origin !== home) {
      return [{ line, message: `"${address}" is on another origin than the pane, ${home}.` }];
    }
    return [];
  });
}
