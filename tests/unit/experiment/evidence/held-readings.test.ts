/**
 * Held readings with an engine, where the truth is known: in the network wired by hand one neuron carries the state and
 * another, which follows the ends of words, does not.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bench } from '../../../../runner/analysis/findings/bench.ts';
import { flipOfClaim } from '../../../../runner/analysis/findings/flips.ts';
import type { HeldReadings } from '../../../../runner/experiment/evidence/held-readings.ts';
import { closing } from '../../../calibration/quotation-language.ts';
import { quoteNeuron, wiredCheckpoint, wordNeuron } from '../../../calibration/wired.ts';
import { read, wiredBench } from './wired-bench.ts';

let bench: Bench;
let readings: HeldReadings;
const { vocabulary, ...checkpoint } = wiredCheckpoint(5);

beforeAll(async () => {
  ({ bench, readings } = await wiredBench({ ...checkpoint, vocabulary }));
}, 120_000);

const flip = async (neuron: number) => {
  const found = await flipOfClaim(
    bench,
    { claim: { feature: 0, neuron, sign: 1, chosen: 'by hand' }, where: { after: null } },
    readings,
  );
  if ('code' in found) throw new Error(found.code);
  return found.measured;
};

describe('held readings of a network wired by hand', () => {
  it('cost the network much where the neuron that carries the state says the wrong one', async () => {
    const carrier = await flip(quoteNeuron);
    expect(carrier.flip).toBeGreaterThan(0.5);
    expect(carrier.difference).toBeGreaterThan(0.5);
    expect(carrier.p).toBeLessThan(1e-6);
  }, 120_000);

  it('cost nothing where the neuron follows something else', async () => {
    const bystander = await flip(wordNeuron());
    expect(Math.abs(bystander.flip)).toBeLessThan(0.02);
    expect(bystander.p).toBeGreaterThan(0.05);
  }, 120_000);

  it('give the untouched losses where nothing is held, and distributions that add up to 1', async () => {
    const places = Int32Array.from([20, 21, 22]);
    const reading = { hold: [], segments: [0], places };
    const [losses] = await readings.losses('confirmation', [reading]);
    const [sums] = await readings.predictions('confirmation', [{ ...reading, groups: Int32Array.from([0, 1, 2]) }]);
    sums?.forEach((probabilities, place) => {
      expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 4);
      const next = bench.input.text.confirmation.readTypes[21 + place] ?? -1;
      expect(-Math.log(probabilities[next] ?? 0)).toBeCloseTo(losses?.[place] ?? 0, 3);
    });
    const { rise, divergence } = await readings.changes('confirmation', reading);
    for (const each of [...rise, ...divergence]) expect(each).toBeCloseTo(0, 6);
  }, 120_000);

  it('tell what holding a neuron changes: the rise of the loss is that of the losses, and no prediction comes nearer', async () => {
    const places = Int32Array.from({ length: 40 }, (_, t) => 20 + t);
    const values = new Float32Array(bench.input.text.confirmation.readTypes.length);
    const held = { hold: [{ neuron: quoteNeuron, values }], segments: [0], places };
    const [untouched, changed] = await readings.losses('confirmation', [{ ...held, hold: [] }, held]);
    const { rise, divergence } = await readings.changes('confirmation', held);
    rise.forEach((each, place) => {
      expect(each).toBeCloseTo((changed?.[place] ?? 0) - (untouched?.[place] ?? 0), 4);
    });
    for (const each of divergence) expect(each).toBeGreaterThanOrEqual(-1e-6);
    expect(Math.max(...divergence)).toBeGreaterThan(0.01);
  });

  it('tell the next word or mark where white space is looked past: what follows a space counts with the chance of the space', async () => {
    const { readTypes } = bench.input.text.confirmation;
    const space = vocabulary.indexOf(' ');
    // Words with a space behind them in the text: what is expected after it is read there as well.
    const places = Int32Array.from({ length: read - 4 }, (_, t) => t).filter(
      (t) => readTypes[t] !== space && readTypes[t + 1] === space,
    );
    expect(places.length).toBeGreaterThan(20);
    const held = new Float32Array(readTypes.length).fill(1);
    const reading = { hold: [{ neuron: quoteNeuron, values: held }], segments: [0] };
    const groups = Int32Array.from(places.keys());
    const white = Uint8Array.from(vocabulary, (token) => (token === ' ' ? 1 : 0));
    const past = { white, space, values: [new Float32Array(places.length).fill(1)] };
    const told = async (more: object, at = places) =>
      (await readings.predictions('confirmation', [{ ...reading, places: at, groups, ...more }]))[0] ?? [];
    const [now, afterSpace, found] = [
      await told({}),
      await told(
        {},
        places.map((t) => t + 1),
      ),
      await told({ past }),
    ];
    const chance = (row: Float64Array | undefined, token: number) => row?.[token] ?? Number.NaN;
    for (const [index, row] of found.entries()) {
      expect(row[space]).toBe(0);
      expect(row.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 4);
      const share = chance(now[index], space) / (1 - chance(afterSpace[index], space));
      vocabulary.forEach((_, token) => {
        if (token === space) return;
        const expected = chance(now[index], token) + share * chance(afterSpace[index], token);
        expect(chance(row, token)).toBeCloseTo(expected, 5);
      });
    }
    // It was wired so: inside, a word is followed by the closing mark at 15%.
    const closings = found.map((row) => row[vocabulary.indexOf(closing)] ?? 0);
    expect(closings.reduce((sum, each) => sum + each, 0) / closings.length).toBeCloseTo(0.15, 1);
  }, 120_000);

  it('set a neuron at one token alone: with its own value nothing changes, and what a memory is given it keeps', async () => {
    const { readTypes } = bench.input.text.confirmation;
    const values = new Float32Array(readTypes.length);
    const own = bench.input.activations.confirmation[quoteNeuron] ?? new Float32Array(0);
    // The warm-up is not scored: its values are not known here.
    const first = read - own.length / (readTypes.length / read);
    const marks = new Set(vocabulary.flatMap((token, id) => (/[\u201c\u201d]/u.test(token) ? [id] : [])));
    const isMark = (t: number) => marks.has(readTypes[t] ?? -1);
    const places = Int32Array.from({ length: read - first - 3 }, (_, t) => first + 1 + t).filter(
      (t) => ![t, t + 1, t + 2].some(isMark),
    );
    const at = (t: number) => own[t - first] ?? Number.NaN;
    const [kept, turned] = [places.slice().map(() => 0), places.slice().map(() => 0)].map((zeros) =>
      Float32Array.from(zeros),
    );
    if (kept === undefined || turned === undefined) throw new Error('no values');
    places.forEach((t, index) => {
      kept[index] = at(t);
      turned[index] = -at(t);
    });
    const reading = { neuron: quoteNeuron, segments: [0], places, values: [kept, turned] };
    const ahead = new Uint8Array(places.length).fill(2);
    const [free] = await readings.losses('confirmation', [
      { hold: [], segments: [0], places: Int32Array.from({ length: read - 1 }, (_, t) => t) },
    ]);
    const [same, other] = await readings.steps('confirmation', { ...reading, ahead });
    const [one] = await readings.steps('confirmation', { ...reading, ahead: ahead.map(() => 1) });
    for (const [index, t] of places.entries()) {
      expect(same?.[index]).toBeCloseTo((free?.[t] ?? 0) + (free?.[t + 1] ?? 0), 4);
      expect(one?.[index]).toBeCloseTo(free?.[t] ?? 0, 4);
      // Held at that value for good, from that token on, a memory is no other.
      values.fill(at(t), 0, t).fill(-at(t), t);
      const [held] = await readings.losses('confirmation', [
        { hold: [{ neuron: quoteNeuron, values: values.slice() }], segments: [0], places: Int32Array.of(t, t + 1) },
      ]);
      if (index < 5) expect(other?.[index]).toBeCloseTo((held?.[0] ?? 0) + (held?.[1] ?? 0), 2);
    }
  }, 120_000);
});
