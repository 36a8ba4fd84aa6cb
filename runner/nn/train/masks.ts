/**
 * The dropout masks of a training's steps. They depend on the seed and the step's number alone, so that those of the
 * coming steps can be drawn in a thread while the engine computes, and are the same whoever draws them.
 */
import { Worker } from 'node:worker_threads';
import { cores } from '../../core/cores.ts';
import type { Shape } from '../models/operations.ts';
import { sizeOf } from '../models/program.ts';
import { drawMask } from './dropout.ts';

/** What a step's masks are drawn by. */
export interface MaskPlan {
  seed: number;
  /** Share of elements dropped. */
  rate: number;
  /** Names and lengths of the masks, in their order, which the random numbers depend on. */
  lengths: readonly (readonly [name: string, length: number])[];
}

/** The memory that a step's masks are written to, one behind the other; it goes to the thread and comes back. */
export interface MaskRequest {
  step: number;
  memory: ArrayBuffer;
}

/** 1 or 0 for each element, by the masks' names. */
export type StepMasks = Readonly<Record<string, Uint8Array>>;

export interface Masks {
  /**
   * Of `count` steps from `first` on, counted from 0. Those of as many steps after them are begun. The arrays are the
   * caller's until the next call.
   */
  of(first: number, count: number): Promise<readonly StepMasks[]>;
  release(): Promise<void>;
}

/** Draws the masks of a step, one behind the other. */
export function drawMasks(plan: MaskPlan, step: number, memory: ArrayBuffer): void {
  Object.values(viewsOf(plan, memory)).forEach((mask, place) => {
    drawMask(mask, plan.rate, [plan.seed, step, place]);
  });
}

function viewsOf({ lengths }: MaskPlan, memory: ArrayBuffer): Record<string, Uint8Array> {
  let offset = 0;
  const views = lengths.map(([name, length]) => {
    const view = new Uint8Array(memory, offset, length);
    offset += length;
    return [name, view] as const;
  });
  return Object.fromEntries(views);
}

/** Fewer elements are drawn sooner (in a fifth of a millisecond) than a thread is asked and answers. */
const worthThread = 2 ** 17;

/** @param shapes of the masks by name, in their order; empty without dropout. */
export function createMasks(seed: number, rate: number, shapes: Readonly<Record<string, Shape>>): Masks {
  const lengths = Object.entries(shapes).map(([name, shape]) => [name, sizeOf(shape)] as const);
  const plan = { seed, rate, lengths };
  const elements = lengths.reduce((sum, [, length]) => sum + length, 0);
  return elements < worthThread || cores() === 1 ? drawnHere(plan, elements) : drawnAhead(plan, elements);
}

/** In the caller's thread, when they are asked for. */
export function drawnHere(plan: MaskPlan, elements: number): Masks {
  return {
    async of(first, count) {
      return Array.from({ length: count }, (_, index) => {
        const memory = new ArrayBuffer(elements);
        drawMasks(plan, first + index, memory);
        return viewsOf(plan, memory);
      });
    },
    async release() {},
  };
}

/** In a thread, from the second call on before they are asked for. */
export function drawnAhead(plan: MaskPlan, elements: number): Masks {
  const worker = new Worker(new URL('./mask-thread.ts', import.meta.url), { workerData: plan });
  // Only who waits for masks keeps the process alive.
  worker.unref();
  const asked = new Map<number, PromiseWithResolvers<ArrayBuffer>>();
  const free: ArrayBuffer[] = [];
  let lent: readonly ArrayBuffer[] = [];
  worker.on('message', ({ step, memory }: MaskRequest) => asked.get(step)?.resolve(memory));
  let failure: unknown;
  const fail = (reason: unknown) => {
    failure ??= reason;
    for (const { reject } of asked.values()) reject(failure);
  };
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`masks: the thread that draws them ended with code ${code}`)));

  const ask = (step: number): PromiseWithResolvers<ArrayBuffer> => {
    const known = asked.get(step);
    if (known !== undefined) return known;
    const answer = Promise.withResolvers<ArrayBuffer>();
    // Whoever waits hears of a failure; of masks that nobody waits for it is no matter.
    answer.promise.catch(() => {});
    asked.set(step, answer);
    if (failure !== undefined) answer.reject(failure);
    const memory = free.pop() ?? new ArrayBuffer(elements);
    const request: MaskRequest = { step, memory };
    worker.postMessage(request, [memory]);
    return answer;
  };

  return {
    async of(first, count) {
      free.push(...lent);
      lent = [];
      const steps = Array.from({ length: count }, (_, index) => first + index);
      const wanted = steps.map(ask);
      for (const step of steps) ask(step + count);
      worker.ref();
      try {
        lent = await Promise.all(wanted.map(({ promise }) => promise));
      } finally {
        worker.unref();
      }
      for (const step of steps) asked.delete(step);
      return lent.map((memory) => viewsOf(plan, memory));
    },
    async release() {
      await worker.terminate();
    },
  };
}
