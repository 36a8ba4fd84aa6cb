/** The gallery: every published experiment with its variants, those first whose claims hold furthest, on pages. Node only. */

import type { Experiment } from '../words/experiment.ts';
import { galleryLength, inOrder, variedBy } from '../words/gallery-entry.ts';
import { experiments } from './experiments.ts';
import { onceABuild } from './once-a-build.ts';

export interface GalleryCard {
  experiment: Experiment;
  /** The same network asked for the same in other components. */
  variants: Experiment[];
}

/** By number, from 1; one without cards where nothing is published. */
export const galleryPages = onceABuild(async (): Promise<GalleryCard[][]> => {
  const all = await experiments();
  const varied = Map.groupBy(all, (each) => variedBy(each, all)?.id ?? null);
  const cards = inOrder(varied.get(null) ?? []).map((experiment) => ({
    experiment,
    variants: varied.get(experiment.id) ?? [],
  }));
  const count = Math.max(1, Math.ceil(cards.length / galleryLength));
  return Array.from({ length: count }, (_, index) => cards.slice(index * galleryLength, (index + 1) * galleryLength));
});
