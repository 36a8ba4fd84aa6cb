/** The article on the subject's number, with all that it needs of the published results. Node only. */
import { join } from 'node:path';
import { publishedPairs } from '../../../runner/experiment/results/write.ts';
import { type SailorStory, sailorStory } from '../../words/article/sailor-story.ts';
import type { Experiment } from '../../words/experiment.ts';
import { liveModel } from '../live-model.ts';
import { onceABuild } from '../once-a-build.ts';
import { resultsDirectory } from '../places.ts';
import { storyOf } from './story-of.ts';

export interface SailorArticle {
  experiment: Experiment;
  story: SailorStory;
}

/** Null where the experiment was not published or tells the story no longer; the build says which. */
export const sailorArticle = onceABuild(
  (): Promise<SailorArticle | null> =>
    storyOf('sailor', async (experiment) => {
      const { id, result } = experiment;
      if ((await liveModel(experiment)) === null) return 'it has no live model';
      const pairs = result.pairs === undefined ? null : await publishedPairs(join(resultsDirectory(), id));
      return sailorStory(result, pairs?.sets ?? []);
    }),
);
