/**
 * The optimizers by name: the keys in the manifest with PyTorch's defaults, the learning rate that each begins with, and
 * its rule as PyTorch defines it, written once: the graphs of all engines and the kernel of trainer.ts come from it. Numbers
 * that change from step to step are computed outside, in double precision, and given as scalars.
 */
import { z } from 'zod';
import type { Operations } from '../../models/operations.ts';
import { type Values, valueNamed } from '../../models/program.ts';

/** What a rule computes with, on single elements. */
export type RuleOperations<T> = Pick<Operations<T>, 'scalar' | 'add' | 'sub' | 'mul' | 'div' | 'sqrt'>;

/** What one step changes, and what it changes it by. */
export interface Current<T> {
  parameter: T;
  gradient: T;
  slots: Values<T>;
  scalars: Values<T>;
}

/** A rule with its settings. */
interface Rule {
  /** What is kept for each parameter beside itself; all start at zero. */
  slots: readonly string[];
  /** Numbers for one step, counted from 1, beside the learning rate; absent: none. */
  scalars?(step: number, learningRate: number): { rate: number } & Record<string, number>;
  /** What the parameter loses `rate` times, and the slots afterwards. */
  direction<T>(ops: RuleOperations<T>, gradient: T, current: Current<T>): { direction: T; slots: Record<string, T> };
}

export interface Optimizer {
  slots: readonly string[];
  /** Numbers for one step, counted from 1. */
  scalars(step: number, learningRate: number): Record<string, number>;
  update<T>(ops: RuleOperations<T>, current: Current<T>): { parameter: T; slots: Record<string, T> };
}

export interface OptimizerKind<Name extends string = string, Keys extends z.ZodRawShape = z.ZodRawShape> {
  name: Name;
  /** The highest learning rate of the schedule when the manifest does not say. */
  learningRate: number;
  /** Its own keys, each with a default. */
  keys: Keys;
  rule(settings: z.output<z.ZodObject<Keys>>): Rule;
}

const optimizerKind = <const Name extends string, Keys extends z.ZodRawShape>(kind: OptimizerKind<Name, Keys>) => kind;

/** A share of the past that is kept. */
const decay = (standard: number) => z.number().min(0).lt(1).default(standard);
const epsilon = (standard: number) => z.number().positive().default(standard).describe('Keeps divisions from 0');

/** average' = kept average + (1 - kept) x */
const movingAverage = <T>(ops: RuleOperations<T>, average: T, x: T, kept: number): T =>
  ops.add(ops.mul(average, ops.scalar(kept)), ops.mul(x, ops.scalar(1 - kept)));

/** gradient / (sqrt(square) + small) */
const normalized = <T>(ops: RuleOperations<T>, gradient: T, square: T, small: T): T =>
  ops.div(gradient, ops.add(ops.sqrt(square), small));

/** Stochastic gradient descent, with momentum if asked. Source: Robbins & Monro 1951; Polyak 1964. */
const sgd = optimizerKind({
  name: 'sgd',
  // PyTorch's 1e-3 hardly moves a recurrent network.
  learningRate: 0.1,
  keys: { momentum: decay(0).describe('Share of the last step that is kept') },
  rule({ momentum }) {
    if (momentum === 0) return { slots: [], direction: (_ops, gradient) => ({ direction: gradient, slots: {} }) };
    return {
      slots: ['velocity'],
      direction(ops, gradient, { slots }) {
        const velocity = ops.add(ops.mul(valueNamed(slots, 'velocity'), ops.scalar(momentum)), gradient);
        return { direction: velocity, slots: { velocity } };
      },
    };
  },
});

