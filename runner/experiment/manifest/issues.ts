/** Turns what zod found into problems in plain words, with suggestions. Pure; imports the key list and the features. */
import type { z } from 'zod';
import { either } from '../../core/format.ts';
import { nearest } from '../../core/suggest.ts';
import { featureSynonyms } from '../../text/labels/features.ts';
import { type KnownKeys, manifestKeys } from './overrides.ts';
import { dotted, type KeyPath, type Problem, shown, valueAt } from './problem.ts';

type Issue = z.core.$ZodIssue;

/**
 * One problem per wrong key, in the order zod found them. `data` is the manifest as written.
 * @param known the keys that there are.
 */
export const problemsOf = (issues: readonly Issue[], data: unknown, known: KnownKeys = manifestKeys): Problem[] =>
  issues.flatMap((issue) => ofIssue(issue, [], data, known));

function ofIssue(issue: Issue, above: KeyPath, data: unknown, known: KnownKeys): Problem[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, known));
  const deeper = issue.code === 'invalid_union' ? branchOf(issue) : null;
  if (deeper !== null) return deeper.flatMap((each) => ofIssue(each, path, data, known));
  const value = valueAt(data, path);
  const name = dotted(path);
  // Messages of our own schemas say what it must be; the others are zod's.
  const isOurs = issue.message.startsWith('must ');
  if (value === undefined)
    return [
      { path, about: 'key', what: `the key "${name}" is missing`, why: isOurs ? `It ${issue.message}` : undefined },
    ];
  const problem = { path, about: 'value' as const, fix: suggestion(issue, path, value) };
  return isOurs
    ? [{ ...problem, what: `"${name}" ${issue.message}, not ${shown(value)}` }]
    : [{ ...problem, what: `"${name}" is ${shown(value)}`, why: issue.message }];
}

function suggestion(issue: Issue, path: KeyPath, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [list, , key] = path;
  const meant = list === 'features' && typeof key === 'string' ? featureSynonyms(key, value) : [];
  const near = nearest(value, wordsOf(issue));
  const candidates = meant.length > 0 || near === null ? meant : [near];
  return candidates.length === 0 ? undefined : `Did you mean ${either(candidates.map((each) => `"${each}"`))}?`;
}

function unknownKey(parent: KeyPath, key: string, known: KnownKeys = manifestKeys): Problem {
  const here = known.at(parent);
  const path = [...parent, key];
  const problem = { path, about: 'key' as const, what: `unknown key "${dotted(path)}"` };
  if (here.includes(key)) return { ...problem, why: `"${key}" belongs to another kind of ${dotted(parent)}` };
  const near = nearest(key, here);
  const elsewhere = known.named(key);
  const candidates = [...(near === null ? [] : [dotted([...parent, near])]), ...elsewhere];
  const place = parent.length === 0 ? 'the top level' : dotted(parent);
  if (candidates.length === 0) return { ...problem, why: `The keys of ${place} are ${here.join(', ')}` };
  const fix = `Did you mean ${either(candidates.map((each) => `"${each}"`))}?`;
  return near === null
    ? { ...problem, why: `"${key}" belongs under ${either(elsewhere.map(parentOf))}`, fix }
    : { ...problem, fix };
}

const parentOf = (key: string): string => key.split('.').slice(0, -1).join('.') || 'the top level';

function wordsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'invalid_union') return [];
  return issue.errors
    .flat()
    .filter((each) => each.path.length === 0)
    .flatMap(wordsOf);
}

/** The issues of the one alternative that has the right type; null when it is not clear which was meant. */
function branchOf(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] | null {
  const wrongKind = (each: Issue) =>
    each.path.length === 0 &&
    (each.code === 'invalid_type' || each.code === 'invalid_value' || each.code === 'invalid_format');
  const right = issue.errors.filter((branch) => !branch.some(wrongKind));
  return right.length === 1 ? (right[0] ?? null) : null;
}
