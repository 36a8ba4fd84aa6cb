/** The article on the neuron for quotations, with all that it needs of the published results. Node only. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { predictionsSchema } from '../../../runner/experiment/results/schema.ts';
import { lettersOf, relatives, sizesOf } from '../../words/article/other-networks.ts';
import { quoteStory, type Story } from '../../words/article/story.ts';
import type { Experiment } from '../../words/experiment.ts';
import type { LiveModel } from '../../words/script-data.ts';
import { atlasOf, type LoadedAtlas } from '../atlas.ts';
import { experiments, sweeps } from '../experiments.ts';
import { liveModel } from '../live-model.ts';
import { onceABuild } from '../once-a-build.ts';
import { resultsDirectory } from '../places.ts';
import { leftOut, storyOf } from './story-of.ts';

/** A next token that the network thought of. */
export interface Bet {
  token: string;
  probability: number;
}

export interface QuoteArticle {
  experiment: Experiment;
  story: Story;
  atlas: LoadedAtlas;
  live: LiveModel;
  /** After each token of the observed text, the likeliest next ones. */
  bets: Bet[][];
  /** What other published networks say of it. */
  others: { letters: ReturnType<typeof lettersOf>; sizes: ReturnType<typeof sizesOf> };
}

/** What the landing page shows of it. */
export type LivingFinding = Pick<QuoteArticle, 'experiment' | 'story'>;

/** Null where the experiment was not published or tells the story no longer; the build says which. */
export const quoteFinding = onceABuild(
  (): Promise<LivingFinding | null> => storyOf('quote-neuron', ({ result }) => quoteStory(result)),
);

/** The same with its atlas, its model and what the network expected. */
export const quoteArticle = onceABuild(async (): Promise<QuoteArticle | null> => {
  const finding = await quoteFinding();
  if (finding === null) return null;
  const { experiment } = finding;
  const [atlas, live, bets] = await Promise.all([atlasOf(experiment), liveModel(experiment), betsOn(experiment)]);
  if (atlas?.untrained && live && bets) return { ...finding, atlas, live, bets, others: await others() };
  const lacking = [!atlas?.untrained && 'atlas with untrained networks', !live && 'live model', !bets && 'predictions'];
  leftOut('quote-neuron', `it has no ${lacking.filter(Boolean).join(' and no ')}`);
  return null;
});

async function others(): Promise<QuoteArticle['others']> {
  const named = <Each extends { id: string }>(all: readonly Each[], id: string) => all.find((each) => each.id === id);
  return {
    letters: lettersOf(named(await experiments(), relatives.characters)?.result),
    sizes: sizesOf(named(await sweeps(), relatives.sweep)),
  };
}

async function betsOn({ id, result }: Experiment): Promise<Bet[][] | null> {
  const file = result.texts.observed.predictions;
  if (file === null) return null;
  const { tokens, next, probability } = predictionsSchema.parse(
    JSON.parse(await readFile(join(resultsDirectory(), id, file.path), 'utf8')),
  );
  return next.map((own, at) =>
    own.flatMap((token, rank) => {
      const [name, chance] = [tokens[token], probability[at]?.[rank]];
      return name === undefined || chance === undefined ? [] : [{ token: name, probability: chance }];
    }),
  );
}
