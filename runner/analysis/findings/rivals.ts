/**
 * What goes with the feature of a claim, beside it: every learned claim is compared with each rival (`comparing.ts`), and where it
 * tells the label better, is the rival alive? Any noisier copy of a label is told less well than the label; so a rival speaks for a
 * claim only where there is a neuron, chosen on discovery, that tells the rival within the cells of the label, and follows it rather
 * than the label. Pure.
 */
import { z } from 'zod';
import { at, float32At, float64At, int8At, item } from '../../core/at.ts';
import { rankedActivation } from '../stats/concordance.ts';
import { holm } from '../stats/holm.ts';
import { mostLevels } from '../stats/levels.ts';
import { testableCriteria } from '../stats/testable.ts';
import type { Halves } from '../stats/tested-text.ts';
import { type Bench, type BenchFeature, inHalves } from './bench.ts';
import { choice } from './choice.ts';
import type { FrozenClaim } from './claim-schema.ts';
import {
  asValues,
  type ComparedLabel,
  compared,
  comparedLabel,
  comparedNeuron,
  comparingCriteria,
  disagreementOf,
  featureLevels,
  fittedNeuron,
  type Levels,
  ownRivals,
  type RivalComparison,
  type RivalLevels,
  saidStates,
} from './comparing.ts';
import { readyWithin, swapClaims, withinCriteria } from './context.ts';
import { finding } from './finding.ts';
import type { Reason } from './reasons-schema.ts';
import { learned } from './rungs/learned.ts';
import { disagreeSchema, type RivalTold, rivalSchema } from './rungs-schema.ts';

export const spokenCriteria = {
  adjustedP: 0.05,
  /**
   * A neuron that is on the other side than the label at fewer of the tokens of its class, and of those of either side, follows hardly
   * anything else. A label that errs at a tenth of the tokens is refused by it, and one that errs at a fortieth is not (`npm run calibrate`).
   */
  disagree: 0.05,
  ofSide: 0.2,
} as const;

const criteria = { ...comparingCriteria, adjustedP: spokenCriteria.adjustedP } as const;

const besideRivals = z.strictObject({ disagree: disagreeSchema.nullable(), rivals: z.array(rivalSchema) });
export type BesideRivals = z.infer<typeof besideRivals>;

/** [claims] Null of those that were not learned. */
export const rivals = finding({
  name: 'rivals',
  title: 'comparing with what goes with the features',
  published: 'inner',
  criteria,
  bounds: [withinCriteria, testableCriteria],
  inputs: [choice, learned],
  reads: [],
  schema: z.array(besideRivals.nullable()),
  async compute({ bench, found, onProgress }) {
    const { claims } = found.choice;
    if (found.learned.every(({ status }) => status !== 'passed')) return claims.map(() => null);
    const known = inHalves((half) => featureLevels(bench, half, bench.input.rivals));
    return claims.map((claim, index) => {
      onProgress?.(index / claims.length);
      return found.learned[index]?.status === 'passed' ? besideOf(bench, claim, known) : null;
    });
  },
});

/** @param known the levels of all features, the experiment's own first. */
export function besideOf(bench: Bench, claim: FrozenClaim, known: Halves<readonly RivalLevels[]>): BesideRivals {
  const feature = item(bench.features, claim.feature);
  const held = fittedNeuron(bench, feature, claim.neuron);
  const label = comparedLabel(bench, feature, 'confirmation');
  const neuron = comparedNeuron(bench, feature, claim, held, 'confirmation');
  const others = known.confirmation.flatMap((rival, place) => {
    const found = place === feature.index ? null : compared(label, neuron, rival);
    return found === null ? [] : [{ ...found, place }];
  });
  const own = ownRivals(bench, feature, 'confirmation').flatMap((rival) => compared(label, neuron, rival) ?? []);
  const all: (RivalComparison & { place?: number })[] = [...others, ...own];
  const [above, below] = [holm(all.map((each) => each.above)), holm(all.map((each) => each.below))];
  // A rival that holds the label within it, or lies within it, leaves a half of the label untold.
  const ahead = others.flatMap(({ flat, cells, place }, index) =>
    at(above, index) < criteria.adjustedP && !flat && cells >= 2 ? [place] : [],
  );
  const alive = areAlive(bench, feature, ahead, known);
  const told = all.map(({ place = -1, cells: _, ...each }, index): RivalTold => {
    const asked = ahead.indexOf(place);
    return {
      ...each,
      ...{ above: at(above, index), below: at(below, index), alive: asked < 0 ? null : item(alive, asked) },
    };
  });
  const said = saidStates(bench, held, 'confirmation', feature.decidedByToken);
  return {
    disagree: disagreementOf(label.levels, said, held.levels.seen),
    // Of those that are told about as well features are named before shifts.
    rivals: told.sort((a, b) => Math.round(100 * a.difference) - Math.round(100 * b.difference)),
  };
}

