/** What the keys of a corpus that say how its texts are read may hold. Pure; imports nothing. */

const step = String.raw`//?(?:[\p{L}_][\p{L}\p{N}_.:-]*|\*)`;

/** //content, /xml/file/content, //p/text(): elements by name, and whether only their own text is meant. */
export const xmlPath = new RegExp(String.raw`^(?<elements>(?:${step})+)(?<text>/text\(\))?$`, 'u');

/** Whether text in this encoding can be read; labels are those of the WHATWG Encoding Standard. */
export function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label, { fatal: true });
    return true;
  } catch {
    return false;
  }
}
