/** An experiment as the gallery sorts and finds it. Pure. */

import type { Result } from '../../runner/results/schema.ts';
import { shippedModel } from '../../runner/results/shipped.ts';
import type { GalleryEntry } from '../browser/gallery.ts';
import { claimsOn, leadClaim } from '../words/claims.ts';
import { componentName } from '../words/components.ts';
import { mainFeature } from '../words/page-features.ts';
import { badge } from '../words/rungs.ts';

export function galleryEntry({ id, result }: { id: string; result: Result }): GalleryEntry {
  const { model, record, corpus, title, description } = result;
  const features = result.features.map(({ name }) => name);
  const main = mainFeature(result);
  const lead = main && leadClaim(claimsOn(result, main));
  const passed = lead ? badge(lead).filter(({ status }) => status === 'passed') : [];
  const cell = model.cell.toUpperCase();
  const words = [
    id,
    title,
    description ?? '',
    cell,
    model.unit,
    componentName(record.component),
    shippedModel(model.origin) ?? '',
    ...features,
    ...corpus.sources.map(({ name }) => name),
  ];
  return {
    id,
    title,
    cell,
    unit: model.unit,
    features,
    passed: passed.map(({ rung }) => rung),
    started: result.provenance.started,
    perplexity: result.observation.perplexity,
    words: words.filter((word) => word !== '').join(' '),
  };
}
