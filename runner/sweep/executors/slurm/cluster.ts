/** The tasks that were given to Slurm: submits them, follows them, and submits again what was lost. */
import { RunError } from '../../../core/errors.ts';
import { counted } from '../../../core/words.ts';
import type { Ending, ExecutorHost, Task } from '../executor.ts';
import {
  accountFrom,
  accountQuery,
  type EndedTask,
  jobNumber,
  type QueuedTask,
  queueFrom,
  queueQuery,
  recentFrom,
  recentQuery,
  scriptOf,
  submission,
} from './commands.ts';
import type { SlurmSettings } from './settings.ts';

/** A task's last submission, as it is kept. */
interface Submitted {
  /** 'job_task'. */
  job: string;
  /** How often it was submitted. */
  tries: number;
}

/** What is kept of the submissions. */
interface Kept {
  tasks: Record<string, Submitted>;
  /** An array that was about to be submitted, with its tasks in order. */
  due: { mark: string; ids: string[] } | null;
}

const stateFile = 'slurm.json';
/** Slurm's usual limit for an array. */
const longestArray = 1000;
/** Milliseconds between two looks at the queue: soon after something happened, seldom while nothing does. */
const pause = { first: 1000, factor: 1.5, longest: 15_000 };
/** Milliseconds for which a file of a task that ended may be on its way through the shared folder. */
const lateAnswer = 60_000;

export class Cluster {
  readonly #settings: SlurmSettings;
  readonly #host: ExecutorHost;
  readonly #submitted: Map<string, Submitted>;
  readonly #following = new Map<string, Task>();
  /** Since when a task is known to have ended without an answer. */
  readonly #endedAt = new Map<string, number>();
  stopping = false;

  static async open(settings: SlurmSettings, host: ExecutorHost): Promise<Cluster> {
    const text = await host.read(stateFile);
    const kept: Kept = text === null ? { tasks: {}, due: null } : JSON.parse(text);
    const cluster = new Cluster(settings, host, kept.tasks);
    if (kept.due !== null) await cluster.#recover(kept.due);
    return cluster;
  }

  constructor(settings: SlurmSettings, host: ExecutorHost, kept: Readonly<Record<string, Submitted>>) {
    this.#settings = settings;
    this.#host = host;
    this.#submitted = new Map(Object.entries(kept));
  }

