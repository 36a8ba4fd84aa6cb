/**
 * The ladder of evidence: from two halves of a text to claims with every rung that needs no network. The discovery half
 * chooses neurons and signs, the confirmation half tests them. This is what experiments run and what the calibration
 * measures. Pure but for the sweep, which is passed in; all that is random follows from the seed.
 */
import { random } from '../core/random.ts';
import { auc } from '../stats/auc.ts';
import { permutationTable, permutedCells } from '../stats/permutations.ts';
import { relevance } from '../stats/relevance.ts';
import { type SwapUnits, swapUnits } from '../stats/swap-units.ts';
import { checkShapes, tokensIn } from '../stats/tested-text.ts';
import { chooseClaims, type FrozenClaim } from './claims.ts';
import { type FamilyTest, familyTest } from './family.ts';
import { type HeldOutTest, heldOutTest } from './held-out.ts';
import type { LadderFeature, LadderInput, LadderResult, LadderTools } from './ladder-input.ts';
import { findControls } from './specificity.ts';
import { type Bench, onConfirmation, testClaim } from './test-claim.ts';
import { classesOf } from './token-sets.ts';
import { type BestEffect, bestEffects, type Halves } from './untrained.ts';

/** Separates the random numbers of the ladder, and of its parts, from other uses of the experiment's seed. */
const stream = 0x65766964;
const uses = { discovery: 1, confirmation: 2, controls: 3, claims: 4 } as const;

/**
 * @throws RangeError when shapes disagree, an activation is not a number, or there are too few permutations.
 */
export async function runLadder(input: LadderInput, tools: LadderTools = {}): Promise<LadderResult> {
  const { text, activations, features, permutations, seed, swapped } = input;
  for (const half of ['discovery', 'confirmation'] as const) {
    checkShapes(text[half], [...activations[half], ...features.map(({ masks }) => masks[half])]);
  }
  const units: Halves<SwapUnits> = {
    discovery: swapUnits(text.discovery, swapped),
    confirmation: swapUnits(text.confirmation, swapped),
  };
  const family = await familyTest({
    text: text.discovery,
    units: units.discovery,
    activations: activations.discovery,
    features: features.map(({ masks }) => masks.discovery),
    permutations,
    random: random(seed, stream, uses.discovery),
    ...(tools.sweep && { sweep: tools.sweep }),
    onProgress: (share) => tools.onProgress?.('neurons', share),
  });
  const frozen = features.flatMap((feature, index) => choose(input, feature, index, family));
  const table = permutationTable(units.confirmation.strata, permutations, random(seed, stream, uses.confirmation));
  const { networks, activations: untrained } = await readUntrained(input, units, tools);
  const classes = classesOf(input.vocabulary);
  const controls = findControls({
    text,
    units,
    activations,
    features,
    classes,
    untrained: networks,
    random: random(seed, stream, uses.controls),
  });
  tools.onProgress?.('controls', 1);
  const cells = permutedCells(table, units.confirmation);
  const bench: Bench = { input, units, cells, classes, family, controls, untrained };
  const heldOut = testHeldOut(frozen, bench);
  const claims = frozen.map((claim, index) => {
    const own = random(seed, stream, uses.claims, claim.feature, claim.neuron);
    const tested = testClaim(claim, heldOut[index] as HeldOutTest | string, bench, own);
    tools.onProgress?.('claims', (index + 1) / frozen.length);
    return tested;
  });
  return { claims, family };
}

function choose(input: LadderInput, feature: LadderFeature, index: number, family: FamilyTest): FrozenClaim[] {
  const { text, activations, count } = input;
  const { length } = text.discovery;
  const mask = feature.masks.discovery;
  const segments = Array.from({ length: tokensIn(text.discovery) / length }, (_, s) => [s * length, length] as const);
  // Where all tokens carry the feature, or none does, relevance tells no neuron from another.
  const tells = count > 0 && mask.includes(1) && mask.includes(0);
  return chooseClaims({
    feature: index,
    z: family.z[index] as Float64Array,
    relevance: tells ? relevance(activations.discovery, mask, { segments }).relevance : [],
    count,
    byHand: feature.byHand,
    wholeText: feature.wholeText,
    side: (neuron) => (auc(activations.discovery[neuron] as Float32Array, mask) < 0.5 ? -1 : 1),
  });
}

/** Each network's best neurons; of the first network also their activations, for the lag profile. */
async function readUntrained({ features }: LadderInput, units: Halves<SwapUnits>, tools: LadderTools) {
  const networks: BestEffect[][] = [];
  const activations: (Float32Array | null)[] = features.map(() => null);
  const masks = features.map((feature) => feature.masks);
  for await (const network of tools.untrained ?? []) {
    const best = bestEffects(network, masks, units);
    if (networks.length === 0) {
      best.forEach(({ neuron }, feature) => {
        activations[feature] = (network.confirmation[neuron] as Float32Array).slice();
      });
    }
    networks.push(best);
  }
  return { networks, activations };
}

/** E3 of all claims together, but for those that the confirmation half helped to choose. */
function testHeldOut(frozen: readonly FrozenClaim[], { input, units, cells }: Bench): (HeldOutTest | string)[] {
  const kept = frozen.filter(({ chosen }) => chosen !== 'whole text');
  const tests = heldOutTest(
    kept.map((claim) => ({ ...onConfirmation(claim, input), sign: claim.sign })),
    units.confirmation,
    cells,
  );
  return frozen.map(
    (claim) => tests[kept.indexOf(claim)] ?? 'The neuron was detected on the whole text, this half of it included.',
  );
}