/** Adam. Source: Kingma & Ba 2015. */
const adam = optimizerKind({
  name: 'adam',
  // The project's own.
  learningRate: 2e-3,
  keys: {
    beta1: decay(0.9).describe('Decay of the mean gradient'),
    beta2: decay(0.999).describe('Decay of the mean squared gradient'),
    epsilon: epsilon(1e-8),
  },
  rule: ({ beta1, beta2, epsilon: small }) => ({
    slots: ['mean', 'square'],
    // The bias corrections, moved from the two averages into the rate and epsilon.
    scalars(step, learningRate) {
      const correction = Math.sqrt(1 - beta2 ** step);
      return { rate: (learningRate * correction) / (1 - beta1 ** step), epsilon: small * correction };
    },
    direction(ops, gradient, { slots, scalars }) {
      const mean = movingAverage(ops, valueNamed(slots, 'mean'), gradient, beta1);
      const square = movingAverage(ops, valueNamed(slots, 'square'), ops.mul(gradient, gradient), beta2);
      return { direction: normalized(ops, mean, square, valueNamed(scalars, 'epsilon')), slots: { mean, square } };
    },
  }),
});

/** RMSprop. Source: Hinton's lecture 6e, 2012. */
const rmsprop = optimizerKind({
  name: 'rmsprop',
  learningRate: 1e-2,
  keys: { alpha: decay(0.9).describe('Decay of the mean squared gradient'), epsilon: epsilon(1e-8) },
  rule: ({ alpha, epsilon: small }) => ({
    slots: ['square'],
    direction(ops, gradient, { slots }) {
      const square = movingAverage(ops, valueNamed(slots, 'square'), ops.mul(gradient, gradient), alpha);
      return { direction: normalized(ops, gradient, square, ops.scalar(small)), slots: { square } };
    },
  }),
});

/** Adagrad. Source: Duchi, Hazan & Singer 2011. */
const adagrad = optimizerKind({
  name: 'adagrad',
  learningRate: 1e-2,
  keys: { epsilon: epsilon(1e-10) },
  rule: ({ epsilon: small }) => ({
    slots: ['sum'],
    direction(ops, gradient, { slots }) {
      const sum = ops.add(valueNamed(slots, 'sum'), ops.mul(gradient, gradient));
      return { direction: normalized(ops, gradient, sum, ops.scalar(small)), slots: { sum } };
    },
  }),
});

/** Adadelta. Source: Zeiler 2012. */
const adadelta = optimizerKind({
  name: 'adadelta',
  learningRate: 1,
  keys: { rho: decay(0.95).describe('Decay of both averages'), epsilon: epsilon(1e-6) },
  rule: ({ rho, epsilon: small }) => ({
    slots: ['square', 'change'],
    direction(ops, gradient, { slots }) {
      const bias = ops.scalar(small);
      const square = movingAverage(ops, valueNamed(slots, 'square'), ops.mul(gradient, gradient), rho);
      const change = valueNamed(slots, 'change');
      const ratio = ops.div(ops.sqrt(ops.add(change, bias)), ops.sqrt(ops.add(square, bias)));
      const direction = ops.mul(ratio, gradient);
      return {
        direction,
        slots: { square, change: movingAverage(ops, change, ops.mul(direction, direction), rho) },
      };
    },
  }),
});

export const optimizers = { sgd, adam, rmsprop, adagrad, adadelta } as const;

export type OptimizerName = keyof typeof optimizers;
export const optimizerNames = Object.keys(optimizers) as OptimizerName[];

/** An optimizer's name and those of its keys that are not as by default. */
export type OptimizerSettings = {
  [Name in OptimizerName]: { name: Name } & Partial<z.output<z.ZodObject<(typeof optimizers)[Name]['keys']>>>;
}[OptimizerName];

/** @throws ZodError when a key has a value that it cannot have. */
export function optimizer({ name, ...settings }: OptimizerSettings): Optimizer {
  const { keys, rule }: OptimizerKind = optimizers[name];
  const { slots, direction, scalars = (_step, rate) => ({ rate }) } = rule(z.object(keys).parse(settings));
  return {
    slots,
    scalars,
    update(ops, current) {
      const { direction: against, slots: after } = direction(ops, current.gradient, current);
      const moved = ops.mul(against, valueNamed(current.scalars, 'rate'));
      return { parameter: ops.sub(current.parameter, moved), slots: after };
    },
  };
}
