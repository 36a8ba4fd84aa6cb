/**
 * Where the time of a training step goes: milliseconds by kinds of work on one core, as ONNX Runtime tells the time of each of
 * its nodes, and what is left of the whole: the optimizer's pass with what the process does beside. And the whole step where the
 * optimizer is a part of the graph, as engines have it that share no memory.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OnnxHost, onnxEngine } from '../../runner/nn/engines/onnx/engine.ts';
import { createTrainer } from '../../runner/nn/train/trainer.ts';
import { type Case, cases, caseTokens, cutBatches, randomWeights, stepsOf, trainingOf } from './cases.ts';
import type { Options, Outcome } from './outcome.ts';

/** A node's time as ONNX Runtime's profile has it, microseconds, and the shapes of what it reads. */
export interface NodeTime {
  kind: string;
  shapes: readonly (readonly number[])[];
  microseconds: number;
}

const kinds = [
  'recurrent products',
  'decoder products',
  'softmax and loss',
  'gates',
  'norm',
  'token vectors',
  'joining and cutting',
  'other',
] as const;
export type Kind = (typeof kinds)[number];

const nodesOf: Partial<Record<Kind, readonly string[]>> = {
  gates: ['Sigmoid', 'Tanh', 'Mul', 'Add', 'Sub', 'Div', 'QuickGelu'],
  norm: ['ReduceSumSquare'],
  'token vectors': ['Gather', 'ScatterElements', 'Expand'],
  'joining and cutting': ['Concat', 'Split', 'Slice', 'Transpose', 'Identity', 'Reshape'],
};

/** What a node does in a training of so many words. */
export function kindOf({ kind, shapes }: NodeTime, vocabulary: number): Kind {
  const wide = shapes.some((shape) => shape.at(-1) === vocabulary && shape.length === 2);
  if (/^(Fused)?(Gemm|MatMul)$/.test(kind)) return wide ? 'decoder products' : 'recurrent products';
  const found = kinds.find((each) => nodesOf[each]?.includes(kind));
  if (found !== 'norm' && found !== 'joining and cutting' && wide) return 'softmax and loss';
  return found ?? 'other';
}

/** Of a profile's events those that are nodes. */
export function nodeTimes(profile: string): NodeTime[] {
  const events = JSON.parse(profile) as {
    cat: string;
    name: string;
    dur: number;
    args?: { op_name?: string; input_type_shape?: Record<string, number[]>[] };
  }[];
  return events.flatMap(({ cat, name, dur, args: { op_name: kind, input_type_shape: read = [] } = {} }) =>
    cat === 'Node' && name.endsWith('_kernel_time') && kind !== undefined
      ? [{ kind, shapes: read.flatMap((each) => Object.values(each)), microseconds: dur }]
      : [],
  );
}

/** Milliseconds a step on one core. */
async function stepOf(each: Case, count: number, surroundings: Partial<OnnxHost>): Promise<number> {
  const start = { weights: randomWeights(each.architecture), seed: 0 };
  const trainer = await createTrainer(onnxEngine(1, 'cpu', surroundings), trainingOf(each), start);
  const given = stepsOf(cutBatches(each, caseTokens(each)), count);
  const began = performance.now();
  await trainer.train(given);
  const whole = (performance.now() - began) / count;
  await trainer.release();
  return whole;
}

async function profileOf(each: Case, steps: number): Promise<Readonly<Record<string, number | string>>> {
  const { architecture } = each;
  const inGraph = await stepOf(each, steps, { inPlaceFrom: Number.POSITIVE_INFINITY });
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-profile-'));
  const whole = await stepOf(each, steps, { inPlaceFrom: 0, profileTo: join(folder, 'nodes') });
  const [name] = await readdir(folder);
  const times = nodeTimes(await readFile(join(folder, name ?? ''), 'utf8'));
  await rm(folder, { recursive: true, force: true });
  const of = (kind: Kind) =>
    times
      .filter((node) => kindOf(node, architecture.vocabulary) === kind)
      .reduce((sum, { microseconds }) => sum + microseconds / 1000 / steps, 0);
  const byKind = Object.fromEntries(kinds.map((kind) => [kind, of(kind)]));
  const inNodes = Object.values(byKind).reduce((sum, value) => sum + value, 0);
  return { case: each.name, step: whole, ...byKind, 'optimizer and the rest': whole - inNodes, inGraph };
}

export async function bench({ cases: asked, rounds }: Options): Promise<Outcome> {
  const rows = [];
  const wanted = cases.filter(({ name }) => (asked.length === 0 ? ['b', 'd'] : asked).includes(name));
  for (const each of wanted) rows.push(await profileOf(each, rounds));
  return { rows };
}
