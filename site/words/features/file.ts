/** A feature's numbers as a file: to take away, and what the page's script reads. Pure; runs in the browser too. */

import type { AtlasFeature } from '../../../runner/analysis/atlas/atlas-schema.ts';
import type { Cut } from '../../../runner/core/cut.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { AtlasIndex } from '../atlas/profile.ts';
import type { FeatureSummary, Teller } from './told.ts';

/** What the cards need of a claim: its tests of other pages and of use. */
export type Tests = Pick<Claim, 'effect'> & { rungs: Pick<Claim['rungs'], 'heldOut' | 'used'> };

export interface FeatureFile {
  experiment: string;
  component: string;
  layer: number;
  /** Its lowest and highest possible value; null when it has none. */
  range: AtlasIndex['range'];
  /** How the text is cut into tokens. */
  cut: Cut;
  feature: AtlasFeature;
  /** Untrained networks that were read. */
  networks: number;
  /** [neurons] Local AUC on the confirmation half, within the feature's class: below .5, lower at the feature. */
  effects: number[];
  /** Neurons that learned to tell it. */
  learned: number[];
  /** Of the best neuron of each untrained network, as distance from .5. */
  untrained: number[];
  /** The best on the discovery half, with the tests of claims about them. */
  best: (Teller & { tests: Tests | null })[];
}

export const testsOf = (claims: readonly Claim[], neuron: number): Tests | null => {
  const claim = claims.find((each) => each.neuron === neuron);
  if (claim === undefined) return null;
  const { effect, rungs } = claim;
  const { heldOut, used } = rungs;
  return { effect, rungs: { heldOut, used } };
};

export const featureFile = (
  {
    experiment,
    component,
    layer,
    range,
    cut,
  }: Pick<FeatureFile, 'experiment' | 'component' | 'layer' | 'range' | 'cut'>,
  { feature, networks, effects, untrained, best }: FeatureSummary,
  learned: readonly number[],
  claims: readonly Claim[],
): FeatureFile => ({
  ...{ experiment, component, layer, range, cut, feature, networks, effects },
  learned: [...learned],
  untrained: untrained?.best ?? [],
  best: best.map((teller) => ({ ...teller, tests: testsOf(claims, teller.neuron) })),
});
