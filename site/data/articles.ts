/** The articles with all that they need of the published results; each has a page while these tell its story. Node only. */
import { join } from 'node:path';
import { publishedPairs } from '../../runner/experiment/results/write.ts';
import { type ArticleName, articleNames, articles } from '../words/article/contents.ts';
import { asked as counting, countingStory } from '../words/article/counting.ts';
import { lettersOf, relatives, sizesOf } from '../words/article/other-networks.ts';
import { sailorStory } from '../words/article/sailor-story.ts';
import { quoteStory } from '../words/article/story.ts';
import type { Experiment } from '../words/experiment.ts';
import { remembered } from '../words/remembered.ts';
import { atlasOf } from './atlas.ts';
import { changeOf } from './change.ts';
import { experiments, sweeps } from './experiments.ts';
import { liveModel } from './live-model.ts';
import { resultsDirectory } from './places.ts';

export type SailorArticle = NonNullable<Awaited<ReturnType<typeof sailorArticle>>>;
export type QuoteArticle = NonNullable<Awaited<ReturnType<typeof quoteArticle>>>;

/**
 * Reads an article's experiment with what its result tells.
 * @param tell that, or one sentence on why the result does not tell it.
 * @returns null where the experiment was not published, or tells the story no longer: then the build says why, once.
 */
function storyOf<Told extends object>(
  name: ArticleName,
  tell: (experiment: Experiment) => Told | string | Promise<Told | string>,
): () => Promise<(Told & { experiment: Experiment }) | null> {
  const toldIn = remembered(async (result: Experiment['result'], id: string) => {
    const experiment = { id, result };
    const told = await tell(experiment);
    if (typeof told !== 'string') return { ...told, experiment };
    console.warn(`The article “${articles[name].title}” is left out: ${told}.`);
    return null;
  });
  return async () => {
    const experiment = (await experiments()).find(({ id }) => id === articles[name].experiment);
    return experiment === undefined ? null : toldIn(experiment.result, experiment.id);
  };
}

const told = <Story extends object>(story: Story | string): { story: Story } | string =>
  typeof story === 'string' ? story : { story };

/** What the landing page shows. */
export const quoteFinding = storyOf('quote-neuron', ({ result }) => told(quoteStory(result)));

/** The finding with its atlas and what holding the neuron changes; its network is asked by the figures. */
export const quoteArticle = storyOf('quote-neuron', async (experiment) => {
  const story = quoteStory(experiment.result);
  if (typeof story === 'string') return story;
  const [atlas, live, change] = await Promise.all([atlasOf(experiment), liveModel(experiment), changeOf(experiment)]);
  if (!atlas?.untrained) return 'it has no atlas with untrained networks';
  if (!live) return 'it has no live model';
  if (!change) return 'it has no continuations';
  const letters = (await experiments()).find(({ id }) => id === relatives.characters);
  const sizes = (await sweeps()).find(({ id }) => id === relatives.sweep);
  // `others`: what other published networks say of it.
  return { story, atlas, change, others: { letters: lettersOf(letters?.result), sizes: sizesOf(sizes) } };
});

/** What an experiment was asked in pairs; none where it was asked none. */
const setsOf = async ({ id, result }: Experiment) =>
  (result.pairs === undefined ? null : await publishedPairs(join(resultsDirectory(), id)))?.sets ?? [];

export const sailorArticle = storyOf('sailor', async (experiment) => {
  if ((await liveModel(experiment)) === null) return 'it has no live model';
  return told(sailorStory(experiment.result, await setsOf(experiment)));
});

export const countingArticle = storyOf('counting', async (experiment) => {
  const change = await changeOf(experiment);
  if (!change) return 'it has no continuations';
  const sweep = (await sweeps()).find((each) => each.id === counting.sweep);
  const [set] = await setsOf(experiment);
  const story = countingStory(experiment.result, set, sweep);
  return typeof story === 'string' ? story : { story, change };
});

const load: Record<ArticleName, () => Promise<object | null>> = {
  'quote-neuron': quoteArticle,
  sailor: sailorArticle,
  counting: countingArticle,
};

export async function articlesThere(): Promise<ArticleName[]> {
  const found = await Promise.all(articleNames.map(async (name) => ((await load[name]()) === null ? [] : [name])));
  return found.flat();
}
