/** How a contestant of ours answers, in the words of blas.py: first what it is, then a line for each that asks for steps. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { decodeSafetensors } from '../../runner/io/formats/safetensors/read.ts';
import { chooseEngine } from '../../runner/nn/engines/engines.ts';
import type { Case } from './cases.ts';

/** What it is given as its first word: a case of networks with its weights, and more. */
export type Task<More = object> = Case & More & { weights: string };

export const engineOf = (threads = 0) =>
  chooseEngine({ engine: 'onnx', device: 'cpu' }, threads > 0 ? { threads } : {});
export const weightsOf = ({ weights }: Task) => decodeSafetensors(readFileSync(weights), weights);

/** @param run does so many steps. @returns the seconds of each. */
export async function answer(run: (steps: number) => Promise<number[]>): Promise<void> {
  const tell = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`);
  tell({ ready: process.versions.node });
  for await (const line of createInterface({ input: process.stdin })) {
    const before = process.cpuUsage();
    const seconds = await run((JSON.parse(line) as { steps: number }).steps);
    const { user, system } = process.cpuUsage(before);
    const processor = (user + system) / 1e6 / seconds.length;
    tell({ seconds, megabytes: process.resourceUsage().maxRSS / 1024, processor });
  }
}
