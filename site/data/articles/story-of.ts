/** An article's experiment with the story that its result tells. Node only. */
import { type ArticleName, articles } from '../../words/article/contents.ts';
import type { Experiment } from '../../words/experiment.ts';
import { experiments } from '../experiments.ts';

/**
 * @param tell the story, or one sentence on why the result does not tell it.
 * @returns null where the experiment was not published, or tells the story no longer: then the build says why.
 */
export async function storyOf<Story extends object>(
  name: ArticleName,
  tell: (experiment: Experiment) => Story | string | Promise<Story | string>,
): Promise<{ experiment: Experiment; story: Story } | null> {
  const experiment = (await experiments()).find(({ id }) => id === articles[name].experiment);
  if (experiment === undefined) return null;
  const story = await tell(experiment);
  if (typeof story !== 'string') return { experiment, story };
  leftOut(name, story);
  return null;
}

export const leftOut = (name: ArticleName, why: string): void =>
  console.warn(`The article “${articles[name].title}” is left out: ${why}.`);
