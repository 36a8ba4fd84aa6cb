import { describe, expect, it } from 'vitest';
import { checkSanity } from '../../../../runner/io/exchange/sanity.ts';
import { Model } from '../../../../runner/library/model.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Checkpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { sizeOf } from '../../../../runner/nn/models/program.ts';
import { parametersOf } from '../../../../runner/nn/models/reading.ts';

const letters = ['a', 'b', 'c', 'd'];
const architecture = { cell: 'rnn', layers: 1, units: 4, embedding: 0, vocabulary: 4 } as const;

/** A network that keeps the last letter in its hidden state and bets on the next of a, b, c, d, a, ... */
function counter(vocabulary: string[], stake = 5): Checkpoint {
  const weights = Object.fromEntries(
    Object.entries(parametersOf(architecture)).map(([name, shape]) => [
      name,
      { shape, data: new Float32Array(sizeOf(shape)) },
    ]),
  );
  for (let letter = 0; letter < 4; letter++) {
    weights['rnn.weight_ih_l0']?.data.set([3], 4 * letter + letter);
    weights['decoder.weight']?.data.set([stake], 4 * ((letter + 1) % 4) + letter);
  }
  return { architecture, unit: 'character', vocabulary, weights };
}

const text = 'abcd'.repeat(300);
// With the right next letter at logit 5 tanh(3) = 4.975 and three at 0.
const perplexity = 1 + 3 * Math.exp(-5 * Math.tanh(3));

describe('the sanity of an imported model', () => {
  it('shows in its perplexity beside that on shuffled tokens', async () => {
    const sanity = await checkSanity(new Model(counter(letters), referenceEngine), text);
    expect(sanity?.perplexity).toBeCloseTo(perplexity, 4);
    expect(sanity).toMatchObject({ tokens: 1200, unknown: 0, predicts: true });
    expect(sanity?.shuffled).toBeGreaterThan(4);
  });

  it('is missing where the vocabulary is in another order', async () => {
    const sanity = await checkSanity(new Model(counter(['a', 'c', 'b', 'd']), referenceEngine), text);
    expect(sanity?.predicts).toBe(false);
  });

  it('is missing where a model is so sure of what is wrong that it does worse than by guessing', async () => {
    // Half of the steps are as it bets; of shuffled ones a quarter.
    const sanity = await checkSanity(new Model(counter(letters, 40), referenceEngine), 'abcdaacc'.repeat(200));
    expect(sanity?.perplexity).toBeLessThan(0.1 * (sanity?.shuffled ?? 0));
    expect(sanity?.predicts).toBe(false);
  });

  it('leaves out what a vocabulary without unknown tokens lacks, and counts it', async () => {
    const sanity = await checkSanity(new Model(counter(letters), referenceEngine), 'abcd.'.repeat(300));
    expect(sanity).toMatchObject({ tokens: 1200, predicts: true });
    expect(sanity?.unknown).toBeCloseTo(0.2, 10);
  });

  it('of a model that reads from the end is that of the turned text', async () => {
    const backward = { ...counter(letters), direction: 'backward' } as const;
    const predictions = ['dcba', 'abcd'].map((each) =>
      checkSanity(new Model(backward, referenceEngine), each.repeat(300)),
    );
    expect((await Promise.all(predictions)).map((sanity) => sanity?.predicts)).toEqual([true, false]);
  });

  it('cannot be told from a text of other tokens', async () => {
    expect(await checkSanity(new Model(counter(letters), referenceEngine), 'xyz'.repeat(900))).toBeNull();
  });
});
