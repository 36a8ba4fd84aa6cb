/**
 * minLM and the older minGRULM: layers of a causal convolution (or none), a minGRU or a minLSTM, and a feed-forward part, each of
 * which adds to a stream. Their cells have no biases, and the candidate g. Source: Feng et al. 2024, arXiv 2410.01201, and
 * lucidrains/minGRU-pytorch (minLM.py, minGRU.py, minLSTM.py; minGRULM.py; MIT).
 */
import { item } from '../../../core/at.ts';
import type { Cell } from '../cells/cell.ts';
import { mingru } from '../cells/mingru.ts';
import { minlstm } from '../cells/minlstm.ts';
import type { Operations, Shape } from '../operations.ts';
import { valueNamed } from '../program.ts';
import { type Family, ofLayers, type Sizes } from './family.ts';
import { convolution, gelu, moduleOf, rmsNormed } from './parts.ts';
import { mingruLmTable, minlstmLmTable } from './tables/min-lm.ts';
import type { FamilyTable } from './tables/table.ts';

interface MinLmSizes extends Sizes {
  /** Neurons of each cell; where they are not as many as the stream is wide, a matrix brings them back to it. */
  units: number;
  /** Of the feed-forward part. */
  hidden: number;
  /** Tokens that the convolution reads, this one and those before it; 0: there is none. */
  kernel: number;
  /** Whether its norms are those of minGRULM, whose weights are gamma + 1; else PyTorch's RMSNorm. */
  gamma: boolean;
  /** Whether the decoder adds a bias. */
  biased: boolean;
}

/** What norms add under their root: next to nothing, or the step of single precision above 1. */
const epsilonOf = ({ gamma }: MinLmSizes): number => (gamma ? 1e-24 : 2 ** -23);
const normName = ({ gamma }: MinLmSizes): string => (gamma ? 'gamma' : 'weight');

const wide = ({ width }: MinLmSizes): number => width;
const inCell = ({ units }: MinLmSizes): number => units;
const place = (layer: number): string => `layers.${layer - 1}`;

interface Kind {
  table: FamilyTable;
  cell: Cell;
  /** Of the matrix that its gates and candidate are made by. */
  matrix: string;
  /** Of the matrix' blocks of rows, those that the cell's blocks are. */
  order: readonly number[];
}

const familyOf = ({ table, cell, matrix, order }: Kind): Family<MinLmSizes> => ({
  ...table,
  widths: {
    ...Object.fromEntries(Object.keys(cell.components).map((name) => [name, inCell])),
    middle: wide,
    channelHidden: ({ hidden }) => hidden,
    residual: wide,
  },
  // The wrapper that samples from a model may stand around it.
  rename: (name) => name.replace(/^.*?(?=(?:layers\.\d+|token_emb|norm|to_logits)\.)/, ''),
  claims: ({ names }) => names.some((name) => name.startsWith('layers.') && name.endsWith(`.2.${matrix}.weight`)),
  sizesOf({ has, shapeOf, layersWith }, _settings, refuse) {
    const gates = `layers.0.2.${matrix}.weight`;
    const kernel = 'layers.0.0.net.0.weight';
    const [rows = 0] = shapeOf(gates);
    if (rows % order.length !== 0) refuse(`its ${gates} has ${rows} rows, which are not ${order.length} equal blocks`);
    const taps = has(kernel) ? shapeOf(kernel).at(-1) : 0;
    if (taps === 1) refuse('its convolution reads one token alone');
    const [vocabulary = 0, width = 0] = shapeOf('token_emb.weight');
    return {
      layers: layersWith(`layers.N.2.${matrix}.weight`),
      vocabulary,
      width,
      units: rows / order.length,
      hidden: shapeOf('layers.0.4.0.weight')[0] ?? 0,
      kernel: taps ?? 0,
      gamma: !has('norm.weight'),
      biased: has('to_logits.bias'),
    };
  },
  notes: ({ kernel }) =>
    kernel === 0
      ? []
      : [
          'Its convolution is taken to read this token and those before it; in its program’s first day it also looked ahead, which its file does not tell.',
        ],
  parameters: (sizes) => parametersOf(matrix, order.length, sizes),
  states: ({ layers, width, units, kernel }) =>
    ofLayers(layers, (layer) => ({
      ...(kernel > 0 && { [`window.${layer}`]: { shape: [kernel - 1, width], first: 0 } }),
      [`hidden.${layer}`]: { shape: [units], first: 0 },
    })),
  decoderReads: 'residual',

  step(ops, values, { tokens, tap, sizes }) {
    type T = (typeof values)[string];
    const state: Record<string, T> = {};
    let x = ops.gather(valueNamed(values, 'token_emb.weight'), tokens);
    for (let layer = 1; layer <= sizes.layers; layer++) {
      const { weight, linear } = moduleOf(ops, values, `${place(layer)}.`);
      const normed = (name: string, of: T) => scaled(ops, of, weight(`${name}.${normName(sizes)}`), sizes);
      if (sizes.kernel > 0) {
        const seen = convolution(ops, valueNamed(values, `window.${layer}`), weight('0.net.0.weight'), x);
        x = ops.add(x, linear('0.net.1', ops.add(seen.sum, weight('0.net.0.bias'))));
        state[`window.${layer}`] = seen.window;
      }
      const blocks = ops.split(linear(`2.${matrix}`, normed('1', x)), order.length, 1);
      const read = ops.concat(
        order.map((block) => item(blocks, block)),
        1,
      );
      const { hidden } = cell.forward(ops, {
        read: () => read,
        product: (name) => weight(name),
        vector: weight,
        previous: { hidden: valueNamed(values, `hidden.${layer}`) },
        replace: (component, value) => tap(component, layer, value),
      }).state;
      state[`hidden.${layer}`] = hidden;
      x = tap('middle', layer, ops.add(x, sizes.units === sizes.width ? hidden : linear('2.to_out', hidden)));
      const channel = tap('channelHidden', layer, gelu(ops, linear('4.0', normed('3', x))));
      x = tap('residual', layer, ops.add(x, linear('4.2', channel)));
    }
    return state;
  },

  decode(ops, values, rows, sizes) {
    const { weight, linear } = moduleOf(ops, values, '');
    return linear('to_logits', scaled(ops, rows, weight(`norm.${normName(sizes)}`), sizes));
  },
});

