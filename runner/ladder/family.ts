/** E2, significance: all neurons and all features of a text tested at once, the number of tests paid for. Pure. */
import type { Random } from '../core/random.ts';
import { falseDiscoveryRate } from '../stats/false-discovery.ts';
import { adjustedP, criticalValue, type Sweep, type SweepPart, sweepHere } from '../stats/max-t.ts';
import { permutationTable } from '../stats/permutations.ts';
import { type SwapUnits, swapUnits } from '../stats/swap-units.ts';
import { whyNotTestable } from '../stats/testable.ts';
import { type Activations, checkShapes, type TestedText } from '../stats/tested-text.ts';

/** A p below this passes. */
export const level = 0.05;

/** Fewer cannot tell a p of .05 from one of .06. */
const fewestPermutations = 99;

export interface FamilyTask {
  text: TestedText;
  /** [neurons] each [tokens]. */
  activations: Activations;
  /** [features] each [tokens]. */
  features: readonly Uint8Array[];
  /** At least 99; 10,000 for a result that is published. */
  permutations: number;
  random: Pick<Random, 'below'>;
  units?: SwapUnits;
  /** Where the work is done; by default in this thread. */
  sweep?: Sweep;
  onProgress?: (share: number) => void;
}

export interface FamilyTest {
  /** [features] each [neurons]: NaN where the feature cannot be tested, or the neuron never changes. */
  z: Float64Array[];
  /** [features] Why a feature cannot be tested; null where it can. */
  testable: (string | null)[];
  /** Share of orders whose largest |z| is at least |z|. */
  adjustedP(z: number): number;
  /** Share of false discoveries among all with at least |z|. */
  falseDiscovery(z: number): number;
  /** |z| above which the adjusted p is below .05. */
  threshold: number;
  /** Neurons x features that were tested. */
  tests: number;
  permutations: number;
}

/**
 * The same random numbers give the same outcome wherever the sweep runs.
 * @throws RangeError when shapes disagree, an activation is not a number, or there are too few permutations.
 */
export async function familyTest(task: FamilyTask): Promise<FamilyTest> {
  const { text, activations, features, permutations, random, sweep = sweepHere, onProgress } = task;
  const { units = swapUnits(text) } = task;
  checkShapes(text, [...activations, ...features]);
  if (!Number.isInteger(permutations) || permutations < fewestPermutations) {
    throw new RangeError(
      `familyTest: permutations must be a whole number from ${fewestPermutations}, got ${permutations}`,
    );
  }
  const testable = features.map((mask) => whyNotTestable(mask, units));
  const masks = features.filter((_, feature) => testable[feature] === null);
  const part: SweepPart | null =
    masks.length === 0
      ? null
      : await sweep(
          { units, activations, masks, table: permutationTable(units.strata, permutations, random) },
          onProgress,
        );
  const tested = part?.z.values() ?? [].values();
  const z = testable.map((reason) => {
    const found = reason === null ? tested.next().value : undefined;
    return found ?? new Float64Array(activations.length).fill(Number.NaN);
  });
  const maxima = part?.maxima.toSorted() ?? new Float64Array(0);
  const all = Float64Array.from(z.flatMap((row) => [...row]));
  return {
    z,
    testable,
    adjustedP: (value) => adjustedP(maxima, Math.abs(value)),
    falseDiscovery: part === null ? () => 1 : falseDiscoveryRate(part.histogram, permutations, all),
    threshold: criticalValue(maxima, level),
    tests: all.filter((value) => !Number.isNaN(value)).length,
    permutations,
  };
}
