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
import { floatsOf } from '../../formats/numbers.ts';
import { partRefusal, reading } from '../../formats/refusals.ts';
import { readVocabularyText } from '../../formats/vocabulary/vocabulary.ts';
import { reordered, transposed, zeros } from '../arrays.ts';
import { type Folder, type ForeignModel, type Layout, mapped, type Row } from './layout.ts';

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

async function charRnnModel({ names, read }: Folder): Promise<ForeignModel> {
  const textOf = async (name: string) => Buffer.from(await read(name)).toString('utf8');
  const manifest = await textOf(manifestFile);
  const arrays = new Map<string, Tensor>();
  for (const [name, { filename, shape }] of reading(manifestFile, () => variablesIn(manifest, names), partRefusal)) {
    if (leftOut.has(name)) continue;
    const bytes = await read(filename);
    if (bytes.length !== 4 * sizeOf(shape))
      throw new FormatError(`${filename}: it has ${bytes.length} bytes, not those of its shape [${shape}]`);
    arrays.set(name, { shape, data: floatsOf('F32', bytes) });
  }
  const variables = [...arrays.keys()];
  const layers = 1 + Math.max(-1, ...variables.flatMap((name) => Number(cellVariable.exec(name)?.[1] ?? -1)));
  if (layers === 0) throw new FormatError(`it has no basic_lstm_cell; its variables are ${variables.slice(0, 8)}`);
  const one = (ending: string): { name: string; shape: readonly number[] } => {
    const [name, ...others] = variables.filter((each) => new RegExp(`(^|/|cell_)${ending}$`).test(each));
    if (name === undefined || others.length > 0) throw new FormatError(`it has no single ${ending}`);
    return { name, shape: arrays.get(name)?.shape ?? [] };
  };
  const embedding = one('embedding');
  const [, vectors = 0] = embedding.shape;
  const table: Row[] = [[embeddingWeight, [embedding.name]]];
  let inputs = vectors;
  for (let layer = 1; layer <= layers; layer++) {
    const kernel = one(`${layer - 1}/basic_lstm_cell/(kernel|weights)`);
    const bias = one(`${layer - 1}/basic_lstm_cell/(bias|biases)`);
    const [rows = 0, columns = 0] = kernel.shape;
    const units = columns / 4;
    if (kernel.shape.length !== 2 || rows !== inputs + units || bias.shape.join() !== `${columns}`)
      throw new FormatError(
        `${kernel.name} is [${kernel.shape}] where ${inputs} numbers come in, and its bias [${bias.shape}]`,
      );
    const part = (from: number, to: number): Row[2] => {
      return ({ data }) =>
        reordered(
          transposed({ shape: [to - from, columns], data: data.subarray(from * columns, to * columns) }),
          order,
        );
    };
    const forgetting: Row[2] = (theirs) => {
      const ours = reordered(theirs, order);
      // The second block is the forget gate's.
      return { ...ours, data: ours.data.map((value, place) => (Math.floor(place / units) === 1 ? value + 1 : value)) };
    };
    const parameters = layerParameters(layer);
    table.push(
      [parameters.inputWeight, [kernel.name], part(0, inputs), `${kernel.name}, the upper rows`],
      [parameters.recurrentWeight, [kernel.name], part(inputs, rows), `${kernel.name}, the lower rows`],
      [parameters.inputBias, [bias.name], forgetting, `${bias.name}, 1 added for the forget gate`],
      [parameters.recurrentBias, [], () => zeros(columns), 'zeros'],
    );
    inputs = units;
  }
  table.push([decoderWeight, [one('softmax_w').name], transposed], [decoderBias, [one('softmax_b').name]]);
  return {
    format: "a charRNN of ml5 (TensorFlow's BasicLSTMCell)",
    ...{ cell: 'lstm', layers, embedding: vectors, ...mapped(arrays, table), notes: [] },
    ...(names.includes(vocabularyFile) && {
      vocabulary: readVocabularyText(await textOf(vocabularyFile)),
      unit: 'character' as const,
    }),
  };
}

interface Variable {
  filename: string;
  shape: readonly number[];
}

const isLength = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31;

/** What the manifest lists, each of a file that is there. */
function variablesIn(manifest: string, names: readonly string[]): [string, Variable][] {
  return Object.entries(objectIn(manifest)).map(([name, entry]) => {
    const { filename, shape } = isObject(entry) ? entry : {};
    // Only names of the folder's own files: none leads elsewhere.
    if (typeof filename !== 'string' || !names.includes(filename) || /[/\\]/.test(filename))
      throw new FormatError(`"${name}" has no file of this folder`);
    if (!Array.isArray(shape) || shape.length > 8 || !shape.every(isLength))
      throw new FormatError(`"${name}" has no valid shape`);
    return [name, { filename, shape }];
  });
}
