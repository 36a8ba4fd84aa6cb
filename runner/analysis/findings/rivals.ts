/**
 * What goes with the feature of a claim, beside it: every learned claim is compared with each rival (`comparing.ts`), and where it
 * tells the label better, is the rival alive? Any noisier copy of a label is told less well than the label; so a rival speaks for a
 * claim only where there is a neuron, chosen on discovery, that tells the rival within the cells of the label, and follows it rather
 * than the label. Pure.
 */
import { z } from 'zod';
import { at, int8At, item } from '../../core/at.ts';
import { rankedActivation } from '../stats/concordance.ts';
import { followerOf, type NeuronSums, neuronSums } from '../stats/follower.ts';
import { holm } from '../stats/holm.ts';
import { testableCriteria } from '../stats/testable.ts';
import type { Halves } from '../stats/tested-text.ts';
import { type Bench, type BenchFeature, mapHalves } from './bench.ts';
import { choice } from './choice.ts';
import type { FrozenClaim } from './claim-schema.ts';
import {
  asValues,
  type ComparedLabel,
  comparedLabel,
  comparedNeuron,
  compareWith,
  comparingCriteria,
  decodedLevels,
  disagreementOf,
  featureLevels,
  fittedNeuron,
  ownRivals,
  type Rival,
  type RivalLevels,
  rivalTo,
} from './comparing.ts';
import { type PreparedWithinType, readyWithin, swapClaims, withinCriteria } from './context.ts';
import { finding } from './finding.ts';
import type { Reason, Untestable } from './reasons-schema.ts';
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

const besideSchema = z.strictObject({ disagree: disagreeSchema.nullable(), rivals: z.array(rivalSchema) });
export type BesideRivals = z.infer<typeof besideSchema>;

/** [claims] Null of those that were not learned. */
export const rivals = finding({
  name: 'rivals',
  title: 'Comparing with other features',
  published: 'inner',
  criteria,
  bounds: [withinCriteria, testableCriteria],
  inputs: [choice, learned],
  reads: [],
  schema: z.array(besideSchema.nullable()),
  async compute({ bench, found, onProgress }) {
    const { claims } = found.choice;
    const isAsked = claims.map((_, index) => found.learned[index]?.status === 'passed');
    if (!isAsked.includes(true)) return claims.map(() => null);
    const beside = besideRivals(bench);
    return claims.map((claim, index) => {
      onProgress?.(index / claims.length);
      return isAsked[index] ? beside(claim) : null;
    });
  },
});

/** What the claims of a feature have in common is looked for once. */
function besideRivals(bench: Bench): (claim: FrozenClaim) => BesideRivals {
  const { text, activations, rivals: further } = bench.input;
  const { segments, length } = text.discovery;
  const all = {
    known: mapHalves((half) => featureLevels(bench, half, further)),
    neurons: neuronSums(activations.discovery, segments * length),
  };
  const ofFeatures = new Map<number, RivalsOf>();
  return (claim) => {
    const own = ofFeatures.get(claim.feature) ?? rivalsOf(bench, item(bench.features, claim.feature), all);
    ofFeatures.set(claim.feature, own);
    return besideOf(bench, claim, own);
  };
}

interface AllRivals {
  /** The levels of all features, the experiment's own first. */
  known: Halves<readonly RivalLevels[]>;
  /** Of the discovery half. */
  neurons: NeuronSums;
}

type RivalsOf = ReturnType<typeof rivalsOf>;

/** What goes with a feature, and who follows that; the latter by the rival's place among all features. */
function rivalsOf(bench: Bench, feature: BenchFeature, { known, neurons }: AllRivals) {
  const label = mapHalves((half) => comparedLabel(bench, feature, half));
  const others = known.confirmation.flatMap((rival, place) => {
    const found = place === feature.index ? null : rivalTo(label.confirmation, rival);
    return found === null ? [] : [{ ...found, place }];
  });
  const own = ownRivals(bench, feature, 'confirmation').flatMap((rival) => rivalTo(label.confirmation, rival) ?? []);
  const followers = new Map<number, Follower>();
  return {
    feature,
    label: label.confirmation,
    others,
    own,
    followerOf(place: number): Follower {
      const found = followers.get(place) ?? readyFollower(bench, { label, known, neurons }, place);
      followers.set(place, found);
      return found;
    },
  };
}

function besideOf(
  bench: Bench,
  claim: FrozenClaim,
  { feature, label, others, own, followerOf }: RivalsOf,
): BesideRivals {
  const held = fittedNeuron(bench, feature, claim.neuron);
  const neuron = comparedNeuron(bench, feature, claim, held, 'confirmation');
  const all = [...others, ...own].flatMap((rival: Rival & { place?: number }) => {
    const found = compareWith(label, neuron, rival);
    return found === null ? [] : [{ ...found, place: rival.place ?? -1 }];
  });
  const [above, below] = [holm(all.map((each) => each.above)), holm(all.map((each) => each.below))];
  // A rival that holds the label within it, or lies within it, leaves a half of the label untold.
  const ahead = all.flatMap(({ flat, cells, place }, index) =>
    place >= 0 && at(above, index) < criteria.adjustedP && !flat && cells >= 2 ? [place] : [],
  );
  const followers = ahead.map(followerOf);
  const tests = swapClaims(
    followers.map(({ test }) => test),
    bench.cells,
  );
  const alive = followers.map(({ follows }, index) => {
    const test = item(tests, index);
    return !('code' in test) && test.adjustedP < criteria.adjustedP && follows();
  });
  const told = all.map(({ place, cells: _, ...each }, index): RivalTold => {
    const asked = ahead.indexOf(place);
    return {
      ...each,
      above: at(above, index),
      below: at(below, index),
      alive: asked < 0 ? null : item(alive, asked),
    };
  });
  const said = decodedLevels(bench, held, 'confirmation', feature.decidedByToken);
  return {
    disagree: disagreementOf(label.levels, said, held.levels.seen),
    // Of those that are told about as well features are named before shifts.
    rivals: told.sort((a, b) => Math.round(100 * a.difference) - Math.round(100 * b.difference)),
  };
}

interface Follower {
  /** Whether it tells the rival within the cells of the label. */
  test: PreparedWithinType | Untestable;
  /** Whether it follows the rival rather than the label, of which the rival may be another reading. */
  follows(): boolean;
}

/** @param place of the rival among all features. */
function readyFollower(
  { input, features }: Bench,
  { label, known, neurons }: AllRivals & { label: Halves<ComparedLabel> },
  place: number,
): Follower {
  const { text, activations, swapped, rivals: further = [] } = input;
  const own = label.confirmation.levels;
  const { discovery, confirmation: levels } = mapHalves((half) => item(known[half], place).levels);
  const { neuron, sign } = followerOf(neurons, { rival: discovery, label: label.discovery.levels });
  const activation = item(activations.confirmation, neuron);
  return {
    test: readyWithin({
      text: text.confirmation,
      sign,
      swapped,
      activation,
      types: Int32Array.from(own),
      mask: asValues(item([...features, ...further], place), levels),
      members: Uint8Array.from(levels, (level, t) => Number(level >= 0 && int8At(own, t) >= 0)),
    }),
    follows() {
      const ranked = rankedActivation(activation.map((value) => sign * value));
      const turned = { ...label.confirmation, levels };
      const rival = rivalTo(turned, { of: { feature: '' }, levels: own });
      const found = rival && compareWith(turned, { raw: ranked, rest: ranked }, rival);
      return found !== null && found.above < criteria.adjustedP;
    },
  };
}

export const isContradicted = (beside: { rivals: readonly RivalTold[] } | null | undefined): boolean =>
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
