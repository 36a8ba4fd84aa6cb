/** What the flips of neurons that are alike say of a claim's. Pure. */
import type { Alike } from '../../runner/results/shown-schema.ts';
import { integer, significant } from './numbers.ts';

/** 'Of 39 other neurons ... none flips as much: ...'. */
export function alikeSentence({ neurons, flip, largest, rank }: Alike): string {
  const others = `Of ${integer(neurons)} other neurons that are alike in spread, memory and outgoing weights, and do not know the feature,`;
  const sizes = `the wrong state of this neuron costs ${significant(flip, 2)} nats a token, that of any of them at most ${significant(largest, 2)}.`;
  if (rank === 1) return `${others} none matters as much: ${sizes}`;
  return `${others} ${integer(rank - 1)} ${rank === 2 ? 'matters' : 'matter'} as much: ${sizes}`;
}
