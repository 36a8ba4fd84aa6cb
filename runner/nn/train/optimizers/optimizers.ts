/** The optimizers by name: a new one is one file and its name in the line below; the manifest's keys follow from it. */
import type { z } from 'zod';
import { adadelta } from './adadelta.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import type { Optimizer, OptimizerKind } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

export const optimizers = { sgd, adam, rmsprop, adagrad, adadelta } as const;

export type OptimizerName = keyof typeof optimizers;
export const optimizerNames = Object.keys(optimizers) as OptimizerName[];

/** An optimizer's name and those of its keys that are not as by default. */
export type OptimizerSettings = {
  [Name in OptimizerName]: { name: Name } & Partial<z.output<z.ZodObject<(typeof optimizers)[Name]['keys']>>>;
}[OptimizerName];

/** @throws ZodError when a key has a value that it cannot have. */
export function optimizer(settings: OptimizerSettings): Optimizer {
  const kinds: Readonly<Record<OptimizerName, OptimizerKind>> = optimizers;
  return kinds[settings.name].create(settings);
}
