/** The calibration of the ladder's rungs E1 to E4: what is made up, and what is counted. Pure. */

import type { Random } from '../core/random.ts';
import { level } from '../ladder/family.ts';
import type { Claim } from '../results/evidence-schema-1.ts';
import { climb, passed } from './climb.ts';
import { type Null, type NullName, nulls } from './nulls.ts';
import { contextNeuron, type Plant, planted, plantOf, tokenIdentity } from './plants.ts';
import { relabelled } from './real-recording.ts';
import { type Simulated, simulate } from './simulate.ts';
import { fewer, type Material, type Study } from './study.ts';
import type { Count } from './tally.ts';
import { trueEffect } from './true-effect.ts';

/** Of a test at level .05, and of the intervals and the power that are asked for. */
export const nominal: [number, number] = [0.03, 0.07];
const rare: [number, number] = [0, 0.01];
const covering: [number, number] = [0.93, 1];
const powerful: [number, number] = [0.9, 1];
/** No promise: small effects are often missed. */
const modest: [number, number] = [0.4, 1];
/** A control that is a test at level .05 by itself. */
const fooled: [number, number] = [0, 0.07];

/** Neurons of a real recording in one experiment. */
const realNeurons = 12;

type Make = (random: Random, material: Material) => Simulated;

/**
 * Nothing is to be found: E2 of all neurons and features, E3 and E1 of a claim that was named beforehand. The halves
 * change places once, so that each experiment counts twice: given the sources, the two are independent.
 */
function nullStudy(name: string, about: string, make: Make): Study {
  return {
    kind: 'nulls',
    name,
    about,
    wanted: { E2: nominal, E3: nominal, ladder: rare, 'E1 coverage': covering },
    async experiment(random, material) {
      const made = make(random, material);
      const turned: Simulated = { discovery: made.confirmation, confirmation: made.discovery };
      const { claims, family } = await climb(made, { count: 1 }, random);
      const second = (await climb(turned, { count: 0 }, random)).family;
      const fixed = [await fixedClaim(made, random), await fixedClaim(turned, random)];
      return {
        E2: together([
          family.tests === 0 ? null : claims.some((claim) => passed(claim, 'E2')),
          second.tests === 0 ? null : second.z.some((row) => row.some((z) => second.adjustedP(z) < level)),
        ]),
        E3: together(fixed.map(heldOut)),
        ladder: claims.some((claim) => passed(claim, 'E1', 'E2', 'E3') && claim.rungs.E4.status !== 'failed'),
        'E1 coverage': together(fixed.map((claim) => covers(claim, 0.5))),
      };
    },
  };
}

/** The planted neuron and feature, claimed before anything is looked at. */
async function fixedClaim(made: Simulated, random: Random): Promise<Claim> {
  const [claim] = (await climb(made, { count: 0, only: planted }, random)).claims;
  if (claim === undefined) throw new Error('calibration: the claim that was named is missing');
  return claim;
}

const heldOut = (claim: Claim): boolean | null => (claim.rungs.E3.measured === null ? null : passed(claim, 'E3'));

function covers({ rungs }: Claim, truth: number): boolean | null {
  const effect = rungs.E1.measured;
  return effect === null ? null : effect.interval[0] <= truth && truth <= effect.interval[1];
}

const together = (happened: readonly (boolean | null)[]): Count => ({
  times: happened.filter((each) => each === true).length,
  of: happened.filter((each) => each !== null).length,
});

/** An effect is to be found among all neurons and features. */
function powerStudy(name: string, { about, world, effect }: Plant, power: [number, number], most?: number): Study {
  let truth: number | null = null;
  return {
    kind: 'plants',
    name,
    about,
    wanted: { 'E2 power': power, 'E3 power': power, power, 'E1 coverage': covering },
    ...(most !== undefined && { most }),
    async experiment(random) {
      truth ??= trueEffect(world, effect);
      const made = simulate(world, random);
      const claim = await found(made, random);
      const fixed = await fixedClaim(made, random);
      return {
        'E2 power': claim !== undefined && passed(claim, 'E2'),
        'E3 power': heldOut(fixed),
        power: claim !== undefined && passed(claim, 'E1', 'E2', 'E3'),
        'E1 coverage': covers(fixed, truth),
      };
    },
  };
}

/** The claim about the planted neuron and feature, if it is among the strongest. */
const found = async (made: Simulated, random: Random): Promise<Claim | undefined> =>
  (await climb(made, { count: 1 }, random)).claims.find(
    ({ neuron, feature }) => neuron === planted.neuron && feature === `feature ${planted.feature}`,
  );

const contextStudy = ({ about, world }: Plant): Study => ({
  kind: 'plants',
  name: 'context neuron',
  about,
  wanted: { E4: powerful, ladder: powerful },
  most: fewer,
  async experiment(random) {
    const claim = await found(simulate(world, random), random);
    return {
      E4: claim !== undefined && passed(claim, 'E4'),
      ladder: claim !== undefined && passed(claim, 'E1', 'E2', 'E3', 'E4'),
    };
  },
});

const tokenStudy: Study = {
  kind: 'plants',
  name: 'token identity',
  about: tokenIdentity.about,
  wanted: { 'E2 power': powerful, E4: fooled },
  most: fewer,
  async experiment(random) {
    const made = simulate(tokenIdentity.world, random);
    const [claim] = (await climb(made, { count: 1, decidedByType: true }, random)).claims;
    return {
      'E2 power': claim !== undefined && passed(claim, 'E2'),
      E4: claim !== undefined && passed(claim, 'E4'),
    };
  },
};

export const realStudy = nullStudy(
  'real recording',
  "Gates of the shipped model on text that it was not trained on, with the labels of other sources' documents.",
  (random, { recording }) => {
    if (recording === null) throw new Error('calibration: no recording was given');
    return relabelled(recording, realNeurons, random);
  },
);

export const nullStudies: Readonly<Record<NullName, Study>> = Object.fromEntries(
  (Object.entries(nulls) as [NullName, Null][]).map(([name, { about, world }]) => [
    name,
    nullStudy(name, about, (random) => simulate(world, random)),
  ]),
) as Record<NullName, Study>;

export const plantStudies: readonly Study[] = [
  powerStudy('AUC .6', plantOf(0.6), modest, fewer),
  powerStudy('AUC .7', plantOf(0.7), powerful),
  powerStudy('AUC .8', plantOf(0.8), powerful, fewer),
  powerStudy('AUC .98', plantOf(0.98), powerful, fewer),
  contextStudy(contextNeuron()),
  tokenStudy,
];
