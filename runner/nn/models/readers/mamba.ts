/**
 * Mamba. Source: Gu & Dao 2023, arXiv 2312.00752, and the authors' program (state-spaces/mamba; Apache-2.0). A channel's
 * memory stands as [memory, channels] here, which is read faster than the other way round.
 */
import {
  address,
  type FileSettings,
  type FileShapes,
  family,
  gate,
  memory,
  neuron,
  type Refuse,
  type Sizes,
  stream,
} from './family.ts';
import { convolution, piecesOf, silu } from './parts.ts';
import type { StepScope } from './scope.ts';

/** What files of both have. The table of token vectors is the decoder too; some files hold it twice. */
export const ofBackbone = {
  defaultComponent: 'gated',
  rename: (name: string): string => name.replace(/^backbone\.embeddings\./, 'backbone.embedding.'),
  table: 'backbone.embedding.weight',
  ofEveryLayer: 'backbone.layers.N.mixer.A_log',
  tied: { 'lm_head.weight': 'backbone.embedding.weight' },
} as const;

/** Refuses what neither Mamba nor Mamba-2 computes. @returns the epsilon of their norms. */
export function checkedBackbone({ has, names }: FileShapes, settings: FileSettings, refuse: Refuse): number {
  if (names.some((name) => /\.mixer\.(in|out)_proj\.bias$/.test(name)))
    refuse('its projections have a bias (use_bias), which no published one has');
  if (has('backbone.norm_f.bias') || settings.rms_norm === false)
    refuse('it norms with LayerNorm in the place of RMSNorm (rms_norm: false)');
  if (names.some((name) => /\.(Wqkv|[qkv]_proj|out_proj_attn)\./.test(name))) refuse('it has layers of attention');
  const { layer_norm_epsilon: epsilon = 1e-5 } = settings;
  if (typeof epsilon !== 'number') return refuse(`its layer_norm_epsilon is ${JSON.stringify(epsilon)}`);
  return epsilon;
}

/** The token vectors go through layers that each norm what they read and add to it. */
export function backbone<T>(
  s: StepScope<T>,
  embedded: T,
  { layers, width, epsilon }: Sizes & { epsilon: number },
  mixer: (s: StepScope<T>, normed: T) => T,
): void {
  s.layers(layers, 'backbone.layers', embedded, (s, x) => {
    const added = mixer(s.part('mixer'), s.rmsNorm('norm', width, epsilon)(x));
    return s.hook('residual', s.ops.add(x, added));
  });
}

export function decodeBackbone<T>(
  s: StepScope<T>,
  rows: T,
  { vocabulary, width, epsilon }: Sizes & { epsilon: number },
): T {
  const normed = s.rmsNorm('backbone.norm_f', width, epsilon)(rows);
  return s.linear('backbone.embedding', vocabulary, width)(normed);
}

export const mamba = family({
  ...ofBackbone,
  label: 'Mamba',
  components: {
    convolved: neuron('u', 'convolved input', 'u = silu(convolution of W_u n)'),
    write: address('B', 'write address', 'B = W_B u'),
    read: address('C', 'read address', 'C = W_C u'),
    delta: gate('Δ', 'step size', 'Δ = softplus(W_Δ s + b_Δ), s = W_s u'),
    memoryNorm: { ...memory('m', 'length of the memory', 'm = |h|, h = exp(Δ A) ⊙ h′ + (Δ ⊙ u) B'), onlyShown: true },
    readout: neuron('y', 'readout', 'y = h C + D ⊙ u'),
    gate: gate('g', 'gate', 'g = silu(W_g n)'),
    gated: neuron('o', 'gated readout', 'o = y ⊙ g'),
    residual: stream('x', 'stream after the layer', 'x = x′ + W_o o'),
  },
  claims: ({ has }) => has(ofBackbone.table) && has('backbone.layers.0.mixer.x_proj.weight'),
  sizes: { inner: 'count', memory: 'count', rank: 'count', kernel: 'count', epsilon: 'number' },
  sizesOf(file, settings, refuse) {
    const mixer = 'backbone.layers.0.mixer';
    if (settings.model_type === 'falcon_mamba') refuse('it is Falcon Mamba, which norms what Mamba does not');
    const epsilon = checkedBackbone(file, settings, refuse);
    return {
      /** Channels of a layer. */
      inner: file.lengthOf(`${mixer}.A_log`, 0),
      /** Numbers that each channel remembers. */
      memory: file.lengthOf(`${mixer}.A_log`, 1),
      /** Of the matrix through which the step size goes. */
      rank: file.lengthOf(`${mixer}.dt_proj.weight`, 1),
      kernel: file.lengthOf(`${mixer}.conv1d.weight`, -1),
      epsilon,
    };
  },

  step(network, embedded, sizes) {
    const { width, inner, memory, rank, kernel } = sizes;
    backbone(network, embedded, sizes, (s, a) => {
      const { ops, hook, streams, weight, linear } = s;
      const rows = (v: typeof a) => ops.reshape(v, [streams, 1, inner]);
      const columns = (v: typeof a) => ops.reshape(v, [streams, memory, 1]);

      const [entering = a, gating = a] = ops.split(linear('in_proj', 2 * inner, width)(a), 2, 1);
      const seen = convolution(s, 'window', weight('conv1d.weight', inner, kernel), entering);
      const u = hook('convolved', silu(ops, ops.add(seen, weight('conv1d.bias', inner))));
      const ofInput = linear('x_proj', rank + 2 * memory, inner)(u);
      const [narrow, b, c] = piecesOf(ops, ofInput, rank, memory, memory);
      const write = hook('write', b);
      const read = hook('read', c);
      const delta = hook('delta', ops.softplus(s.affine('dt_proj', inner, rank)(narrow)));
      const rate = ops.sub(ops.scalar(0), ops.exp(ops.transpose(weight('A_log', inner, memory))));
      const kept = ops.mul(ops.exp(ops.mul(rows(delta), rate)), s.state('memory', [memory, inner]));
      const held = ops.add(kept, ops.mul(rows(ops.mul(delta, u)), columns(write)));
      hook('memoryNorm', ops.sqrt(ops.reduceSum(ops.mul(held, held), 1)));
      const recalled = ops.reduceSum(ops.mul(held, columns(read)), 1);
      const y = hook('readout', ops.add(recalled, ops.mul(weight('D', inner), u)));
      const gated = hook('gated', ops.mul(y, hook('gate', silu(ops, gating))));
      s.next({ memory: held });
      return linear('out_proj', width, inner)(gated);
    });
  },
  decode: (s, rows, sizes) => decodeBackbone(s, rows, sizes),
});
