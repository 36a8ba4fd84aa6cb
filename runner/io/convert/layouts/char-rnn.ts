/**
 * ml5's charRNN: LSTMs of TensorFlow 1 as a folder with `manifest.json` ({variable: {filename, shape}}), a file of raw float32
 * numbers for each, and `vocab.json` ({character: id}). Kernels are [inputs + units, gates x units] for x and h in one, gates
 * i, j, f, o; the forget gate's 1 is added while it runs, and here to its bias. Source: ml5js/ml5-library
 * (src/CharRNN/index.js, src/utils/checkpointLoader.js); TensorFlow's BasicLSTMCell.
 */
import { sizeOf, type Tensor } from '../../../core/tensor.ts';
import { decoderBias, decoderWeight, embeddingWeight, layerParameters } from '../../../nn/models/architecture.ts';
import { FormatError } from '../../formats/format-error.ts';
import { isObject, objectIn } from '../../formats/json.ts';
import { floatsOf, isCount } from '../../formats/numbers.ts';
import { readingPart } from '../../formats/refusals.ts';
import { readVocabularyText } from '../../formats/vocabulary/vocabulary.ts';
import { reordered, transposed, zeros } from '../arrays.ts';
import { type Folder, type ImportedWeights, type Layout, mapped, type Row } from './layout.ts';

const manifestFile = 'manifest.json';
const vocabularyFile = 'vocab.json';

export const charRnn: Layout = {
  label: "ml5's charRNN (a folder with manifest.json)",
  recognise: (contents) =>
    contents.kind === 'folder' && contents.names.includes(manifestFile) ? charRnnModel(contents) : null,
};

/** i, j, f, o to ours: i, f, g, o. */
const order = [0, 2, 1, 3];
const cellVariable = /cell_(\d+)\/basic_lstm_cell\/(kernel|bias|weights|biases)$/;
/** Variables of the training. */
const leftOut = new Set(['Variable', 'global_step', 'learning_rate']);

async function charRnnModel({ names, read }: Folder): Promise<ImportedWeights> {
  const textOf = async (name: string) => Buffer.from(await read(name)).toString('utf8');
  const manifest = await textOf(manifestFile);
  const arrays = new Map<string, Tensor>();
  for (const [name, { filename, shape }] of readingPart(manifestFile, () => variablesIn(manifest, names))) {
    if (leftOut.has(name)) continue;
    const bytes = await read(filename);
    if (bytes.length !== 4 * sizeOf(shape))
      throw new FormatError(`${filename}: it has ${bytes.length} bytes, not those of its shape [${shape}]`);
    arrays.set(name, { shape, data: floatsOf('F32', bytes) });
  }
  const variables = [...arrays.keys()];
  const layers = 1 + Math.max(-1, ...variables.flatMap((name) => Number(cellVariable.exec(name)?.[1] ?? -1)));
  if (layers === 0) throw new FormatError(`it has no basic_lstm_cell; its variables are ${variables.slice(0, 8)}`);
  const one = (ending: string): readonly [name: string, tensor: Tensor] => {
    const [found, ...others] = [...arrays].filter(([name]) => new RegExp(`(^|/|cell_)${ending}$`).test(name));
    if (found === undefined || others.length > 0) throw new FormatError(`it has no single ${ending}`);
    return found;
  };
  const [
    embedding,
    {
      shape: [, vectors = 0],
    },
  ] = one('embedding');
  const table: Row[] = [[embeddingWeight, [embedding]]];
  let inputs = vectors;
  for (let layer = 1; layer <= layers; layer++) {
    const [kernel, { shape }] = one(`${layer - 1}/basic_lstm_cell/(kernel|weights)`);
    const [bias, biases] = one(`${layer - 1}/basic_lstm_cell/(bias|biases)`);
    const [rows = 0, columns = 0] = shape;
    const [units, before] = [columns / 4, inputs];
    if (shape.length !== 2 || rows !== before + units || biases.shape.join() !== `${columns}`)
      throw new FormatError(`${kernel} is [${shape}] where ${before} numbers come in, and its bias [${biases.shape}]`);
    const part = (from: number, to: number, data: Float32Array): Tensor =>
      reordered(transposed({ shape: [to - from, columns], data: data.subarray(from * columns, to * columns) }), order);
    const forgetting = (theirs: Tensor): Tensor => {
      const ours = reordered(theirs, order);
      // The second block is the forget gate's.
      return { ...ours, data: ours.data.map((value, place) => (Math.floor(place / units) === 1 ? value + 1 : value)) };
    };
    const { inputWeight, recurrentWeight, inputBias, recurrentBias } = layerParameters(layer);
    table.push(
      [inputWeight, [kernel], ({ data }) => part(0, before, data), `${kernel}, the upper rows`],
      [recurrentWeight, [kernel], ({ data }) => part(before, rows, data), `${kernel}, the lower rows`],
      [inputBias, [bias], forgetting, `${bias}, 1 added for the forget gate`],
      [recurrentBias, [], () => zeros(columns), 'zeros'],
    );
    inputs = units;
  }
  table.push([decoderWeight, [one('softmax_w')[0]], transposed], [decoderBias, [one('softmax_b')[0]]]);
  return {
    format: "a charRNN of ml5 (TensorFlow's BasicLSTMCell)",
    cell: 'lstm',
    layers,
    embedding: vectors,
    ...mapped(arrays, table),
    notes: [],
    ...(names.includes(vocabularyFile) && {
      vocabulary: readVocabularyText(await textOf(vocabularyFile)),
      unit: 'character' as const,
    }),
  };
}

/** What the manifest lists, each of a file that is there. */
function variablesIn(manifest: string, names: readonly string[]) {
  return Object.entries(objectIn(manifest)).map(([name, entry]) => {
    const { filename, shape } = isObject(entry) ? entry : {};
    // Only names of the folder's own files: none leads elsewhere.
    if (typeof filename !== 'string' || !names.includes(filename) || /[/\\]/.test(filename))
      throw new FormatError(`"${name}" has no file of this folder`);
    if (!Array.isArray(shape) || !shape.every(isCount)) throw new FormatError(`"${name}" has no valid shape`);
    return [name, { filename, shape }] as const;
  });
}
