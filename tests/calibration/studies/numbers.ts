/**
 * Numbers through the rungs that a recording and untrained networks tell: how often something is found where nothing is, over the
 * scenarios of marks, and where a neuron counts. Trained counters go through the whole ladder in `states.ts`. Pure.
 */
import { at, item } from '../../../runner/core/at.ts';
import type { Random } from '../../../runner/core/random.ts';
import { areNumbers } from '../../../runner/core/values.ts';
import { believed, claimsOn, isBeyondChance } from '../claims-on.ts';
import { ofOtherDocuments } from '../labels.ts';
import { type Null, nulls } from '../null-scenarios.ts';
import { planted, plantOf } from '../planted-scenarios.ts';
import { type Half, type SimulatedText, simulate } from '../simulate.ts';
import { fewer, powerful, rare, type Study } from '../study.ts';
import { fixedClaim, heldOut, nullStudy, untrained } from './nulls.ts';

/** How many of the last tokens of the document carry the mark: a number that goes up and down as the mark comes and goes. */
const counted = 12;

function countsOf(mask: ArrayLike<number>, tokens: number): Float32Array {
  const counts = new Float32Array(mask.length);
  for (let t = 0, count = 0; t < counts.length; t++) {
    const place = t % tokens;
    if (place === 0) count = 0;
    count += (mask[t] ?? 0) - (place >= counted ? (mask[t - counted] ?? 0) : 0);
    counts[t] = count;
  }
  return counts;
}

const eachHalf = (made: SimulatedText, change: (half: Half) => Half): SimulatedText => ({
  discovery: change(made.discovery),
  confirmation: change(made.confirmation),
});

const tokensOf = ({ text }: Half): number => text.segments * text.length;

/** The marks of a scenario as numbers. */
const inNumbers = (made: SimulatedText): SimulatedText =>
  eachHalf(made, (half) => ({ ...half, masks: half.masks.map((mask) => countsOf(mask, tokensOf(half))) }));

/** Scenarios that tempt: levels, trends and beginnings of documents and sources, for neurons and numbers alike. */
export const numberNulls: readonly Study[] = (
  Object.entries(nulls).filter(([name]) => name !== 'rare bursts') as [string, Null][]
).map(([name, { about, scenario }]) =>
  nullStudy({
    name: `numbers: ${name}`,
    about: `${about} Features are numbers: how many of the last ${counted} tokens carry a mark.`,
    make: (random) => inNumbers(simulate({ ...scenario, untrained }, random)),
    truth: name === 'document effects' ? () => 0.5 : null,
  }),
);

/** Standard deviations that the counting neuron moves as the number moves by one of its own. */
const slope = 0.5;

/** A slow neuron that follows the number, up and down. */
function counting(random: Random): SimulatedText {
  const { scenario } = plantOf(0.7);
  const made = inNumbers(simulate({ ...scenario, effects: [], untrained }, random));
  return eachHalf(made, (half) => {
    const numbers = Float32Array.from(item(half.masks, planted.feature));
    const mean = numbers.reduce((sum, each) => sum + each / numbers.length, 0);
    const sd = Math.sqrt(numbers.reduce((sum, each) => sum + (each - mean) ** 2 / numbers.length, 0));
    return {
      ...half,
      activations: half.activations.map((activation, neuron) =>
        neuron === planted.neuron
          ? activation.map((value, t) => value + (slope * (at(numbers, t) - mean)) / sd)
          : activation,
      ),
    };
  });
}

/** Each document has the numbers of another. */
const shuffledNumbers = (made: SimulatedText): SimulatedText =>
  eachHalf(made, (half) => {
    const tokens = tokensOf(half);
    const masks = half.masks.map((mask) => {
      const numbers = areNumbers(mask) ? mask : Float32Array.from(mask);
      const documents = Array.from({ length: numbers.length / tokens }, (_, d) =>
        numbers.subarray(d * tokens, (d + 1) * tokens),
      );
      return Float32Array.from(ofOtherDocuments(documents).flatMap((own) => [...own]));
    });
    return { ...half, masks };
  });

export const numberPlant: Study = {
  kind: 'plants',
  name: 'numbers: a neuron that counts',
  about: `A slow neuron moves by ${slope} standard deviations for each standard deviation of a number; asked of the numbers of other documents, the same neuron has nothing.`,
  wanted: {
    ...{ 'chance power': powerful, 'heldOut power': powerful, 'ladder power': powerful },
    'shuffled numbers': rare,
  },
  most: fewer,
  async experiment(random) {
    const made = counting(random);
    const claims = await claimsOn(made, { count: 1, onlyBelief: true }, random);
    const claim = claims.find(
      ({ neuron, feature }) => neuron === planted.neuron && feature === `feature ${planted.feature}`,
    );
    const others = await claimsOn(shuffledNumbers(made), { count: 1, onlyBelief: true }, random);
    return {
      'chance power': claim !== undefined && isBeyondChance(claim),
      'heldOut power': heldOut(await fixedClaim(made, random)),
      'ladder power': claim !== undefined && believed(claim),
      'shuffled numbers': others.some(believed),
    };
  },
};