  /** The command may have been killed just after it submitted an array, before it could keep the job's number. */
  async #recover({ mark, ids }: { mark: string; ids: readonly string[] }): Promise<void> {
    for (const [job, queued] of await this.#queue()) {
      const id = queued.mark === mark ? ids[Number(job.split('_')[1])] : undefined;
      if (id !== undefined) this.#submitted.set(id, { job, tries: 1 });
    }
    await this.#keep();
  }

  /** Tasks that wait or run from before are followed, the others submitted. */
  async submit(tasks: readonly Task[]): Promise<void> {
    const queue = await this.#queue();
    const isThere = ({ id }: Task) => queue.has(this.#submitted.get(id)?.job ?? '');
    const there = tasks.filter(isThere);
    const due = tasks.filter((task) => !isThere(task));
    for (const task of tasks) this.#following.set(task.id, task);
    if (there.length > 0) this.#host.note(`Slurm still has ${counted(there.length, 'task')} from before.`);
    // Whoever runs the command again wants what was lost to be tried anew.
    for (const { id } of due) this.#submitted.delete(id);
    await this.#submitAll(due);
  }

  async #submitAll(tasks: readonly Task[]): Promise<void> {
    for (let from = 0; from < tasks.length; from += longestArray) {
      await this.#submitArray(tasks.slice(from, from + longestArray));
    }
  }

  async #submitArray(tasks: readonly Task[]): Promise<void> {
    const { name, cwd, program, folder, parallel, write, command, note, now } = this.#host;
    const mark = `rnn-atlas-${Math.floor(now())}-${tasks[0]?.id}`;
    const stamp = `array-${Math.floor(now())}-${tasks[0]?.id}`;
    const list = await write(`${stamp}.txt`, tasks.map(({ file }) => `${file}\n`).join(''));
    const script = await write(`${stamp}.sh`, scriptOf(this.#settings, { cwd, program, list }));
    const words = submission(this.#settings, {
      ...{ name, script, parallel, mark },
      tasks: tasks.length,
      output: `${folder}/slurm-%A_%a.log`,
    });
    await this.#keep({ mark, ids: tasks.map(({ id }) => id) });
    const { code, stdout, stderr } = await command(words);
    const job = code === 0 ? jobNumber(stdout) : null;
    if (job === null) {
      throw new RunError('slurm-refused', {
        what: `sbatch did not accept the tasks: ${stderr.trim() || stdout.trim()}`,
      });
    }
    tasks.forEach(({ id }, index) => {
      const tries = (this.#submitted.get(id)?.tries ?? 0) + 1;
      this.#submitted.set(id, { job: `${job}_${index}`, tries });
    });
    await this.#keep();
    note(`Slurm has job ${job} with ${counted(tasks.length, 'task')}.`);
  }

  async #keep(due: Kept['due'] = null): Promise<void> {
    const kept: Kept = { tasks: Object.fromEntries(this.#submitted), due };
    await this.#host.write(stateFile, `${JSON.stringify(kept)}\n`);
  }

  /** @throws RunError when the scheduler does not answer. */
  async #queue(): Promise<Map<string, QueuedTask>> {
    // The scheduler of a busy cluster may not answer for a moment.
    for (let attempt = 1; ; attempt++) {
      const { code, stdout, stderr } = await this.#host.command(queueQuery);
      if (code === 0) return queueFrom(stdout);
      if (attempt === 5 || this.stopping) {
        throw new RunError('slurm-silent', { what: `squeue does not answer: ${stderr.trim()}` });
      }
      await this.#host.wait(2000 * attempt);
    }
  }

  async next(): Promise<Ending[]> {
    for (let wait = pause.first; ; wait = Math.min(pause.longest, wait * pause.factor)) {
      if (this.stopping) return [...this.#following.keys()].map((id) => this.#end({ id, how: 'stopped', why: '' }));
      const endings = await this.#look();
      if (endings.length > 0) return endings;
      await this.#host.wait(wait);
    }
  }

  /** What ended since the last look. */
  async #look(): Promise<Ending[]> {
    const queue = await this.#queue();
    const endings: Ending[] = [];
    const again: Task[] = [];
    for (const task of [...this.#following.values()]) {
      const { id } = task;
      if (await this.#host.answered(task)) {
        endings.push(this.#end({ id, how: 'answered', why: '' }));
        continue;
      }
      const queued = queue.get(this.#submitted.get(id)?.job ?? '');
      if (queued !== undefined && isStuck(queued)) {
        // A machine could not start it, and Slurm would hold it until somebody looks.
        await this.#host.command(['scancel', this.#submitted.get(id)?.job ?? '']);
        const lost = this.#again(id, { state: 'NODE_FAIL', exit: queued.reason });
        if (lost === 'again') again.push(task);
        else endings.push(this.#end(lost));
        continue;
      }
      if (queued !== undefined) {
        this.#endedAt.delete(id);
        this.#host.state(id, wordsFor(queued));
        continue;
      }
      const lost = await this.#lost(task);
      if (lost === 'again') again.push(task);
      else if (lost !== null) endings.push(this.#end(lost));
    }
    await this.#submitAll(again);
    return endings;
  }

  /** What to do with a task that left the queue without an answer; null: wait, the answer may be on its way. */
  async #lost(task: Task): Promise<Ending | 'again' | null> {
    const { id } = task;
    const ended = await this.#howEnded(this.#submitted.get(id)?.job ?? '');
    if (ended !== null && !isOver(ended)) return null;
    const since = this.#endedAt.get(id) ?? this.#host.now();
    this.#endedAt.set(id, since);
    const mayCome = ended === null || ended.state === 'COMPLETED';
    if (mayCome && this.#host.now() - since < lateAnswer) return null;
    if (await this.#host.answered(task)) return { id, how: 'answered', why: '' };
    return this.#again(id, ended);
  }

  /** Whether a task that did not answer is submitted again. */
  #again(id: string, ended: EndedTask | null): Ending | 'again' {
    const { job, tries } = this.#submitted.get(id) ?? { job: '', tries: 0 };
    const how = ended === null ? 'disappeared' : `ended as ${ended.state}, exit ${ended.exit}`;
    this.#endedAt.delete(id);
    if (ended?.state === 'CANCELLED') return { id, how: 'lost', why: `job ${job} was cancelled` };
    if (tries >= this.#settings.tries) {
      return { id, how: 'lost', why: `job ${job} ${how}, after ${counted(tries, 'try', 'tries')}` };
    }
    this.#host.note(`Job ${job} ${how}: ${id} is submitted again.`);
    return 'again';
  }

  async #howEnded(job: string): Promise<EndedTask | null> {
    const { command } = this.#host;
    // Without accounts, or without the program, the scheduler's own memory must do.
    const accounts = await command(accountQuery(job)).catch(() => null);
    const known = accounts?.code === 0 ? accountFrom(accounts.stdout) : null;
    if (known !== null) return known;
    const recent = await command(recentQuery(job));
    return recent.code === 0 ? recentFrom(recent.stdout) : null;
  }

  #end(ending: Ending): Ending {
    this.#following.delete(ending.id);
    this.#endedAt.delete(ending.id);
    return ending;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const jobs = [...new Set([...this.#following.keys()].flatMap((id) => this.#submitted.get(id)?.job ?? []))];
    if (jobs.length === 0) return;
    const arrays = [...new Set(jobs.map((job) => job.replace(/_.*/, '')))].join(' ');
    if (!this.#settings.cancel) {
      this.#host.note(`The jobs go on; the same command follows them again, and scancel ${arrays} ends them.`);
      return;
    }
    // `--batch` and a signal would let them save first; scancel itself sends SIGTERM and waits before it kills.
    await this.#host.command(['scancel', ...jobs]);
    this.#host.note(`Cancelled job ${arrays}.`);
  }
}

const active = [
  'PENDING',
  'RUNNING',
  'CONFIGURING',
  'COMPLETING',
  'SUSPENDED',
  'REQUEUED',
  'RESIZING',
  'SIGNALING',
  'STOPPED',
];
const isOver = ({ state }: EndedTask): boolean => !active.includes(state);

/** Slurm holds what a machine failed to start. */
const isStuck = ({ reason }: QueuedTask): boolean => /launch failed requeued held/i.test(reason);

const wordsFor = ({ state, reason }: QueuedTask): string =>
  state === 'PENDING' && reason !== 'None' && reason !== '' ? `waits (${reason})` : state.toLowerCase();
