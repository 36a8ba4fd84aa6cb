/**
 * `npm run doctor`: tries every engine on every device, measures those that work, says why the others do
 * not and how to get them, and what `auto` takes.
 */
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { exitCode } from '../core/errors.ts';
import { counted } from '../core/words.ts';
import { type Candidate, candidates, isGpu } from '../engines/candidates.ts';
import { comparison, quickest, type Tried } from '../engines/engines.ts';
import { allowSoftware, tryEngine } from '../engines/trial.ts';
import { engineReport } from '../terminal/engine-report.ts';
import { seconds } from './keys.ts';
import { stderrReporter, stdoutColours } from './streams.ts';
import { described, readWords } from './words.ts';

const defaultSeconds = 2;
const longest = 60;
const defaultWidth = 100;
const softwareNote = `${allowSoftware} is set: without a GPU, webgpu is computed on the CPU`;

export const description = described({
  command: 'npm run doctor',
  summary: 'tries every engine and device on this machine: which work, how fast, and how to get the others',
  subject: null,
  keys: {
    seconds: seconds(defaultSeconds, longest, 'how long each engine is measured'),
  },
  example: 'npm run doctor seconds=5',
});

export async function run(words: string[]): Promise<number> {
  const { given } = readWords(description, words);
  const reporter = stderrReporter();
  const tried: Tried[] = [];
  for (const candidate of candidates) {
    reporter.step(`Trying ${candidate.engine} on ${candidate.device}`);
    tried.push({ candidate, ...(await tryEngine(candidate, given.seconds)) });
  }
  reporter.finish();
  const report = {
    machine: `${machine()}${process.env[allowSoftware] === '1' ? `. ${softwareNote}` : ''}`,
    lines: tried.map((each) => ({
      engine: each.candidate.engine,
      device: each.candidate.device,
      outcome: each.works ? (each.tokensPerSecond ?? 0) : each.why,
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

/** As the choice of `auto` is made: among the GPUs that work, if any, and the first engine on the CPU. */
function automatic(tried: readonly Tried[]): string {
  const onCpu = candidates.find((each: Candidate) => !isGpu(each));
  const contenders = tried.filter(({ candidate }) => isGpu(candidate) || candidate === onCpu);
  const best = quickest(contenders);
  if (best === null) return 'engine: auto finds nothing that works here.';
  const why = contenders.filter(({ works }) => works).length > 1 ? comparison(contenders) : 'no GPU works here';
  const { engine, device } = best.candidate;
  return `engine: auto takes ${engine} on ${device}: ${why}. Measured: training an LSTM of 128 units, 2000 tokens, 32 streams of 16.`;
}
