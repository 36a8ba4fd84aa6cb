/**
 * ml5's charRNN: LSTMs of TensorFlow 1 as a folder with `manifest.json` ({variable: {filename, shape}}), a file of raw float32
 * numbers for each, and `vocab.json` ({character: id}). Kernels are [inputs + units, gates x units] for x and h in one, gates
 * i, j, f, o; the forget gate's 1 is added while it runs, and here to its bias. Source: ml5js/ml5-library
 * (src/CharRNN/index.js, src/utils/checkpointLoader.js); TensorFlow's BasicLSTMCell.
 */
import { sizeOf, type Tensor } from '../../../core/tensor.ts';
import { decoderBias, decoderWeight, embeddingWeight, layerParameters } from '../../../nn/models/architecture.ts';
import { modelRefusal } from '../../formats/refusals.ts';
import { readVocabularyText } from '../../formats/vocabulary/vocabulary.ts';
import { reordered, transposed, zeros } from '../arrays.ts';
import type { Folder, ForeignModel, Layout } from './layout.ts';

const manifestFile = 'manifest.json';
const vocabularyFile = 'vocab.json';

export const charRnn: Layout = {
  label: "ml5's charRNN (a folder with manifest.json)",
  recognise: (contents) =>
    contents.kind === 'folder' && contents.names.includes(manifestFile) ? charRnnModel(contents) : null,
};

/** i, j, f, o to ours: i, f, g, o. */
const order = [0, 2, 1, 3];
const cellVariable = /^(.*cell_)(\d+)(\/basic_lstm_cell\/)(kernel|bias|weights|biases)$/;
/** Variables of the training. */
const leftOut = new Set(['Variable', 'global_step', 'learning_rate']);

async function charRnnModel(folder: Folder): Promise<ForeignModel> {
  const { path } = folder;
  const fail = (why: string): never => {
    throw modelRefusal(path, why);
  };
  const variables = await readManifest(folder);
  const arrays = new Map<string, Tensor>();
  for (const [name, { filename, shape }] of variables) {
    if (leftOut.has(name)) continue;
    const bytes = Uint8Array.from(await folder.read(filename));
    if (bytes.length !== 4 * sizeOf(shape))
      throw modelRefusal(`${path}/${filename}`, `it has ${bytes.length} bytes, not those of its shape [${shape}]`);
    arrays.set(name, { shape, data: new Float32Array(bytes.buffer) });
  }
  const cells = [...arrays.keys()].flatMap((name) => cellVariable.exec(name)?.[2] ?? []);
  const layers = 1 + Math.max(-1, ...cells.map(Number));
  const weights: Record<string, Tensor> = {};
  const origins: Record<string, string> = {};
  const used = new Set<string>();
  const take = (ending: RegExp, what: string): { name: string; tensor: Tensor } => {
    const [name, ...others] = [...arrays.keys()].filter((each) => ending.test(each));
    const tensor = arrays.get(name ?? '');
    if (name === undefined || tensor === undefined || others.length > 0) return fail(`it has no single ${what}`);
    used.add(name);
    return { name, tensor };
  };
  const keep = (ours: string, tensor: Tensor, theirs: string) => {
    weights[ours] = tensor;
    origins[ours] = theirs;
  };
  if (layers === 0) fail(`it has no basic_lstm_cell; its variables are ${[...arrays.keys()].slice(0, 8).join(', ')}`);
  const embedding = take(/(^|\/)embedding$/, 'embedding');
  keep(embeddingWeight, embedding.tensor, embedding.name);
  const [, vectors = 0] = embedding.tensor.shape;
  let inputs = vectors;
  for (let layer = 1; layer <= layers; layer++) {
    const cell = `cell_${layer - 1}/basic_lstm_cell/`;
    const kernel = take(new RegExp(`${cell}(kernel|weights)$`), `${cell}kernel`);
    const bias = take(new RegExp(`${cell}(bias|biases)$`), `${cell}bias`);
    const [rows = 0, columns = 0] = kernel.tensor.shape;
    const units = columns / 4;
    if (kernel.tensor.shape.length !== 2 || rows !== inputs + units || bias.tensor.shape.join() !== `${columns}`)
      fail(
        `${kernel.name} is [${kernel.tensor.shape}] where ${inputs} numbers come in, and its bias [${bias.tensor.shape}]`,
      );
    const { data } = kernel.tensor;
    const fromInput = { shape: [inputs, columns], data: data.subarray(0, inputs * columns) };
    const fromUnits = { shape: [units, columns], data: data.subarray(inputs * columns) };
    const names = layerParameters(layer);
    keep(names.inputWeight, reordered(transposed(fromInput), order), `${kernel.name}, the upper rows`);
    keep(names.recurrentWeight, reordered(transposed(fromUnits), order), `${kernel.name}, the lower rows`);
    const ours = reordered(bias.tensor, order);
    // The second block is the forget gate's.
    ours.data.forEach((value, place) => {
      if (Math.floor(place / units) === 1) ours.data[place] = value + 1;
    });
    keep(names.inputBias, ours, `${bias.name}, 1 added for the forget gate`);
    keep(names.recurrentBias, zeros(columns), 'zeros');
    inputs = units;
  }
  const decoder = take(/(^|\/)softmax_w$/, 'softmax_w');
  keep(decoderWeight, transposed(decoder.tensor), decoder.name);
  const bias = take(/(^|\/)softmax_b$/, 'softmax_b');
  keep(decoderBias, bias.tensor, bias.name);
  const left = [...arrays.keys()].filter((name) => !used.has(name));
  if (left.length > 0) fail(`it also holds ${left.slice(0, 4).join(', ')}`);
  return {
    format: "a charRNN of ml5 (TensorFlow's BasicLSTMCell)",
    ...{ cell: 'lstm', layers, embedding: vectors, weights, origins, notes: [] },
    ...(folder.names.includes(vocabularyFile) && {
      vocabulary: readVocabularyText(
        Buffer.from(await folder.read(vocabularyFile)).toString('utf8'),
        `${path}/${vocabularyFile}`,
      ),
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

async function readManifest({ read, names, path }: Folder): Promise<Map<string, Variable>> {
  const fail = (why: string): never => {
    throw modelRefusal(`${path}/${manifestFile}`, why);
  };
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(await read(manifestFile)).toString('utf8'));
  } catch (error) {
    return fail(`it is not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('it is no object of variables');
  const variables = new Map<string, Variable>();
  for (const [name, entry] of Object.entries(value)) {
    const { filename, shape } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    // Only names of the folder's own files: none leads elsewhere.
    if (typeof filename !== 'string' || !names.includes(filename) || /[/\\]/.test(filename))
      return fail(`"${name}" has no file of this folder`);
    if (!Array.isArray(shape) || shape.length > 8 || !shape.every(isLength))
      return fail(`"${name}" has no valid shape`);
    variables.set(name, { filename, shape });
  }
  return variables;
}
