import { expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { onnxEngine } from '../../../runner/nn/engines/onnx/engine.ts';
import { unitsOf } from '../../../runner/nn/models/architecture.ts';
import type { Checkpoint } from '../../../runner/nn/models/checkpoint.ts';
import { insideQuotes, quotationTokens } from '../../calibration/quotation-language.ts';
import { rotatedCheckpoint } from '../../calibration/rotated.ts';
import { type Wiring, wiredCheckpoint } from '../../calibration/wired.ts';
import { recordedOf } from '../analysis/reading/recorded.ts';

const tokens = quotationTokens(1500, random(8));
const mask = insideQuotes(tokens);
const engine = onnxEngine(1);

async function readBy(checkpoint: Checkpoint) {
  const { units } = checkpoint.architecture;
  const ids = Int32Array.from(tokens, (token) => checkpoint.vocabulary.indexOf(token));
  const { nll, arrays } = await recordedOf({ engine, checkpoint, ids });
  return {
    loss: nll.reduce((sum, value) => sum + value, 0),
    hidden: (neuron: number, t: number) => arrays.get('hidden.1')?.[t * unitsOf({ units }, 1) + neuron],
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

const rotated = readBy(rotatedCheckpoint(3));
it.each<[string, Wiring | null]>([
  ['an LSTM', {}],
  ['a GRU', { cell: 'gru' }],
  ['two layers', { layers: 2 }],
  ['three latches below a majority', { layers: 2, latches: 3 }],
  ['a copy that nothing hears', { unheard: 1 }],
  ['a rotated code', null],
])('%s predicts its language about as well as can be', async (_, wiring) => {
  const { loss } = await (wiring === null ? rotated : readBy(wiredCheckpoint(3, { units: 24, ...wiring })));
  expect(tokens.filter((token) => token === '\u201c').length).toBeGreaterThan(20);
  expect(loss / bestLoss()).toBeGreaterThan(0.9);
  expect(loss / bestLoss()).toBeLessThan(1.15);
});

it('a rotated code has no neuron on which the state could be read off', async () => {
  const { hidden } = await rotated;
  for (let neuron = 0; neuron < 48; neuron++) {
    const of = (state: number) =>
      [...tokens.keys()].filter((t) => mask[t] === state).map((t) => hidden(neuron, t) ?? Number.NaN);
    const [outside, inside] = [of(0), of(1)];
    expect(Math.min(...inside)).toBeLessThan(Math.max(...outside));
    expect(Math.min(...outside)).toBeLessThan(Math.max(...inside));
  }
});
