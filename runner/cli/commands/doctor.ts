/**
 * `npm run doctor`: tries every engine on every device, measures those that work, says why the others do
 * not and how to get them, and what `auto` takes.
 */
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { exitCode } from '../../core/errors.ts';
import { counted } from '../../core/words.ts';
import { type Candidate, candidates, isGpu } from '../../nn/engines/candidates.ts';
import { type CandidateTrial, comparison, quickest } from '../../nn/engines/engines.ts';
import { gpuOf } from '../../nn/engines/gpu-hardware.ts';
import { largeTraining, smallTraining } from '../../nn/engines/measure.ts';
import { allowSoftware } from '../../nn/engines/native-settings.ts';
import { tryEngine } from '../../nn/engines/trial.ts';
import { forgetFailures } from '../../nn/engines/trial-memory.ts';
import { engineReport } from '../terminal/engine-report.ts';
import { seconds } from './keys.ts';
import { listed } from './listed.ts';
import { stderrReporter, stdoutColours } from './streams.ts';
import { described, readWords } from './words.ts';

const defaultSeconds = 2;
const longest = 60;
const defaultWidth = 100;
const softwareNote = `${allowSoftware} is set: without a GPU, webgpu is computed on the CPU`;

export const description = described({
  ...listed.doctor,
  subject: null,
  keys: {
    seconds: seconds(defaultSeconds, longest, 'how long each engine is measured'),
  },
  example: 'npm run doctor seconds=5',
});

export async function run(words: string[]): Promise<number> {
  const { given } = readWords(description, words);
  const reporter = stderrReporter();
  const gpu = process.env[allowSoftware] === '1' ? 'in software' : await gpuOf();
  const tried: CandidateTrial[] = [];
  for (const candidate of candidates) {
    reporter.step(`Trying ${candidate.engine} on ${candidate.device}`);
    const work = gpu !== null && contends(candidate) ? [smallTraining, largeTraining] : [smallTraining];
    tried.push({ candidate, ...(await tryEngine(candidate, { check: 'every cell', work, seconds: given.seconds })) });
  }
  reporter.finish();
  await forgetFailures();
  const report = {
    machine: `${machine()}${process.env[allowSoftware] === '1' ? `. ${softwareNote}` : ''}`,
    lines: tried.map((each) => ({
      engine: each.candidate.engine,
      device: each.candidate.device,
      outcome: each.works ? (each.speeds[0] ?? 0) : each.why,
    })),
    automatic: automatic(tried),
  };
  const width = Math.min(process.stdout.columns || defaultWidth, defaultWidth);
  const { green, red } = stdoutColours();
  process.stdout.write(engineReport(report, { width, works: green, fails: red }));
  return exitCode.done;
}

function machine(): string {
  const processor = cpus()[0]?.model.trim() || 'an unnamed processor';
  const cores = availableParallelism();
  return `Node ${process.versions.node} on ${platform()} ${arch()}, ${processor}, ${counted(cores, 'core')}`;
}

/** As `auto` chooses where much is to be computed: among the GPUs that work, if any, and the first engine on the CPU. */
function automatic(tried: readonly CandidateTrial[]): string {
  const contenders = tried.filter(({ candidate }) => contends(candidate));
  const onGpu = contenders.some(({ works, candidate }) => works && isGpu(candidate));
  const best = quickest(contenders, onGpu ? 1 : 0);
  if (best === null) return 'engine: auto finds no engine that works here.';
  const { engine, device } = best.candidate;
  const taken = `engine: auto takes ${engine} on ${device}: `;
  const column = `The column is for ${sizeOf(smallTraining)}.`;
  if (!onGpu) return `${taken}no GPU works here. ${column}`;
  return `${taken}${comparison(contenders, 1)} with ${sizeOf(largeTraining)}. Each experiment is tried at its own sizes, where a GPU can pay off. ${column}`;
}

const onCpu = candidates.find((each) => !isGpu(each));
/** Those that `auto` chooses among. */
const contends = (candidate: Candidate): boolean => isGpu(candidate) || candidate === onCpu;

const sizeOf = ({ architecture: { units, vocabulary }, batch, steps }: typeof smallTraining): string =>
  `training an LSTM of ${units} units, ${vocabulary} tokens, ${batch} streams of ${steps}`;
