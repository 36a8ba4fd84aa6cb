/** Addresses of features: the page of one in one experiment, with its numbers beside it, and across experiments. Pure. */
import { featureFolder, slug } from '../page-features.ts';
import { experimentUrl, url } from '../url.ts';

interface Named {
  features: readonly { name: string }[];
}

/** @param number the feature's among those of the atlas, from 0. */
export const featureOfUrl = (id: string, atlas: Named, number: number, end = '/'): string =>
  experimentUrl(id, `features/${featureFolder(atlas, number + 1)}${end}`);

/** By the name alone, so that the same name in another experiment has the same address. */
export const acrossFolder = (name: string): string => slug(name) || `feature-${numberOf(name).toString(36)}`;

/** The same for the same name (Fowler, Noll & Vo's hash, 32 bits). */
const numberOf = (name: string): number =>
  [...name].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0, 0x811c9dc5);

export const acrossUrl = (name: string): string => url(`features/${acrossFolder(name)}/`);
