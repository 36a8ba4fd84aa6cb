/** The network of an article's experiment, which its figures ask while the site is built: decoded once for all of them. Node only. */
import { item } from '../../../runner/core/at.ts';
import { chances, follow, readings, type Sentence, type SentenceStep } from '../../browser/article/held.ts';
import { type BrowserModel, decodeModel } from '../../browser/live/model.ts';
import { modelFiles } from '../../data/live-model.ts';
import { verbs } from '../../words/article/sailor-story.ts';
import type { Experiment } from '../../words/experiment.ts';

export interface ArticleNetwork {
  /** The text's tokens, each with the value of the article's neuron after it. @throws Error at a word that it does not know. */
  follow(text: string): SentenceStep[];
  /** What it makes of a sentence, alone and with the neuron held at each value. */
  readings(sentence: Sentence, values: readonly number[]): ReturnType<typeof readings>;
  /** The chances of the singular and of the plural verbs after a text, the neuron held at a value or, at null, left alone. */
  verbs(text: string, value: number | null): { singular: number; plural: number };
}

const decoded = new WeakMap<Experiment['result'], Promise<BrowserModel>>();

function modelOf(experiment: Experiment): Promise<BrowserModel> {
  const before = decoded.get(experiment.result);
  if (before !== undefined) return before;
  const decoding = modelFiles(experiment).then(({ model, weights }) => decodeModel(model, weights));
  decoded.set(experiment.result, decoding);
  return decoding;
}

/** @param neuron of the recorded component. */
export async function networkOf(experiment: Experiment, neuron: number): Promise<ArticleNetwork> {
  const model = await modelOf(experiment);
  const { component, layer } = experiment.result.record;
  const held = { component: `${component}.${layer}`, neuron };
  const chanceOf = (text: string, number: 0 | 1, value: number | null): number => {
    const forms = verbs.map((both) => item(both, number));
    return chances(model, text, forms, { ...held, value }).reduce((sum, each) => sum + each, 0);
  };
  return {
    follow: (text) => follow(model, held, text),
    readings: (sentence, values) => readings(model, held, sentence, values),
    verbs: (text, value) => ({ singular: chanceOf(text, 0, value), plural: chanceOf(text, 1, value) }),
  };
}
