/** What is wrong with a manifest, and the YAML text in which it is looked up where that stands: file, line and column. Pure. */
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { InputError, sentence } from '../../core/errors.ts';
import { catalogueWord } from '../../text/labels/catalogue.ts';

export type KeyPath = readonly (string | number)[];

export interface Problem {
  path: KeyPath;
  others?: readonly KeyPath[];
  /** Whether the key itself is wrong (or missing), or what it is set to. */
  about: 'key' | 'value';
  /** What is wrong, without the place: 'unknown key "modle"'. */
  what: string;
  why?: string | undefined;
  fix?: string | undefined;
}

/** 'train.optimizer.name', as overrides write it. */
export const dotted = (path: KeyPath): string => path.join('.');
export const pathOf = (key: string): KeyPath =>
  key.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** The value at a path of plain data; undefined when there is none. */
export function valueAt(data: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string | number, unknown>)[key];
  }, data);
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The feature of a manifest that names none. */
export const allTokens = { name: 'all tokens', match: '.+' } as const;

/** The group or list that a value stands for, so that single keys of a shorthand can be set. */
export function opensTo(value: unknown, path: KeyPath): unknown {
  const name = dotted(path);
  if (value === undefined || value === null) return name === 'features' ? [allTokens] : {};
  if (name === 'features' && value === catalogueWord) return [value];
  if (name === 'train.optimizer' && typeof value === 'string') return { name: value };
  if (name === 'model.embedding' && typeof value === 'number') return { size: value };
  if (name === 'neurons' && !isObject(value)) return { text: value, heatmap: value, fourier: value };
  return value;
}

/** A value as it is shown in an error, on one line and never long. */
export function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

export interface ManifestSource {
  data: Record<string, unknown>;
  /** 'experiments/a.yaml:3:5', where a key or its value stands; null when it does not. */
  place(path: KeyPath, about: Problem['about']): string | null;
}

const severalDocuments = 'the file holds several documents (---), a manifest is one';
/** Far more than a hand-written manifest repeats, far less than it takes to fill the memory. */
const maxAliases = 100;

export function readManifestSource(text: string, name: string): ManifestSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const [fault] = [...document.errors, ...document.warnings];
  if (fault !== undefined) {
    throw new InputError('manifest-not-yaml', {
      what: `${at(fault.pos[0])}: this is not valid YAML: ${fault.code === 'MULTIPLE_DOCS' ? severalDocuments : fault.message}`,
    });
  }
  const data = plainData(document, name);
  if (!isObject(data)) {
    const kind = Array.isArray(data) ? 'a list' : (data ?? null) === null ? 'empty' : 'a single value';
    throw new InputError('manifest-not-keys', { what: `The manifest ${name} is ${kind}` });
  }
  return { data, place: (path, about) => placeOf(document, path, about, at) };
}

function plainData(document: Document.Parsed, name: string): unknown {
  try {
    const data: unknown = document.toJS({ maxAliasCount: maxAliases });
    // Fails for an alias inside of what it names, which nothing further on expects.
    JSON.stringify(data);
    return data;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const fault = message.startsWith('Converting circular') ? 'one stands inside of what it names' : message;
    throw new InputError('manifest-not-yaml', {
      what: `The manifest ${name} cannot be read`,
      why: `Its YAML aliases (*name) do not work out: ${fault}`,
      fix: 'Write the values out',
    });
  }
}

/** Of the node that a path leads to, or of the last key before it. */
function placeOf(
  document: Document.Parsed,
  path: KeyPath,
  about: Problem['about'],
  at: (offset: number) => string,
): string | null {
  let node: unknown = document.contents;
  let place: string | null = null;
  for (const [depth, key] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      : null;
    const found: unknown = isSeq(node) ? node.items[Number(key)] : pair?.value;
    const wanted = pair && !(about === 'value' && depth === path.length - 1 && isNode(found)) ? pair.key : found;
    if (!isNode(wanted)) return null;
    node = found;
    place = wanted.range ? at(wanted.range[0]) : place;
  }
  return place;
}

export interface Override {
  word: string;
  path: KeyPath;
  value: unknown;
}

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
  const alsoWrong = others.slice(0, maxShown - 1).map((problem) => `Also, ${explained(problem, origin)}`);
  return new InputError(code, { what: explained(first, origin), why: alsoWrong.join(' ') });
}

function explained(problem: Problem, origin: Origin): string {
  const what = `${placeOfProblem(problem, origin)}: ${problem.what}`;
  const parts = [what, problem.why, problem.fix].filter((part) => part !== undefined);
  // Keys and values come from a file and may hold escape sequences, which a terminal would obey.
  return parts
    .map(sentence)
    .join(' ')
    .replace(/\p{Cc}/gu, '\ufffd');
}

/** The override that set one of the keys, or one in it; else where one stands in the file; else the nearest parent's place. */
function placeOfProblem({ path, others = [], about }: Problem, { name, source, overrides }: Origin): string {
  const keys = [path, ...others];
  const within = (outer: KeyPath, inner: KeyPath) => outer.every((key, depth) => String(key) === String(inner[depth]));
  const setBy = overrides.findLast((own) => keys.some((key) => within(own.path, key) || within(key, own.path)));
  if (setBy !== undefined) return `override ${setBy.word}`;
  const parents = path.map((_, depth) => path.slice(0, path.length - 1 - depth));
  const places = [...keys.map((key) => source.place(key, about)), ...parents.map((key) => source.place(key, 'key'))];
  return places.find((place) => place !== null) ?? name;
}
