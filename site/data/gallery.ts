/** The gallery: every published experiment with its variants, those first whose claims hold furthest, on pages. Node only. */

import type { Experiment } from '../words/experiment.ts';
import { anyExperiment, galleryLength, ordered } from '../words/gallery.ts';
import { type GalleryEntry, galleryEntry, variedBy } from '../words/gallery-entry.ts';
import { experiments } from './experiments.ts';
import { onceABuild } from './once-a-build.ts';

export interface GalleryCard {
  experiment: Experiment;
  /** The same network asked for the same in other components. */
  variants: Experiment[];
}

export interface Gallery {
  entries: GalleryEntry[];
  /** By number, from 1; one without cards where nothing is published. */
  pages: GalleryCard[][];
}

export const gallery = onceABuild(async (): Promise<Gallery> => galleryOf(await experiments()));

function galleryOf(all: readonly Experiment[]): Gallery {
  const byId = new Map(all.map((experiment) => [experiment.id, experiment]));
  const varied = Map.groupBy(all, (each) => variedBy(each, all)?.id ?? null);
  const sorted = ordered((varied.get(null) ?? []).map(galleryEntry), anyExperiment.order);
  const cards = sorted.flatMap(({ id }): GalleryCard[] => {
    const experiment = byId.get(id);
    return experiment ? [{ experiment, variants: varied.get(id) ?? [] }] : [];
  });
  const count = Math.max(1, Math.ceil(cards.length / galleryLength));
  return {
    entries: sorted.map((entry, index) => ({ ...entry, page: Math.floor(index / galleryLength) + 1 })),
    pages: Array.from({ length: count }, (_, index) => cards.slice(index * galleryLength, (index + 1) * galleryLength)),
  };
}
