/** One neuron over a set of pairs, as its figures take it: from its profile, and where results have none from what is told of claims. Pure. */
import type {
  HeldScore,
  PairCourse,
  PairProfiles,
  PairScore,
  PairSet,
} from '../../../runner/analysis/pairs/pairs-schema.ts';
import { at, item } from '../../../runner/core/at.ts';
import { decimal } from '../../../runner/core/format.ts';
import { rightOf } from '../../../runner/wording/pairs.ts';
import { markOf, markValues } from './sentences.ts';

type Profile = PairProfiles['neurons'][number];
type HeldByCondition = Profile['atMean'];

export type ChosenNeuron = ReturnType<typeof chosenNeuron>;

const isOf = (neuron: number) => (each: { neurons: readonly number[] }) =>
  each.neurons.length === 1 && each.neurons[0] === neuron;

/** Neurons that a reader can choose: those that are told first, then the others that have a profile, by number. */
export function choosable({ courses, profiles }: PairSet): { claimed: number[]; others: number[] } {
  const claimed = courses.flatMap(({ neurons }) => neurons.slice(0, 1));
  const all = profiles?.neurons.map(({ neuron }) => neuron) ?? [];
  return { claimed, others: all.filter((neuron) => !claimed.includes(neuron)).sort((a, b) => a - b) };
}

export function chosenNeuron(set: PairSet, neuron: number) {
  const profile = set.profiles?.neurons.find((each) => each.neuron === neuron);
  const holds = set.held.filter((each) => isOf(neuron)(each) && each.why !== 'by hand');
  const course = set.courses.find(isOf(neuron));
  const exchanged = set.interchange.find(isOf(neuron));
  return {
    neuron,
    course: course ?? (set.profiles && profile ? courseOf(set.profiles, profile) : null),
    holds:
      holds.length > 0 || set.profiles === undefined || profile === undefined ? holds : holdsOf(set.profiles, profile),
    /** Preferences that turn with its value from the twin; null: none has a twin to take from. */
    turned: exchanged ?? profile?.turned ?? null,
    mean: profile?.mean ?? null,
    /** None of a result from before it was computed. */
    dose: set.profiles && profile ? doseOf(set, set.profiles, profile) : [],
  };
}

function courseOf({ component, layer, lines }: PairProfiles, { neuron, course }: Profile): PairCourse {
  return {
    component,
    layer,
    neurons: [neuron],
    lines: lines.map(({ by, pairs, places }, line) => ({
      by,
      pairs,
      places: places.map((place, index) => {
        const [low, high] = [item(course.low, line)[index], item(course.high, line)[index]];
        const hasEnds = low !== null && low !== undefined && high !== null && high !== undefined;
        return { ...place, mean: at(item(course.means, line), index), interval: hasEnds ? [low, high] : null };
      }),
    })),
  };
}

function holdsOf({ component, layer, lines }: PairProfiles, { neuron, mean, atMean, atZero }: Profile): HeldScore[] {
  const told = (own: HeldByCondition, where: HeldScore['at'], value: number): HeldScore => {
    const conditions = lines.map(({ by, pairs }, place) => ({
      by,
      ...scoreOf(pairs, at(own.right, place), at(own.margin, place)),
    }));
    return {
      component,
      layer,
      neurons: [neuron],
      why: 'scan',
      at: where,
      values: [value],
      alike: null,
      conditions: conditions.filter(({ by }) => Object.keys(by).length > 0),
      all: together(conditions),
    };
  };
  return [told(atMean, 'mean', mean), told(atZero, 0, 0)];
}

/** Without intervals: a profile has none. */
const scoreOf = (pairs: number, right: number, margin: number): PairScore => ({
  pairs,
  accuracy: right / pairs,
  accuracyInterval: [0, 1],
  margin,
  interval: null,
});

function together(conditions: readonly PairScore[]): PairScore {
  const pairs = conditions.reduce((sum, each) => sum + each.pairs, 0);
  const right = conditions.reduce((sum, each) => sum + rightOf(each), 0);
  return scoreOf(pairs, right, conditions.reduce((sum, each) => sum + each.pairs * each.margin, 0) / pairs);
}

/** The margin at each value at which the neuron is held, of the texts with one value of the mark. */
function doseOf(set: PairSet, { lines, dosed }: PairProfiles, { dose }: Profile) {
  const mark = markOf(set);
  return markValues(set).map((name) => {
    const own = lines.flatMap(({ by }, place) =>
      mark === null || by[mark] === name ? [{ place, pairs: at(dosed, place) }] : [],
    );
    const pairs = own.reduce((sum, each) => sum + each.pairs, 0);
    return {
      name: mark === null ? name : `${mark}: ${name}`,
      texts: pairs,
      points: dose.values.map((value, index) => {
        const margins = item(dose.margin, index);
        return { value, margin: own.reduce((sum, each) => sum + each.pairs * at(margins, each.place), 0) / pairs };
      }),
    };
  });
}

/** What the neuron is to the preference, at the head of its figures. */
export function chosenSentence(all: PairScore, { neuron, holds, turned }: ChosenNeuron): string {
  const [first] = holds;
  const held =
    first === undefined
      ? ''
      : `With neuron ${neuron} held at its mean ${rightOf(first.all)} of ${all.pairs} are right for ${rightOf(all)}, and the margin is ${decimal(first.all.margin)} nats for ${decimal(all.margin)}.`;
  const taken =
    turned === null
      ? ''
      : ` Its value taken from the twin turns ${turned.turned === 0 ? 'none' : turned.turned} of ${turned.pairs} preferences.`;
  return `${held}${taken}`.trim();
}
