/**
 * Tries an engine on a device in a process of its own: drivers and native libraries may hang, print or take the
 * process down, and which of them works cannot be known before.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import type { Candidate } from './candidates.ts';
import type { Work } from './measure.ts';

export type EngineTrial =
  | {
      works: true;
      /** True where products are rounded to fewer bits than single precision has, as the user asked for: good for training alone. */
      rounded: boolean;
      /** Tokens read per second, of each work; empty when nothing was measured. */
      speeds: readonly number[];
    }
  /** `why`: one or more sentences. */
  | { works: false; why: string };

/** What is asked of the process. */
export interface TrialTask extends Pick<Candidate, 'engine' | 'device'> {
  /** Whether its numbers are looked at, losses and products; absent: it is only opened. */
  check?: boolean;
  work?: readonly Work[];
  /** How long each work is measured; absent: for one run. */
  seconds?: number;
}

export interface TrialOptions extends Pick<TrialTask, 'check' | 'work' | 'seconds'> {
  /** Seconds that opening it may take. */
  patience?: number;
  /** The file that is run; tests give another. */
  program?: string;
}

/** Compiling its shaders may take a slow GPU this long before the measurement begins. */
export const usualPatience = 60;
/** A run of a large network on a slow engine may go on for so long after its time is up. */
const longestWork = 60;

/** Opens the engine, looks at its numbers where asked, and measures each work for so many seconds. */
export function tryEngine({ engine, device }: Candidate, options: TrialOptions = {}): Promise<EngineTrial> {
  const {
    patience = usualPatience,
    program = fileURLToPath(new URL('./trial-process.ts', import.meta.url)),
    ...asked
  } = options;
  const { work = [], seconds = 0 } = asked;
  const task: TrialTask = { engine, device, ...asked };
  const child = fork(program, [JSON.stringify(task)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  return answerOf(child, patience + work.length * (seconds + longestWork));
}

/** After its answer a process that does not end is ended. */
const secondsToEnd = 2;

function answerOf(child: ChildProcess, limit: number): Promise<EngineTrial> {
  const said = complaints(child);
  return new Promise((resolve) => {
    let answer: EngineTrial | null = null;
    const end = () => child.kill('SIGKILL');
    let timer = setTimeout(() => {
      answer ??= { works: false, why: `It did not answer within ${limit} seconds.` };
      end();
    }, 1000 * limit);
    child.on('message', (trial) => {
      answer = trial as EngineTrial;
      clearTimeout(timer);
      timer = setTimeout(end, 1000 * secondsToEnd);
    });
    child.on('error', (error) => {
      answer ??= { works: false, why: `${error.message}.` };
      end();
    });
    // Not 'exit': what was printed last may still be on its way then.
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const trial = answer ?? { works: false, why: `It took its process down (${signal ?? code}).` };
      resolve(trial.works ? trial : { works: false, why: [sentence(trial.why.trim()), ...said()].join(' ') });
    });
  });
}

/** What a library says of a file that it cannot load: the only place where its name stands. What comes before is a time and a place in its source. */
const complaint = /(?:Failed to load|Could not load dynamic|Unable to load|[^\s:']+: cannot open shared object).*/i;
const longestLine = 400;
const mostComplaints = 5;

/** @returns the lines that name missing libraries, once each, as sentences. */
function complaints(child: ChildProcess): () => string[] {
  const found = new Set<string>();
  let rest = '';
  const look = (line: string) => {
    const [said] = complaint.exec(stripVTControlCharacters(line)) ?? [];
    if (said !== undefined && found.size < mostComplaints) found.add(sentence(said.trim().slice(0, longestLine)));
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = (lines.pop() ?? '').slice(-longestLine);
    for (const line of lines) look(line);
  });
  return () => {
    look(rest);
    return [...found];
  };
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
