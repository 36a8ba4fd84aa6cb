/**
 * Held readings with an engine, and where an effect falls, where the truth is known: in the network wired by hand one neuron carries
 * the state and another, which follows the ends of words, does not.
 */
import { describe, expect, it } from 'vitest';
import { fallsOf, placesOnDiscovery } from '../../../../runner/analysis/findings/falls.ts';
import { flipOfClaim } from '../../../../runner/analysis/findings/flips.ts';
import { interchangeOf } from '../../../../runner/analysis/findings/interchange.ts';
import { random } from '../../../../runner/core/random.ts';
import { decoderWeight } from '../../../../runner/nn/models/architecture.ts';
import type { Checkpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { quotationWorld } from '../../../calibration/known-worlds.ts';
import { closing, opening, vocabulary } from '../../../calibration/quotation-language.ts';
import { quoteNeuron, wiredCheckpoint, wordNeuron } from '../../../calibration/wired.ts';
import { readWorld } from '../../../calibration/world.ts';

/** Tokens of a document, of which the last are scored. */
const read = 128;

/** The network's language, the feature that somebody is inside, and held readings of it. */
async function wiredBench(checkpoint: Checkpoint) {
  const { world, truths } = quotationWorld(checkpoint, random(7, 1));
  const { benchFor, readingsFor } = await readWorld(world, random(7, 2));
  const labels = truths.map((marks) => ({ marks }));
  return { bench: benchFor(labels, 1), readings: readingsFor(labels) };
}

type Wired = Awaited<ReturnType<typeof wiredBench>>;
const whole = await wiredBench(wiredCheckpoint(5));

const flippedBy = (neuron: number) => ({
  claim: { feature: 0, neuron, sign: 1, chosen: 'by hand' } as const,
  where: { after: null },
});
const flipOf = async ({ bench, readings }: Wired, neuron: number) => {
  const found = await flipOfClaim(bench, flippedBy(neuron), readings);
  if ('code' in found) throw new Error(found.code);
  return found;
};
const [carrying, following] = [await flipOf(whole, quoteNeuron), await flipOf(whole, wordNeuron())];

describe('held readings of a network wired by hand', () => {
  const { bench, readings } = whole;

  it('cost the network much where the neuron that carries the state says the wrong one', () => {
    const { measured } = carrying;
    expect(measured.flip).toBeGreaterThan(0.5);
    expect(measured.difference).toBeGreaterThan(0.5);
    expect(measured.p).toBeLessThan(1e-6);
  });

  it('cost nothing where the neuron follows something else', () => {
    const { measured } = following;
    expect(Math.abs(measured.flip)).toBeLessThan(0.02);
    expect(measured.p).toBeGreaterThan(0.05);
  });

  it('give the untouched losses where nothing is held, and distributions that add up to 1', async () => {
    const places = Int32Array.from([20, 21, 22]);
    const reading = { clamp: [], segments: [0], places };
    const [losses] = await readings.losses('confirmation', [reading]);
    const [sums] = await readings.predictions('confirmation', [{ ...reading, groups: Int32Array.from([0, 1, 2]) }]);
    sums?.forEach((probabilities, place) => {
      expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 4);
      const next = bench.input.text.confirmation.readTypes[21 + place] ?? -1;
      expect(-Math.log(probabilities[next] ?? 0)).toBeCloseTo(losses?.[place] ?? 0, 3);
    });
    const { rise, divergence } = await readings.changes('confirmation', reading);
    for (const each of [...rise, ...divergence]) expect(each).toBeCloseTo(0, 6);
  });

  it('tell what holding a neuron changes: the rise of the loss is that of the losses, and no prediction comes nearer', async () => {
    const places = Int32Array.from({ length: 40 }, (_, t) => 20 + t);
    const values = new Float32Array(bench.input.text.confirmation.readTypes.length);
    const held = { clamp: [{ neuron: quoteNeuron, values }], segments: [0], places };
    const [untouched, changed] = await readings.losses('confirmation', [{ ...held, clamp: [] }, held]);
    const { rise, divergence } = await readings.changes('confirmation', held);
    for (const [place, each] of rise.entries())
      expect(each).toBeCloseTo((changed?.[place] ?? 0) - (untouched?.[place] ?? 0), 4);
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
    const reading = { clamp: [{ neuron: quoteNeuron, values: held }], segments: [0] };
    const groups = Int32Array.from(places.keys());
    const white = Uint8Array.from(vocabulary, (token) => (token === ' ' ? 1 : 0));
    const past = { white, space, values: [new Float32Array(places.length).fill(1)] };
    const shares: number[] = [];
    const told = async (more: object, at = places) => {
      const asked = [{ ...reading, places: at, groups, ...more }];
      return (await readings.predictions('confirmation', asked, (share) => shares.push(share)))[0] ?? [];
    };
    const following = places.map((t) => t + 1);
    const [now, afterSpace, found] = [await told({}), await told({}, following), await told({ past })];
    expect(shares.at(-1)).toBe(1);
    const chance = (row: Float64Array | undefined, token: number) => row?.[token] ?? Number.NaN;
    for (const [index, row] of found.entries()) {
      expect(row[space]).toBe(0);
      expect(row.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 4);
      const share = chance(now[index], space) / (1 - chance(afterSpace[index], space));
      for (const token of [...vocabulary.keys()].filter((each) => each !== space)) {
        const expected = chance(now[index], token) + share * chance(afterSpace[index], token);
        expect(chance(row, token)).toBeCloseTo(expected, 5);
      }
    }
    // It was wired so: inside, a word is followed by the closing mark at 15%.
    const closings = found.map((row) => row[vocabulary.indexOf(closing)] ?? 0);
    expect(closings.reduce((sum, each) => sum + each, 0) / closings.length).toBeCloseTo(0.15, 1);
  });

  it('set a neuron at one token alone: with its own value nothing changes, and what a memory is given it keeps', async () => {
    const { readTypes } = bench.input.text.confirmation;
    const own = bench.input.activations.confirmation[quoteNeuron] ?? new Float32Array(0);
    // The warm-up is not scored: its values are not known here.
    const first = read - own.length / (readTypes.length / read);
    const marks = new Set(vocabulary.flatMap((token, id) => (/[\u201c\u201d]/u.test(token) ? [id] : [])));
    const isMark = (t: number) => marks.has(readTypes[t] ?? -1);
    const places = Int32Array.from({ length: read - first - 3 }, (_, t) => first + 1 + t).filter(
      (t) => ![t, t + 1, t + 2].some(isMark),
    );
    const at = (t: number) => own[t - first] ?? Number.NaN;
    const [kept, turned] = [Float32Array.from(places, at), Float32Array.from(places, (t) => -at(t))];
    const reading = { neuron: quoteNeuron, segments: [0], places, values: [kept, turned] };
    const ahead = new Uint8Array(places.length).fill(2);
    const all = Int32Array.from({ length: read - 1 }, (_, t) => t);
    const [free] = await readings.losses('confirmation', [{ clamp: [], segments: [0], places: all }]);
    const told: number[] = [];
    const [same, other] = await readings.steps('confirmation', { ...reading, ahead }, (share) => told.push(share));
    expect([told.toSorted((a, b) => a - b), told.at(-1)]).toEqual([told, 1]);
    const [one] = await readings.steps('confirmation', { ...reading, ahead: ahead.map(() => 1) });
    for (const [index, t] of places.entries()) {
      expect(same?.[index]).toBeCloseTo((free?.[t] ?? 0) + (free?.[t + 1] ?? 0), 4);
      expect(one?.[index]).toBeCloseTo(free?.[t] ?? 0, 4);
    }
    for (const [index, t] of places.subarray(0, 5).entries()) {
      // Held at that value for good, from that token on, a memory is no other.
      const clamp = [{ neuron: quoteNeuron, values: new Float32Array(readTypes.length).fill(at(t)).fill(-at(t), t) }];
      const [held] = await readings.losses('confirmation', [{ clamp, segments: [0], places: Int32Array.of(t, t + 1) }]);
      expect(other?.[index]).toBeCloseTo((held?.[0] ?? 0) + (held?.[1] ?? 0), 2);
    }
  });
});

