/** What the site's search finds, gathered from everything that has a page. Node only. */
import { counted } from '../../runner/core/format.ts';
import { articles, articleUrl } from '../words/article/contents.ts';
import { claimedNeurons, numberedNeuronUrl } from '../words/atlas/address.ts';
import { networkOf } from '../words/experiment.ts';
import { glossary, termAnchor } from '../words/glossary.ts';
import { acrossUrl, featureOfUrl } from '../words/page-features.ts';
import type { Entry, NumberedNetwork } from '../words/search/entry.ts';
import { experimentEntry, neuronEntries } from '../words/search/of-experiment.ts';
import { sweepUrl, url } from '../words/url.ts';
import { articlesThere } from './articles.ts';
import { docsEntries, sectionsOf } from './docs/pages.ts';
import { experiments, sweeps } from './experiments.ts';
import { featuresAcross } from './features.ts';

/** Everything, in the order of kinds. */
export async function entries(): Promise<Entry[]> {
  const all = await experiments();
  return [
    ...(await acrossEntries()),
    ...all.flatMap(neuronEntries),
    ...all.map(experimentEntry),
    ...(await sweeps()).map(
      ({ id, title }): Entry => ({
        kind: 'experiment',
        title,
        about: 'A sweep: one experiment with many settings.',
        address: sweepUrl(id),
      }),
    ),
    ...(await articleEntries()),
    ...Object.values(glossary)
      .flatMap((terms) => Object.entries(terms))
      .map(([title, about]): Entry => ({ kind: 'term', title, about, address: url(`glossary/#${termAnchor(title)}`) })),
    ...(await sections()),
  ];
}

/** The networks whose neurons are found by number. */
export const numberedNetworks = async (): Promise<NumberedNetwork[]> =>
  (await experiments()).flatMap(({ id, result }) =>
    result.atlases?.[0] === undefined
      ? []
      : [{ title: id, neurons: result.model.units, address: numberedNeuronUrl(id), listed: claimedNeurons(result) }],
  );

/** Each feature once, whatever the networks; where there is one alone, its page there. */
const acrossEntries = async (): Promise<Entry[]> =>
  [...(await featuresAcross()).values()].flatMap((same) => {
    const [first] = same;
    const feature = first?.loaded.atlas.features[first.number];
    if (!first || !feature) return [];
    const { experiment, atlas } = first.loaded;
    const networks = new Set(same.map(({ loaded }) => networkOf(loaded.experiment))).size;
    return [
      {
        kind: 'feature',
        title: feature.name,
        about: `${feature.description}, in ${networks === 1 ? experiment.id : counted(networks, 'network')}`,
        address: same.length === 1 ? featureOfUrl(experiment.id, atlas, first.number) : acrossUrl(feature.name),
      },
    ];
  });

const articleEntries = async (): Promise<Entry[]> =>
  (await articlesThere()).map((name) => {
    const { title, about } = articles[name];
    return { kind: 'article', title, about, address: articleUrl(name) };
  });

const sections = async (): Promise<Entry[]> =>
  (await docsEntries())
    .filter(({ id }) => id !== 'index')
    .flatMap(({ id, data: { title }, rendered }) =>
      sectionsOf({ title, address: url(`docs/${id}/`), html: rendered?.html ?? '' }),
    );
