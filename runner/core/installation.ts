/**
 * Where the program runs: from its sources in a clone, or compiled, as the package `rnn-atlas` that npm installs; and how
 * its commands are typed there. Pure.
 */

/** This file, compiled: a clone runs TypeScript, and what is bundled for a page has another name. */
export const inPackage = /\/core\/installation\.js(?:\?|$)/.test(import.meta.url);

/** `npm test`, `npm run check` and `npm run test:long` are of the clone: the package brings no tests. */
const ofTheClone = /^(?:test|check|bench|compare|calibrate)\b/;

/**
 * A text with the commands in it as they are typed here: 'npm run publish:check' stays in a clone and is
 * 'npx rnn-atlas publish-check' in the package.
 */
export function asTyped(text: string, packaged = inPackage): string {
  if (!packaged) return text;
  return text.replace(/\bnpm run ([a-z][a-z:-]*)/g, (whole, name: string) =>
    ofTheClone.test(name) ? whole : `npx rnn-atlas ${name.replaceAll(':', '-')}`,
  );
}
