/** The network of an article's experiment, which its figures ask while the site is built: opened once for all of them. Node only. */
import { softmax } from '../../../runner/analysis/stats/logits.ts';
import { at } from '../../../runner/core/at.ts';
import { open } from '../../../runner/read.ts';
import { modelFiles } from '../../data/live-model.ts';
import type { Experiment } from '../../words/experiment.ts';
import { remembered } from '../../words/remembered.ts';

const networkOf = remembered(async (result: Experiment['result'], id: string) =>
  open(await modelFiles({ id, result })),
);

/**
 * What reads texts from the zero state, with a neuron of the recorded component followed.
 * @returns of a text its tokens, the neuron's value after each, and the probability of a token that comes next.
 */
export async function readerOf({ id, result }: Experiment, neuron: number) {
  const model = await networkOf(result, id);
  const array = `${result.record.component}.${result.record.layer}`;
  return async (text: string) => {
    const reading = await model.read(text, { record: [array], logits: true });
    const next = softmax(reading.logits.slice(-model.vocabulary.length));
    return {
      tokens: reading.tokens,
      values: [...reading.neuron(array, neuron)],
      chance: (token: string): number => at(next, model.vocabulary.indexOf(token)),
    };
  };
}
