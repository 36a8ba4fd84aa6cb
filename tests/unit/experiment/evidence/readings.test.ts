/**
 * Held readings with an engine, where the truth is known: in the network wired by hand one neuron carries the state and
 * another, which follows the ends of words, does not.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { insideQuotes, quotationTokens } from '../../../../runner/calibration/quotation-language.ts';
import { quoteNeuron, wiredCheckpoint, wordNeuron } from '../../../../runner/calibration/wired.ts';
import { random } from '../../../../runner/core/random.ts';
import { chooseEngine } from '../../../../runner/engines/engines.ts';
import type { HeldTask } from '../../../../runner/experiment/evidence/held-readings.ts';
import { heldReadings } from '../../../../runner/experiment/evidence/readings.ts';
import { type Bench, benchOf } from '../../../../runner/ladder/bench.ts';
import type { Readings } from '../../../../runner/ladder/readings.ts';
import { flipOfClaim } from '../../../../runner/ladder/rungs/used.ts';
import { observeNeurons } from '../../../../runner/recording/observe-neurons.ts';
import { segmentsFrom } from '../../../../runner/stats/view.ts';

const documents = 24;
const read = 96;
const warmUp = 16;

let bench: Bench;
let readings: Pick<Readings, 'losses' | 'predictions' | 'changes'>;
let vocabulary: string[];

beforeAll(async () => {
  const source = random(7, 1);
  const engine = await chooseEngine({ engine: 'auto', device: 'cpu' });
  const checkpoint = wiredCheckpoint(5);
  vocabulary = checkpoint.vocabulary;
  const texts = Array.from({ length: 2 * documents }, () => quotationTokens(read, source));
  const ids = Int32Array.from(texts.flat(), (token) => vocabulary.indexOf(token));
  const segments = texts.map((_, document) => [document * read, read] as const);
  const positions = Int32Array.from(ids.keys()).filter((t) => t % read >= warmUp);
  const neurons = await observeNeurons({ engine, checkpoint, ids, segments, array: 'cell.1', view: { positions } });
  const inside = Uint8Array.from(texts.flatMap((tokens) => [...insideQuotes(tokens)]));
  const cut = positions.length / 2;
  const half = (from: number) => ({
    length: read - warmUp,
    segments: 1,
    sources: Int32Array.from({ length: documents }, (_, document) => document % 2),
    types: positions.map((t) => ids[t] ?? 0).slice(from * cut, (from + 1) * cut),
    warmUp,
    readTypes: ids.slice(from * documents * read, (from + 1) * documents * read),
  });
  const masks = {
    discovery: inside.slice(0, documents * read),
    confirmation: inside.slice(documents * read),
  };
  const all = masks.discovery.map(() => 1);
  bench = benchOf({
    text: { discovery: half(0), confirmation: half(1) },
    activations: {
      discovery: neurons.map((row) => row.slice(0, cut)),
      confirmation: neurons.map((row) => row.slice(cut)),
    },
    layer: 1,
    component: 'cell',
    features: [
      {
        name: 'inside',
        says: { whether: 'it is inside', event: null },
        decidedByToken: false,
        among: 'all',
        masks,
        members: { discovery: all, confirmation: all },
        byHand: [],
      },
    ],
    count: 1,
    permutations: 99,
    seed: 3,
    vocabulary,
    sources: ['one', 'other'],
  });
  readings = heldReadings(
    engine,
    checkpoint,
    (name): HeldTask => ({
      layer: 1,
      component: 'cell',
      ids,
      segments,
      view: segmentsFrom(
        Int32Array.from({ length: documents }, (_, d) => (d + (name === 'discovery' ? 0 : documents)) * read),
        read,
      ),
    }),
  );
}, 120_000);

const flip = async (neuron: number) => {
  const found = await flipOfClaim(
    bench,
    { claim: { feature: 0, neuron, sign: 1, chosen: 'by hand' }, where: { after: null } },
    readings as Readings,
  );
  if ('code' in found) throw new Error(found.code);
  return found;
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
});
