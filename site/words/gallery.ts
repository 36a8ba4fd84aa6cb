/** Which experiments the gallery shows, and in which order; its state in the address. Pure; runs in the browser too. */

import type { GalleryEntry } from './gallery-entry.ts';

/** Cards on a page of the gallery. With so many the first page stays under 150 KB. */
export const galleryLength = 18;

export const orders = ['furthest', 'newest', 'title', 'cell', 'perplexity'] as const;
export type Order = (typeof orders)[number];

export interface GalleryState {
  order: Order;
  /** Empty: any. */
  cell: string;
  unit: string;
  feature: string;
  verdict: string;
}

export const anyExperiment: GalleryState = { order: 'furthest', cell: '', unit: '', feature: '', verdict: '' };

/** What is known of an experiment before its page is. */
type Entry = Omit<GalleryEntry, 'page'>;

const byTitle = (a: Entry, b: Entry): number => a.title.localeCompare(b.title, 'en') || (a.id < b.id ? -1 : 1);

const comparisons: Record<Order, (a: Entry, b: Entry) => number> = {
  furthest: (a, b) => Number(a.isMade) - Number(b.isMade) || b.height - a.height || b.effect - a.effect,
  newest: (a, b) => Date.parse(b.started) - Date.parse(a.started),
  title: byTitle,
  cell: (a, b) => a.cell.localeCompare(b.cell, 'en'),
  perplexity: (a, b) => (a.perplexity === b.perplexity ? 0 : (a.perplexity ?? Infinity) - (b.perplexity ?? Infinity)),
};

/** Entries in the order asked for; equal ones by title. Unknown perplexities come last. */
export const ordered = <Kind extends Entry>(entries: readonly Kind[], order: Order): Kind[] =>
  [...entries].sort((a, b) => comparisons[order](a, b) || byTitle(a, b));

/** Whether an entry fits each filter that is set. */
export const isAskedFor = (entry: Entry, { cell, unit, feature, verdict }: GalleryState): boolean =>
  (cell === '' || entry.cell === cell) &&
  (unit === '' || entry.unit === unit) &&
  (feature === '' || entry.features.includes(feature)) &&
  (verdict === '' || entry.verdict === verdict);

/** Reads `?order=title&cell=GRU`; what is missing or unknown is as in `anyExperiment`. */
export function readGallery(search: string): GalleryState {
  const fields = new URLSearchParams(search);
  const order = orders.find((each) => each === fields.get('order')) ?? anyExperiment.order;
  const field = (name: string): string => fields.get(name) ?? '';
  return {
    order,
    cell: field('cell'),
    unit: field('unit'),
    feature: field('feature'),
    verdict: field('verdict'),
  };
}

/** Writes the state as a query, without what goes without saying: '' or '?cell=GRU'. */
export function writeGallery(state: GalleryState): string {
  const told = Object.entries(state).filter(([key, value]) => value !== anyExperiment[key as keyof GalleryState]);
  return told.length === 0 ? '' : `?${new URLSearchParams(told)}`;
}

/**
 * Of all entries those whose cards are to be shown, in their order, and how many fit.
 * @param page the one that the reader is on: as long as nothing is asked for, its own cards are shown.
 * @param most how many are shown otherwise.
 */
export function askedFor(
  entries: readonly GalleryEntry[],
  state: GalleryState,
  { page, most }: { page: number; most: number },
): { shown: GalleryEntry[]; fit: number } {
  const fitting = ordered(entries, state.order).filter((entry) => isAskedFor(entry, state));
  const shown = writeGallery(state) === '' ? fitting.filter((entry) => entry.page === page) : fitting.slice(0, most);
  return { shown, fit: fitting.length };
}
