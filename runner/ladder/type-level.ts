/**
 * A claim seen over token types instead of tokens: does a type's mean activation tell the feature's types from like
 * types? It stands beside the token sets of E4, and is not swayed by a few frequent tokens. Pure, with the random
 * numbers passed in.
 * Source: Hewitt & Liang 2019 (labels given anew to word types as a control).
 */
import { type Random, shuffle } from '../core/random.ts';
import type { Specificity } from '../results/evidence-schema-1.ts';
import { midRanks } from '../stats/mid-ranks.ts';

/** A rarer type's mean is too uncertain. */
const fewestOccurrences = 10;
/** Types with the feature, and without, that are needed. */
const fewestTypes = 5;
const permutations = 999;
/** An equal statistic stays equal under rounding. */
const tolerance = 1e-9;

export interface TypeLevelTask {
  /** [tokens] of one neuron. */
  activation: Float32Array;
  /** [tokens] */
  types: Int32Array;
  /** [types] */
  featureTypes: Uint8Array;
  /** [types] Class of each type, as a number. */
  classes: Uint8Array;
  random: Random;
}

/**
 * AUC over the types of the feature's classes that occur at least 10 times; p two-sided, by giving the labels anew
 * among types of one class and one band of log2 frequency.
 * @returns null when fewer than 5 types carry the feature or fewer than 5 do not, or no label can be given anew.
 */
export function typeLevel(task: TypeLevelTask): Specificity['types'] {
  const { means, labels, bands } = typesOf(task);
  const featureTypes = labels.reduce((sum, label) => sum + label, 0);
  const rest = labels.length - featureTypes;
  if (featureTypes < fewestTypes || rest < fewestTypes) return null;
  const { ranks } = midRanks(means);
  const area = (): number => {
    const sum = labels.reduce((total, label, i) => total + label * (ranks[i] as number), 0);
    return (sum - (featureTypes * (featureTypes + 1)) / 2) / (featureTypes * rest);
  };
  const observed = area();
  const areas: number[] = [];
  for (let b = 0; b < permutations; b++) {
    for (const members of bands) {
      const shuffled = shuffle(
        members.map((i) => labels[i] as number),
        task.random,
      );
      members.forEach((i, index) => {
        labels[i] = shuffled[index] as number;
      });
    }
    areas.push(area());
  }
  // Where the bands hold few others, chance does not centre on .5.
  const centre = areas.reduce((sum, each) => sum + each, observed) / (permutations + 1);
  const size = Math.abs(observed - centre);
  if (areas.every((each) => Math.abs(each - observed) < tolerance)) return null;
  const large = areas.filter((each) => Math.abs(each - centre) >= size - tolerance).length;
  return { auc: observed, p: (1 + large) / (permutations + 1), types: labels.length, featureTypes };
}

/** The frequent types of the feature's classes: mean activation and label of each, and the bands as lists of indices. */
function typesOf({ activation, types, featureTypes, classes }: TypeLevelTask) {
  const counts = new Float64Array(classes.length);
  const sums = new Float64Array(classes.length);
  types.forEach((type, t) => {
    counts[type] = (counts[type] as number) + 1;
    sums[type] = (sums[type] as number) + (activation[t] as number);
  });
  const asked = new Set(classes.filter((_, type) => featureTypes[type] === 1));
  const means: number[] = [];
  const labels: number[] = [];
  const bands = new Map<string, number[]>();
  classes.forEach((tokenClass, type) => {
    const count = counts[type] as number;
    if (count < fewestOccurrences || !asked.has(tokenClass)) return;
    const band = `${tokenClass} ${Math.floor(Math.log2(count))}`;
    bands.set(band, [...(bands.get(band) ?? []), means.length]);
    means.push((sums[type] as number) / count);
    labels.push(featureTypes[type] as number);
  });
  return { means, labels, bands: [...bands.values()] };
}
