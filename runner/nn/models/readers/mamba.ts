/**
 * Mamba. Source: Gu & Dao 2023, arXiv 2312.00752, and the authors' program (state-spaces/mamba; Apache-2.0). A channel's
 * memory stands as [memory, channels] here, which is read faster than the other way round.
 */
import { valueNamed } from '../program.ts';
import { type Family, ofLayers, type Sizes } from './family.ts';
import { backboneName, checkedBackbone, tiedHead } from './mamba-files.ts';
import { convolution, moduleOf, piecesOf, silu } from './parts.ts';
import { mambaTable } from './tables/mamba.ts';

interface MambaSizes extends Sizes {
  /** Channels of a layer. */
  inner: number;
  /** Numbers that each channel remembers. */
  memory: number;
  /** Of the matrix through which the step size goes. */
  rank: number;
  kernel: number;
  epsilon: number;
}

const inner = (sizes: MambaSizes): number => sizes.inner;
const memory = (sizes: MambaSizes): number => sizes.memory;

export const mamba: Family<MambaSizes> = {
  ...mambaTable,
  widths: {
    convolved: inner,
    write: memory,
    read: memory,
    delta: inner,
    memoryNorm: inner,
    readout: inner,
    gate: inner,
    gated: inner,
    residual: ({ width }) => width,
  },
  rename: backboneName,
  claims: ({ has }) => has('backbone.embedding.weight') && has('backbone.layers.0.mixer.x_proj.weight'),
  sizesOf(file, settings, refuse) {
    const mixer = 'backbone.layers.0.mixer';
    if (settings.model_type === 'falcon_mamba') refuse('it is Falcon Mamba, which norms what Mamba does not');
    const epsilon = checkedBackbone(file, settings, refuse);
    const { shapeOf, layersWith } = file;
    const [vocabulary = 0, width = 0] = shapeOf('backbone.embedding.weight');
    const [channels = 0, remembered = 0] = shapeOf(`${mixer}.A_log`);
    return {
      layers: layersWith('backbone.layers.N.mixer.A_log'),
      vocabulary,
      width,
      inner: channels,
      memory: remembered,
      rank: shapeOf(`${mixer}.dt_proj.weight`)[1] ?? 0,
      kernel: shapeOf(`${mixer}.conv1d.weight`).at(-1) ?? 0,
      epsilon,
    };
  },
  parameters(sizes) {
    const table = { 'backbone.embedding.weight': [sizes.vocabulary, sizes.width] };
    return {
      step: {
        ...table,
        ...ofLayers(sizes.layers, (layer) => {
          const own = `backbone.layers.${layer - 1}`;
          return {
            [`${own}.norm.weight`]: [sizes.width],
            [`${own}.mixer.in_proj.weight`]: [2 * sizes.inner, sizes.width],
            [`${own}.mixer.conv1d.weight`]: [sizes.inner, sizes.kernel],
            [`${own}.mixer.conv1d.bias`]: [sizes.inner],
            [`${own}.mixer.x_proj.weight`]: [sizes.rank + 2 * sizes.memory, sizes.inner],
            [`${own}.mixer.dt_proj.weight`]: [sizes.inner, sizes.rank],
            [`${own}.mixer.dt_proj.bias`]: [sizes.inner],
            [`${own}.mixer.A_log`]: [sizes.inner, sizes.memory],
            [`${own}.mixer.D`]: [sizes.inner],
            [`${own}.mixer.out_proj.weight`]: [sizes.width, sizes.inner],
          };
        }),
      },
      // The table of token vectors is the decoder too.
      decoder: { 'backbone.norm_f.weight': [sizes.width], ...table },
    };
  },
  tied: tiedHead,
  states: (sizes) =>
    ofLayers(sizes.layers, (layer) => ({
      [`window.${layer}`]: { shape: [sizes.kernel - 1, sizes.inner], first: 0 },
      [`memory.${layer}`]: { shape: [sizes.memory, sizes.inner], first: 0 },
    })),
  decoderReads: 'residual',

  step(ops, values, { tokens, streams, tap, sizes }) {
    const { epsilon } = sizes;
    const state: Record<string, (typeof values)[string]> = {};
    let x = ops.gather(valueNamed(values, 'backbone.embedding.weight'), tokens);
    for (let layer = 1; layer <= sizes.layers; layer++) {
      const own = `backbone.layers.${layer - 1}.`;
      const { weight, linear } = moduleOf(ops, values, `${own}mixer.`);
      const rows = (v: typeof x) => ops.reshape(v, [streams, 1, sizes.inner]);
      const columns = (v: typeof x) => ops.reshape(v, [streams, sizes.memory, 1]);

      const a = moduleOf(ops, values, own).rmsNorm('norm', x, epsilon);
      const [entering = x, gating = x] = ops.split(linear('in_proj', a), 2, 1);
      const seen = convolution(ops, valueNamed(values, `window.${layer}`), weight('conv1d.weight'), entering);
      const u = tap('convolved', layer, silu(ops, ops.add(seen.sum, weight('conv1d.bias'))));
      const [s = x, b = x, c = x] = piecesOf(ops, linear('x_proj', u), [sizes.rank, sizes.memory, sizes.memory]);
      const write = tap('write', layer, b);
      const read = tap('read', layer, c);
      const delta = tap('delta', layer, ops.softplus(linear('dt_proj', s)));
      const rate = ops.sub(ops.scalar(0), ops.exp(ops.transpose(weight('A_log'))));
      const kept = ops.mul(ops.exp(ops.mul(rows(delta), rate)), valueNamed(values, `memory.${layer}`));
      const memory = ops.add(kept, ops.mul(rows(ops.mul(delta, u)), columns(write)));
      tap('memoryNorm', layer, ops.sqrt(ops.reduceSum(ops.mul(memory, memory), 1)));
      const recalled = ops.reduceSum(ops.mul(memory, columns(read)), 1);
      const y = tap('readout', layer, ops.add(recalled, ops.mul(weight('D'), u)));
      const gated = tap('gated', layer, ops.mul(y, tap('gate', layer, silu(ops, gating))));
      x = tap('residual', layer, ops.add(x, linear('out_proj', gated)));
      state[`window.${layer}`] = seen.window;
      state[`memory.${layer}`] = memory;
    }
    return state;
  },

  decode(ops, values, rows, { epsilon }) {
    const { linear, rmsNorm } = moduleOf(ops, values, 'backbone.');
    return linear('embedding', rmsNorm('norm_f', rows, epsilon));
  },
};
