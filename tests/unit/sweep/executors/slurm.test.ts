import { describe, expect, it } from 'vitest';
import type { CommandOutput, ExecutorHost, Task } from '../../../../runner/sweep/executors/executor.ts';
import { scriptOf, submission } from '../../../../runner/sweep/executors/slurm/commands.ts';
import { slurmSettings } from '../../../../runner/sweep/executors/slurm/settings.ts';
import { slurm } from '../../../../runner/sweep/executors/slurm/slurm.ts';

/** A cluster as its programs tell it. */
class FakeCluster {
  /** Lines of squeue by 'job_task'. */
  readonly queue = new Map<string, string>();
  /** How tasks ended, by 'job_task': 'FAILED|1:0'. */
  readonly accounts = new Map<string, string>();
  readonly answers = new Set<string>();
  readonly files = new Map<string, string>();
  readonly said: string[][] = [];
  readonly notes: string[] = [];
  hasAccounts = true;
  jobs = 0;
  /** What happens at each look at the queue. */
  readonly looks: (() => void)[] = [];
  #clock = 0;

  readonly host: ExecutorHost = {
    ...{ name: 'test', cwd: '/work', folder: '/work/tasks', program: ['node', 'task.ts'], parallel: null, cores: 2 },
    answered: async ({ id }: Task) => this.answers.has(id),
    start: () => {
      throw new Error('a cluster starts nothing here');
    },
    command: async (words) => this.#answer(words),
    read: async (name) => this.files.get(name) ?? null,
    write: async (name, text) => {
      this.files.set(name, text);
      return `/work/tasks/${name}`;
    },
    wait: async (milliseconds) => {
      this.#clock += milliseconds;
    },
    now: () => this.#clock,
    note: (text) => this.notes.push(text),
    state: () => {},
  };

  #answer(words: readonly string[]): CommandOutput {
    this.said.push([...words]);
    const [program] = words;
    const ok = (stdout: string): CommandOutput => ({ code: 0, stdout, stderr: '' });
    if (words[1] === '--version') return ok('slurm 24.11');
    if (program === 'sbatch') {
      this.jobs += 1;
      return ok(`${this.jobs}\n`);
    }
    if (program === 'squeue') {
      this.looks.shift()?.();
      return ok([...this.queue].map(([job, rest]) => `${job.replace('_', '|')}|${rest}\n`).join(''));
    }
    const job = (words.find((word) => word.startsWith('--jobs=')) ?? words.at(-1) ?? '').replace('--jobs=', '');
    const [state, exit] = (this.accounts.get(job) ?? '').split('|');
    if (program === 'sacct') {
      return this.hasAccounts
        ? ok(state ? `${state}|${exit}\n` : '')
        : { code: 1, stdout: '', stderr: 'accounting storage is disabled' };
    }
    if (program === 'scontrol') return ok(state ? `JobId=${job} JobState=${state} Reason=x ExitCode=${exit}` : '');
    return ok('');
  }
}

const tasks = (...ids: string[]): Task[] => ids.map((id) => ({ id, file: `/work/tasks/${id}.task.json` }));
const open = (cluster: FakeCluster, settings = {}) => slurm.open(slurmSettings.parse(settings), cluster.host);
const submissions = ({ said }: FakeCluster) =>
  said.filter(([program, word]) => program === 'sbatch' && word !== '--version');

