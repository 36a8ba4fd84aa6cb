/**
 * lucidrains' minLM and the older minGRULM: blocks of a causal convolution (or none), a norm, a minGRU or minLSTM, a norm and a
 * feed-forward part, around a stream. Its cells have no biases and the candidate g; blocks of rows are hidden, gate, or hidden, f, i. A norm's
 * `weight` is that of PyTorch's RMSNorm; an older one's is gamma + 1. Source: lucidrains/minGRU-pytorch (minLM.py, minGRU.py,
 * minLSTM.py; minGRULM.py). Pure.
 */
import { item } from '../../core/at.ts';
import type { Tensor } from '../../core/tensor.ts';
import {
  blockName,
  decoderBias,
  decoderNorm,
  decoderWeight,
  embeddingWeight,
  parameterName,
} from '../../models/architecture.ts';
import { reordered, transposed, zeros } from '../arrays.ts';
import { Assignment } from '../assignment.ts';
import type { Arrays, ForeignModel, Layout, LayoutOptions } from './layout.ts';

export const minLm: Layout = {
  label: "lucidrains' minLM and minGRULM",
  recognise: (contents, options) =>
    contents.kind === 'arrays' && Object.keys(contents.tensors).some((name) => gateName.test(name))
      ? languageModel(contents, options)
      : null,
};

const gateName = /^(.*?)layers\.(\d+)\.2\.to_hidden_and_(f_i_)?gate\.weight$/;
/** Theirs to ours: gate, hidden; f, i, hidden. */
const orders = { mingru: [1, 0], minlstm: [1, 2, 0] } as const;
/** What the norms add under their root: the step of single precision above 1, or next to nothing. */
const epsilons = { weight: 2 ** -23, gamma: 1e-24 } as const;

/** The parts of one file. */
class Parts {
  readonly assignment: Assignment;
  readonly prefix: string;

  constructor(assignment: Assignment, prefix: string) {
    this.assignment = assignment;
    this.prefix = prefix;
  }

  find = (name: string): Tensor | undefined => this.assignment.tensors.get(this.prefix + name);

  take(ours: string, name: string, change: (tensor: Tensor) => Tensor = (tensor) => tensor): Tensor {
    const tensor = this.find(name);
    if (tensor === undefined) return this.assignment.fail(`it has no ${this.prefix}${name}`);
    this.assignment.put(ours, change(tensor), [this.prefix + name]);
    return tensor;
  }
}

function languageModel(contents: Arrays, options: LayoutOptions): ForeignModel {
  const assignment = new Assignment(contents, options);
  const { tensors, fail, weights, origins, notes } = assignment;
  const found = [...tensors.keys()].flatMap((name) => gateName.exec(name) ?? []);
  const layers = 1 + Math.max(...[...tensors.keys()].flatMap((name) => Number(gateName.exec(name)?.[2] ?? -1)));
  const parts = new Parts(assignment, found[1] ?? '');
  const norm = parts.find('norm.weight') === undefined ? 'gamma' : 'weight';
  const cell = found[3] === undefined ? 'mingru' : 'minlstm';
  if (options.cell !== undefined && options.cell !== cell)
    return fail(`its weights are those of a ${cell}, not of ${options.cell}`, 'Leave cell= out');
  const [, stream = 0] = parts.take(embeddingWeight, 'token_emb.weight').shape;
  let [convolution, feedForward] = [0, 0];
  for (let layer = 1; layer <= layers; layer++) {
    const sizes = takeBlock(parts, layer, { cell, norm });
    if (layer > 1 && (sizes.convolution !== convolution || sizes.feedForward !== feedForward))
      fail('its blocks have convolutions or feed-forward parts of several sizes');
    ({ convolution, feedForward } = sizes);
  }
  parts.take(decoderNorm, `norm.${norm}`, normWeight(norm));
  const [vocabulary = 0] = parts.take(decoderWeight, 'to_logits.weight').shape;
  if (parts.find('to_logits.bias') === undefined) assignment.zeros(decoderBias, vocabulary);
  else parts.take(decoderBias, 'to_logits.bias');
  assignment.checkAllUsed();
  if (convolution > 0)
    notes.push(
      'Its convolution is taken to read this token and those before it; in its program’s first day it also looked ahead, which its file does not tell.',
    );
  notes.push('It can be read with from a program; experiments and trainings refuse it.');
  const block = { convolution, feedForward, epsilon: epsilons[norm] };
  const format = `${contents.format} of a minLM (lucidrains)`;
  return { format, cell, layers, embedding: stream, block, weights, origins, notes };
}

const normWeight =
  (norm: 'weight' | 'gamma') =>
  (tensor: Tensor): Tensor =>
    norm === 'weight' ? tensor : { ...tensor, data: tensor.data.map((value) => value + 1) };

function takeBlock(
  parts: Parts,
  layer: number,
  { cell, norm }: { cell: keyof typeof orders; norm: 'weight' | 'gamma' },
): { convolution: number; feedForward: number } {
  const { assignment } = parts;
  const place = `layers.${layer - 1}`;
  const ours = (name: string) => blockName(name, layer);
  const kernel = parts.find(`${place}.0.net.0.weight`);
  if (kernel !== undefined) {
    // [stream, 1, taps] -> [taps, stream]
    const flat = (tensor: Tensor): Tensor => ({ ...tensor, shape: [tensor.shape[0] ?? 0, tensor.shape.at(-1) ?? 0] });
    parts.take(ours('convolution'), `${place}.0.net.0.weight`, (tensor) => transposed(flat(tensor)));
    parts.take(ours('convolution_bias'), `${place}.0.net.0.bias`);
    parts.take(ours('mix'), `${place}.0.net.1.weight`, (tensor) => ({ ...tensor, shape: tensor.shape.slice(0, 2) }));
    parts.take(ours('mix_bias'), `${place}.0.net.1.bias`);
  }
  parts.take(ours('norm'), `${place}.1.${norm}`, normWeight(norm));
  const order = orders[cell];
  const gates = `${place}.2.to_hidden_and_${cell === 'mingru' ? '' : 'f_i_'}gate.weight`;
  const { shape } = parts.take(parameterName('weight_ih', layer), gates, (tensor) => reordered(tensor, order));
  const [rows = 0] = shape;
  if (rows % order.length !== 0)
    assignment.fail(`${gates} is [${shape}], and its rows are not ${order.length} equal blocks`);
  const bias = parameterName('bias_ih', layer);
  assignment.weights[bias] = zeros(rows);
  assignment.origins[bias] = 'zeros';
  if (parts.find(`${place}.2.to_out.weight`) !== undefined) parts.take(ours('out'), `${place}.2.to_out.weight`);
  parts.take(ours('feed_norm'), `${place}.3.${norm}`, normWeight(norm));
  const up = parts.take(ours('up'), `${place}.4.0.weight`);
  parts.take(ours('up_bias'), `${place}.4.0.bias`);
  parts.take(ours('down'), `${place}.4.2.weight`);
  parts.take(ours('down_bias'), `${place}.4.2.bias`);
  return { convolution: kernel?.shape.at(-1) ?? 0, feedForward: item(up.shape, 0) };
}
