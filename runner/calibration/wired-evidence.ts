/** The network wired by hand on texts of its own language, as the ladder sees it. Asks an engine for readings. */

import type { Random } from '../core/random.ts';
import { chooseEngine } from '../engines/engines.ts';
import { halved } from '../experiment/evidence/halves.ts';
import { type HeldReadings, heldReadings } from '../experiment/evidence/readings.ts';
import { untrainedNetworks } from '../experiment/evidence/untrained-networks.ts';
import type { ReadText } from '../ladder/bench.ts';
import { type Bench, benchOf, scoredAmong } from '../ladder/bench.ts';
import type { Readings } from '../ladder/readings.ts';
import { effectsOfNetworks } from '../ladder/untrained.ts';
import { observeNeurons } from '../recording/observe-neurons.ts';
import type { Halves } from '../stats/halves.ts';
import { segmentsFrom, viewed } from '../stats/view.ts';
import { insideQuotes, wiredCheckpoint, wiredTokens } from './wired.ts';

/** Of each half, in turns from two sources. */
const documents = 40;
const sources = 2;
/** Tokens that are read of each document, and those at its beginning that are not scored. */
const segment = 256;
const warmUp = 32;
const component = 'cell';
const permutations = 999;

/** [read tokens] of each half: 1 where the feature is. */
export type Masks = Halves<Uint8Array>;

export interface WiredEvidence {
  /** The claims' feature: being inside quotation marks. */
  inside: Masks;
  /** [read tokens] Token types of each half. */
  types: Halves<Int32Array>;
  readingsFor(bench: Bench): Readings;
  /** @param byHand neurons that are claimed whatever the text says. */
  benchFor(masks: Masks, asked: { count: number; byHand?: readonly number[] }): Bench;
}

/** Hands it to what uses it, and lets go what it took of the engine. */
export async function withWiredEvidence<Found>(
  random: Random,
  use: (wired: WiredEvidence) => Promise<Found>,
): Promise<Found> {
  const { release, ...wired } = await wiredEvidence(random);
  try {
    return await use(wired);
  } finally {
    await release();
  }
}

async function wiredEvidence(random: Random): Promise<WiredEvidence & Pick<HeldReadings, 'release'>> {
  const engine = await chooseEngine({ device: 'cpu' });
  const checkpoint = wiredCheckpoint(random.bits());
  const texts = Array.from({ length: 2 * documents }, () => wiredTokens(segment, random));
  const ids = Int32Array.from(texts.flat(), (token) => checkpoint.vocabulary.indexOf(token));
  const mask = Uint8Array.from(texts.flatMap((tokens) => [...insideQuotes(tokens)]));
  const segments = texts.map((_, document) => [document * segment, segment] as const);
  const starts = (first: number, count: number) =>
    Int32Array.from({ length: count }, (_, document) => (first + document) * segment);
  const scored = starts(0, 2 * documents).map((start) => start + warmUp);
  const view = segmentsFrom(scored, segment - warmUp);
  const reading = { engine, ids, segments, array: `${component}.1`, view };
  const half = documents * segment;
  const inHalves = <A extends Uint8Array | Int32Array>(all: A): Halves<A> => ({
    discovery: all.subarray(0, half) as A,
    confirmation: all.subarray(half) as A,
  });
  const types = inHalves(ids);
  const text = { discovery: textOf(types.discovery), confirmation: textOf(types.confirmation) };
  const activations = halved(await observeNeurons({ ...reading, checkpoint }), text);
  const { release, ...held } = heldReadings(engine, checkpoint, (name) => ({
    layer: 1,
    component,
    ids,
    segments,
    view: segmentsFrom(starts(name === 'discovery' ? 0 : documents, documents), segment),
  }));
  async function* networks(kind: 'drawn' | 'shuffled') {
    const { architecture, weights: trained } = checkpoint;
    const task = { ...reading, architecture, initialization: 'glorot', seed: random.bits() } as const;
    const own = kind === 'drawn' ? task : { ...task, trained };
    for await (const network of untrainedNetworks(own)) yield halved(network, text);
  }
  return {
    release,
    inside: inHalves(mask),
    types,
    readingsFor: (bench) => ({
      ...held,
      seeds: () => ({ code: 'not yet' }),
      async *epochs() {},
      recorded: () => Promise.reject(new Error('calibration: nothing was recorded')),
      untrained: () => effectsOfNetworks(bench, networks('drawn')),
      shuffled: () => effectsOfNetworks(bench, networks('shuffled')),
    }),
    benchFor: (masks, { count, byHand = [] }) =>
      benchOf({
        text,
        activations,
        layer: 1,
        component,
        features: [
          {
            name: 'inside',
            says: { whether: 'it is inside', event: null },
            decidedByToken: false,
            among: 'all',
            masks,
            members: everyToken(half),
            byHand,
          },
        ],
        count,
        permutations,
        seed: random.bits(),
        vocabulary: checkpoint.vocabulary,
        sources: ['one', 'other'],
      }),
  };
}

const everyToken = (tokens: number): Masks => ({
  discovery: new Uint8Array(tokens).fill(1),
  confirmation: new Uint8Array(tokens).fill(1),
});

function textOf(readTypes: Int32Array): ReadText {
  const length = segment - warmUp;
  return {
    length,
    segments: 1,
    warmUp,
    sources: Int32Array.from({ length: documents }, (_, document) => document % sources),
    types: viewed(readTypes, scoredAmong({ warmUp, length, readTypes })),
    readTypes,
  };
}
