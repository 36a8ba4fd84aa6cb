/**
 * Mamba-2. Source: Dao & Gu 2024, arXiv 2405.21060, and the authors' program (state-spaces/mamba; Apache-2.0). Heads share
 * the addresses: one group, as in all published models of the name.
 */
import { valueNamed } from '../program.ts';
import { type Family, type FileSettings, ofLayers, type Sizes } from './family.ts';
import { backboneName, checkedBackbone, tiedHead } from './mamba-files.ts';
import { convolution, memoryLengths, moduleOf, piecesOf, silu } from './parts.ts';
import { mamba2Table } from './tables/mamba2.ts';

interface Mamba2Sizes extends Sizes {
  /** Channels of a layer, of all heads together. */
  inner: number;
  heads: number;
  /** Numbers that each channel remembers. */
  memory: number;
  kernel: number;
  epsilon: number;
}

const inner = (sizes: Mamba2Sizes): number => sizes.inner;
const memory = (sizes: Mamba2Sizes): number => sizes.memory;
const heads = (sizes: Mamba2Sizes): number => sizes.heads;

/** Settings of the authors' files stand in a group of their own. */
const setting = (settings: FileSettings, theirs: string, ofTransformers: string): unknown => {
  const { ssm_cfg: own } = settings;
  const group = typeof own === 'object' && own !== null ? (own as Record<string, unknown>) : {};
  return group[theirs] ?? settings[ofTransformers];
};

