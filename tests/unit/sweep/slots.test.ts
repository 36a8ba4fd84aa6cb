import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Slot, TaskEnd } from '../../../runner/sweep/slot.ts';
import { Slots, type SlotTask } from '../../../runner/sweep/slots.ts';

const made: string[] = [];
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A process whose tasks the test ends. */
class FakeSlot implements Slot {
  readonly cores: number;
  readonly done: string[] = [];
  #gone = Promise.withResolvers<void>();
  readonly over = this.#gone.promise;
  #task: PromiseWithResolvers<TaskEnd> | null = null;
  stops = 0;
  leaves = false;

  constructor(cores: number) {
    this.cores = cores;
  }

  free = () => this.#task === null && !this.leaves;
  given = () => this.done.length;

  do(file: string): Promise<TaskEnd> {
    this.done.push(file);
    this.#task = Promise.withResolvers<TaskEnd>();
    return this.#task.promise;
  }

  stop(): void {
    this.stops += 1;
    this.#gone.resolve();
  }

  end(end: TaskEnd): void {
    const task = this.#task;
    this.#task = null;
    task?.resolve(end);
  }
}

const answered: TaskEnd = { how: 'exit code 0', crashed: false };
const killed: TaskEnd = { how: 'signal SIGKILL', crashed: true };

function setting() {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-slots-'));
  made.push(folder);
  const started: FakeSlot[] = [];
  const slots = new Slots({
    start(cores) {
      const slot = new FakeSlot(cores);
      started.push(slot);
      return slot;
    },
  });
  const task = (name: string, has: Partial<SlotTask> = {}): SlotTask => ({
    ...{ file: name, log: join(folder, `${name}.log`), cores: 1, answered: async () => false },
    ...has,
  });
  const slot = (index: number): FakeSlot => {
    const found = started[index];
    if (found === undefined) throw new Error(`no process ${index} was started`);
    return found;
  };
  return { slots, started, task, slot };
}

/** What follows an ending happens a moment later. */
const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('the processes of a sweep', () => {
  it('are kept: a task gets one that is free and has as many cores, else a new one', async () => {
    const { slots, started, task, slot } = setting();
    const first = slots.do(task('a'));
    slots.do(task('b'));
    expect(started).toHaveLength(2);
    slot(0).end(answered);
    expect(await first.ended).toBe('exit code 0');
    slots.do(task('c'));
    expect(slot(0).done).toEqual(['a', 'c']);
    slot(1).end(answered);
    slots.do(task('d', { cores: 2 }));
    expect(started.map(({ cores }) => cores)).toEqual([1, 1, 2]);
  });

  it('get nothing more once they leave', () => {
    const { slots, started, task, slot } = setting();
    slots.do(task('a'));
    slot(0).leaves = true;
    slot(0).end(answered);
    slots.do(task('b'));
    expect(started.map(({ done }) => done)).toEqual([['a'], ['b']]);
  });

  it('take down no task but their own: one that is lost after others is begun again in a new one, once', async () => {
    const { slots, started, task, slot } = setting();
    slots.do(task('a'));
    slot(0).end(answered);
    const b = task('b');
    const second = slots.do(b);
    slot(0).end(killed);
    await soon();
    expect(started.map(({ done }) => done)).toEqual([['a', 'b'], ['b']]);
    expect(readFileSync(b.log, 'utf8')).toBe(
      'The process ended with signal SIGKILL; the task begins again in a new one.\n',
    );
    slot(1).end(killed);
    expect(await second.ended).toBe('signal SIGKILL');
    expect(started).toHaveLength(2);
  });

  it('do not begin again what was lost on its own, answered, stopped, or ended with an error that it told', async () => {
    const { slots, started, task, slot } = setting();
    const alone = task('alone');
    const first = slots.do(alone);
    slot(0).end(killed);
    expect(await first.ended).toBe('signal SIGKILL');
    expect(existsSync(alone.log)).toBe(false);

    const inSecondPlace = async (has: Partial<SlotTask>, end: TaskEnd, stops = false): Promise<string> => {
      const before = slots.do(task('before'));
      started.at(-1)?.end(answered);
      await before.ended;
      const child = slots.do(task('next', has));
      if (stops) child.stop();
      const last = started.at(-1);
      last?.end(end);
      if (last !== undefined) last.leaves = true;
      return child.ended;
    };
    slot(0).leaves = true;
    expect(await inSecondPlace({ answered: async () => true }, killed)).toBe('signal SIGKILL');
    expect(await inSecondPlace({}, killed, true)).toBe('signal SIGKILL');
    expect(await inSecondPlace({}, { how: 'exit code 1', crashed: false })).toBe('exit code 1');
    expect(started).toHaveLength(4);
  });

  it('are all told to end, and waited for', async () => {
    const { slots, started, task, slot } = setting();
    slots.do(task('a'));
    slots.do(task('b'));
    slot(0).end(answered);
    await slots.close();
    expect(started.map(({ stops }) => stops)).toEqual([1, 1]);
  });
});
