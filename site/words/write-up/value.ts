/** A value of a result by a path, for the running text of a write-up. Pure. */

import { z } from 'zod';
import { decimal, integer, significant } from '../../../runner/core/words.ts';
import type { Claim, Evidence } from '../../../runner/results/evidence-schema.ts';
import type { Result } from '../../../runner/results/schema.ts';
import { claimsOn, evidenceOf, leadClaim } from '../claims.ts';
import { detectedNeurons } from '../ranking.ts';
import { listed, type Place, WriteUpError } from './error.ts';

/** A path as an author writes it. */
export const path = z.union([z.string(), z.array(z.string()).min(1)]);
type Path = string | readonly string[];

/** What an element of a list can be called by, in this order. */
const names = ['name', 'feature', 'neuron', 'epoch'] as const;

/**
 * The value at `path` in `root`: keys one after another ('observation.perplexity'; a list where a name has dots in it).
 * In a list an element is called by its name, feature, neuron or epoch (features.commas, spectra.251; two after another
 * where one is not enough: evidence.claims.commas.251), else by its place from 0; 'first' and 'last' go everywhere.
 * Throws a WriteUpError that names what stands at the last place that exists.
 */
export function valueAt(place: Place, root: unknown, path: Path): string | number | boolean {
  let value = walk(place, root, path);
  if (Array.isArray(value) && value.length === 1) value = value[0];
  if (value === missing || value === null) {
    throw new WriteUpError(place, 'this was not measured', 'ask first whether it is there: <When of="...">');
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new WriteUpError(place, 'this is not one value', has(value));
}

/**
 * Whether there is anything at `path`: not null, false, 0 or an empty list; or, given `is`, whether it is that, or one of
 * those. What lies beyond a null, and an element that a list lacks, is not there; a key that no result has is an error.
 */
export function holds(
  place: Place,
  root: unknown,
  path: Path,
  is?: string | number | boolean | readonly (string | number | boolean)[],
): boolean {
  const found = walk(place, root, path, true);
  const value = Array.isArray(found) && found.length === 1 ? found[0] : found;
  if (value === missing) return false;
  if (is !== undefined) return [is].flat().some((each) => each === value);
  return Array.isArray(found) ? found.length > 0 : Boolean(value);
}

const missing = Symbol('missing');

/** What stands at `path`; `missing` when it lies beyond a null, or, with `lenient`, beyond what a list lacks. */
function walk(place: Place, root: unknown, path: Path, lenient = false): unknown {
  const steps = typeof path === 'string' ? path.split('.') : path;
  let value = root;
  for (const [index, step] of steps.entries()) {
    if (value === null) return missing;
    const next = Array.isArray(value) ? ofList(value, step) : ofObject(value, step);
    if (next === undefined) {
      if (lenient && Array.isArray(value)) return missing;
      const where = steps.slice(0, index).join('.') || 'the result';
      throw new WriteUpError(place, `${where} has no "${step}"`, has(value));
    }
    value = next;
  }
  return value;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const ofObject = (value: unknown, step: string): unknown =>
  isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;

/** The one element that is called so, or all of them where several are. */
function ofList(list: readonly unknown[], step: string): unknown {
  if (step === 'first') return list[0];
  if (step === 'last') return list.at(-1);
  const called = list.filter((each) => isObject(each) && names.some((name) => String(each[name]) === step));
  if (called.length > 0) return called.length === 1 ? called[0] : called;
  // The only one of its name may be asked for by a second name too; a number is a place only where nothing has a name.
  return list.some(nameOf) || !/^\d+$/.test(step) ? undefined : list[Number(step)];
}

const nameOf = (value: unknown): string | undefined => {
  const name = isObject(value) ? names.find((each) => each in value) : undefined;
  return name !== undefined && isObject(value) ? String(value[name]) : undefined;
};

/** What stands at a place, for a message. */
function has(value: unknown): string {
  if (Array.isArray(value)) {
    const called = [...new Set(value.map(nameOf).filter((name) => name !== undefined))];
    return called.length > 0 ? `it has ${listed(called)}` : `it is a list of ${value.length}`;
  }
  return isObject(value) ? `it has ${listed(Object.keys(value), 30)}` : `it is ${JSON.stringify(value)}`;
}

/** How a number is to be printed: fixed decimals, significant digits, or as percent. */
export interface Digits {
  digits?: number | undefined;
  significant?: number | undefined;
  percent?: boolean | undefined;
}

/** A value in running text: whole numbers whole, others with three significant digits unless told otherwise. */
export function printed(
  value: string | number | boolean,
  { digits, significant: figures, percent }: Digits = {},
): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  const shown = percent ? 100 * value : value;
  const sign = percent ? '%' : '';
  if (digits !== undefined) return decimal(shown, digits) + sign;
  if (figures !== undefined) return significant(shown, figures) + sign;
  return (Number.isInteger(shown) ? integer(shown) : significant(shown)) + sign;
}

/** What the paths of a write-up lead through: the result, and what an author most often asks of it. */
export type Facts = Omit<Result, 'evidence'> & {
  evidence: Evidence | null;
  /** By the feature's name: the claim that speaks for it; null when none was tested. */
  lead: Record<string, Claim | null>;
  /** By the feature's name: the neurons that were chosen for it, best first. */
  chosen: Record<string, ReturnType<typeof detectedNeurons>>;
};

export function factsOf(result: Result): Facts {
  const byName = <Value>(of: (feature: Result['features'][number]) => Value): Record<string, Value> =>
    Object.fromEntries(result.features.map((feature) => [feature.name, of(feature)]));
  return {
    ...result,
    evidence: evidenceOf(result),
    lead: byName((feature) => leadClaim(claimsOn(result, feature)) ?? null),
    chosen: byName(detectedNeurons),
  };
}
