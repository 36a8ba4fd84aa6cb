/** A network in which one neuron was wired by hand to know whether the text is inside quotation marks: is it found? */

import { chooseEngine } from '../engines/engines.ts';
import { untrainedNetworks } from '../experiment/evidence/untrained-networks.ts';
import { observeNeurons } from '../recording/observe-neurons.ts';
import { type TestedText, tokensIn } from '../stats/tested-text.ts';
import { climb, passed } from './climb.ts';
import type { Half, Simulated } from './simulate.ts';
import type { Study } from './study.ts';
import { insideQuotes, quoteNeuron, wiredCheckpoint, wiredTokens } from './wired.ts';

/** Of each half, from two sources. */
const documents = 40;
const sources = 2;
/** Tokens that are read of each document, and those at its beginning that are not scored. */
const segment = 256;
const warmUp = 32;
const array = 'hidden.1';

export const wiredStudy: Study = {
  kind: 'plants',
  name: 'unit wired by hand',
  about: 'An LSTM in which one of 64 neurons was wired by hand to know whether the text is inside quotation marks.',
  wanted: { 'found first': [0.9, 1], ladder: [0.9, 1] },
  // Each reads its text with six networks.
  most: 40,
  async experiment(random) {
    const engine = await chooseEngine({ device: 'cpu' });
    const checkpoint = wiredCheckpoint(random.bits());
    const texts = Array.from({ length: 2 * documents }, () => wiredTokens(segment, random));
    const ids = Int32Array.from(texts.flat(), (token) => checkpoint.vocabulary.indexOf(token));
    const inside = texts.map((tokens) => insideQuotes(tokens).subarray(warmUp));
    const positions = Int32Array.from(ids.keys()).filter((position) => position % segment >= warmUp);
    const segments = texts.map((_, document) => [document * segment, segment] as const);
    const reading = { engine, ids, segments, array, positions };
    const wired = await observeNeurons({ ...reading, checkpoint });
    const untrained: Float32Array[][] = [];
    for await (const network of untrainedNetworks({
      ...reading,
      architecture: checkpoint.architecture,
      initialization: 'glorot',
      seed: random.bits(),
    })) {
      untrained.push([...network]);
    }
    const halfFrom = (from: number): Half => {
      const text: TestedText = {
        length: segment - warmUp,
        segments: 1,
        sources: Int32Array.from({ length: documents }, (_, document) => document % sources),
        types: positions.map((position) => ids[position] ?? 0).slice(from, from + positions.length / 2),
      };
      const own = (values: Float32Array) => values.subarray(from, from + tokensIn(text));
      const masks = inside.slice((from * 2 * documents) / positions.length).slice(0, documents);
      return {
        text,
        activations: wired.map(own),
        masks: [Uint8Array.from(masks.flatMap((mask) => [...mask]))],
        untrained: untrained.map((network) => network.map(own)),
      };
    };
    const made: Simulated = { discovery: halfFrom(0), confirmation: halfFrom(positions.length / 2) };
    const { claims } = await climb(made, { count: 1 }, random);
    const first = claims.find(({ chosen }) => chosen === 'effect');
    const found = first?.neuron === quoteNeuron;
    return { 'found first': found, ladder: found && first !== undefined && passed(first, 'E1', 'E2', 'E3', 'E4') };
  },
};
