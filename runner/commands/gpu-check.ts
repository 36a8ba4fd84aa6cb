/**
 * `npm run gpu:check`: looks at every GPU engine of this machine beside the CPU, and writes a report that can be
 * handed on: numbers, speed, memory, what is missing.
 */
import { writeWhole } from '../core/atomic-files.ts';
import { exitCode } from '../core/errors.ts';
import { candidates, isGpu } from '../engines/candidates.ts';
import { checkDevice } from '../experiment/gpu-check/devices.ts';
import {
  type DeviceReport,
  type GpuReport,
  issueLines,
  markdown,
  wrongNumbers,
} from '../experiment/gpu-check/report.ts';
import { systemFacts } from '../experiment/gpu-check/system.ts';
import { flag, optional } from './keys.ts';
import { listed } from './listed.ts';
import { stderrReporter } from './streams.ts';
import { described, readWords } from './words.ts';

const usualFile = 'gpu-report.json';

export const description = described({
  ...listed['gpu-check'],
  subject: null,
  keys: {
    short: flag('checks only small networks, for a few steps'),
    to: optional('<file>', `where the report goes (${usualFile})`),
  },
  example: 'npm run gpu:check short=true',
});

/** @returns 1 where a device that works gives wrong numbers. */
export async function run(words: string[]): Promise<number> {
  const { given } = readWords(description, words);
  const file = given.to ?? usualFile;
  const reporter = stderrReporter();
  reporter.step('Looking at the machine');
  const system = await systemFacts();
  const devices: DeviceReport[] = [];
  for (const candidate of candidates.filter(
    (each) => isGpu(each) || (each.engine === 'onnx' && each.device === 'cpu'),
  )) {
    reporter.step(`Checking ${candidate.engine} on ${candidate.device}`);
    devices.push(await checkDevice(candidate, given.short));
  }
  reporter.finish();
  const report: GpuReport = { format: 1, short: given.short, system, devices };
  // Before the file, which a full disk may refuse after minutes of work.
  process.stdout.write(`${markdown(report)}\n`);
  await writeWhole(file, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`All of it, for programs: ${file}\n\n${issueLines(report)}\n`);
  const wrong = devices.some(({ found }) => typeof found !== 'string' && wrongNumbers(found.deviations).length > 0);
  return wrong ? exitCode.failed : exitCode.done;
}
