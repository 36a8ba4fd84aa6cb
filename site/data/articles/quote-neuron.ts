/** The article on the neuron for quotations, with all that it needs of the published results. Node only. */
import { lettersOf, relatives, sizesOf } from '../../words/article/other-networks.ts';
import { quoteStory, type Story } from '../../words/article/story.ts';
import type { Experiment } from '../../words/experiment.ts';
import { atlasOf, type LoadedAtlas } from '../atlas.ts';
import { changeOf } from '../change.ts';
import { experiments, sweeps } from '../experiments.ts';
import { liveModel } from '../live-model.ts';
import { onceABuild } from '../once-a-build.ts';
import { leftOut, storyOf } from './story-of.ts';

export interface QuoteArticle {
  experiment: Experiment;
  story: Story;
  atlas: LoadedAtlas;
  change: NonNullable<Awaited<ReturnType<typeof changeOf>>>;
  /** What other published networks say of it. */
  others: { letters: ReturnType<typeof lettersOf>; sizes: ReturnType<typeof sizesOf> };
}

/** What the landing page shows of it. */
export type LivingFinding = Pick<QuoteArticle, 'experiment' | 'story'>;

/** Null where the experiment was not published or tells the story no longer; the build says which. */
export const quoteFinding = onceABuild(
  (): Promise<LivingFinding | null> => storyOf('quote-neuron', ({ result }) => quoteStory(result)),
);

/** The same with its atlas and what holding the neuron changes; its network is asked by the figures. */
export const quoteArticle = onceABuild(async (): Promise<QuoteArticle | null> => {
  const finding = await quoteFinding();
  if (finding === null) return null;
  const { experiment } = finding;
  const [atlas, live, change] = await Promise.all([atlasOf(experiment), liveModel(experiment), changeOf(experiment)]);
  const named = <Each extends { id: string }>(all: readonly Each[], id: string) => all.find((each) => each.id === id);
  if (atlas?.untrained && live && change) {
    const letters = lettersOf(named(await experiments(), relatives.characters)?.result);
    return { ...finding, atlas, change, others: { letters, sizes: sizesOf(named(await sweeps(), relatives.sweep)) } };
  }
  const lacking = [
    !atlas?.untrained && 'atlas with untrained networks',
    !live && 'live model',
    !change && 'continuations',
  ];
  leftOut('quote-neuron', `it has no ${lacking.filter(Boolean).join(' and no ')}`);
  return null;
});
