/** The cards of the first page: the published experiments with their variants, those first whose claims hold furthest. Node only. */
import type { Experiment } from '../words/experiment.ts';
import { inOrder, variedBy } from '../words/gallery-entry.ts';
import { experiments } from './experiments.ts';

export interface GalleryCard {
  experiment: Experiment;
  /** The same network asked for the same in other components. */
  variants: Experiment[];
  /** How many cards before it show the same text. */
  before: number;
}

export async function galleryCards(): Promise<GalleryCard[]> {
  const all = await experiments();
  const varied = Map.groupBy(all, (each) => variedBy(each, all)?.id ?? null);
  const shown = new Map<string, number>();
  return inOrder(varied.get(null) ?? []).map((experiment) => {
    const text = experiment.result.texts[experiment.result.detection.on].tokens.join('');
    const before = shown.get(text) ?? 0;
    shown.set(text, before + 1);
    return { experiment, variants: varied.get(experiment.id) ?? [], before };
  });
}
