/**
 * The engines and devices that every test of numbers runs on: all that work here, a GPU computed in software included.
 * Those that are left out are printed with the reason.
 */
import { item } from '../../../../runner/core/at.ts';
import { type Candidate, candidates, type EngineName } from '../../../../runner/nn/engines/engines.ts';
import { allowSoftware, withoutSoftware } from '../../../../runner/nn/engines/native-settings.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import { tryEngine } from '../../../../runner/nn/engines/trial.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';
import { onceARun } from '../../../one-build.ts';

export { fixture } from './fixture.ts';

process.env[allowSoftware] = '1';
// Mesa's driver optimises no shader: compiling is most of what a network takes on it.
process.env.GALLIVM_PERF = 'nopt';
// Another file of this process may have let none of them count.
for (const name of Object.keys(withoutSoftware)) delete process.env[name];

const trials = await onceARun('engines', () => Promise.all(candidates.map((each) => tryEngine(each))));
const tried = candidates.map((each, place) => ({ each, trial: item(trials, place) }));
for (const { each, trial } of tried) {
  if (!trial.works) console.info(`not tested: ${each.engine} on ${each.device}: ${trial.why}`);
}

export type TestedEngine = Candidate & { name: string };

/** The graphs that a GPU of NVIDIA would run, with its loops: on the CPU, so that their numbers are known without one. */
const graphsOfCuda: TestedEngine = {
  engine: 'onnx',
  device: 'cuda',
  name: 'onnx as on cuda, run on the CPU',
  open: async (threads) => onnxEngine(threads, 'cuda', { provider: 'cpu' }),
};

export const everyEngine: readonly TestedEngine[] = [
  ...tried
    .filter(({ trial }) => trial.works)
    .map(({ each }) => ({ ...each, name: `${each.engine} on ${each.device}` })),
  graphsOfCuda,
];

/**
 * A GPU in software compiles a program for half a second and more: each operation has a test of its own, and of programs it is given
 * those that are kept. With EVERY_CASE=1 all, as on a GPU that is one.
 */
const everyCase = process.env.EVERY_CASE === '1';

/** Without a GPU in software, for trainings: cells.test.ts has some of it. */
export const trainingEngines = everyEngine.filter(({ device }) => device !== 'webgpu' || everyCase);

export const casesOn = <Case>(
  { device }: Pick<Candidate, 'device'>,
  all: readonly Case[],
  isKept: (each: Case) => boolean,
): readonly Case[] => (device === 'webgpu' && !everyCase ? all.filter(isKept) : all);

/** The engine of the CPU with a training of any size in memory of its own, which else only a large one has. */
export const inOnePass: TestedEngine = {
  engine: 'onnx',
  device: 'cpu',
  name: 'onnx on the CPU, the optimizer in one pass',
  open: async (threads) => onnxEngine(threads, 'cpu', { inPlaceFrom: 0 }),
};

/** The engines on the CPU that are always there, for tests that take long. */
export const engineNames = ['reference', 'onnx'] as const;

export async function engineOf(name: Exclude<EngineName, 'auto'>): Promise<Engine> {
  const found = candidates.find((each) => each.engine === name);
  if (found === undefined) throw new Error(`there is no engine ${name}`);
  return found.open();
}
