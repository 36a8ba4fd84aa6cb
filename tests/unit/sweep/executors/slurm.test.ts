import childProcess from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import timers from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Task, taskFiles } from '../../../../runner/sweep/executors/executor.ts';
import { slurmSettings } from '../../../../runner/sweep/executors/settings.ts';
import { openSlurm } from '../../../../runner/sweep/executors/slurm.ts';

/** A cluster as its programs tell it. */
const newCluster = () => ({
  /** Lines of squeue by 'job_task'. */
  queue: new Map<string, string>(),
  /** How tasks ended, by 'job_task': 'FAILED|1:0'. */
  accounts: new Map<string, string>(),
  said: [] as string[][],
  hasPrograms: true,
  hasAccounts: true,
  jobs: 0,
  /** What happens at each look at the queue. */
  looks: [] as (() => void)[],
  clock: 0,
  stopping: new AbortController(),
  notes: [] as string[],
});
let cluster = newCluster();
let folder = '';

type Done = (error: object | null, stdout: string, stderr: string) => void;

function execFile(name: string, words: readonly string[], _: object, done: Done): void {
  const ok = (stdout: string) => done(null, stdout, '');
  const job = (words.find((word) => word.startsWith('--jobs=')) ?? words.at(-1) ?? '').replace('--jobs=', '');
  const [state, exit] = (cluster.accounts.get(job) ?? '').split('|');
  if (!cluster.hasPrograms) done(new Error('ENOENT'), '', '');
  else if (words[0] === '--version') ok('slurm 24.11');
  else {
    cluster.said.push([name, ...words]);
    if (name === 'squeue') cluster.looks.shift()?.();
    if (name === 'sbatch') ok(`${++cluster.jobs}\n`);
    else if (name === 'squeue')
      ok([...cluster.queue].map(([at, rest]) => `${at.replace('_', '|')}|${rest}\n`).join(''));
    else if (name === 'scontrol') ok(state ? `JobId=${job} JobState=${state} Reason=x ExitCode=${exit}` : '');
    else if (name !== 'sacct') ok('');
    else if (cluster.hasAccounts) ok(state ? `${state}|${exit}\n` : '');
    else done({ code: 1 }, '', 'accounting storage is disabled');
  }
}

beforeEach(() => {
  // What a shell must not take apart.
  folder = mkdtempSync(join(tmpdir(), "rnn-atlas it's $HOME "));
  cluster = newCluster();
  vi.spyOn(Date, 'now').mockImplementation(() => cluster.clock);
  vi.spyOn(childProcess, 'execFile').mockImplementation(execFile as unknown as typeof childProcess.execFile);
  vi.spyOn(timers, 'setTimeout').mockImplementation((async (milliseconds: number) => {
    cluster.clock += milliseconds;
  }) as typeof timers.setTimeout);
  syncBuiltinESMExports();
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  rmSync(folder, { recursive: true, force: true });
});

const tasks = (...ids: string[]): Task[] => ids.map((id) => ({ ...taskFiles(folder, id), logged: 0 }));
const answers = (id: string) => writeFileSync(taskFiles(folder, id).answer, '{}');
const open = (settings = {}, parallel: number | null = null) =>
  openSlurm(
    { slurm: slurmSettings.parse(settings) },
    {
      name: 'test',
      cwd: folder,
      folder,
      parallel,
      interruption: cluster.stopping.signal,
      note: (text) => cluster.notes.push(text),
      state: () => {},
    },
  );
