import { beforeAll, describe, expect, it } from 'vitest';
import { insideQuotes, quoteNeuron, wiredCheckpoint, wiredTokens } from '../../../../runner/calibration/wired.ts';
import { random } from '../../../../runner/core/random.ts';
import { onnxEngine } from '../../../../runner/engines/onnx/engine.ts';
import { causes } from '../../../../runner/experiment/evidence/ablation.ts';
import { readAltered } from '../../../../runner/experiment/evidence/altered-readings.ts';
import type { Half } from '../../../../runner/experiment/evidence/halves.ts';
import type { Segment } from '../../../../runner/recording/observe.ts';
import { observeNeurons } from '../../../../runner/recording/observe-neurons.ts';

const engine = onnxEngine(1);
const checkpoint = wiredCheckpoint(5);
const { vocabulary, architecture, weights } = checkpoint;
const { units } = architecture;

/** 52 documents of two segments of 48 tokens, the first 8 of each not scored; every second document is discovery. */
const documents = 52;
const segmentLength = 48;
const warmUp = 8;
const texts = Array.from({ length: documents }, (_, document) => wiredTokens(2 * segmentLength, random(17, document)));
const ids = Int32Array.from(texts.flat(), (token) => vocabulary.indexOf(token));
const mask = Uint8Array.from(texts.flatMap((tokens) => [...insideQuotes(tokens)]));
const segments = Array.from({ length: 2 * documents }, (_, s): Segment => [s * segmentLength, segmentLength]);

function half(parity: number): Half {
  const own = Array.from({ length: documents / 2 }, (_, index) => 2 * index + parity);
  const length = segmentLength - warmUp;
  const positions = Int32Array.from(
    own.flatMap((document) =>
      [0, 1].flatMap((s) => Array.from({ length }, (_, t) => (2 * document + s) * segmentLength + warmUp + t)),
    ),
  );
  const types = positions.map((position) => ids[position] ?? 0);
  return { length, segments: 2, sources: new Int32Array(own.length), types, positions, documents: own };
}
const halves = { discovery: half(0), confirmation: half(1) };
const reading = { engine, checkpoint, ids, segments, array: 'hidden.1' };
const discovery = await observeNeurons({ ...reading, positions: halves.discovery.positions });
const confirmation = await observeNeurons({ ...reading, positions: halves.confirmation.positions });
const at = (values: Uint8Array, { positions }: Half) => Uint8Array.from(positions, (position) => values[position] ?? 0);
const quotes = { discovery: at(mask, halves.discovery), confirmation: at(mask, halves.confirmation), types: null };
const task = {
  engine,
  checkpoint,
  layer: 1,
  component: 'hidden',
  ids,
  segments,
  halves,
  discovery,
  confirmation,
} as const;

