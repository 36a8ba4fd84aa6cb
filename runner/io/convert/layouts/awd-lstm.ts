/**
 * AWD-LSTM and ULMFiT: LSTMs of unequal width in a list, whose recurrent matrix is dropped in part while training. The true
 * matrix is `weight_hh_l0_raw`; one under the plain name is the copy of the last forward pass, with what was dropped in it.
 * fastai keeps the token vectors twice or three times. Source: salesforce/awd-lstm-lm (weight_drop.py), fastai1
 * (text/models/awd_lstm.py). Pure.
 */

import { FormatError } from '../../formats/format-error.ts';
import { attributesOf, PickledObject } from '../../formats/pickle/python.ts';
import { areEqual } from '../arrays.ts';
import type { Arrays, ImportedWeights, Layout, LayoutOptions, Tensors } from './layout.ts';
import { mapStateDict } from './state-dict.ts';

export const awdLstm: Layout = {
  label: 'AWD-LSTM and ULMFiT (salesforce, fastai)',
  recognise(contents, options) {
    if (contents.kind !== 'arrays' || !Object.keys(contents.tensors).some((name) => name.endsWith(rawEnding)))
      return null;
    return unwrapped(contents, options);
  },
};

const rawEnding = '_raw';
/** The token vectors under another module, which drops some of them. */
const embeddingCopy = /(encoder_dp\.emb|encoder_with_dropout\.embed)\.weight$/;

function unwrapped(contents: Arrays, options: LayoutOptions): ImportedWeights {
  const { tensors, settings } = contents;
  checkSoftmax(settings);
  const names = Object.keys(tensors);
  const embedding = names.find((name) => /(^|\.)encoder\.weight$/.test(name)) ?? '';
  /** The arrays that copies were made of, by the names of these. */
  const originals = new Map(names.filter((name) => name.endsWith(rawEnding)).map((raw) => [plainName(raw), raw]));
  for (const name of names) if (embeddingCopy.test(name) && embedding !== '') originals.set(name, embedding);
  const kept: Record<string, Tensors[string]> = Object.create(null);
  /** Theirs by what they are called here. */
  const theirs = new Map<string, string>();
  const left: string[] = [];
  for (const [name, tensor] of Object.entries(tensors)) {
    if (options.ignore.has(name)) continue;
    const original = originals.get(name);
    if (original === undefined) {
      const plain = name.endsWith(rawEnding) ? plainName(name) : name;
      kept[plain] = tensor;
      theirs.set(plain, name);
      continue;
    }
    // fastai reads such a file with the plain copy, salesforce's program with the raw one: which is meant is not to be told.
    if (!original.includes('.module.') && !areEqual(tensor, tensors[original] ?? tensor))
      throw new FormatError(`"${name}" is no copy of "${original}"`, 'Save it again after an evaluation: learn.save()');
    left.push(name);
  }
  const ignore = new Set([...options.ignore].filter((name) => Object.hasOwn(kept, name)));
  const model = mapStateDict({ ...contents, tensors: kept }, { ...options, ignore });
  const origins = Object.entries(model.origins).map(([ours, name]) => [ours, theirs.get(name) ?? name] as const);
  const notes = model.notes.filter((note) => !note.startsWith('Its recurrent parts are taken'));
  if (left.length > 0) notes.push(`Left out, as copies: ${left.join(', ')}.`);
  return { ...model, format: `${contents.format} of an AWD-LSTM`, origins: Object.fromEntries(origins), notes };
}

/** 'rnns.0.module.weight_hh_l0' where fastai writes 'rnns.0.weight_hh_l0_raw' beside it. */
const plainName = (raw: string): string => {
  const name = raw.slice(0, -rawEnding.length);
  return name.includes('.module.') ? name : name.replace(/([^.]+)$/, 'module.$1');
};

/** A softmax in several parts gives other probabilities than the decoder alone. */
function checkSoftmax(settings: Arrays['settings']): void {
  for (const value of settings.values()) {
    if (!(value instanceof PickledObject) || !value.className.endsWith(' SplitCrossEntropyLoss')) continue;
    const splits: unknown = attributesOf(value)?.get('splits');
    if (Array.isArray(splits) && splits.length > 2)
      throw new FormatError(`its softmax is split into ${splits.length - 1} parts, which no decoder here is`);
  }
}
