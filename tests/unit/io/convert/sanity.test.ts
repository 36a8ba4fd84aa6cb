import { expect, it } from 'vitest';
import { checkSanity } from '../../../../runner/io/convert/sanity.ts';
import { Model } from '../../../../runner/library/model.ts';
import { referenceEngine } from '../../../../runner/nn/engines/reference/engine.ts';
import type { Checkpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { mapValues, sizeOf } from '../../../../runner/nn/models/program.ts';
import { parametersOf } from '../../../../runner/nn/models/reading.ts';

const architecture = { cell: 'rnn', layers: 1, units: 4, embedding: 0, vocabulary: 4 } as const;

/** A network that keeps the last letter in its hidden state and bets on the next of a, b, c, d, a, ... */
function counter(stake = 5): Checkpoint {
  const weights = mapValues(parametersOf(architecture), (shape) => ({ shape, data: new Float32Array(sizeOf(shape)) }));
  for (let letter = 0; letter < 4; letter++) {
    weights['rnn.weight_ih_l0']?.data.set([3], 4 * letter + letter);
    weights['decoder.weight']?.data.set([stake], 4 * ((letter + 1) % 4) + letter);
  }
  return { architecture, unit: 'character', vocabulary: [...'abcd'], weights };
}

const [text, turned] = ['abcd', 'dcba'].map((each) => each.repeat(300)) as [string, string];

const aFifth = expect.closeTo(0.2, 10);
it.each<[string, given: Partial<Checkpoint> & { stake?: number }, text: string, sanity: object | null]>([
  ['shows in its perplexity beside that on shuffled tokens', {}, text, { tokens: 1200, unknown: 0, predicts: true }],
  ['is missing where the vocabulary is in another order', { vocabulary: [...'acbd'] }, text, { predicts: false }],
  // Half of the steps are as it bets; of shuffled ones a quarter.
  ['is missing where a model is so sure of what is wrong', { stake: 40 }, 'abcdaacc'.repeat(200), { predicts: false }],
  ['leaves out what a vocabulary lacks', {}, 'abcd.'.repeat(300), { tokens: 1200, unknown: aFifth, predicts: true }],
  ['counts what it reads as unknown', { vocabulary: [...'abc', '<unk>'] }, text, { tokens: 1200, unknown: 0.25 }],
  ['is that of the turned text of a backward model', { direction: 'backward' }, turned, { predicts: true }],
  ['is missing where it is not turned', { direction: 'backward' }, text, { predicts: false }],
  ['cannot be told from a text of other tokens', {}, 'xyz'.repeat(900), null],
])('the sanity of an imported model %s', async (_, { stake, ...given }, text, sanity) => {
  const found = await checkSanity(new Model({ ...counter(stake), ...given }, referenceEngine), text);
  if (sanity === null) expect(found).toBeNull();
  else expect(found).toMatchObject(sanity);
  if (stake) expect(found?.perplexity).toBeLessThan(0.1 * (found?.shuffled ?? 0));
});

it('the perplexity is that of the bets, and of shuffled tokens more than by guessing', async () => {
  const found = await checkSanity(new Model(counter(), referenceEngine), text);
  // With the right next letter at logit 5 tanh(3) = 4.975 and three at 0.
  expect(found?.perplexity).toBeCloseTo(1 + 3 * Math.exp(-5 * Math.tanh(3)), 4);
  expect(found?.shuffled).toBeGreaterThan(4);
});