/** The network in which the neuron of quotations speaks for some tokens alone. */
function speakingFor(tokens: readonly string[]): Checkpoint {
  const checkpoint = wiredCheckpoint(5);
  const { units } = checkpoint.architecture;
  const decoder = checkpoint.weights[decoderWeight]?.data ?? new Float32Array(0);
  checkpoint.vocabulary.forEach((token, id) => {
    if (!tokens.includes(token)) decoder[id * Number(units) + quoteNeuron] = 0;
  });
  return checkpoint;
}

async function fallsIn(network: Wired, neuron = quoteNeuron, known: typeof carrying | null = null) {
  const { bench, readings } = network;
  const flip = known ?? (await flipOf(network, neuron));
  const falls = fallsOf(flip, await placesOnDiscovery(bench, flippedBy(neuron), readings));
  if (falls === null) throw new Error('it falls nowhere');
  const interchange = await interchangeOf(bench, { ...flippedBy(neuron), place: falls.place }, readings);
  return { flip, falls, interchange };
}

describe('where an effect falls', () => {
  it('is the closing mark inside where the neuron speaks for that alone, at the cost that was wired', async () => {
    const { falls, flip, interchange } = await fallsIn(await wiredBench(speakingFor([closing])));
    expect(falls.place).toMatchObject({ of: [{ next: closing }], where: 'inside' });
    // 15% where it should come, and e^-8 beside 1 where it should not.
    const wired = Math.log(0.15 / (Math.exp(-8) / (1 + Math.exp(-8))));
    expect(falls.place?.flip).toBeGreaterThan(wired - 0.5);
    expect(falls.place?.flip).toBeLessThan(wired + 0.5);
    expect(Math.abs(falls.place?.elsewhere.flip ?? 1)).toBeLessThan(0.2);
    expect((falls.inside.flip + falls.outside.flip) / 2).toBeCloseTo(flip.measured.flip, 9);
    // A memory keeps what it is given, so that one step tells as much.
    expect(interchange?.place?.flip).toBeGreaterThan(wired - 0.5);
    expect(interchange?.place?.flip).toBeLessThan(wired + 0.5);
  });

  it('is the opening mark outside where the neuron speaks for that alone', async () => {
    const { falls } = await fallsIn(await wiredBench(speakingFor([opening])));
    expect(falls.place).toMatchObject({ of: [{ next: opening }], where: 'outside' });
    expect(falls.place?.flip).toBeGreaterThan(5);
  });

  it('is nowhere for a bystander, and its real values exchanged change nothing', async () => {
    const { falls, interchange } = await fallsIn(whole, wordNeuron(), following);
    expect(falls.place).toBeNull();
    for (const { flip, interval } of falls.places) {
      expect(interval[0]).toBeLessThan(0.02);
      expect(Math.abs(flip)).toBeLessThan(0.05);
    }
    for (const side of [interchange?.inside, interchange?.outside])
      expect(Math.abs(side?.flip ?? 1)).toBeLessThan(0.005);
  });

  it('what holding costs by itself is next to nothing for a neuron with two levels', async () => {
    const { falls } = await fallsIn(whole, quoteNeuron, carrying);
    for (const { rise } of Object.values(falls.holding)) expect(Math.abs(rise)).toBeLessThan(0.1);
  });
});