/** [rivals] @param places of the rivals among all features. */
function areAlive(
  bench: Bench,
  feature: BenchFeature,
  places: readonly number[],
  known: Halves<readonly RivalLevels[]>,
): boolean[] {
  if (places.length === 0) return [];
  const { text, activations, swapped, rivals: further = [] } = bench.input;
  const all = [...bench.features, ...further];
  const label = inHalves((half) => comparedLabel(bench, feature, half));
  const own = label.confirmation.levels;
  const asked = places.map((place) => {
    const { discovery, confirmation: levels } = inHalves((half) => item(known[half], place).levels);
    const { neuron, sign } = followerOf(bench, discovery, label.discovery);
    const activation = item(activations.confirmation, neuron);
    const test = readyWithin({
      ...{ text: text.confirmation, sign, swapped, activation },
      types: Int32Array.from(own),
      mask: asValues(item(all, place), levels),
      members: Uint8Array.from(levels, (level, t) => Number(level >= 0 && int8At(own, t) >= 0)),
    });
    return { levels, test, said: activation.map((value) => sign * value) };
  });
  const tested = swapClaims(
    asked.map(({ test }) => test),
    bench.cells,
  );
  return asked.map(({ levels, said }, index) => {
    const test = item(tested, index);
    if ('code' in test || test.adjustedP >= criteria.adjustedP) return false;
    // It follows the rival rather than the label, of which the rival may be another reading.
    const ranked = rankedActivation(said);
    const rival = { of: { feature: '' }, levels: own };
    const found = compared({ ...label.confirmation, levels }, { raw: ranked, rest: ranked }, rival);
    return found !== null && found.above < criteria.adjustedP;
  });
}

/** The neuron that goes with the rival, the label held still, by so much more than with the label, the rival held still. */
function followerOf(bench: Bench, rival: Levels, { levels: label, tokens }: ComparedLabel) {
  const [ofRival, ofLabel] = [centredWithin(rival, label, tokens), centredWithin(label, rival, tokens)];
  const found = bench.input.activations.discovery.map((values, neuron) => {
    const [follows, tells] = [product(values, ofRival), product(values, ofLabel)];
    return { neuron, sign: follows < 0 ? (-1 as const) : (1 as const), by: Math.abs(follows) - Math.abs(tells) };
  });
  return found.reduce((best, each) => (each.by > best.by ? each : best));
}

/** [tokens] Less its mean among the tokens of a document at which the other label is the same; of length 1, 0 where it says nothing. */
function centredWithin(label: Levels, cells: Levels, tokens: number): Float64Array {
  const sums = new Float64Array(Math.ceil(label.length / tokens) * mostLevels);
  const counts = new Float64Array(sums.length);
  const placeOf = (t: number): number => Math.floor(t / tokens) * mostLevels + int8At(cells, t);
  const isSaid = (t: number): boolean => int8At(label, t) >= 0 && int8At(cells, t) >= 0;
  for (const [t, level] of label.entries()) {
    if (!isSaid(t)) continue;
    sums[placeOf(t)] = at(sums, placeOf(t)) + level;
    counts[placeOf(t)] = at(counts, placeOf(t)) + 1;
  }
  const rest = Float64Array.from(label, (level, t) =>
    isSaid(t) ? level - at(sums, placeOf(t)) / at(counts, placeOf(t)) : 0,
  );
  const size = Math.sqrt(rest.reduce((sum, each) => sum + each * each, 0));
  return size === 0 ? rest : rest.map((each) => each / size);
}

/** A neuron's share of its own spread in a direction. */
function product(values: Float32Array, direction: Float64Array): number {
  let [sum, square, along] = [0, 0, 0];
  for (let t = 0; t < values.length; t++) {
    const value = float32At(values, t);
    sum += value;
    square += value * value;
    along += value * float64At(direction, t);
  }
  const spread = Math.sqrt(square - (sum * sum) / values.length);
  return spread > 0 ? along / spread : 0;
}

export const isSpokenAgainst = (beside: { rivals: readonly RivalTold[] } | null | undefined): boolean =>
  beside != null && againstOf(beside) !== null;

/** The nearest rival that speaks against the claim, as the reason why it fails; null: none does. */
export function againstOf({ rivals }: { rivals: readonly RivalTold[] }): Reason | null {
  const better = rivals.filter(({ below }) => below < spokenCriteria.adjustedP);
  const found = better[0] ?? rivals.find(({ flat }) => flat);
  if (found === undefined) return null;
  const { of, label, rival } = found;
  if ('shift' in of) return { code: 'shifted', tokens: of.shift };
  if ('number' in of) return { code: 'number behind', says: of.number, rival };
  return better.length > 0
    ? { code: 'rival', feature: of.feature, label, rival }
    : { code: 'only with', feature: of.feature };
}
