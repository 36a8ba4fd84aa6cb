/** The pages of the site that the tests share, as they stand without a script. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { expect } from 'vitest';
import { sharedSite } from '../browser/shared-site.ts';

export const { dist, publicDirectory } = await sharedSite();

/** A file of the site, by its address under the base. */
export const fileAt = (address: string): string => join(dist, decodeURIComponent(address));
export const textOf = (address: string): string => readFileSync(fileAt(address), 'utf8');
const documents = new Map<string, Document>();

export function pageAt(address: string): Document {
  const known = documents.get(address) ?? parseHTML(textOf(`${address}index.html`)).document;
  documents.set(address, known);
  return known;
}

/** The addresses of all pages, but for those that lead on. */
export const addresses: readonly string[] = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('index.html'))
  .map((file) => file.slice(0, -'index.html'.length))
  .filter((address) => !textOf(`${address}index.html`).includes('http-equiv="refresh"'))
  .sort();

export const said = ({ textContent }: { textContent: string | null }): string =>
  (textContent ?? '').replace(/\s+/g, ' ').trim();

export const saidAt = (address: string, selector: string): string[] =>
  [...pageAt(address).querySelectorAll(selector)].map(said);

/** How many elements there are; what the first says, or holds; what all say, in their order. */
export type Wanted = number | string | RegExp | readonly (string | RegExp)[];

export function expectAt(address: string, selector: string, wanted: Wanted): void {
  const found = saidAt(address, selector);
  if (typeof wanted === 'number') expect(found).toHaveLength(wanted);
  else if (wanted instanceof RegExp) expect(found[0]).toMatch(wanted);
  else if (typeof wanted === 'string') expect(found[0]).toBe(wanted);
  else expect(found).toEqual(wanted.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))));
}

/** Where an address leads that has no page of its own; null where it has one. */
export const leadsTo = (address: string): string | null =>
  /http-equiv="refresh" content="\d+;url=([^"]+)"/.exec(textOf(`${address}index.html`))?.[1] ?? null;
