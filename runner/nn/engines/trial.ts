/**
 * Tries an engine on a device in a process of its own: drivers and native libraries may hang or take the process down, and two
 * of TensorFlow's do not stand in one.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Candidate } from './engines.ts';
import type { Work } from './measure.ts';

/** `speeds`: tokens read per second, of each work. `why`: one or more sentences. */
export type EngineTrial = { works: true; speeds: readonly number[] } | { works: false; why: string };

/** What is asked of the process. */
export interface TrialTask extends Pick<Candidate, 'engine' | 'device'> {
  /** At which it is measured, when its numbers are right; absent: it is only opened. */
  work?: readonly Work[];
  /** How long each is measured. */
  seconds?: number;
}

/** A run of a large network on a slow engine may go on for so many seconds after its time is up. */
const longestWork = 60;

/** What a library says of a file that it cannot load: the only place where its name stands. What comes before is a time and a place in its source. */
const complaint = /(?:Failed to load|Could not load dynamic|Unable to load|[^\s:']+: cannot open shared object).*/gi;
const mostComplaints = 5;

/**
 * @param patience seconds that opening it may take: compiling its shaders takes a slow GPU long.
 * @param program the file that is run; tests give another.
 */
export function tryEngine(
  { engine, device, work = [], seconds = 0 }: TrialTask,
  { patience = 60, program = fileURLToPath(new URL('./trial-process.ts', import.meta.url)) } = {},
): Promise<EngineTrial> {
  const limit = patience + work.length * (seconds + longestWork);
  const child = fork(program, [JSON.stringify({ engine, device, work, seconds })], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    timeout: Math.ceil(1000 * limit),
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    let answer: EngineTrial | null = null;
    child.on('message', (trial) => {
      answer = trial as EngineTrial;
      // Some libraries keep the process alive, others crash when they are unloaded.
      child.kill('SIGKILL');
    });
    child.on('error', reject);
    // Not 'exit': what was printed last may still be on its way then.
    child.on('close', (code, signal) => {
      const late = `It took its process down, or did not answer within ${limit} seconds (${signal ?? code}).`;
      const trial = answer ?? { works: false, why: late };
      if (trial.works) return resolve(trial);
      const complaints = [...new Set(stripVTControlCharacters(said).match(complaint))].slice(0, mostComplaints);
      resolve({ works: false, why: [trial.why, ...complaints].map(sentence).join(' ') });
    });
  });
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
