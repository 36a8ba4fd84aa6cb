/**
 * The ladder: its rungs in order, held complete by the compiler. Code, pages, methods and README print the criteria from
 * here. Pure; imports no engine, no file and no terminal.
 */
import { type RungName, rungNames } from '../../results/names-schema.ts';
import { chance } from './chance.ts';
import { context } from './context.ts';
import { effect } from './effect.ts';
import { heldOut } from './held-out.ts';
import { learned } from './learned.ts';
import { replicated } from './replicated.ts';
import type { Rung } from './rung.ts';
import { used } from './used.ts';

export const rungs = { effect, chance, heldOut, learned, context, used, replicated } satisfies {
  [Name in RungName]: Rung<Name>;
};

/** Without what computes them: what a reader is told. */
export const rungWords = rungNames.map((name) => {
  const { question, passesWhen, criteria, needs } = rungs[name];
  return { name, question, passesWhen, criteria: criteria as Readonly<Record<string, number>>, needs };
});
