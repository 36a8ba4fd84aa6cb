/**
 * The five optimizers, each written once over the operations, as PyTorch defines them. Numbers that change from step
 * to step are computed outside, in double precision, and given as scalars.
 * Sources: Kingma & Ba 2015 (adam); Hinton's lecture 6e 2012 (rmsprop); Duchi 2011 (adagrad); Zeiler 2012 (adadelta).
 */
import type { Operations } from '../models/operations.ts';
import { type Values, valueNamed } from '../models/program.ts';

export interface OptimizerSettings {
  name: OptimizerName;
  momentum?: number;
  beta1?: number;
  beta2?: number;
  alpha?: number;
  rho?: number;
  epsilon?: number;
}

export type OptimizerName = 'sgd' | 'adam' | 'rmsprop' | 'adagrad' | 'adadelta';

export interface Update<T> {
  parameter: T;
  slots: Record<string, T>;
}

export interface Optimizer {
  /** What is kept for each parameter beside itself; all start at zero. */
  slots: readonly string[];
  /** Numbers for one step, counted from 1. */
  scalars(step: number, learningRate: number): Record<string, number>;
  update<T>(ops: Operations<T>, parameter: T, gradient: T, slots: Values<T>, scalars: Values<T>): Update<T>;
}

export function optimizer(settings: OptimizerSettings): Optimizer {
  switch (settings.name) {
    case 'sgd':
      return sgd(settings.momentum ?? 0);
    case 'adam':
      return adam(settings.beta1 ?? 0.9, settings.beta2 ?? 0.999, settings.epsilon ?? 1e-8);
    case 'rmsprop':
      return rmsprop(settings.alpha ?? 0.9, settings.epsilon ?? 1e-8);
    case 'adagrad':
      return adagrad(settings.epsilon ?? 1e-10);
    case 'adadelta':
      return adadelta(settings.rho ?? 0.95, settings.epsilon ?? 1e-6);
    default:
      return settings.name satisfies never;
  }
}

const rateOnly = (_step: number, learningRate: number) => ({ rate: learningRate });

/** average' = decay average + (1 - decay) x */
function movingAverage<T>(ops: Operations<T>, average: T, x: T, decay: number): T {
  return ops.add(ops.mul(average, ops.scalar(decay)), ops.mul(x, ops.scalar(1 - decay)));
}

function descend<T>(ops: Operations<T>, parameter: T, direction: T, scalars: Values<T>): T {
  return ops.sub(parameter, ops.mul(direction, valueNamed(scalars, 'rate')));
}

/** gradient / (sqrt(square) + epsilon) */
function normalized<T>(ops: Operations<T>, gradient: T, square: T, epsilon: T): T {
  return ops.div(gradient, ops.add(ops.sqrt(square), epsilon));
}

function sgd(momentum: number): Optimizer {
  if (momentum === 0) {
    return {
      slots: [],
      scalars: rateOnly,
      update: (ops, parameter, gradient, _slots, scalars) => ({
        parameter: descend(ops, parameter, gradient, scalars),
        slots: {},
      }),
    };
  }
  return {
    slots: ['velocity'],
    scalars: rateOnly,
    update(ops, parameter, gradient, slots, scalars) {
      const velocity = ops.add(ops.mul(valueNamed(slots, 'velocity'), ops.scalar(momentum)), gradient);
      return { parameter: descend(ops, parameter, velocity, scalars), slots: { velocity } };
    },
  };
}

function adam(beta1: number, beta2: number, epsilon: number): Optimizer {
  return {
    slots: ['mean', 'square'],
    // The bias corrections, moved from the two averages into the rate and epsilon.
    scalars(step, learningRate) {
      const correction = Math.sqrt(1 - beta2 ** step);
      return { rate: (learningRate * correction) / (1 - beta1 ** step), epsilon: epsilon * correction };
    },
    update(ops, parameter, gradient, slots, scalars) {
      const mean = movingAverage(ops, valueNamed(slots, 'mean'), gradient, beta1);
      const square = movingAverage(ops, valueNamed(slots, 'square'), ops.mul(gradient, gradient), beta2);
      const direction = normalized(ops, mean, square, valueNamed(scalars, 'epsilon'));
      return { parameter: descend(ops, parameter, direction, scalars), slots: { mean, square } };
    },
  };
}

function rmsprop(alpha: number, epsilon: number): Optimizer {
  return {
    slots: ['square'],
    scalars: rateOnly,
    update(ops, parameter, gradient, slots, scalars) {
      const square = movingAverage(ops, valueNamed(slots, 'square'), ops.mul(gradient, gradient), alpha);
      const direction = normalized(ops, gradient, square, ops.scalar(epsilon));
      return { parameter: descend(ops, parameter, direction, scalars), slots: { square } };
    },
  };
}

function adagrad(epsilon: number): Optimizer {
  return {
    slots: ['sum'],
    scalars: rateOnly,
    update(ops, parameter, gradient, slots, scalars) {
      const sum = ops.add(valueNamed(slots, 'sum'), ops.mul(gradient, gradient));
      const direction = normalized(ops, gradient, sum, ops.scalar(epsilon));
      return { parameter: descend(ops, parameter, direction, scalars), slots: { sum } };
    },
  };
}

function adadelta(rho: number, epsilon: number): Optimizer {
  return {
    slots: ['square', 'change'],
    scalars: rateOnly,
    update(ops, parameter, gradient, slots, scalars) {
      const bias = ops.scalar(epsilon);
      const square = movingAverage(ops, valueNamed(slots, 'square'), ops.mul(gradient, gradient), rho);
      const change = valueNamed(slots, 'change');
      const ratio = ops.div(ops.sqrt(ops.add(change, bias)), ops.sqrt(ops.add(square, bias)));
      const direction = ops.mul(ratio, gradient);
      return {
        parameter: descend(ops, parameter, direction, scalars),
        slots: { square, change: movingAverage(ops, change, ops.mul(direction, direction), rho) },
      };
    },
  };
}
