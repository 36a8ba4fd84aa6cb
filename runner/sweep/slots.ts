/**
 * The processes of a sweep on this machine: a task gets one that is free, or a new one. A task that is lost in a process
 * in which others were done before is begun again in a new one, so that no task can take another down with it.
 */
import type { Child } from './executors/executor.ts';
import type { Slot, TaskEnd } from './slot.ts';
import { addToLog, beginsAgain } from './task.ts';

export interface SlotsHost {
  /** Starts a process that may use so many cores. */
  start(cores: number): Slot;
}

/** A task to be done. */
export interface SlotTask {
  file: string;
  log: string;
  cores: number;
  /** Whether it has left its answer. */
  answered(): Promise<boolean>;
}

export class Slots {
  readonly #host: SlotsHost;
  /** Those that are there, with the cores that each was started for. */
  readonly #slots = new Map<Slot, number>();

  constructor(host: SlotsHost) {
    this.#host = host;
  }

  do(task: SlotTask): Child {
    let slot = this.#freeOne(task.cores);
    let stopping = false;
    const toTheEnd = async (): Promise<string> => {
      const end = await slot.do(task.file, task.log);
      if (stopping || !(await this.#mayBeOthersFault(task, slot, end))) return end.how;
      addToLog(task.log, `The process ended with ${end.how}; ${beginsAgain}\n`);
      slot = this.#startOne(task.cores);
      return (await slot.do(task.file, task.log)).how;
    };
    return {
      ended: toTheEnd(),
      stop() {
        stopping = true;
        slot.stop();
      },
    };
  }

  /** Ends them all; a task that is at work saves its state. */
  async close(): Promise<void> {
    const all = [...this.#slots.keys()];
    for (const slot of all) slot.stop();
    await Promise.all(all.map(({ over }) => over));
  }

  async #mayBeOthersFault(task: SlotTask, slot: Slot, { crashed }: TaskEnd): Promise<boolean> {
    return crashed && slot.given() > 1 && !(await task.answered());
  }

  #freeOne(cores: number): Slot {
    const found = [...this.#slots].find(([slot, share]) => share === cores && slot.free());
    return found?.[0] ?? this.#startOne(cores);
  }

  #startOne(cores: number): Slot {
    const slot = this.#host.start(cores);
    this.#slots.set(slot, cores);
    void slot.over.then(() => this.#slots.delete(slot));
    return slot;
  }
}
