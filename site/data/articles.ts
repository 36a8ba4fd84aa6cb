/** The articles, each with all that it needs of the published results. Node only. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { predictionsSchema } from '../../runner/results/schema.ts';
import { quoteStory, type Story, told } from '../words/article/story.ts';
import type { Experiment } from '../words/experiment.ts';
import type { LiveModel } from '../words/script-data.ts';
import { atlasOf, type LoadedAtlas } from './atlas.ts';
import { experiments } from './experiments.ts';
import { liveModel } from './live-model.ts';
import { resultsDirectory } from './places.ts';

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
}

/** What the landing page shows of it. */
export type LivingFinding = Pick<QuoteArticle, 'experiment' | 'story'>;

/** Null where the experiment was not published or tells the story no longer; the build says which. */
export async function quoteFinding(): Promise<LivingFinding | null> {
  const experiment = (await experiments()).find(({ id }) => id === told.experiment);
  if (experiment === undefined) return null;
  const story = quoteStory(experiment.result);
  if (typeof story !== 'string') return { experiment, story };
  console.warn(`The article on experiment "${told.experiment}" is left out: ${story}.`);
  return null;
}

/** The same with its atlas, its model and what the network expected. */
export async function quoteArticle(): Promise<QuoteArticle | null> {
  const finding = await quoteFinding();
  if (finding === null) return null;
  const { experiment } = finding;
  const [atlas, live, bets] = await Promise.all([atlasOf(experiment), liveModel(experiment), betsOn(experiment)]);
  if (atlas?.untrained && live && bets) return { ...finding, atlas, live, bets };
  const lacking = [!atlas?.untrained && 'atlas with untrained networks', !live && 'live model', !bets && 'predictions'];
  console.warn(
    `The article on experiment "${told.experiment}" is left out: it has no ${lacking.filter(Boolean).join(' and no ')}.`,
  );
  return null;
}

let there: Promise<boolean> | null = null;

/** Whether the article has a page: asked once of a build, each time while somebody works on the site. */
export function isArticleThere(): Promise<boolean> {
  if (there === null || import.meta.env.DEV) there = quoteArticle().then((article) => article !== null);
  return there;
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
