/** The gallery: every published experiment with its variants, those first whose claims hold furthest, on pages. Node only. */

import type { Experiment } from '../words/experiment.ts';
import { galleryLength, inOrder, variedBy } from '../words/gallery-entry.ts';
import { experiments } from './experiments.ts';
import { onceABuild } from './once-a-build.ts';

export interface GalleryCard {
  experiment: Experiment;
  /** The same network asked for the same in other components. */
  variants: Experiment[];
  /** How many cards before it show the same text. */
  before: number;
}

/** By number, from 1; one without cards where nothing is published. */
export const galleryPages = onceABuild(async (): Promise<GalleryCard[][]> => {
  const all = await experiments();
  const varied = Map.groupBy(all, (each) => variedBy(each, all)?.id ?? null);
  const shown = new Map<string, number>();
  const cards = inOrder(varied.get(null) ?? []).map((experiment) => {
    const text = experiment.result.texts[experiment.result.detection.on].tokens.join('');
    const before = shown.get(text) ?? 0;
    shown.set(text, before + 1);
    return { experiment, variants: varied.get(experiment.id) ?? [], before };
  });
  const count = Math.max(1, Math.ceil(cards.length / galleryLength));
  return Array.from({ length: count }, (_, index) => cards.slice(index * galleryLength, (index + 1) * galleryLength));
});
