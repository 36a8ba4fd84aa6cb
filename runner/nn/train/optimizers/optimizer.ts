/**
 * What an optimizer is: its own keys in the manifest with PyTorch's defaults, the learning rate that it begins with, and
 * its rule, written once over the operations as PyTorch defines it. Numbers that change from step to step are computed
 * outside, in double precision, and given as scalars. Imports the operations' interface and zod.
 */
import { z } from 'zod';
import type { Operations } from '../../models/operations.ts';
import { type Values, valueNamed } from '../../models/program.ts';

/** What one step changes, and what it changes it by. */
export interface Current<T> {
  parameter: T;
  gradient: T;
  slots: Values<T>;
  scalars: Values<T>;
}

export interface Update<T> {
  parameter: T;
  slots: Record<string, T>;
}

/** The rule with its settings. */
export interface Optimizer {
  /** What is kept for each parameter beside itself; all start at zero. */
  slots: readonly string[];
  /** Numbers for one step, counted from 1. */
  scalars(step: number, learningRate: number): Record<string, number>;
  update<T>(ops: Operations<T>, current: Current<T>): Update<T>;
  /** The same rule as a function of kernels.wat. */
  kernel: OptimizerKernel;
}

export interface OptimizerKernel {
  name: 'descent' | 'momentum' | 'adam' | 'rmsprop' | 'adagrad' | 'adadelta';
  /** The numbers that it takes behind the slots: these, */
  settings: readonly number[];
  /** then these of the step's scalars. */
  scalars: readonly string[];
}

interface Definition<Name extends string, Keys extends z.ZodRawShape> {
  name: Name;
  /** The highest learning rate of the schedule when the manifest does not say. */
  learningRate: number;
  /** Its own keys, each with a default. */
  keys: Keys;
  rule(settings: z.output<z.ZodObject<Keys>>): Optimizer;
}

export interface OptimizerKind<Name extends string = string, Keys extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: Name;
  readonly learningRate: number;
  readonly keys: Keys;
  /**
   * @param settings may leave keys out, and hold others beside.
   * @throws ZodError when a key has a value that it cannot have.
   */
  create(settings: Readonly<Record<string, unknown>>): Optimizer;
}

export const defineOptimizer = <const Name extends string, Keys extends z.ZodRawShape>({
  rule,
  ...kind
}: Definition<Name, Keys>): OptimizerKind<Name, Keys> => {
  const schema = z.object(kind.keys);
  return { ...kind, create: (settings) => rule(schema.parse(settings)) };
};

/** A share of the past that is kept. */
export const decay = (standard: number) => z.number().min(0).lt(1).default(standard);
export const epsilon = (standard: number) => z.number().positive().default(standard).describe('Keeps divisions from 0');

export const rateOnly = (_step: number, learningRate: number) => ({ rate: learningRate });

/** What `movingAverage` multiplies by, as a kernel takes it. */
export const averaged = (kept: number): readonly [kept: number, added: number] => [kept, 1 - kept];

/** average' = decay average + (1 - decay) x */
export function movingAverage<T>(ops: Operations<T>, average: T, x: T, kept: number): T {
  const [old, added] = averaged(kept);
  return ops.add(ops.mul(average, ops.scalar(old)), ops.mul(x, ops.scalar(added)));
}

export function descend<T>(ops: Operations<T>, parameter: T, direction: T, scalars: Values<T>): T {
  return ops.sub(parameter, ops.mul(direction, valueNamed(scalars, 'rate')));
}

/** gradient / (sqrt(square) + small) */
export function normalized<T>(ops: Operations<T>, gradient: T, square: T, small: T): T {
  return ops.div(gradient, ops.add(ops.sqrt(square), small));
}
