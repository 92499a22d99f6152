/** Icons: that each is a PNG of the declared size and each button has the sizes that Office asks for. */
import { all, type Element } from './element.ts';
import type { ManifestProblem } from './problem.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Office draws 16, 32 and 80; without one of them a button is refused ("Icon element", manifest reference). */
const NEEDED = ['16', '32', '80'];

/** The product's own two, by the element that names them. */
const PRODUCT: Readonly<Record<string, number>> = { IconUrl: 32, HighResolutionIconUrl: 64 };

/**
 * Icons whose file is missing, no PNG or of another size than declared, and buttons that lack a size.
 * `sizeOf` answers the size of the file behind an address, null where there is no such PNG.
 */
export function iconProblems(root: Element, sizeOf: (address: string) => Size | null): ManifestProblem[] {
  const resources = new Map(
    all(root, 'Images')
      .flatMap((images) => images.children)
      .map((image) => [image.attributes.id, image.attributes.DefaultValue ?? '']),
  );
  const problems: ManifestProblem[] = [];
  for (const icon of all(root, 'Icon')) {
    const sizes = icon.children.map((image) => image.attributes.size);
    for (const size of NEEDED.filter((each) => !sizes.includes(each))) {
      problems.push({ line: icon.line, message: `<Icon> needs an image of ${size} pixels.` });
    }
    for (const image of icon.children) {
      const address = resources.get(image.attributes.resid);
      if (address === undefined) continue; // said by resourceProblems
      problems.push(...wrongSize(image.line, address, Number(image.attributes.size), sizeOf));
    }
  }
  for (const [name, size] of Object.entries(PRODUCT)) {
    for (const { line, attributes } of all(root, name)) {
      problems.push(...wrongSize(line, attributes.DefaultValue ?? '', size, sizeOf));
    }
  }
  return problems;
}

function wrongSize(
  line: number,
  address: string,
  declared: number,
  sizeOf: (address: string) => Size | null,
): ManifestProblem[] {
  const size = sizeOf(address);
  if (size === null) return [{ line, message: `"${address}" has no PNG file behind it.` }];
  if (size.width === declared && size.height === declared) return [];
  return [
    {
      line,
      message: `"${address}" is ${size.width} by ${size.height} pixels, not ${declared} by ${declared}.`,
    },
  ];
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The size in a PNG's header (bytes 16 to 24, big-endian), null where the bytes are no PNG. */
export function pngSize(bytes: Uint8Array): Size | null {
  if (bytes.length < 24 || SIGNATURE.some((byte, index) => bytes[index] !== byte)) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}
