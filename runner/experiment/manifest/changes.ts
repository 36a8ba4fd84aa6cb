/** What differs between two sets of resolved settings, key by key. Pure. */
import { canonicalJson } from '../../core/hash.ts';
import { dotted, isObject, type KeyPath, shown } from './problem.ts';

export interface Change {
  key: string;
  /** As it is shown; none: not there. */
  from: string;
  to: string;
}

/** In the order of the keys of the newer settings; those that are gone last. */
export function changesBetween(before: unknown, after: unknown): Change[] {
  return differences(before, after, []).map(([path, from, to]) => ({
    key: dotted(path),
    from: said(from),
    to: said(to),
  }));
}

/** `train.epochs: 10 -> 12` */
export const changeLine = ({ key, from, to }: Change): string => `${key}: ${from} -> ${to}`;

type Difference = readonly [path: KeyPath, from: unknown, to: unknown];

function differences(before: unknown, after: unknown, path: KeyPath): Difference[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
  }
  return canonicalJson(before ?? null) === canonicalJson(after ?? null) ? [] : [[path, before, after]];
}

function said(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.join(', ') : shown(value);
}
