import { describe, expect, it } from 'vitest';
import { memorySink, observe } from '../../../runner/analysis/reading/observe.ts';
import { random } from '../../../runner/core/random.ts';
import { onnxEngine } from '../../../runner/nn/engines/onnx/engine.ts';
import { unitsOf } from '../../../runner/nn/models/architecture.ts';
import type { Checkpoint } from '../../../runner/nn/models/checkpoint.ts';
import { insideQuotes, quotationTokens } from '../../calibration/quotation-language.ts';
import { rotatedCheckpoint } from '../../calibration/rotated.ts';
import { quoteNeuron, unheardNeuron, type Wiring, wiredCheckpoint } from '../../calibration/wired.ts';

const tokens = quotationTokens(1500, random(8));
const mask = insideQuotes(tokens);
const first = mask.indexOf(1);
const engine = onnxEngine(1);

async function readBy(checkpoint: Checkpoint) {
  const { units } = checkpoint.architecture;
  const sink = memorySink(tokens.length, units);
  const ids = Int32Array.from(tokens, (token) => checkpoint.vocabulary.indexOf(token));
  const { nll } = await observe({ engine, checkpoint, ids, segments: [[0, tokens.length]], sink });
  return {
    loss: nll.reduce((sum, value) => sum + value, 0),
    hidden: (layer: number, neuron: number, t: number) =>
      sink.arrays.get(`hidden.${layer}`)?.[t * unitsOf({ units }, layer) + neuron],
  };
}

/** Nats, of whoever knows the language: its own choices, inside or outside and which of the 28 words. */
function bestLoss(): number {
  const entropy = (...shares: number[]) => -shares.reduce((sum, p) => sum + p * Math.log(p), 0);
  const word = entropy(0.9, 0.1) + Math.log(14);
  const words = tokens.filter((token) => /\w/.test(token)).length;
  const inside = tokens.filter((token, t) => /\w/.test(token) && mask[t] === 1).length;
  return words * word + (words - inside) * entropy(0.1, 0.9) + inside * entropy(0.15, 0.85);
}

const networks: [name: string, wiring: Wiring, full: number][] = [
  ['an LSTM', {}, Math.tanh(1)],
  ['a GRU', { cell: 'gru' }, 1],
  ['two layers', { layers: 2 }, Math.tanh(1)],
  ['three latches below a majority', { layers: 2, latches: 3 }, Math.tanh(1)],
  ['a copy that nothing hears', { unheard: 1 }, Math.tanh(1)],
];

describe.each(networks)('wired by hand: %s', (_, wiring, full) => {
  const read = readBy(wiredCheckpoint(3, { units: 24, ...wiring }));
  const knowing = [
    ...Array.from({ length: wiring.latches ?? 1 }, (_each, neuron) => quoteNeuron + neuron),
    ...(wiring.unheard ? [unheardNeuron(wiring)] : []),
  ];

  it('the neurons that remember are up inside quotation marks and down outside, from the first of them on', async () => {
    const { hidden } = await read;
    for (const neuron of knowing) {
      for (let t = first; t < tokens.length; t++) {
        expect(hidden(1, neuron, t)).toBeCloseTo((mask[t] === 1 ? 1 : -1) * full, 2);
      }
    }
  });

  it('the network predicts its language about as well as can be', async () => {
    const { loss } = await read;
    expect(tokens.filter((token) => token === '\u201c').length).toBeGreaterThan(20);
    expect(loss / bestLoss()).toBeGreaterThan(0.9);
    expect(loss / bestLoss()).toBeLessThan(1.15);
  });
});

describe('a rotated code', () => {
  const read = readBy(rotatedCheckpoint(3));

  it('predicts the language about as well', async () => {
    expect((await read).loss / bestLoss()).toBeLessThan(1.15);
  });

  it('has no neuron on which the state could be read off', async () => {
    const { hidden } = await read;
    for (let neuron = 0; neuron < 48; neuron++) {
      const of = (state: number) =>
        [...tokens.keys()].filter((t) => mask[t] === state).map((t) => hidden(1, neuron, t) ?? Number.NaN);
      const [outside, inside] = [of(0), of(1)];
      expect(Math.min(...inside)).toBeLessThan(Math.max(...outside));
      expect(Math.min(...outside)).toBeLessThan(Math.max(...inside));
    }
  });
});