/** With such tasks. */
async function submitted(ids: string, ...given: Parameters<typeof open>) {
  const running = await open(...given);
  await running.submit(tasks(...ids));
  return running;
}
const ending = (id: string, how: string, why = '') => ({ id, how, why });
const calls = (name: string) => cluster.said.filter(([program]) => program === name);
const markOf = (words: readonly string[] = []) => words.find((word) => word.startsWith('--comment='))?.slice(10) ?? '';
const written = (ending: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

describe('the executor slurm', () => {
  it('submits one array with the resources asked for, and a script that survives quotes and dollars in paths', async () => {
    const settings = { partition: 'gpu', gpus: 'a100:1', memory: '8G', time: '2h', account: 'us', cores: 4 };
    await submitted('abc', { ...settings, modules: ['cuda/12'], setup: ['source env.sh'] }, 2);
    const [words = []] = calls('sbatch');
    const asked = 'array=0-2%2 partition=gpu gpus=a100:1 mem=8G time=120 account=us cpus-per-task=4'.split(' ');
    for (const word of asked) expect(words).toContain(`--${word}`);
    expect(written('.txt')).toEqual([['a', 'b', 'c'].map((id) => `${join(folder, id)}.task.json\n`).join('')]);
    const [script] = written('.sh');
    expect(script).toContain('module load cuda/12\nsource env.sh\n');
    expect(script).toContain(`cd '${folder.replace("'", "'\\''")}' || exit 1\n`);
    expect(script).toMatch(/^exec .*task-process\.ts "\$task"$/m);
    expect(cluster.notes).toEqual(['Slurm has job 1 with 3 tasks.']);
  });

  it.each([true, false])(
    'submits a task again that failed or was preempted, and gives up after its tries (accounts: %s)',
    async (hasAccounts) => {
      cluster.hasAccounts = hasAccounts;
      const running = await submitted('a', { tries: 3 });
      cluster.accounts.set('1_0', 'PREEMPTED|0:15').set('2_0', 'FAILED|9:0').set('3_0', 'OUT_OF_MEMORY|0:125');
      const why = 'job 3_0 ended as OUT_OF_MEMORY, exit 0:125, after 3 tries';
      expect(await running.next()).toEqual([ending('a', 'lost', why)]);
      expect(calls('sbatch')).toHaveLength(3);
    },
  );

  it.each([
    ['a cancelled task is not submitted again', 'CANCELLED by 0|0:0', 9, 'lost', 'job 1_0 was cancelled'],
    ['an answer may be on its way through the shared folder', 'COMPLETED|0:0', 2, 'answered', ''],
  ])('%s', async (_, account, looks, how, why) => {
    const running = await submitted('a');
    cluster.accounts.set('1_0', account);
    cluster.looks.push(...Array(looks).fill(() => {}), () => answers('a'));
    expect(await running.next()).toEqual([ending('a', how, why)]);
    expect(calls('sbatch')).toHaveLength(1);
  });

  it('follows a task that Slurm requeued, and takes one back that no machine could start', async () => {
    const running = await submitted('ab');
    cluster.queue.set('1_0', 'PENDING|mark|BeginTime').set('1_1', 'PENDING|mark|launch failed requeued held');
    cluster.looks.push(
      () => {},
      () => {
        cluster.queue.set('1_0', 'RUNNING|mark|None').delete('1_1');
        cluster.queue.set('2_0', 'RUNNING|mark|None');
      },
      () => {
        for (const id of ['a', 'b']) answers(id);
      },
    );
    expect(await running.next()).toEqual([ending('a', 'answered'), ending('b', 'answered')]);
    expect(calls('scancel')).toEqual([['scancel', '1_1']]);
    expect(calls('sbatch')).toHaveLength(2);
  });

  it('finds its tasks again after the command was killed, and submits the others', async () => {
    await submitted('abc');
    const mark = markOf(calls('sbatch')[0]);
    cluster.queue.set('1_0', `RUNNING|${mark}|None`).set('1_1', `PENDING|${mark}|Resources`);
    cluster.queue.set('7_2', 'RUNNING|of another command|None').set('8_2', 'RUNNING|../etc/passwd|None');
    cluster.clock = 1;
    const running = await submitted('ab');
    expect(calls('sbatch')).toHaveLength(1);
    expect(cluster.notes.at(-1)).toBe('Slurm still has 2 tasks from before.');
    await submitted('bc');
    expect(calls('sbatch')).toHaveLength(2);
    expect(cluster.notes.slice(-2)).toEqual(['Slurm still has 1 task from before.', 'Slurm has job 2 with 1 task.']);
    answers('a');
    expect(await running.next()).toEqual([ending('a', 'answered')]);
  });

  it('leaves the jobs at Ctrl-C, or cancels them where that is asked for', async () => {
    for (const cancel of [false, true]) {
      cluster.stopping = new AbortController();
      const running = await submitted('ab', { cancel });
      cluster.stopping.abort();
      expect(await running.next()).toEqual([ending('a', 'stopped'), ending('b', 'stopped')]);
    }
    expect(cluster.notes[1]).toBe('The jobs go on; the same command follows them again, and scancel 1 ends them.');
    expect(calls('scancel')).toEqual([['scancel', '2_0', '2_1']]);
  });

  it('submits nothing after a Ctrl-C that came while it looked at the queue, and cancels what it was submitting', async () => {
    const early = await open({ cancel: true });
    cluster.looks.push(() => cluster.stopping.abort());
    await early.submit(tasks('a'));
    expect(await early.next()).toEqual([ending('a', 'stopped')]);
    expect([calls('sbatch'), calls('scancel'), calls('squeue').length]).toEqual([[], [], 1]);

    cluster.stopping = new AbortController();
    const during = await open({ cancel: true });
    const submitting = during.submit(tasks('a'));
    await vi.waitFor(() => expect(calls('sbatch')).toHaveLength(1));
    cluster.stopping.abort();
    await submitting;
    expect(await during.next()).toEqual([ending('a', 'stopped')]);
    expect(calls('scancel')).toEqual([['scancel', '1_0']]);
  });

  it('says that the programs are missing', async () => {
    cluster.hasPrograms = false;
    await expect(open()).rejects.toThrow(/There is no program sbatch on this machine/);
  });
});

it('times are minutes for Slurm, or as it takes them itself', () => {
  const times = { '30min': '30', '90s': '2', '1d': '1440', '1.5h': '90', '1-12:00:00': '1-12:00:00' };
  for (const [time, said] of Object.entries(times)) expect(slurmSettings.parse({ time }).time).toBe(said);
  expect(slurmSettings.parse({ time: 15 }).time).toBe('15');
});
