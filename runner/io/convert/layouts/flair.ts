/**
 * Flair's character models: a dict of `LanguageModel.save` with the arrays, a dictionary of characters and the settings. A
 * forward model reads from left to right, a backward one from right to left. With a projection (`proj`) between the layers
 * and the decoder the two are one matrix: D (P h + p) + d = (D P) h + (D p + d). Source: flairNLP/flair
 * (flair/models/language_model.py, flair/data.py). Pure.
 */
import { decoderBias, decoderWeight } from '../../../nn/models/architecture.ts';
import { FormatError } from '../../formats/format-error.ts';
import { attributesOf, described } from '../../formats/pickle/python.ts';
import { bytesTokens } from '../../formats/vocabulary/vocabulary.ts';
import { product } from '../arrays.ts';
import type { Arrays, ImportedWeights, Layout, LayoutOptions, Tensors } from './layout.ts';
import { mapStateDict } from './state-dict.ts';

export const flair: Layout = {
  label: 'character models of Flair, forward and backward',
  recognise: (contents, options) =>
    contents.kind === 'arrays' && contents.settings.has('is_forward_lm') ? languageModel(contents, options) : null,
};

function languageModel(contents: Arrays, options: LayoutOptions): ImportedWeights {
  const { settings } = contents;
  const kind = settings.get('recurrent_type') ?? 'lstm';
  if (typeof kind !== 'string' || !/^(lstm|gru)$/i.test(kind))
    throw new FormatError(`its recurrent_type is ${described(kind)}, and read are LSTM and GRU`);
  if (settings.get('has_decoder') === false)
    throw new FormatError('it was saved without its decoder (has_decoder false)');
  if (settings.has('tokenizer')) throw new FormatError('it reads pieces of words by a tokenizer, not characters');
  const forward = settings.get('is_forward_lm');
  if (typeof forward !== 'boolean')
    throw new FormatError(`its is_forward_lm is ${described(forward)}, not True or False`);
  const vocabulary = bytesTokens(attributesOf(settings.get('dictionary'))?.get('idx2item'));
  const { tensors, folded } = withoutProjection(contents.tensors);
  const model = mapStateDict({ ...contents, tensors }, options);
  if (model.cell !== kind.toLowerCase())
    throw new FormatError(`its recurrent_type is ${kind}, and its weights are those of a ${model.cell}`);
  const notes = [...model.notes];
  if (Object.keys(folded).length > 0)
    notes.push(
      'Its projection is multiplied into the decoder; what FlairEmbeddings reads, the projection, is not recorded.',
    );
  const inOrder = forward ? '' : ', in the order of reading';
  notes.push(`FlairEmbeddings reads a line break before a text and a space behind it${inOrder}.`);
  return {
    ...model,
    format: `a ${forward ? 'forward' : 'backward'} character model of Flair`,
    origins: { ...model.origins, ...folded },
    notes,
    vocabulary,
    unit: 'character',
    ...(!forward && { direction: 'backward' }),
  };
}

const [projection, projectionBias] = ['proj.weight', 'proj.bias'];

function withoutProjection(tensors: Tensors): { tensors: Tensors; folded: Record<string, string> } {
  const { [projection]: p, [projectionBias]: shift, ...rest } = tensors;
  if (p === undefined) return { tensors: rest, folded: {} };
  const { [decoderWeight]: decoder, [decoderBias]: bias } = rest;
  const fits = p.shape[0] === decoder?.shape[1] && shift?.shape.join() === `${p.shape[0]}`;
  if (decoder === undefined || bias === undefined || shift === undefined || !fits)
    throw new FormatError(`its projection [${p.shape}] does not fit its decoder [${decoder?.shape ?? ''}]`);
  const shifted = product(decoder, { shape: [shift.data.length, 1], data: shift.data });
  return {
    tensors: {
      ...rest,
      [decoderWeight]: product(decoder, p),
      [decoderBias]: { shape: bias.shape, data: bias.data.map((value, i) => value + (shifted.data[i] ?? 0)) },
    },
    folded: {
      [decoderWeight]: `${decoderWeight} x ${projection}`,
      [decoderBias]: `${decoderBias} + ${decoderWeight} x ${projectionBias}`,
    },
  };
}
