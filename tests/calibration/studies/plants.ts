/** An effect is to be found among all neurons and features, of which only the simulation knows. Pure. */

import { learnedCriteria } from '../../../runner/analysis/findings/rungs/learned.ts';
import type { Random } from '../../../runner/core/random.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { believed, claimsOn, isBeyondChance, passed } from '../claims-on.ts';
import { contextNeuron, type Plant, planted, plantOf, tokenIdentity } from '../planted-scenarios.ts';
import { type SimulatedText, simulate } from '../simulate.ts';
import { covering, fewer, fewest, fooled, modest, powerful, rarely, type Study } from '../study.ts';
import { trueEffect } from '../true-effect.ts';
import { hashReaders, listReaders } from '../word-readers.ts';
import { covers, fixedClaim, heldOut } from './nulls.ts';

function powerStudy(name: string, { about, scenario, effect }: Plant, power: [number, number], most: number): Study {
  let truth: number | null = null;
  return {
    kind: 'plants',
    name,
    about,
    wanted: { 'chance power': power, 'heldOut power': power, 'ladder power': power, 'effect coverage': covering },
    most,
    async experiment(random) {
      truth ??= trueEffect(scenario, effect);
      const made = simulate(scenario, random);
      const claim = await found(made, random, true);
      const fixed = await fixedClaim(made, random);
      return {
        'chance power': claim !== undefined && isBeyondChance(claim),
        'heldOut power': heldOut(fixed),
        'ladder power': claim !== undefined && believed(claim),
        'effect coverage': covers(fixed, truth),
      };
    },
  };
}

/** The claim about the planted neuron and feature, if it is among the strongest. */
const found = async (made: SimulatedText, random: Random, onlyBelief = false): Promise<Claim | undefined> =>
  (await claimsOn(made, { count: 1, onlyBelief }, random)).find(
    ({ neuron, feature }) => neuron === planted.neuron && feature === `feature ${planted.feature}`,
  );

const contextStudy = ({ about, scenario }: Plant): Study => ({
  kind: 'plants',
  name: 'context neuron',
  about,
  wanted: { 'heldOut power': powerful, 'learned power': powerful, 'ladder power': powerful },
  most: fewer,
  async experiment(random) {
    const claim = await found(simulate(scenario, random), random);
    return {
      'heldOut power': claim !== undefined && passed(claim, 'heldOut'),
      'learned power': claim !== undefined && passed(claim, 'learned'),
      'ladder power': claim !== undefined && believed(claim),
    };
  },
});

/** Networks alike that never learnt: the claim is on one of them, and the others are the control. */
const untrainedStudies: readonly Study[] = [
  {
    kind: 'nulls',
    name: 'untrained network claimed',
    about: `${tokenIdentity.about} None of the networks has learned anything, and one of them is claimed to have; it is compared with ${learnedCriteria.networks} to ${learnedCriteria.most} others.`,
    // What hangs on the token holds on all documents: it is `learned` that refuses it.
    wanted: { learned: fooled, 'heldOut power': powerful },
    most: fewer,
    async experiment(random) {
      const made = simulate({ ...tokenIdentity.scenario, untrained: learnedCriteria.most }, random);
      const claims = await claimsOn(made, { count: 1 }, random);
      return {
        learned: claims.some((claim) => passed(claim, 'learned')),
        'heldOut power': claims.some((claim) => passed(claim, 'heldOut')),
      };
    },
  },
];

/** The network has learned to read, and tells any label of words better than those that have not. */
const labelStudies: readonly Study[] = [
  {
    kind: 'nulls',
    name: 'hash of three tokens',
    about:
      'All neurons read the last three tokens, those of the trained network far more clearly than those of the untrained ones; the feature is a hash of the three.',
    wanted: { 'learned: hashed labels': fooled },
    most: fewest,
    async experiment(random) {
      const claims = await claimsOn(hashReaders(random), { count: 1 }, random);
      return { 'learned: hashed labels': claims.some((claim) => passed(claim, 'learned')) };
    },
  },
  {
    kind: 'nulls',
    name: 'random word lists',
    about:
      'All neurons read the word, those of the trained network far more clearly than those of the untrained ones; the feature is a list of twelve words drawn at random.',
    wanted: { 'learned: word lists': rarely },
    most: fewest,
    async experiment(random) {
      const claims = await claimsOn(listReaders(random), { count: 1, decidedByToken: true }, random);
      return { 'learned: word lists': claims.some((claim) => passed(claim, 'learned')) };
    },
  },
];

export const plantStudies: readonly Study[] = [
  powerStudy('AUC .6', plantOf(0.6), modest, fewest),
  powerStudy('AUC .7', plantOf(0.7), powerful, fewer),
  powerStudy('AUC .8', plantOf(0.8), powerful, fewest),
  powerStudy('AUC .98', plantOf(0.98), powerful, fewest),
  contextStudy(contextNeuron()),
];

export { labelStudies, untrainedStudies };