function parametersOf(
  matrix: string,
  blocks: number,
  sizes: MinLmSizes,
): Record<'step' | 'decoder', Record<string, Shape>> {
  const { layers, vocabulary, width, units, hidden, kernel } = sizes;
  const norm = normName(sizes);
  return {
    step: {
      'token_emb.weight': [vocabulary, width],
      ...ofLayers(
        layers,
        (layer): Record<string, Shape> => ({
          ...(kernel > 0 && {
            [`${place(layer)}.0.net.0.weight`]: [width, kernel],
            [`${place(layer)}.0.net.0.bias`]: [width],
            [`${place(layer)}.0.net.1.weight`]: [width, width],
            [`${place(layer)}.0.net.1.bias`]: [width],
          }),
          [`${place(layer)}.1.${norm}`]: [width],
          [`${place(layer)}.2.${matrix}.weight`]: [blocks * units, width],
          ...(units !== width && { [`${place(layer)}.2.to_out.weight`]: [width, units] }),
          [`${place(layer)}.3.${norm}`]: [width],
          [`${place(layer)}.4.0.weight`]: [hidden, width],
          [`${place(layer)}.4.0.bias`]: [hidden],
          [`${place(layer)}.4.2.weight`]: [width, hidden],
          [`${place(layer)}.4.2.bias`]: [width],
        }),
      ),
    },
    decoder: {
      [`norm.${norm}`]: [width],
      'to_logits.weight': [vocabulary, width],
      ...(sizes.biased && { 'to_logits.bias': [vocabulary] }),
    },
  };
}

/** The norm of each row, by its weight. */
function scaled<T>(ops: Operations<T>, x: T, weight: T, sizes: MinLmSizes): T {
  return ops.mul(rmsNormed(ops, x, epsilonOf(sizes)), sizes.gamma ? ops.add(weight, ops.scalar(1)) : weight);
}

/** Blocks of rows: candidate, gate. */
export const mingruLm = familyOf({ table: mingruLmTable, cell: mingru, matrix: 'to_hidden_and_gate', order: [1, 0] });

/** Blocks of rows: candidate, forget gate, input gate. */
export const minlstmLm = familyOf({
  table: minlstmLmTable,
  cell: minlstm,
  matrix: 'to_hidden_and_f_i_gate',
  order: [1, 2, 0],
});
