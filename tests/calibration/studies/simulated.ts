/**
 * Studies of what is simulated, through the rungs that a recording and untrained networks tell: how often something is found where
 * nothing is, and how often what was planted. Pure.
 */
import { learnedCriteria } from '../../../runner/analysis/findings/rungs/learned.ts';
import { at, item } from '../../../runner/core/at.ts';
import type { Random } from '../../../runner/core/random.ts';
import type { Rate } from '../../../runner/experiment/results/calibration-schema.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { believed, claimsOn, isBeyondChance, passed } from '../claims-on.ts';
import { ofOtherDocuments } from '../labels.ts';
import { relabelled } from '../real-recording.ts';
import { contextNeuron, nulls, planted, plantOf, tokenIdentity, trueEffect } from '../scenarios.ts';
import { eachHalf, type Half, type SimulatedText, simulate } from '../simulate.ts';
import {
  covering,
  descriptions,
  fewer,
  fewest,
  fooled,
  type Material,
  modest,
  nominal,
  powerful,
  rare,
  rarely,
  studies,
  type Unnamed,
} from '../study.ts';
import type { Count } from '../tally.ts';
import { hashReaders, listReaders } from '../word-readers.ts';

/** Networks that never learnt beside the one that is claimed: without them `learned` would be left out of `ladder`. */
const untrained = 5;

/** The strongest claims, as far as it takes to know whether one is believed. */
const strongest = (made: SimulatedText, random: Random) => claimsOn(made, { count: 1, onlyBelief: true }, random);

/** The planted neuron and feature, claimed before anything is looked at. */
const fixedClaim = async (made: SimulatedText, random: Random): Promise<Claim> =>
  item(await claimsOn(made, { count: 0, only: planted }, random), 0);

/** Whether a claim about the planted neuron and feature is among the strongest, and so. */
const isPlanted = (claims: readonly Claim[], what: (claim: Claim) => boolean): boolean => {
  const own = claims.find(
    ({ neuron, feature }) => neuron === planted.neuron && feature === `feature ${planted.feature}`,
  );
  return own !== undefined && what(own);
};

const heldOut = (claim: Claim): boolean | null =>
  claim.rungs.heldOut.measured === null ? null : passed(claim, 'heldOut');

const covers = ({ effect }: Claim, truth: number): boolean | null =>
  effect === null ? null : effect.interval[0] <= truth && truth <= effect.interval[1];

const together = (happened: readonly (boolean | null)[]): Count => ({
  times: happened.filter((each) => each === true).length,
  of: happened.filter((each) => each !== null).length,
});

/** Null when no feature could be tested. Of numbers no neuron is claimed for its relevance: there may be no claim at all. */
const anyByChance = (claims: readonly Claim[]): boolean | null =>
  claims.length > 0 && claims.every(({ chance }) => chance === null) ? null : claims.some(isBeyondChance);

/**
 * `chance` of all neurons and features, `heldOut` and `effect` of a claim that was named beforehand. The halves change
 * places once, so that each experiment counts twice: given the sources, the two are independent.
 * @param truth the effect on endless text: where neurons and features rise alike it is no half. Null where each experiment has its own.
 */