export const mamba2: Family<Mamba2Sizes> = {
  ...mamba2Table,
  widths: {
    convolved: inner,
    write: memory,
    read: memory,
    delta: heads,
    memoryNorm: heads,
    readout: inner,
    gate: inner,
    gated: inner,
    residual: ({ width }) => width,
  },
  rename: backboneName,
  claims: ({ has }) => has('backbone.embedding.weight') && has('backbone.layers.0.mixer.dt_bias'),
  tied: tiedHead,
  sizesOf(file, settings, refuse) {
    const mixer = 'backbone.layers.0.mixer';
    const epsilon = checkedBackbone(file, settings, refuse);
    const { shapeOf, layersWith } = file;
    const groups = setting(settings, 'ngroups', 'n_groups') ?? 1;
    if (groups !== 1) refuse(`its heads are in ${JSON.stringify(groups)} groups; read are those of one`);
    const limits = setting(settings, 'dt_limit', 'time_step_limit') ?? [0, Number.POSITIVE_INFINITY];
    const [low, high] = Array.isArray(limits) ? limits : [];
    if (low !== 0 || high !== Number.POSITIVE_INFINITY) refuse(`its step sizes have limits, ${low} and ${high}`);
    const [vocabulary = 0, width = 0] = shapeOf('backbone.embedding.weight');
    const [channels = 0] = shapeOf(`${mixer}.norm.weight`);
    const [together = 0] = shapeOf(`${mixer}.conv1d.weight`);
    return {
      layers: layersWith('backbone.layers.N.mixer.A_log'),
      vocabulary,
      width,
      inner: channels,
      heads: shapeOf(`${mixer}.A_log`)[0] ?? 0,
      memory: (together - channels) / 2,
      kernel: shapeOf(`${mixer}.conv1d.weight`).at(-1) ?? 0,
      epsilon,
    };
  },
  parameters(sizes) {
    const table = { 'backbone.embedding.weight': [sizes.vocabulary, sizes.width] };
    const together = sizes.inner + 2 * sizes.memory;
    return {
      step: {
        ...table,
        ...ofLayers(sizes.layers, (layer) => {
          const own = `backbone.layers.${layer - 1}`;
          return {
            [`${own}.norm.weight`]: [sizes.width],
            [`${own}.mixer.in_proj.weight`]: [sizes.inner + together + sizes.heads, sizes.width],
            [`${own}.mixer.conv1d.weight`]: [together, sizes.kernel],
            [`${own}.mixer.conv1d.bias`]: [together],
            [`${own}.mixer.dt_bias`]: [sizes.heads],
            [`${own}.mixer.A_log`]: [sizes.heads],
            [`${own}.mixer.D`]: [sizes.heads],
            [`${own}.mixer.norm.weight`]: [sizes.inner],
            [`${own}.mixer.out_proj.weight`]: [sizes.width, sizes.inner],
          };
        }),
      },
      decoder: { 'backbone.norm_f.weight': [sizes.width], ...table },
    };
  },
  states: (sizes) =>
    ofLayers(sizes.layers, (layer) => ({
      [`window.${layer}`]: { shape: [sizes.kernel - 1, sizes.inner + 2 * sizes.memory], first: 0 },
      [`memory.${layer}`]: { shape: [sizes.heads, sizes.inner / sizes.heads, sizes.memory], first: 0 },
    })),
  decoderReads: 'residual',

  step(ops, values, { tokens, streams, tap, sizes }) {
    const { epsilon } = sizes;
    const state: Record<string, (typeof values)[string]> = {};
    const together = sizes.inner + 2 * sizes.memory;
    let x = ops.gather(valueNamed(values, 'backbone.embedding.weight'), tokens);
    for (let layer = 1; layer <= sizes.layers; layer++) {
      const own = `backbone.layers.${layer - 1}.`;
      const { weight, linear, rmsNorm } = moduleOf(ops, values, `${own}mixer.`);
      const ofHeads = (v: typeof x) => ops.reshape(v, [streams, sizes.heads, 1, 1]);
      const ofChannels = (v: typeof x) => ops.reshape(v, [streams, sizes.heads, sizes.inner / sizes.heads, 1]);
      const ofMemory = (v: typeof x) => ops.reshape(v, [streams, 1, 1, sizes.memory]);

      const a = moduleOf(ops, values, own).rmsNorm('norm', x, epsilon);
      const [gating = x, entering = x, s = x] = piecesOf(ops, linear('in_proj', a), [
        sizes.inner,
        together,
        sizes.heads,
      ]);
      const seen = convolution(ops, valueNamed(values, `window.${layer}`), weight('conv1d.weight'), entering);
      const q = silu(ops, ops.add(seen.sum, weight('conv1d.bias')));
      const [first = x, b = x, c = x] = piecesOf(ops, q, [sizes.inner, sizes.memory, sizes.memory]);
      const u = tap('convolved', layer, first);
      const write = tap('write', layer, b);
      const read = tap('read', layer, c);
      const delta = tap('delta', layer, ops.softplus(ops.add(s, weight('dt_bias'))));
      const rate = ops.sub(ops.scalar(0), ops.exp(weight('A_log')));
      const kept = ops.mul(ofHeads(ops.exp(ops.mul(delta, rate))), valueNamed(values, `memory.${layer}`));
      const added = ops.mul(ops.mul(ofHeads(delta), ofChannels(u)), ofMemory(write));
      const held = ops.add(kept, added);
      tap('memoryNorm', layer, memoryLengths(ops, held));
      const recalled = ops.reshape(ops.reduceSum(ops.mul(held, ofMemory(read)), 3), [streams, sizes.inner]);
      const skipped = ops.mul(ofChannels(u), ops.reshape(weight('D'), [sizes.heads, 1, 1]));
      const y = tap('readout', layer, ops.add(recalled, ops.reshape(skipped, [streams, sizes.inner])));
      const gate = tap('gate', layer, silu(ops, gating));
      const gated = tap('gated', layer, rmsNorm('norm', ops.mul(y, gate), epsilon));
      x = tap('residual', layer, ops.add(x, linear('out_proj', gated)));
      state[`window.${layer}`] = seen.window;
      state[`memory.${layer}`] = held;
    }
    return state;
  },

  decode(ops, values, rows, { epsilon }) {
    const { linear, rmsNorm } = moduleOf(ops, values, 'backbone.');
    return linear('embedding', rmsNorm('norm_f', rows, epsilon));
  },
};