describe('a reading with a neuron altered', () => {
  const { length, positions } = halves.confirmation;
  const plan = {
    pieces: Array.from({ length: documents }, (_, piece) => ({
      document: Math.floor(piece / 2),
      start: piece * length,
    })),
    length,
    documents: documents / 2,
  };
  const places = Array.from({ length: positions.length }, (_, place) => place).filter((p) => p % length < length - 1);
  const read = readAltered({
    ...task,
    text: halves.confirmation,
    activations: confirmation,
    plan,
    altered: [
      { id: 'held', neuron: quoteNeuron, value: -0.25, wanted: 'loss' },
      { id: 'swapped', neuron: quoteNeuron, value: 'of another document', wanted: 'loss' },
      { id: 'chances', neuron: quoteNeuron, value: 0.5, wanted: 'probability' },
    ],
    lossAt: places,
    probabilityAt: [3, 50],
    sets: [Uint8Array.from(vocabulary, (token) => (token === '\u201d' ? 1 : 0))],
  });

  // No other neuron of this network reads the altered one, so only the decoder sees the change.
  const logitsWith = (place: number, value: number) =>
    vocabulary.map((_, id) => {
      let logit = weights['decoder.bias']?.data[id] ?? 0;
      for (let unit = 0; unit < units; unit++) {
        const hidden = unit === quoteNeuron ? value : (confirmation[unit]?.[place] ?? 0);
        logit += (weights['decoder.weight']?.data[id * units + unit] ?? 0) * hidden;
      }
      return logit;
    });
  const normal = (logits: number[]) => Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  const lossWith = (place: number, value: number) => {
    const logits = logitsWith(place, value);
    return normal(logits) - (logits[halves.confirmation.types[place + 1] ?? 0] ?? 0);
  };
  const own = (place: number) => confirmation[quoteNeuron]?.[place] ?? 0;

  it('changes the loss as the decoder says by hand', async () => {
    const change = (await read).change('held');
    for (const place of places)
      expect(change[place]).toBeCloseTo(lossWith(place, -0.25) - lossWith(place, own(place)), 4);
    expect(change[length - 1]).toBeNaN();
  });

  it('takes the value of the same place in the next document when it is resampled', async () => {
    const change = (await read).change('swapped');
    for (const place of places) {
      const other = own((place + 2 * length) % positions.length);
      expect(change[place]).toBeCloseTo(lossWith(place, other) - lossWith(place, own(place)), 4);
    }
  });

  it('gives the probability of a token set, averaged over the places', async () => {
    const expected = [3, 50].map((place) => {
      const logits = logitsWith(place, 0.5);
      return Math.exp((logits[vocabulary.indexOf('\u201d')] ?? 0) - normal(logits));
    });
    expect((await read).probability('chances')?.[0]).toBeCloseTo(((expected[0] ?? 0) + (expected[1] ?? 0)) / 2, 6);
    expect((await read).probability('nothing')).toBeUndefined();
  });
});

describe('the causal rung', () => {
  const shut = Uint8Array.from(ids, (id) => (vocabulary[id] === '\u201d' ? 1 : 0));
  const closing = {
    discovery: at(shut, halves.discovery),
    confirmation: at(shut, halves.confirmation),
    types: Uint8Array.from(vocabulary, (token) => (token === '\u201d' ? 1 : 0)),
  };
  let rungs: Awaited<ReturnType<typeof causes>>;
  beforeAll(async () => {
    rungs = await causes({
      ...task,
      features: [quotes, closing],
      claims: [
        { feature: 0, neuron: quoteNeuron },
        { feature: 0, neuron: 20 },
        { feature: 1, neuron: quoteNeuron },
      ],
      seed: 3,
    });
  });

  it('is passed by a neuron that the network uses: without it the words inside quotes cost more', () => {
    const [wired] = rungs;
    expect(wired?.status).toBe('passed');
    const mean = wired?.measured?.ablations.find(({ method, where }) => method === 'mean' && where === 'after');
    expect(mean?.feature).toBeGreaterThan(0.3);
    expect(mean?.difference).toBeGreaterThan(Math.max(...(mean?.matched ?? [])));
    expect(wired?.measured?.matchedNeurons).toHaveLength(40);
    expect(wired?.measured?.matchedNeurons).not.toContain(20);
    expect(wired?.measured?.documents).toBe(26);
    expect(wired?.measured?.clamps).toEqual([]);
  });

  it('is failed by a neuron that means nothing', () => {
    expect(rungs[1]?.status).toBe('failed');
  });

  it('shows by clamping that the neuron brings the closing mark about: the higher it is held, the likelier the mark', () => {
    const clamps = rungs[2]?.measured?.clamps ?? [];
    expect(clamps.map(({ quantile }) => quantile)).toEqual([0.05, 0.25, 0.5, 0.75, 0.95]);
    expect(clamps[4]?.probability).toBeGreaterThan(10 * (clamps[0]?.probability ?? 1));
  });
});

it('a feature that hardly occurs cannot be judged', async () => {
  const none = new Uint8Array(halves.discovery.positions.length);
  const [rung] = await causes({
    ...task,
    features: [{ discovery: none, confirmation: none, types: null }],
    claims: [{ feature: 0, neuron: 3 }],
    seed: 3,
  });
  expect(rung).toEqual({
    status: 'not testable',
    reason: 'the feature is at 0 of the tokens that were read for it, and the test needs 30',
    measured: null,
  });
});