function nullStudy(
  make: (random: Random, material: Material) => SimulatedText,
  truth: (() => number) | null,
  ladder: Rate['wanted'] = rare,
): Unnamed {
  let known: number | null = null;
  return {
    wanted: { chance: nominal, heldOut: nominal, ladder, ...(truth && { 'effect coverage': covering }) },
    async experiment(random, material) {
      known ??= truth?.() ?? Number.NaN;
      const effect = known;
      const made = make(random, material);
      const exchanged: SimulatedText = { discovery: made.confirmation, confirmation: made.discovery };
      const both = [await strongest(made, random), await strongest(exchanged, random)];
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

/** Scenarios that tempt. */
export const nullStudies = studies(
  'nulls',
  Object.fromEntries(
    Object.entries(nulls).map(([name, scenario]) => [
      name,
      nullStudy(
        (random) => simulate({ ...scenario, untrained }, random),
        name === 'source effects' ? null : () => trueEffect(scenario, { ...planted, size: 0, spread: 0 }),
      ),
    ]),
  ),
);

/** Neurons of a real recording in one experiment. */
const realNeurons = 12;

export const realStudy = studies('nulls', {
  'real recording': nullStudy(
    (random, { recording }) => {
      if (recording === null) throw new Error('calibration: no recording was given');
      return relabelled(recording, realNeurons, random);
    },
    () => 0.5,
    // No untrained network is read: heldOut alone stands between a claim of relevance and belief.
    fooled,
  ),
});

/** What hangs on tokens holds on all documents: it is `learned` that refuses it. */
const meaningless = (
  measure: string,
  wanted: Rate['wanted'],
  make: (random: Random) => SimulatedText,
  decidedByToken = false,
): Unnamed => ({
  wanted: { [measure]: wanted },
  most: fewest,
  async experiment(random) {
    const claims = await claimsOn(make(random), { count: 1, decidedByToken }, random);
    return { [measure]: claims.some((claim) => passed(claim, 'learned')) };
  },
});

export const untrainedStudies = studies('nulls', {
  'untrained network claimed': {
    about: `All neurons read the token and nothing else; the feature is four token types. None of the networks has learned anything, and one of them is claimed to have; it is compared with ${learnedCriteria.networks} to ${learnedCriteria.most} others.`,
    wanted: { learned: fooled, 'heldOut power': powerful },
    most: fewer,
    async experiment(random) {
      const made = simulate({ ...tokenIdentity, untrained: learnedCriteria.most }, random);
      const claims = await claimsOn(made, { count: 1 }, random);
      return {
        learned: claims.some((claim) => passed(claim, 'learned')),
        'heldOut power': claims.some((claim) => passed(claim, 'heldOut')),
      };
    },
  },
  'hash of three tokens': meaningless('learned: hashed labels', fooled, hashReaders),
  'random word lists': meaningless('learned: word lists', rarely, listReaders, true),
});

/** How far the planted claim comes where nothing was named beforehand. */
const powerOn = async (made: SimulatedText, random: Random) => {
  const claims = await strongest(made, random);
  return {
    'chance power': isPlanted(claims, isBeyondChance),
    'ladder power': isPlanted(claims, believed),
  };
};

function powerStudy(auc: Parameters<typeof plantOf>[0], power: Rate['wanted'], most: number): Unnamed {
  const { scenario, effect } = plantOf(auc);
  let truth: number | null = null;
  return {
    about: `One neuron tells the feature's tokens from the rest with an AUC of ${auc}, a little more or less by document; 40 documents in each half, the feature in 30% of the tokens, in runs of 20.`,
    wanted: { 'chance power': power, 'heldOut power': power, 'ladder power': power, 'effect coverage': covering },
    most,
    async experiment(random) {
      truth ??= trueEffect(scenario, effect);
      const made = simulate(scenario, random);
      const power = await powerOn(made, random);
      const fixed = await fixedClaim(made, random);
      return { ...power, 'heldOut power': heldOut(fixed), 'effect coverage': covers(fixed, truth) };
    },
  };
}

export const plantStudies = studies('plants', {
  'AUC .6': powerStudy(0.6, modest, fewest),
  'AUC .7': powerStudy(0.7, powerful, fewer),
  'AUC .8': powerStudy(0.8, powerful, fewest),
  'AUC .98': powerStudy(0.98, powerful, fewest),
  'context neuron': {
    wanted: { 'heldOut power': powerful, 'learned power': powerful, 'ladder power': powerful },
    most: fewer,
    async experiment(random) {
      const claims = await claimsOn(simulate(contextNeuron, random), { count: 1 }, random);
      return {
        'heldOut power': isPlanted(claims, (own) => passed(own, 'heldOut')),
        'learned power': isPlanted(claims, (own) => passed(own, 'learned')),
        'ladder power': isPlanted(claims, believed),
      };
    },
  },
});

/** How many of the last tokens of the document carry the mark: a number that goes up and down as the mark comes and goes. */
const counted = 12;

function countsOf(mask: ArrayLike<number>, tokens: number): Float32Array {
  const counts = new Float32Array(mask.length);
  for (let t = 0, count = 0; t < counts.length; t++) {
    const place = t % tokens;
    if (place === 0) count = 0;
    count += (mask[t] ?? 0) - (place >= counted ? (mask[t - counted] ?? 0) : 0);
    counts[t] = count;
  }
  return counts;
}

const tokensOf = ({ text }: Half): number => text.segments * text.length;

/** The marks of a scenario as numbers. */
const inNumbers = (made: SimulatedText): SimulatedText =>
  eachHalf(made, (half) => ({ ...half, masks: half.masks.map((mask) => countsOf(mask, tokensOf(half))) }));

export const numberNulls = studies(
  'nulls',
  Object.fromEntries(
    Object.entries(nulls)
      .filter(([name]) => name !== 'rare bursts')
      .map(([name, scenario]) => [
        `numbers: ${name}`,
        {
          ...nullStudy(
            (random) => inNumbers(simulate({ ...scenario, untrained }, random)),
            name === 'document effects' ? () => 0.5 : null,
          ),
          about: `${descriptions[name]} Features are numbers: how many of the last ${counted} tokens carry a mark.`,
        },
      ]),
  ),
);

/** Standard deviations that the counting neuron moves as the number moves by one of its own. */
const slope = 0.5;

/** A slow neuron that follows the number, up and down. */
function counting(random: Random): SimulatedText {
  const { scenario } = plantOf(0.7);
  const made = inNumbers(simulate({ ...scenario, effects: [], untrained }, random));
  return eachHalf(made, (half) => {
    const numbers = Float32Array.from(item(half.masks, planted.feature));
    const mean = numbers.reduce((sum, each) => sum + each / numbers.length, 0);
    const sd = Math.sqrt(numbers.reduce((sum, each) => sum + (each - mean) ** 2 / numbers.length, 0));
    const moved = (value: number, t: number) => value + (slope * (at(numbers, t) - mean)) / sd;
    return {
      ...half,
      activations: half.activations.map((own, neuron) => (neuron === planted.neuron ? own.map(moved) : own)),
    };
  });
}

/** Each document has the numbers of another. */
const shuffledNumbers = (made: SimulatedText): SimulatedText =>
  eachHalf(made, (half) => {
    const tokens = tokensOf(half);
    const masks = half.masks.map((mask) => {
      const documents = Array.from(half.text.sources, (_, d) =>
        Float32Array.from(mask.subarray(d * tokens, (d + 1) * tokens)),
      );
      return Float32Array.from(ofOtherDocuments(documents).flatMap((own) => [...own]));
    });
    return { ...half, masks };
  });

export const numberPlants = studies('plants', {
  'numbers: a neuron that counts': {
    about: `A slow neuron moves by ${slope} standard deviations for each standard deviation of a number; asked of the numbers of other documents, the same neuron has nothing.`,
    wanted: {
      'chance power': powerful,
      'heldOut power': powerful,
      'ladder power': powerful,
      'shuffled numbers': rare,
    },
    most: fewer,
    async experiment(random) {
      const made = counting(random);
      const power = await powerOn(made, random);
      const others = await strongest(shuffledNumbers(made), random);
      const fixed = await fixedClaim(made, random);
      return { ...power, 'heldOut power': heldOut(fixed), 'shuffled numbers': others.some(believed) };
    },
  },
});
