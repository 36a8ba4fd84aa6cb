/** Problems as one InputError, each with its place: file:line:column, or the override. Pure. */
import { InputError } from '../../core/errors.ts';
import { counted, pluralOf } from '../../core/words.ts';
import type { Override } from './overrides.ts';
import type { KeyPath, ManifestSource, Problem } from './problem.ts';

export interface Origin {
  /** The manifest's path, as given. */
  name: string;
  source: ManifestSource;
  overrides: readonly Override[];
}

/** More would not be one paragraph; the next run shows the rest. */
const maxShown = 3;

export function inputError(
  [first, ...others]: readonly [Problem, ...Problem[]],
  origin: Origin,
  code: 'invalid-manifest' | 'invalid-sweep' = 'invalid-manifest',
): InputError {
  const more = others.length + 1 - maxShown;
  const alsoWrong = others.slice(0, maxShown - 1).map((problem) => `Also, ${explained(problem, origin)}`);
  return new InputError(code, {
    what: explained(first, origin),
    why: alsoWrong.join(' '),
    fix: more > 0 ? `There ${pluralOf(more, 'is', 'are')} ${counted(more, 'more problem')}` : undefined,
  });
}

function explained(problem: Problem, origin: Origin): string {
  const what = `${placeOf(problem, origin)}: ${problem.what}`;
  const parts = [what, problem.why, problem.fix].filter((part) => part !== undefined);
  // Keys and values come from a file and may hold escape sequences, which a terminal would obey.
  return parts
    .map(sentence)
    .join(' ')
    .replace(/\p{Cc}/gu, '\ufffd');
}

const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);

/** The override that set one of the keys; else where one stands in the file; else the nearest parent's place. */
function placeOf({ path, others = [], about }: Problem, { name, source, overrides }: Origin): string {
  const keys = [path, ...others];
  const within = (outer: KeyPath, inner: KeyPath) => outer.every((key, depth) => String(key) === String(inner[depth]));
  const setBy = (meets: (override: Override, key: KeyPath) => boolean) =>
    overrides.findLast((override) => keys.some((key) => meets(override, key)));
  const inFile = keys.map((key) => source.place(key, about)).find((place) => place !== null);
  const exact = setBy((override, key) => within(override.path, key));
  if (exact !== undefined) return `override ${exact.word}`;
  if (inFile !== undefined) return inFile;
  const opened = setBy((override, key) => within(key, override.path));
  if (opened !== undefined) return `override ${opened.word}`;
  const parents = path.map((_, depth) => path.slice(0, path.length - 1 - depth));
  return parents.map((parent) => source.place(parent, 'key')).find((place) => place !== null) ?? name;
}
