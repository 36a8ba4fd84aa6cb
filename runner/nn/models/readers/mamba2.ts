/**
 * Mamba-2. Source: Dao & Gu 2024, arXiv 2405.21060, and the authors' program (state-spaces/mamba; Apache-2.0). Heads share
 * the addresses: one group, as in all published models of the name.
 */
import { address, type FileSettings, family, gate, memory, neuron, stream } from './family.ts';
import { backbone, checkedBackbone, decodeBackbone, ofBackbone } from './mamba.ts';
import { convolution, memoryLengths, piecesOf, silu } from './parts.ts';

/** Settings of the authors' files stand in a group of their own. */
const setting = (settings: FileSettings, theirs: string, ofTransformers: string): unknown => {
  const { ssm_cfg: own } = settings;
  const group = typeof own === 'object' && own !== null ? (own as Record<string, unknown>) : {};
  return group[theirs] ?? settings[ofTransformers];
};

export const mamba2 = family({
  ...ofBackbone,
  label: 'Mamba-2',
  components: {
    convolved: neuron('u', 'convolved input', 'u = silu(convolution of W_u n)'),
    write: address('B', 'write address', 'B = silu(convolution of W_B n)'),
    read: address('C', 'read address', 'C = silu(convolution of W_C n)'),
    delta: gate('Δ', 'step size', 'Δ = softplus(W_Δ n + b_Δ)'),
    memoryNorm: { ...memory('m', 'length of the memory', 'm = |h|, h = exp(Δ A) h′ + Δ u B'), onlyShown: true },
    readout: neuron('y', 'readout', 'y = h C + D u'),
    gate: gate('g', 'gate', 'g = silu(W_g n)'),
    gated: neuron('o', 'gated readout', 'o = norm(y ⊙ g)'),
    residual: stream('x', 'stream after the layer', 'x = x′ + W_o o'),
  },
  claims: ({ has }) => has(ofBackbone.table) && has('backbone.layers.0.mixer.dt_bias'),
  sizes: { inner: 'count', heads: 'count', memory: 'count', kernel: 'count', epsilon: 'number' },
  sizesOf(file, settings, refuse) {
    const mixer = 'backbone.layers.0.mixer';
    const epsilon = checkedBackbone(file, settings, refuse);
    const groups = setting(settings, 'ngroups', 'n_groups') ?? 1;
    if (groups !== 1) refuse(`its heads are in ${JSON.stringify(groups)} groups; read are those of one`);
    const limits = setting(settings, 'dt_limit', 'time_step_limit') ?? [0, Number.POSITIVE_INFINITY];
    const [low, high] = Array.isArray(limits) ? limits : [];
    if (low !== 0 || high !== Number.POSITIVE_INFINITY) refuse(`its step sizes have limits, ${low} and ${high}`);
    const inner = file.lengthOf(`${mixer}.norm.weight`, 0);
    return {
      /** Channels of a layer, of all heads together. */
      inner,
      heads: file.lengthOf(`${mixer}.A_log`, 0),
      /** Numbers that each channel remembers. */
      memory: (file.lengthOf(`${mixer}.conv1d.weight`, 0) - inner) / 2,
      kernel: file.lengthOf(`${mixer}.conv1d.weight`, -1),
      epsilon,
    };
  },

  step(network, embedded, sizes) {
    const { width, inner, heads, memory, kernel, epsilon } = sizes;
    const [together, head] = [inner + 2 * memory, inner / heads];
    backbone(network, embedded, sizes, (s, a) => {
      const { ops, hook, streams, weight, linear } = s;
      const ofHeads = (v: typeof a) => ops.reshape(v, [streams, heads, 1, 1]);
      const ofChannels = (v: typeof a) => ops.reshape(v, [streams, heads, head, 1]);
      const ofMemory = (v: typeof a) => ops.reshape(v, [streams, 1, 1, memory]);

      const entered = linear('in_proj', inner + together + heads, width)(a);
      const [gating, entering, steps] = piecesOf(ops, entered, inner, together, heads);
      const seen = convolution(s, 'window', weight('conv1d.weight', together, kernel), entering);
      const q = silu(ops, ops.add(seen, weight('conv1d.bias', together)));
      const [dtBias, logRate, skip] = s.vectors(heads, 'dt_bias', 'A_log', 'D');
      const [first, b, c] = piecesOf(ops, q, inner, memory, memory);
      const u = hook('convolved', first);
      const write = hook('write', b);
      const read = hook('read', c);
      const delta = hook('delta', ops.softplus(ops.add(steps, dtBias)));
      const rate = ops.sub(ops.scalar(0), ops.exp(logRate));
      const kept = ops.mul(ofHeads(ops.exp(ops.mul(delta, rate))), s.state('memory', [heads, head, memory]));
      const added = ops.mul(ops.mul(ofHeads(delta), ofChannels(u)), ofMemory(write));
      const held = ops.add(kept, added);
      hook('memoryNorm', memoryLengths(ops, held));
      const recalled = ops.reshape(ops.reduceSum(ops.mul(held, ofMemory(read)), 3), [streams, inner]);
      const skipped = ops.mul(ofChannels(u), ops.reshape(skip, [heads, 1, 1]));
      const y = hook('readout', ops.add(recalled, ops.reshape(skipped, [streams, inner])));
      const multiplied = ops.mul(y, hook('gate', silu(ops, gating)));
      const gated = hook('gated', s.rmsNorm('norm', inner, epsilon)(multiplied));
      s.next({ memory: held });
      return linear('out_proj', width, inner)(gated);
    });
  },
  decode: (s, rows, sizes) => decodeBackbone(s, rows, sizes),
});
