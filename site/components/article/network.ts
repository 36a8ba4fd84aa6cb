/** The network of an article's experiment, which its figures ask while the site is built: decoded once for all of them. Node only. */
import { type BrowserModel, decodeModel } from '../../browser/live/model.ts';
import { readSentence, type SentenceReading } from '../../browser/live/sentence.ts';
import { modelFiles } from '../../data/live-model.ts';
import type { Experiment } from '../../words/experiment.ts';

const decoded = new WeakMap<Experiment['result'], Promise<BrowserModel>>();

/** What it makes of texts, with a neuron of the recorded component followed. */
export async function readerOf(experiment: Experiment, neuron: number): Promise<(text: string) => SentenceReading> {
  const { result } = experiment;
  const decoding =
    decoded.get(result) ?? modelFiles(experiment).then(({ model, weights }) => decodeModel(model, weights));
  decoded.set(result, decoding);
  const model = await decoding;
  return (text) => readSentence(model, `${result.record.component}.${result.record.layer}`, neuron, text);
}
