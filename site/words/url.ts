/** Addresses under the site's base path; Astro does not add it to links written by hand. */

/** `path` relative to the site's root ('methods/') as an address under `base`. */
export const under = (base: string, path: string): string => base.replace(/\/*$/, '/') + path.replace(/^\/+/, '');

/** `path` as an address on this site. */
export const url = (path: string): string => under(import.meta.env.BASE_URL, path);

/** An id as one segment of a path. What a segment may hold stays as it is ('+'), as Astro's own server wants it. */
const segment = (id: string): string => encodeURI(id).replace(/[/?#]/g, (sign) => encodeURIComponent(sign));

/** The page of an experiment, or a file beside it; ids may hold any character. */
export const experimentUrl = (id: string, file = ''): string => url(`experiments/${segment(id)}/${file}`);

/** A published file of an experiment: its result.json or a side-car. */
export const resultUrl = (id: string, file: string): string => url(`results/${segment(id)}/${segment(file)}`);

/** The page of a sweep, or a file beside it. */
export const sweepUrl = (id: string, file = ''): string => url(`sweeps/${segment(id)}/${file}`);

export const pairsUrl = (id: string, file = ''): string => experimentUrl(id, `pairs/${file}`);

/** The file with the figures of a neuron, without its ending. @param number of the set, from 1. */
export const neuronPart = (number: number, neuron: number): string => `neuron-${number}-${neuron}`;
