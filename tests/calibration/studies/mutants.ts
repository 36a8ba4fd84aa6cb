/** The calibration of the calibration: tests and the ladder, broken on purpose, each where it tells. Asks an engine once. */
import { effectsOn } from '../../../runner/analysis/findings/bench.ts';
import { choose, familyTest, screen } from '../../../runner/analysis/findings/choice.ts';
import {
  bySide,
  clampedNeurons,
  drawSites,
  flipped,
  patchStates,
  selectBalancedSegments,
  stateOf,
} from '../../../runner/analysis/findings/patching.ts';
import { mannWhitneyP } from '../../../runner/analysis/stats/auc.ts';
import {
  permutationTable,
  permutedCells,
  permutedZ,
  swapStatistic,
} from '../../../runner/analysis/stats/block-permutation-test.ts';
import { placesOf } from '../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../runner/analysis/stats/cross-matrix.ts';
import { studentUpperTail } from '../../../runner/analysis/stats/distributions.ts';
import { Estimate } from '../../../runner/analysis/stats/document-means.ts';
import { segmentRanks } from '../../../runner/analysis/stats/ranks.ts';
import { permutationBlocks, type TestedText, tokensIn } from '../../../runner/analysis/stats/tested-text.ts';
import { at, item } from '../../../runner/core/at.ts';
import type { Random } from '../../../runner/core/random.ts';
import type { Rate } from '../../../runner/experiment/results/calibration-schema.ts';
import { benchFor, claimsOn, passed } from '../claims-on.ts';
import { wiredWorld } from '../known-worlds.ts';
import { type NullName, nulls, planted, tokenIdentity, twoEffects } from '../scenarios.ts';
import { eachHalf, type Half, simulate } from '../simulate.ts';
import { fewer, fooled, nominal, powerful, rare, studies, type Unnamed } from '../study.ts';
import { quoteNeuron } from '../wired.ts';
import { hashReaders } from '../word-readers.ts';
import { type Marks, type ReadWorld, withWorld } from '../world.ts';

const permutations = 199;
const level = 0.05;

/** Whether a test rejects, of one neuron's activations [tokens] and one feature's mask [tokens]. */
type BrokenTest = (text: TestedText, activation: Float32Array, mask: Uint8Array, random: Random) => boolean;

/** Tokens permuted as though each were drawn by itself: Mann and Whitney's test is that, by its normal approximation. */
const tokensPermuted: BrokenTest = (_, activation, mask) => mannWhitneyP(activation, mask) < level;

/** Ranks over the whole text, and segments swapped with any others, of whatever document or source. */
const segmentsSwappedFreely: BrokenTest = (text, activation, mask, random) => {
  const segments = text.sources.length * text.segments;
  const free: TestedText = { ...text, sources: new Int32Array(segments), segments: 1 };
  const units = permutationBlocks(free, 'documents');
  const cross = crossMatrix(segmentRanks(activation, tokensIn(text)), labelsOf(placesOf(mask), units), units);
  const statistic = swapStatistic(cross, units);
  if (statistic === null) return false;
  const table = permutedCells(permutationTable(units.strata, permutations, random), units);
  const permuted = permutedZ(statistic.standardised, table, new Float64Array(permutations));
  const asLarge = permuted.filter((z) => Math.abs(z) >= Math.abs(statistic.z)).length;
  return (1 + asLarge) / (permutations + 1) < level;
};

/** A broken test of one neuron and one feature, in a scenario in which there is nothing to be found. */
const brokenTest = (test: BrokenTest, scenario: NullName) => async (random: Random) => {
  const { text, activations, masks } = simulate({ ...nulls[scenario], neurons: planted.neuron + 1 }, random).discovery;
  const mask = Uint8Array.from(item(masks, planted.feature));
  return test(text, item(activations, planted.neuron), mask, random);
};

/** Whether the ladder's own test of all neurons and features rejects, told something wrong about the text. */
const misled = (scenario: NullName, mislead: (half: Half) => Half) => async (random: Random) => {
  const made = eachHalf(simulate(nulls[scenario], random), mislead);
  const { z, adjustedP } = await familyTest(benchFor(made, { count: 1 }, random));
  return z.some((own) => own.some((each) => adjustedP(each) < screen.adjustedP));
};

const oneSource = (half: Half): Half => ({
  ...half,
  text: { ...half.text, sources: new Int32Array(half.text.sources.length) },
});

const segmentsForDocuments = (half: Half): Half => {
  const { sources, segments } = half.text;
  const own = Int32Array.from({ length: sources.length * segments }, (_, s) => at(sources, Math.floor(s / segments)));
  return { ...half, text: { ...half.text, sources: own, segments: 1 } };
};

