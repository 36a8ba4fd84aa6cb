/** Looks at a device in a process of its own, which it may hang or take down. Starts processes. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Candidate } from '../../engines/candidates.ts';
import { onnxLog } from '../../engines/native-settings.ts';
import { tryEngine } from '../../engines/trial.ts';
import type { DeviceReport, GpuMeasurements } from './report.ts';

export interface DeviceTask extends Pick<Candidate, 'engine' | 'device'> {
  short: boolean;
  /** True: only that ONNX Runtime prints where it places the nodes. */
  places: boolean;
}

const secondsAtMost = 600;

/** @returns what was found, or why it does not work. */
export async function checkDevice(candidate: Candidate, short: boolean): Promise<DeviceReport> {
  const { engine, device } = candidate;
  const trial = await tryEngine(candidate);
  if (!trial.works) return { engine, device, found: trial.why, nodes: {}, kinds: {} };
  const task = { engine, device, short };
  const { found } = await inProcess({ ...task, places: false });
  const { printed } = engine === 'onnx' ? await inProcess({ ...task, places: true }) : { printed: '' };
  return { engine, device, found, nodes: placements(printed), kinds: device === 'cpu' ? {} : kindsOnCpu(printed) };
}

function inProcess(task: DeviceTask): Promise<{ found: GpuMeasurements | string; printed: string }> {
  const child = fork(fileURLToPath(new URL('./device-process.ts', import.meta.url)), [JSON.stringify(task)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...(task.places && { [onnxLog]: 'verbose' }) },
    serialization: 'advanced',
  });
  const said: string[] = [];
  let found: GpuMeasurements | string | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (task.places) said.push(text);
  });
  child.on('message', (message) => {
    found = (message as { found: GpuMeasurements | string }).found;
  });
  const limit = setTimeout(() => {
    found ??= `It works in a trial, and then did not answer within ${secondsAtMost / 60} minutes.`;
    child.kill('SIGKILL');
  }, 1000 * secondsAtMost);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      found ??= error.message;
    });
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      const down = `It works in a trial, and then took its process down (${signal ?? code}).`;
      resolve({ found: found ?? down, printed: said.join('') });
    });
  });
}

/** How many nodes are on which provider, from what ONNX Runtime prints of its graphs. */
export function placements(printed: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, provider = '', nodes] of printed.matchAll(
    /odes?(?:\(s\))? placed on \[(\w+)\]\. Number of nodes: (\d+)/g,
  )) {
    counts[provider] = (counts[provider] ?? 0) + Number(nodes);
  }
  return counts;
}

/** The kinds of nodes that are on the CPU, with their numbers. */
export function kindsOnCpu(printed: string): Record<string, number> {
  const counts: Record<string, number> = {};
  let onCpu = false;
  for (const line of printed.split(/\r?\n/)) {
    const [, provider] = /placed on \[(\w+)\]/.exec(line) ?? [];
    if (provider !== undefined) onCpu = provider === 'CPUExecutionProvider';
    const [, kind] = /VerifyEachNodeIsAssignedToAnEp\] +(\w+) \(/.exec(line) ?? [];
    if (onCpu && kind !== undefined) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
