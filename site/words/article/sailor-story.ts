/**
 * What the article 'The sailor beside the door of the sailors' rests on, read from the result of the experiment `agreement`: the
 * story holds, or it says why it does not. Pure.
 */

import type { PairSet } from '../../../runner/analysis/pairs/pairs-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import { verdictPhrase } from '../../../runner/words/verdict.ts';
import { claimsOn, leadClaim } from '../claims.ts';

/** The features of the experiment that the article speaks of, and the conditions of its pairs. */
export const asked = { feature: 'subject is plural', subject: 'subject', between: 'attractor' } as const;

/** The verbs of the language, singular and plural (runner/text/sources/agreement.ts). */
export const verbs = [
  ['is', 'are'],
  ['was', 'were'],
  ['has', 'have'],
  ['seems', 'seem'],
] as const;

export type SailorStory = Exclude<ReturnType<typeof sailorStory>, string>;

/** What the article cannot be without: a share of preferences that turn, and of neurons alike that turn as many. */
const enough = { turned: 0.9, alike: 0.1 } as const;

/** The story, or one sentence on why the result does not tell it. */
export function sailorStory(result: Result, sets: readonly PairSet[]) {
  if (String(result.manifest.corpus.source) !== 'agreement' || result.model.unit !== 'word')
    return 'it is not about the sentences that the program makes';
  const { evidence } = result;
  const claim = leadClaim(claimsOn(result, { name: asked.feature }));
  if (evidence === null || claim === undefined) return `no claim on ‘${asked.feature}’ was tested`;
  const { neuron, verdict } = claim;
  if (verdict.level !== 'used' && verdict.level !== 'replicated')
    return `the verdict on neuron ${neuron} is: ${verdictPhrase(claim)}`;
  const [set] = sets;
  if (set?.by.join() !== [asked.subject, asked.between].join()) return 'it has no pairs by subject and noun in between';
  if (set.all.accuracy < 1) return 'the network does not prefer the right verb in all pairs';
  const isIt = ({ neurons }: { neurons: readonly number[] }) => neurons.length === 1 && neurons[0] === neuron;
  const interchange = set.interchange.find(isIt);
  const held = set.held.find((each) => isIt(each) && each.at === 'mean');
  const course = set.courses.find(isIt);
  if (!interchange?.alike || !held || !course || set.scan === null)
    return `the pairs were not asked of neuron ${neuron} in every way`;
  const { turned, pairs, alike } = interchange;
  if (turned / pairs < enough.turned || alike.most / pairs > enough.alike || set.scan.chosen[0]?.neuron !== neuron)
    return `neuron ${neuron} does not decide by itself`;
  const { effect } = claim;
  const { learned, used, replicated } = claim.rungs;
  if (!effect || !learned.measured || !used.measured || !replicated.measured)
    return `not every step of the evidence on neuron ${neuron} was measured`;
  return {
    ...{ evidence, claim, neuron, set, interchange, held, course, scan: set.scan },
    effect,
    learned: learned.measured,
    used: used.measured,
    replicated: replicated.measured,
  };
}
