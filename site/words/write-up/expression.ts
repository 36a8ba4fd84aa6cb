/** Expressions of a write-up: what they may name, how they are evaluated, and how a mistake in one is told with its place. Pure. */
import { decimal, integer, significant } from '../../../runner/core/format.ts';

/** Where in a write-up: its file, and the component as it was written there, '<Highlight feature="commas">'. */
export interface WriteUpPlace {
  /** With the line, 'experiments/lstm-dots.mdx:12', where it is known. */
  file: string;
  tag: string;
}

/** What a write-up asks for and cannot have: it stops the build. */
export class WriteUpError extends Error {
  /** `what` is wrong, and `exists`: what could stand there instead; both begin small and end without a full stop. */
  constructor({ file, tag }: WriteUpPlace, what: string, exists: string) {
    super(`${file}: ${tag}: ${what}; ${exists}. The site was not built.`);
    this.name = 'WriteUpError';
  }
}

/** Names in a sentence: 'a, b, c'; only the first `most` of many, and how many more there are. */
export function listed(names: readonly (string | number)[], most = 12): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** What an expression may name: in a text about an experiment (facts.ts), and in one about a sweep (sweep/facts.ts). */
export const expressionNames = [
  'result',
  'feature',
  'asked',
  'lead',
  'verdict',
  'measured',
  'status',
  'claims',
  'chosen',
  'group',
  'probe',
  'auc',
  'correlation',
  'pairs',
  'sweep',
  'found',
  'trial',
  'best',
  'accuracy',
  'fixed',
  'percent',
] as const;

export type Facts = Partial<Record<(typeof expressionNames)[number], unknown>>;

/** What the compiler makes of `{...}`. */
export interface Expression {
  /** As the author wrote it, in one line. */
  source: string;
  of(facts: Facts): unknown;
}

export const isExpression = (value: unknown): value is Expression =>
  typeof value === 'object' && value !== null && 'of' in value && typeof value.of === 'function';

/**
 * The value of an expression; `factsAt` makes what it may name, which knows the place for its own messages.
 * @throws WriteUpError whatever goes wrong.
 */
export function evaluated({ source, of }: Expression, file: string, factsAt: (place: WriteUpPlace) => Facts): unknown {
  const place = { file, tag: `{${source.length > 60 ? `${source.slice(0, 59)}…` : source}}` };
  const facts = factsAt(place);
  try {
    return of(strict(place, 'what this text is about', facts));
  } catch (error) {
    if (error instanceof WriteUpError) throw error;
    const hint =
      error instanceof ReferenceError
        ? `there is ${listed(Object.keys(facts), 20)}`
        : 'what may be missing is asked for first: <When is={...}>';
    throw new WriteUpError(place, error instanceof Error ? error.message : String(error), hint);
  }
}

/** Asked of everything that is awaited or shown. */
const asides = ['then', 'toJSON'];

/** The value, of which a key that it lacks is a WriteUpError that names those that it has. */
export function strict<Value>(place: WriteUpPlace, name: string, value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  const asked = new Proxy(value, {
    get(target, key) {
      const next: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol' || typeof next === 'function') return next;
      if (Array.isArray(target)) return strict(place, `${name}[${key}]`, next);
      if (!(key in target) && !asides.includes(key))
        throw new WriteUpError(place, `${name} has no "${key}"`, has(target));
      return strict(place, `${name}.${key}`, next);
    },
  });
  plain.set(asked, value);
  return asked;
}

/** What stands behind what an author asks. */
const plain = new WeakMap<object, object>();

/** For the program's own words, which know what may be absent. */
export const asItIs = <Value>(value: Value): Value =>
  typeof value === 'object' && value !== null ? ((plain.get(value) as Value | undefined) ?? value) : value;

const has = (value: object): string => `it has ${listed(Object.keys(value), 30)}`;

const missing = (place: WriteUpPlace): WriteUpError =>
  new WriteUpError(place, 'this was not measured', 'ask first whether it is there: <When is={...}>');

/** Names that every text may use: a number with so many decimals, a share in per cent. */
export const formats = (place: WriteUpPlace) => ({
  fixed: (value: number | null | undefined, digits: number): string => decimal(numberOf(place, value), digits),
  percent: (share: number | null | undefined, digits = 0): string =>
    `${decimal(100 * numberOf(place, share), digits)}%`,
});

function numberOf(place: WriteUpPlace, value: number | null | undefined): number {
  if (value === null || value === undefined) throw missing(place);
  if (typeof value === 'number') return value;
  throw new WriteUpError(place, 'this is no number', `it is ${JSON.stringify(value)}`);
}

/** A value in running text: whole numbers whole, others with three significant digits. */
export function printed(place: WriteUpPlace, value: unknown): string {
  if (value === null || value === undefined) throw missing(place);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? integer(value) : significant(value);
  const is = typeof value === 'object' ? has(value) : `it is ${String(value)}`;
  throw new WriteUpError(place, 'this is neither a number nor a text', is);
}

/** Whether there is anything: not null, false, 0 or an empty list. */
export const isThere = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));
