/** Nothing is to be found: how often the rungs find something, over scenarios that tempt them. Pure. */

import type { Random } from '../../../runner/core/random.ts';
import type { Rate } from '../../../runner/experiment/results/calibration-schema.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { believed, claimsOn, isBeyondChance, passed } from '../claims-on.ts';
import { type Null, type NullName, nulls } from '../null-scenarios.ts';
import { planted } from '../planted-scenarios.ts';
import { relabelled } from '../real-recording.ts';
import { type SimulatedText, simulate } from '../simulate.ts';
import { covering, fooled, type Material, nominal, rare, type Study } from '../study.ts';
import type { Count } from '../tally.ts';
import { trueEffect } from '../true-effect.ts';

/** Neurons of a real recording in one experiment. */
const realNeurons = 12;

/** Networks that never learnt beside the one that is claimed: without them `learned` would be left out of `ladder`. */
export const untrained = 5;

type Make = (random: Random, material: Material) => SimulatedText;

interface NullAsked {
  name: string;
  about: string;
  make: Make;
  ladder?: Rate['wanted'];
  /** The effect on endless text: where neurons and features rise alike it is no half. Null where each experiment has its own. */
  truth: (() => number) | null;
}

/**
 * `chance` of all neurons and features, `heldOut` and `effect` of a claim that was named beforehand. The halves change
 * places once, so that each experiment counts twice: given the sources, the two are independent.
 */
export function nullStudy({ name, about, make, ladder = rare, truth }: NullAsked): Study {
  let known: number | null = null;
  return {
    kind: 'nulls',
    name,
    about,
    wanted: { chance: nominal, heldOut: nominal, ladder, ...(truth && { 'effect coverage': covering }) },
    async experiment(random, material) {
      known ??= truth?.() ?? Number.NaN;
      const effect = known;
      const made = make(random, material);
      const exchanged: SimulatedText = { discovery: made.confirmation, confirmation: made.discovery };
      const asked = { count: 1, onlyBelief: true };
      const both = [await claimsOn(made, asked, random), await claimsOn(exchanged, asked, random)];
      const fixed = [await fixedClaim(made, random), await fixedClaim(exchanged, random)];
      return {
        chance: together(both.map(anyByChance)),
        heldOut: together(fixed.map(heldOut)),
        ladder: together(both.map((claims) => claims.some(believed))),
        ...(truth && { 'effect coverage': together(fixed.map((claim) => covers(claim, effect))) }),
      };
    },
  };
}

/** Null when no feature could be tested. Of numbers no neuron is claimed for its relevance: there may be no claim at all. */
const anyByChance = (claims: readonly Claim[]): boolean | null =>
  claims.length > 0 && claims.every(({ chance }) => chance === null) ? null : claims.some(isBeyondChance);

/** The planted neuron and feature, claimed before anything is looked at. */
export async function fixedClaim(made: SimulatedText, random: Random): Promise<Claim> {
  const [claim] = await claimsOn(made, { count: 0, only: planted }, random);
  if (claim === undefined) throw new Error('calibration: the claim that was named is missing');
  return claim;
}

export const heldOut = (claim: Claim): boolean | null =>
  claim.rungs.heldOut.measured === null ? null : passed(claim, 'heldOut');

export function covers({ effect }: Claim, truth: number): boolean | null {
  return effect === null ? null : effect.interval[0] <= truth && truth <= effect.interval[1];
}

const together = (happened: readonly (boolean | null)[]): Count => ({
  times: happened.filter((each) => each === true).length,
  of: happened.filter((each) => each !== null).length,
});

export const realStudy = nullStudy({
  name: 'real recording',
  about: "Gates of the shipped model on text that it was not trained on, with the labels of other sources' documents.",
  make: (random, { recording }) => {
    if (recording === null) throw new Error('calibration: no recording was given');
    return relabelled(recording, realNeurons, random);
  },
  // No untrained network is read: heldOut alone stands between a claim of relevance and belief.
  ladder: fooled,
  truth: () => 0.5,
});

export const nullStudies: Readonly<Record<NullName, Study>> = Object.fromEntries(
  (Object.entries(nulls) as [NullName, Null][]).map(([name, { about, scenario }]) => [
    name,
    nullStudy({
      ...{ name, about },
      make: (random) => simulate({ ...scenario, untrained }, random),
      truth: name === 'source effects' ? null : () => trueEffect(scenario, { ...planted, size: 0, spread: 0 }),
    }),
  ]),
) as Record<NullName, Study>;
