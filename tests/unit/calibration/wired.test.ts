import { expect, it } from 'vitest';
import { insideQuotes, quoteNeuron, wiredCheckpoint, wiredTokens } from '../../../runner/calibration/wired.ts';
import { random } from '../../../runner/core/random.ts';
import { onnxEngine } from '../../../runner/engines/onnx/engine.ts';
import { unitsOf } from '../../../runner/models/architecture.ts';
import { memorySink, observe } from '../../../runner/recording/observe.ts';

const checkpoint = wiredCheckpoint(3);
const tokens = wiredTokens(1500, random(8));
const { units } = checkpoint.architecture;
const sink = memorySink(tokens.length, units);
const ids = Int32Array.from(tokens, (token) => checkpoint.vocabulary.indexOf(token));
const engine = onnxEngine(1);
const { nll } = await observe({ engine, checkpoint, ids, segments: [[0, tokens.length]], sink });

it('the wired neuron is up inside quotation marks and down outside, from the first of them on', () => {
  const mask = insideQuotes(tokens);
  const first = mask.indexOf(1);
  const hidden = sink.arrays.get('hidden.1') ?? new Float32Array(0);
  for (let t = first; t < tokens.length; t++) {
    expect(hidden[t * unitsOf({ units }, 1) + quoteNeuron]).toBeCloseTo((mask[t] === 1 ? 1 : -1) * Math.tanh(1), 3);
  }
});

it('the wired network predicts its language about as well as can be', () => {
  // Entropy of a token, averaged over the language's own choices: inside or outside, and which of the 28 words.
  const entropy = (...shares: number[]) => -shares.reduce((sum, p) => sum + p * Math.log(p), 0);
  const word = entropy(0.9, 0.1) + Math.log(14);
  const marks = tokens.filter((token) => token === '\u201c').length;
  const words = tokens.filter((token) => /\w/.test(token)).length;
  const inside = tokens.filter((token, t) => /\w/.test(token) && insideQuotes(tokens)[t] === 1).length;
  const outside = words - inside;
  const best = words * word + outside * entropy(0.1, 0.9) + inside * entropy(0.15, 0.85);
  expect(marks).toBeGreaterThan(20);
  const loss = nll.reduce((sum, value) => sum + value, 0);
  expect(loss / best).toBeGreaterThan(0.9);
  expect(loss / best).toBeLessThan(1.15);
});
