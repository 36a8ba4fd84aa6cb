/** The ladder, broken on purpose where it decides who is claimed, what is believed and what is used. Asks an engine. */

import { choose, familyTest } from '../../../runner/analysis/findings/choice.ts';
import {
  bySide,
  drawSites,
  flipped,
  heldNeurons,
  patchStates,
  richestSegments,
  stateOf,
} from '../../../runner/analysis/findings/patching.ts';
import { Estimate } from '../../../runner/analysis/stats/document-means.ts';
import { at, item } from '../../../runner/core/at.ts';
import type { Random } from '../../../runner/core/random.ts';
import { benchFor, claimsOn, isBeyondChance } from '../claims-on.ts';
import { wiredWorld } from '../known-worlds.ts';
import { nulls } from '../null-scenarios.ts';
import { planted, twoEffects } from '../planted-scenarios.ts';
import { simulate } from '../simulate.ts';
import { fewer, fooled, powerful, rare, type Study } from '../study.ts';
import { quoteNeuron } from '../wired.ts';
import { type Marks, type ReadWorld, withWorld } from '../world.ts';

/** Each reads its text twice. */
const readings = 40;

/** The neuron with the largest |z| in the place of that with the largest effect. */
async function claimedByZ(random: Random): Promise<boolean> {
  const bench = benchFor(simulate(twoEffects.scenario, random), { count: 1 }, random);
  const z = item((await familyTest(bench)).z, planted.feature);
  const largest = [...z.keys()].reduce((best, neuron) =>
    Math.abs(at(z, neuron)) > Math.abs(at(z, best)) ? neuron : best,
  );
  return largest !== planted.neuron;
}

/** How often the choice itself misses the larger of two effects: what the mutant is held against. */
export async function claimedByEffect(random: Random): Promise<boolean> {
  const bench = benchFor(simulate(twoEffects.scenario, random), { count: 1 }, random);
  const first = (await choose(bench)).claims.find(
    ({ feature, chosen }) => feature === planted.feature && chosen === 'effect',
  );
  return first?.neuron !== planted.neuron;
}

/** A claim is believed for what it was chosen by, whatever `heldOut` says. */
async function believedUnheld(random: Random): Promise<boolean> {
  const made = simulate(nulls['document effects'].scenario, random);
  return (await claimsOn(made, { count: 1, onlyBelief: true }, random)).some(isBeyondChance);
}

/**
 * What the flip costs at the feature minus what it costs elsewhere: t over documents, one-sided, at the level of 5%. The
 * feature is being outside: a network that keeps the one knows the other.
 */
async function usedByDifference(random: Random): Promise<boolean> {
  const { world, truths } = wiredWorld(random);
  const marks = item(truths, 0).map((inside) => inside.map((each) => 1 - each));
  return withWorld(world, random, (read) => isUsedByDifference(read, marks));
}

async function isUsedByDifference(read: ReadWorld, marks: Marks): Promise<boolean> {
  const labels = [{ marks, byHand: [quoteNeuron] }];
  const bench = read.benchFor(labels, 0);
  const where = { after: null };
  const feature = item(bench.features, 0);
  const state = stateOf(bench, feature, 'confirmation', where);
  const sites = drawSites(bench, 'confirmation', state, richestSegments(bench.input.text.confirmation, state));
  const held = heldNeurons(bench, feature, [quoteNeuron], where);
  const { losses } = read.readingsFor(labels);
  const sides = bySide(item(await patchStates([flipped(bench, held, sites)], losses), 0));
  const [outside, inside] = [sides.byDocument(0), sides.byDocument(1)];
  const differences = [...inside].flatMap(([d, own]) => {
    const other = outside.get(d);
    return other === undefined ? [] : [own.sum / own.count - other.sum / other.count];
  });
  const difference = Estimate.over(differences.keys(), (without) => {
    const own = differences.filter((_, d) => d !== without);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
  return difference.test().p < 0.05;
}

export const ladderMutants: readonly Study[] = [
  {
    kind: 'mutants',
    name: 'z for effect',
    about: `The neuron with the largest z is claimed, not that with the largest effect. ${twoEffects.about}`,
    wanted: { 'false findings': fooled },
    most: fewer,
    experiment: async (random) => ({ 'false findings': await claimedByZ(random) }),
  },
  {
    kind: 'mutants',
    name: 'held-out check left out',
    about: 'A claim is believed once it passes chance; each document has a level and a trend of its own.',
    wanted: { 'false findings': rare },
    most: fewer,
    experiment: async (random) => ({ 'false findings': await believedUnheld(random) }),
  },
  {
    kind: 'mutants',
    name: 'feature minus rest',
    about:
      'used by what the flip costs at the feature minus what it costs elsewhere; the neuron wired by hand carries the state, and the feature is being outside quotation marks.',
    wanted: { 'broken power': powerful },
    most: readings,
    experiment: async (random) => ({ 'broken power': await usedByDifference(random) }),
  },
];