/** The largest effect of a half, tested for `heldOut` on the half that chose it. */
async function heldOutWhereChosen(random: Random): Promise<boolean> {
  const { discovery } = simulate(nulls['document effects'], random);
  const made = { discovery, confirmation: discovery };
  const onDiscovery = await effectsOn(benchFor(made, { count: 0 }, random), 'discovery');
  const sizes = onDiscovery.flatMap((effects, feature) =>
    Array.from(effects, (effect, neuron) => ({ feature, neuron, size: Number.isNaN(effect) ? 0 : Math.abs(effect) })),
  );
  const only = sizes.reduce((largest, each) => (each.size > largest.size ? each : largest));
  return (await claimsOn(made, { count: 0, only }, random)).some((claim) => passed(claim, 'heldOut'));
}

/** `learned` against the mean of the untrained networks' best neurons, as though that were known and one more had no spread of its own. */
async function learnedByTheMean(random: Random): Promise<boolean> {
  const [claim] = await claimsOn(simulate(tokenIdentity, random), { count: 1, onlyUntrained: true }, random);
  const measured = claim?.rungs.learned.measured ?? null;
  const { claim: effect = 0, mean = null, sd = null, networks = 0 } = measured ?? {};
  if (mean === null || sd === null) return false;
  return studentUpperTail(((effect - mean) * Math.sqrt(networks)) / sd, networks - 1) < level;
}

/** `learned` by untrained networks alone: above their limit, whatever the network makes of control labels. */
async function learnedByUntrainedAlone(random: Random): Promise<boolean> {
  const claims = await claimsOn(hashReaders(random), { count: 1, onlyUntrained: true }, random);
  return claims.some(({ rungs }) => (rungs.learned.measured?.adjustedP ?? 1) < level);
}

const twoEffectsBench = (random: Random) => benchFor(simulate(twoEffects, random), { count: 1 }, random);

/** The neuron with the largest |z| in the place of that with the largest effect. */
async function claimedByZ(random: Random): Promise<boolean> {
  const z = item((await familyTest(twoEffectsBench(random))).z, planted.feature);
  const largest = [...z.keys()].reduce((best, neuron) =>
    Math.abs(at(z, neuron)) > Math.abs(at(z, best)) ? neuron : best,
  );
  return largest !== planted.neuron;
}

/** How often the choice itself misses the larger of two effects: what the mutant is held against. */
export async function claimedByEffect(random: Random): Promise<boolean> {
  const { claims } = await choose(twoEffectsBench(random));
  const first = claims.find(({ feature, chosen }) => feature === planted.feature && chosen === 'effect');
  return first?.neuron !== planted.neuron;
}

/** A claim is believed for what it was chosen by, whatever `heldOut` says. */
const believedUnheld = misled('document effects', (half) => half);

/**
 * What the flip costs at the feature minus what it costs elsewhere: t over documents, one-sided, at the level of 5%. The
 * feature is being outside: a network that keeps the one knows the other.
 */
async function isUsedByDifference(read: ReadWorld, truth: Marks): Promise<boolean> {
  const marks = truth.map((inside) => inside.map((each) => 1 - each));
  const labels = [{ marks, byHand: [quoteNeuron] }];
  const bench = read.benchFor(labels, 0);
  const where = { after: null };
  const feature = item(bench.features, 0);
  const state = stateOf(bench, feature, 'confirmation', where);
  const sites = drawSites(bench, 'confirmation', state, selectBalancedSegments(bench.input.text.confirmation, state));
  const held = clampedNeurons(bench, feature, [quoteNeuron], where);
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
  return difference.test().p < level;
}

const mutant = (happens: (random: Random) => Promise<boolean>, wanted: Rate['wanted'] = nominal): Unnamed => ({
  wanted: { 'false findings': wanted },
  most: fewer,
  experiment: async (random) => ({ 'false findings': await happens(random) }),
});

export const mutantStudies = studies('mutants', {
  'i.i.d. permutation': mutant(brokenTest(tokensPermuted, 'trend along documents')),
  'free pooled swap': mutant(brokenTest(segmentsSwappedFreely, 'trend along documents')),
  'segments for documents': mutant(misled('document openings', segmentsForDocuments)),
  'sources mixed': mutant(misled('source effects', oneSource)),
  'one half for both': mutant(heldOutWhereChosen),
  'mean of untrained networks': mutant(learnedByTheMean, fooled),
  'control labels left out': mutant(learnedByUntrainedAlone, fooled),
  'z for effect': mutant(claimedByZ, fooled),
  'held-out check left out': mutant(believedUnheld, rare),
  'feature minus rest': {
    wanted: { 'broken power': powerful },
    // Each reads its text twice.
    most: 40,
    async experiment(random) {
      const { world, truths } = wiredWorld(random);
      const isUsed = await withWorld(world, random, (read) => isUsedByDifference(read, item(truths, 0)));
      return { 'broken power': isUsed };
    },
  },
});
