/**
 * `npm run export-model <name> as=safetensors|onnx [to=<file>] [models=models] [runs=runs] [overwrite=true]`: writes a model for
 * other programs. The name is that of a folder in `models`, of an experiment in `runs`, or a checkpoint's path.
 */
import { stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { writeWhole } from '../core/atomic-files.ts';
import { exitCode, InputError } from '../core/errors.ts';
import { encodeOnnx } from '../exchange/export-onnx.ts';
import { encodeForPytorch, pytorchLines } from '../exchange/export-safetensors.ts';
import { checkpointOf } from '../experiment/kept-models.ts';
import { type Checkpoint, loadCheckpoint, modelFile } from '../models/checkpoint.ts';
import { visible } from '../terminal/visible.ts';

const usage = 'For example: npm run export-model stories-lstm as=onnx';
const keys = ['as', 'to', 'models', 'runs', 'overwrite'];

export async function run(words: string[]): Promise<number> {
  const [name, ...rest] = words;
  const given = new Map(rest.map((word) => word.split(/=(.*)/s, 2) as [string, string | undefined]));
  const unknown = [...given].find(([key, value]) => !keys.includes(key) || !value);
  if (unknown !== undefined) {
    throw new InputError('unknown-word', {
      what: `npm run export-model does not understand "${unknown[0]}"`,
      fix: usage,
    });
  }
  const format = given.get('as');
  if (name === undefined || (format !== 'safetensors' && format !== 'onnx')) {
    throw new InputError('missing-word', {
      what: 'It takes the name of a model, and as=safetensors or as=onnx',
      fix: usage,
    });
  }
  const cwd = process.cwd();
  const from = await folderOf(name, given.get('models') ?? 'models', given.get('runs') ?? 'runs');
  const to = resolve(given.get('to') ?? `${basename(name)}.${format}`);
  const place = relative(cwd, to) || '.';
  if (given.get('overwrite') !== 'true' && (await exists(to))) {
    throw new InputError('already-there', {
      what: `There is a file ${place} already`,
      fix: 'Choose another by to=, or add overwrite=true',
    });
  }
  const checkpoint = await loadCheckpoint(from);
  const bytes = format === 'onnx' ? encodeOnnx(checkpoint) : encodeForPytorch(checkpoint);
  await writeWhole(to, bytes);
  const how = format === 'onnx' ? aboutOnnx(checkpoint) : aboutSafetensors(checkpoint, place);
  const lines = [`${place}: ${(bytes.length / 1e6).toPrecision(3)} MB.`, ...how];
  process.stdout.write(`${lines.map(visible).join('\n')}\n`);
  return exitCode.done;
}

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;

async function folderOf(name: string, models: string, runs: string): Promise<string> {
  const places = [join(models, name), checkpointOf(join(runs, name)), name].map((place) => resolve(place));
  for (const place of places) if (await exists(join(place, modelFile))) return place;
  throw new InputError('unknown-model', {
    what: `There is no model ${name}`,
    why: `Looked for ${modelFile} in ${places.map((place) => relative(process.cwd(), place) || '.').join(', ')}`,
    fix: usage,
  });
}

function aboutOnnx({ architecture: { layers, cell } }: Checkpoint): string[] {
  const states = cell === 'lstm' ? 'hidden.1 and cell.1' : 'hidden.1';
  return [
    `One step: token (int64 [streams]) and the state before it go in (${states} as ${states.replaceAll('.1', '.1.before')}, zeros at first${layers > 1 ? `, likewise of layers 2 to ${layers}` : ''}).`,
    'Every component of every layer, logits and probability come out; the vocabulary is in the metadata, as JSON.',
  ];
}

function aboutSafetensors(checkpoint: Checkpoint, place: string): string[] {
  const lines = pytorchLines(checkpoint, place);
  if (lines === null) return ["Note: its gates are squashed by a hard sigmoid, which PyTorch's layers do not have."];
  return ['PyTorch loads it by:', ...lines.map((line) => `  ${line}`)];
}
