/** What only the page of pairs says. Pure. */
import type { HeldScore, PairCourse, PairExample, PairSet } from '../../../runner/analysis/pairs/pairs-schema.ts';
import { item } from '../../../runner/core/at.ts';
import { counted, decimal, significant } from '../../../runner/core/format.ts';
import { isCause, neuronWords, rightOf } from '../../../runner/wording/pairs.ts';

/** At the head of the page: what the network prefers, and what it takes to turn that. */
export function answerOf({ all, cause, interchange, held }: PairSet): string {
  const prefers = `The right side is the likelier one in ${all.accuracy === 1 ? 'all' : `${rightOf(all)} of`} ${counted(all.pairs, 'pair')}`;
  const most = interchange
    .filter(({ neurons, turned }) => neurons.length === 1 && turned > 0)
    .toSorted((a, b) => Number(isCause(b, cause)) - Number(isCause(a, cause)) || b.turned - a.turned)[0];
  if (most !== undefined) {
    return `${prefers}. With the value of ${neuronWords(most)} taken from the twin, ${most.turned === most.pairs ? 'all' : `${most.turned} of`} ${counted(most.pairs, 'preference')} turn${most.turned === 1 ? 's' : ''}.`;
  }
  const single = held.some(({ neurons }) => neurons.length === 1);
  return `${prefers}.${interchange.length > 0 && single ? ' No single neuron that was tried turns any.' : ''}`;
}

/** '86 times as likely': how much likelier the one is. @param margin nats, from 0. */
export const timesWords = (margin: number): string => `${significant(Math.exp(margin), 2)} times as likely`;

/** '“is” is 86 times as likely as “are”.' */
export const preference = ({ right, wrong }: Pick<PairExample, 'right' | 'wrong'>, margin: number): string =>
  margin >= 0
    ? `“${right}” is ${timesWords(margin)} as “${wrong}”`
    : `“${wrong}” is ${timesWords(-margin)} as “${right}”`;

/** The neuron or group that is told first: the cause; where none is shown, the one whose holding at its mean costs most. */
export function leadHeld({ held, all, cause }: Pick<PairSet, 'held' | 'all' | 'cause'>): HeldScore | undefined {
  const alone = held.filter(({ neurons }) => neurons.length === 1);
  const causal = alone.find((own) => isCause(own, cause));
  if (causal !== undefined) return causal;
  return (alone.length > 0 ? alone : held).toSorted(
    (a, b) => a.all.margin - b.all.margin || all.margin - b.all.margin,
  )[0];
}

/** '0.90 to 0.95', of one value itself. */
export const spanWords = ([low, high]: readonly [number, number], digits = 2): string =>
  decimal(low, digits) === decimal(high, digits)
    ? decimal(low, digits)
    : `${decimal(low, digits)} to ${decimal(high, digits)}`;

/** The condition whose values are told apart by colour; null: there is no condition. */
export const markOf = ({ mark, by }: Pick<PairSet, 'mark' | 'by'>): string | null =>
  mark !== null && by.includes(mark) ? mark : (by.at(-1) ?? null);

/** Its title: 'attractor: plural', empty where there is but one; its lines in the order of the mark's values. */
export type Panel = ReturnType<typeof panelsOf>[number];

export function panelsOf(set: Pick<PairSet, 'mark' | 'by'>, { lines }: Pick<PairCourse, 'lines'>) {
  const mark = markOf(set);
  const others = set.by.filter((name) => name !== mark);
  const groups = Map.groupBy(lines, ({ by }) => JSON.stringify(others.map((name) => by[name])));
  return [...groups.values()].map((own) => ({
    title: others.map((name) => `${name}: ${item(own, 0).by[name] ?? ''}`).join(', '),
    lines: own.map((line) => ({ name: mark === null ? 'all' : (line.by[mark] ?? ''), line })),
  }));
}

/** The values of the mark, in the order in which they come. */
export function markValues(set: Pick<PairSet, 'mark' | 'by' | 'conditions'>): string[] {
  const mark = markOf(set);
  return mark === null ? ['all'] : [...new Set(set.conditions.map(({ by }) => by[mark] ?? ''))];
}
