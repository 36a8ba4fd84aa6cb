/** The network of an article's experiment, which its figures ask while the site is built: decoded once for all of them. Node only. */
import { decodeModel } from '../../browser/live/model.ts';
import { sentenceReader } from '../../browser/live/sentence.ts';
import { modelFiles } from '../../data/live-model.ts';
import type { Experiment } from '../../words/experiment.ts';
import { remembered } from '../../words/remembered.ts';

const networkOf = remembered(async (result: Experiment['result'], id: string) => {
  const { model, weights } = await modelFiles({ id, result });
  return decodeModel(model, weights);
});

/** What reads texts, with a neuron of the recorded component followed. */
export const readerOf = async ({ id, result }: Experiment, neuron: number) =>
  sentenceReader(await networkOf(result, id), `${result.record.component}.${result.record.layer}`, neuron);