describe('the executor slurm', () => {
  it('submits one array with the resources asked for', async () => {
    const cluster = new FakeCluster();
    const running = await open(cluster, {
      partition: 'gpu',
      gpus: 'a100:1',
      memory: '8G',
      time: '2h',
      account: 'us',
      cores: 4,
    });
    await running.submit(tasks('a', 'b', 'c'));
    const [words = []] = submissions(cluster);
    for (const word of [
      '--array=0-2',
      '--partition=gpu',
      '--gpus=a100:1',
      '--mem=8G',
      '--time=120',
      '--account=us',
      '--cpus-per-task=4',
    ]) {
      expect(words).toContain(word);
    }
    const list = [...cluster.files].find(([name]) => name.endsWith('.txt'))?.[1];
    expect(list).toBe('/work/tasks/a.task.json\n/work/tasks/b.task.json\n/work/tasks/c.task.json\n');
  });

  it.each([true, false])(
    'submits a task again that failed or was preempted, and gives up after its tries (accounts: %s)',
    async (hasAccounts) => {
      const cluster = new FakeCluster();
      cluster.hasAccounts = hasAccounts;
      const running = await open(cluster, { tries: 3 });
      await running.submit(tasks('a'));
      cluster.accounts.set('1_0', 'PREEMPTED|0:15').set('2_0', 'FAILED|9:0').set('3_0', 'OUT_OF_MEMORY|0:125');
      expect(await running.next()).toEqual([
        { id: 'a', how: 'lost', why: 'job 3_0 ended as OUT_OF_MEMORY, exit 0:125, after 3 tries' },
      ]);
      expect(submissions(cluster)).toHaveLength(3);
    },
  );

  it('does not submit a cancelled task again', async () => {
    const cluster = new FakeCluster();
    const running = await open(cluster);
    await running.submit(tasks('a'));
    cluster.accounts.set('1_0', 'CANCELLED by 0|0:0');
    expect(await running.next()).toEqual([{ id: 'a', how: 'lost', why: 'job 1_0 was cancelled' }]);
  });

  it('waits for an answer that is on its way through the shared folder', async () => {
    const cluster = new FakeCluster();
    const running = await open(cluster);
    await running.submit(tasks('a'));
    cluster.accounts.set('1_0', 'COMPLETED|0:0');
    cluster.looks.push(
      () => {},
      () => {},
      () => cluster.answers.add('a'),
    );
    expect(await running.next()).toEqual([{ id: 'a', how: 'answered', why: '' }]);
    expect(submissions(cluster)).toHaveLength(1);
  });

  it('follows a task that Slurm requeued, and takes one back that no machine could start', async () => {
    const cluster = new FakeCluster();
    const running = await open(cluster);
    await running.submit(tasks('a', 'b'));
    cluster.queue.set('1_0', 'PENDING|mark|BeginTime').set('1_1', 'PENDING|mark|launch failed requeued held');
    cluster.looks.push(
      () => {},
      () => {
        cluster.queue.set('1_0', 'RUNNING|mark|None').delete('1_1');
        cluster.queue.set('2_0', 'RUNNING|mark|None');
      },
      () => {
        for (const id of ['a', 'b']) cluster.answers.add(id);
      },
    );
    expect(await running.next()).toEqual([
      { id: 'a', how: 'answered', why: '' },
      { id: 'b', how: 'answered', why: '' },
    ]);
    expect(cluster.said.filter(([program, job]) => program === 'scancel' && job !== '--version')).toEqual([
      ['scancel', '1_1'],
    ]);
    expect(submissions(cluster)).toHaveLength(2);
  });

  it('finds its tasks again after the command was killed, also right after it had submitted them', async () => {
    for (const kept of [true, false]) {
      const cluster = new FakeCluster();
      await (await open(cluster)).submit(tasks('a', 'b'));
      const mark =
        submissions(cluster)[0]
          ?.find((word) => word.startsWith('--comment='))
          ?.slice(10) ?? '';
      // Killed before the job's number could be written down.
      if (!kept) cluster.files.set('slurm.json', JSON.stringify({ tasks: {}, due: { mark, ids: ['a', 'b'] } }));
      cluster.queue.set('1_0', `RUNNING|${mark}|None`).set('1_1', `PENDING|${mark}|Resources`);
      await (await open(cluster)).submit(tasks('a', 'b'));
      expect(submissions(cluster), String(kept)).toHaveLength(1);
      expect(cluster.notes.at(-1)).toBe('Slurm still has 2 tasks from before.');
    }
  });

  it('leaves the jobs at Ctrl-C, or cancels them where that is asked for', async () => {
    for (const cancel of [false, true]) {
      const cluster = new FakeCluster();
      const running = await open(cluster, { cancel });
      await running.submit(tasks('a', 'b'));
      await running.stop();
      expect(await running.next()).toEqual(['a', 'b'].map((id) => ({ id, how: 'stopped', why: '' })));
      const cancelled = cluster.said.filter(([program, job]) => program === 'scancel' && job !== '--version');
      expect(cancelled).toEqual(cancel ? [['scancel', '1_0', '1_1']] : []);
    }
  });

  it('says that the programs are missing', async () => {
    const cluster = new FakeCluster();
    const host = { ...cluster.host, command: () => Promise.reject(new Error('ENOENT')) };
    await expect(slurm.open(slurmSettings.parse({}), host)).rejects.toThrow(
      /There is no program sbatch on this machine/,
    );
  });
});

describe('what is said to Slurm', () => {
  it('survives spaces, quotes and dollars in paths', () => {
    const script = scriptOf(slurmSettings.parse({}), {
      cwd: "/a b/it's $HOME",
      program: ['/n ode', 't.ts'],
      list: '/l ist',
    });
    expect(script).toContain(`cd '/a b/it'\\''s $HOME' || exit 1\n`);
    expect(script).toContain(`exec '/n ode' t.ts "$task"\n`);
  });

  it('limits how many of an array run at a time', () => {
    const job = { name: 'n', tasks: 8, parallel: 2, mark: 'm', output: 'o', script: 's' };
    expect(submission(slurmSettings.parse({}), job)).toContain('--array=0-7%2');
  });

  it.each([
    ['30min', '30'],
    ['90s', '2'],
    ['1d', '1440'],
    ['1.5h', '90'],
    ['1-12:00:00', '1-12:00:00'],
    [15, '15'],
  ])('takes %s as %s', (time, minutes) => {
    expect(slurmSettings.parse({ time }).time).toBe(minutes);
  });
});
