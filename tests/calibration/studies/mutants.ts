/** The calibration of the calibration: tests broken on purpose, each in a scenario that tells it. Pure. */

import { effectsOn } from '../../../runner/analysis/findings/bench.ts';
import { mannWhitneyP } from '../../../runner/analysis/stats/auc.ts';
import { placesOf } from '../../../runner/analysis/stats/carriers.ts';
import { crossMatrix, labelsOf } from '../../../runner/analysis/stats/cross-matrix.ts';
import { studentUpperTail } from '../../../runner/analysis/stats/distributions.ts';
import { segmentRanks } from '../../../runner/analysis/stats/ranks.ts';
import { permutationTable, permutedCells, permutedZ, swapStatistic } from '../../../runner/analysis/stats/swap-test.ts';
import { swapUnits, type TestedText, tokensIn } from '../../../runner/analysis/stats/tested-text.ts';
import { at } from '../../../runner/core/at.ts';
import type { Random } from '../../../runner/core/random.ts';
import { benchFor, claimsOn, isBeyondChance, passed } from '../claims-on.ts';
import { type NullName, nulls } from '../null-scenarios.ts';
import { planted, tokenIdentity } from '../planted-scenarios.ts';
import { type Half, type SimulatedText, simulate } from '../simulate.ts';
import { fewer, fooled, nominal, type Study } from '../study.ts';
import { hashReaders } from '../word-readers.ts';

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
  const units = swapUnits(free, 'documents');
  const cross = crossMatrix(segmentRanks(activation, tokensIn(text)), labelsOf(placesOf(mask), units), units);
  const statistic = swapStatistic(cross, units);
  if (statistic === null) return false;
  const table = permutedCells(permutationTable(units.strata, permutations, random), units);
  const permuted = permutedZ(statistic.standardised, table, new Float64Array(permutations));
  const asLarge = permuted.filter((z) => Math.abs(z) >= Math.abs(statistic.z)).length;
  return (1 + asLarge) / (permutations + 1) < level;
};

const mutant = (name: string, about: string, experiment: (random: Random) => Promise<boolean>): Study => ({
  kind: 'mutants',
  name,
  about,
  wanted: { 'false findings': nominal },
  most: fewer,
  experiment: async (random) => ({ 'false findings': await experiment(random) }),
});

/** A broken test of one neuron and one feature, in a scenario in which there is nothing to be found. */
const brokenTest = (test: BrokenTest, scenario: NullName) => async (random: Random) => {
  const { text, activations, masks } = simulate(nulls[scenario].scenario, random).discovery;
  const [activation, mask] = [activations[planted.neuron], masks[planted.feature]];
  if (activation === undefined || mask === undefined) throw new Error('calibration: the scenario has too few neurons');
  return test(text, activation, Uint8Array.from(mask), random);
};

/** The ladder itself, told something wrong about the text. */
const misled =
  (scenario: NullName, mislead: (made: SimulatedText) => SimulatedText, rung: 'chance' | 'heldOut') =>
  async (random: Random) =>
    (await claimsOn(mislead(simulate(nulls[scenario].scenario, random)), { count: 1, onlyBelief: true }, random)).some(
      (claim) => (rung === 'chance' ? isBeyondChance(claim) : passed(claim, rung)),
    );

const inBothHalves =
  (change: (half: Half) => Half) =>
  ({ discovery, confirmation }: SimulatedText): SimulatedText => ({
    discovery: change(discovery),
    confirmation: change(confirmation),
  });

const oneSource = (half: Half): Half => ({
  ...half,
  text: { ...half.text, sources: new Int32Array(half.text.sources.length) },
});

const segmentsForDocuments = (half: Half): Half => {
  const { sources, segments } = half.text;
  const own = Int32Array.from({ length: sources.length * segments }, (_, s) => at(sources, Math.floor(s / segments)));
  return { ...half, text: { ...half.text, sources: own, segments: 1 } };
};

/** `learned` against the mean of the untrained networks' best neurons, as though that were known and one more had no spread of its own. */
async function learnedByTheMean(random: Random): Promise<boolean> {
  const [claim] = await claimsOn(simulate(tokenIdentity.scenario, random), { count: 1, onlyUntrained: true }, random);
  const measured = claim?.rungs.learned.measured ?? null;
  const { claim: effect = 0, mean = null, sd = null, networks = 0 } = measured ?? {};
  if (mean === null || sd === null) return false;
  return studentUpperTail(((effect - mean) * Math.sqrt(networks)) / sd, networks - 1) < 0.05;
}

/** `learned` by untrained networks alone: above their limit, whatever the network makes of control labels. */
async function learnedByUntrainedAlone(random: Random): Promise<boolean> {
  const claims = await claimsOn(hashReaders(random), { count: 1, onlyUntrained: true }, random);
  return claims.some(({ rungs }) => (rungs.learned.measured?.adjustedP ?? 1) < 0.05);
}

/** The largest effect of a half, tested for `heldOut` on the half that chose it. */
async function heldOutWhereChosen(random: Random): Promise<boolean> {
  const { discovery } = simulate(nulls['document effects'].scenario, random);
  const made: SimulatedText = { discovery, confirmation: discovery };
  const onDiscovery = await effectsOn(benchFor(made, { count: 0 }, random), 'discovery');
  const sizes = onDiscovery.flatMap((effects, feature) =>
    Array.from(effects, (effect, neuron) => ({ feature, neuron, size: Number.isNaN(effect) ? 0 : Math.abs(effect) })),
  );
  const only = sizes.reduce((largest, each) => (each.size > largest.size ? each : largest));
  return (await claimsOn(made, { count: 0, only }, random)).some((claim) => passed(claim, 'heldOut'));
}

export const mutantStudies: readonly Study[] = [
  mutant(
    'i.i.d. permutation',
    'Tokens are permuted as though each were drawn by itself; neurons and features rise along documents.',
    brokenTest(tokensPermuted, 'trend along documents'),
  ),
  mutant(
    'free pooled swap',
    'Ranks over the whole text, segments swapped with any others; neurons and features rise along documents.',
    brokenTest(segmentsSwappedFreely, 'trend along documents'),
  ),
  mutant(
    'segments for documents',
    'chance with segments swapped where documents should be; documents open in another way than they go on.',
    misled('document openings', inBothHalves(segmentsForDocuments), 'chance'),
  ),
  mutant(
    'sources mixed',
    'chance with documents swapped across sources, each of which has a trend of its own.',
    misled('source effects', inBothHalves(oneSource), 'chance'),
  ),
  mutant('one half for both', 'heldOut on the half on which the claims were chosen.', heldOutWhereChosen),
  {
    kind: 'mutants',
    name: 'mean of untrained networks',
    about:
      'learned against the interval of the mean, not of one more network; the claimed network never learnt either.',
    wanted: { 'false findings': fooled },
    most: fewer,
    experiment: async (random) => ({ 'false findings': await learnedByTheMean(random) }),
  },
  {
    kind: 'mutants',
    name: 'control labels left out',
    about:
      'learned by untrained networks alone; the feature is a hash of the last three tokens, which the trained network reads more clearly.',
    wanted: { 'false findings': fooled },
    most: fewer,
    experiment: async (random) => ({ 'false findings': await learnedByUntrainedAlone(random) }),
  },
];
