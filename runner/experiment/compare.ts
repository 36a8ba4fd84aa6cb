/** The stage `compare`: which features all neurons are compared by, by evidence and atlas alike, and which tokens carry them. */
import { catalogue } from '../features/catalogue.ts';
import { markFeature } from '../features/features.ts';
import type { Compared, Recorded } from './context.ts';
import { featureTools } from './feature-tools.ts';

export async function compare({ manifest, marked, corpus, observed, paths, tools }: Recorded): Promise<Compared> {
  if (manifest.atlas === 'none') return { compared: marked };
  const names = new Set(marked.map(({ feature }) => feature.name));
  const others = catalogue(tools.unit).filter(({ name }) => !names.has(name));
  const needed = await featureTools(others, { tagger: manifest.tagger, corpus, cwd: paths.cwd });
  return {
    compared: [
      ...marked,
      ...others.map((feature) => ({
        feature,
        mask: markFeature(feature, observed.tokens, needed, observed.documentStarts),
      })),
    ],
  };
}
