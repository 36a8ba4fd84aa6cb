/** What is changed in a network while it reads or writes, as a program says it: patches, and neurons that are held at values. */
import { at, float32At, item } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import { pluralOf, shownValue } from '../core/format.ts';
import { nearest } from '../core/suggest.ts';
import { checkFinite, checkInterventions, type Intervention, settable } from '../nn/models/intervention.ts';
import type { Tensor } from '../nn/models/program.ts';
import type { NetworkReader } from '../nn/models/readers/reader.ts';
import { isList } from './network.ts';
import type { TextReading } from './text-reading.ts';

/**
 * One number; a vector, one for each of the neurons; a `Reading`, whose own value after the same token it is; or a function of the
 * token's place in the text and the neuron.
 */
export type PatchValue = number | ArrayLike<number> | TextReading | ((token: number, neuron: number) => number);

/**
 * A change of an array after some tokens, from which everything follows that is computed in the same step and after it. One of
 * `set`, `add` and `scale` is given. Several patches act one after the other, in the order in which they stand.
 *
 * Values are in the component's own unit, after its nonlinearity: a hidden state lies between -1 and 1, a gate between 0 and 1, a
 * cell state or stream has no limits. Beyond what a component can reach by itself is allowed.
 */
export interface Patch {
  /** Which is changed, as it is recorded: `hidden.1`, `residual.3`. */
  array: string;
  /** After which tokens, by their places in the text, from 0; absent: all. */
  tokens?: readonly number[];
  /** Which of its neurons, from 0; absent: all. */
  neurons?: readonly number[];
  /** Takes the place of what was computed. */
  set?: PatchValue;
  /** Is added to it. */
  add?: PatchValue;
  /** It is multiplied by this. */
  scale?: number;
  /**
   * [k x units], row-major: only what lies in the span of these rows is changed (set to that part of `set`), and what is orthogonal to
   * them stays. Rows need not be orthogonal. No other patch of the array stands beside it. Source: Geiger et al. 2023, arXiv 2303.02536.
   */
  project?: ArrayLike<number>;
}

/**
 * Neurons that are set to values, by the array that is recorded of them (layers from 1), then by their number (from 0):
 * `{ 'hidden.1': { 408: 0 } }`. One number holds for all tokens; a list [tokens] gives each token its own. The short form of patches.
 */
export type Clamp = Readonly<Record<string, Readonly<Record<number, number | ArrayLike<number>>>>>;

/** What is changed while a text is read (not while that before it is). */
export interface PatchOptions {
  clamp?: Clamp;
  patch?: readonly Patch[];
}

/** What patches act on. */
export interface PatchedText {
  /** How many are read, or read and written; of several texts in the longest. */
  tokens: number;
  /** It is read from its end, and places are those in the text. */
  backward?: boolean;
  /** They are texts of different lengths, in which no place means the same. */
  ofSeveral?: boolean;
}

const keys = ['array', 'tokens', 'neurons', 'set', 'add', 'scale', 'project'] as const satisfies (keyof Patch)[];
const changes = ['set', 'add', 'scale'] as const;

/**
 * @throws InputError naming the array, neuron or token that there is none of, the value that is no finite number, the list that is
 * not as long as it must be, or the patch that says two things at once, or nothing.
 */
export function interventionsOf(options: PatchOptions, reader: NetworkReader, text: PatchedText): Intervention[] {
  if ('hold' in options) throw unusablePatch('There is no option "hold" any more', 'It is called clamp');
  const { clamp = {}, patch = [] } = options;
  if (!Array.isArray(patch)) throw unusablePatch('patch is no list', 'Give a list: patch: [{ array, set }]');
  const patches = [...clamped(clamp, text), ...patch];
  const crowded = patches.find(
    (own, place) =>
      own?.project !== undefined && patches.some((other, index) => index !== place && other?.array === own.array),
  );
  if (crowded !== undefined) {
    const what = `${crowded.array} has a patch of a subspace and another one`;
    throw unusablePatch(what, 'Put them into one matrix, or read one after the other');
  }
  return patches.flatMap((each) => interventionsFor(each, reader, text));
}

function interventionsFor(patch: Patch, reader: NetworkReader, text: PatchedText): Intervention[] {
  checkKeys(patch);
  const { array, scale = 1, project } = patch;
  const known = settable(reader);
  const found = known.find(({ name }) => name === array);
  if (found === undefined) {
    throw new InputError('no-neuron-to-change', {
      what: `There is no "${array}" to change neurons of`,
      fix: `Choose one of ${known.map(({ name }) => name).join(', ')}`,
    });
  }
  const { component, layer, width } = found;
  const neurons = listed(patch, 'neurons') ?? Array.from({ length: width }, (_, neuron) => neuron);
  if (project !== undefined && patch.neurons !== undefined) {
    const what = `A patch of ${array} has neurons and a subspace`;
    throw unusablePatch(what, 'Leave neurons out: a subspace is one of all');
  }
  if (!(typeof scale === 'number' && Number.isFinite(scale)))
    throw unusablePatch(`The scale of ${array} is ${String(scale)}`, 'Give a finite number');
  checkInterventions(
    reader,
    neurons.map((neuron) => ({ component, layer, neuron, value: 0 })),
  );
  const places = placesOf(patch, text);
  const given = valuesOf(patch.set ?? patch.add ?? 0, { array, width, neurons, places, text });
  const checked = given.isSteady ? [0] : (places ?? Array.from({ length: text.tokens }, (_, token) => token));
  for (const token of checked) {
    for (const [index, neuron] of neurons.entries())
      checkFinite(given.at(token, index), `neuron ${neuron} of ${array}${given.isSteady ? '' : ` at token ${token}`}`);
  }
  const subspace = project && orthonormal(project, array, width);
  const valueAt = subspace === undefined ? given.at : within(subspace, given.at);
  const keep = patch.set === undefined ? scale : 0;
  const tokenAt = (position: number) => (text.backward ? text.tokens - 1 - position : position);
  const isThere = (position: number) => places === null || places.has(tokenAt(position));
  return neurons.map((neuron, index) => ({
    component,
    layer,
    neuron,
    ...(subspace && { subspace }),
    keep: places === null ? keep : (position) => (isThere(position) ? keep : 1),
    value: (position) => (isThere(position) ? valueAt(tokenAt(position), index) : 0),
  }));
}

export const unusablePatch = (what: string, fix: string): InputError => new InputError('patch-unusable', { what, fix });

/** @throws InputError at the first of these words that is not known. @param none what stands before it. */
export function checkNames(given: readonly string[], known: readonly string[], none: string): void {
  const unknown = given.find((word) => !known.includes(word));
  if (unknown === undefined) return;
  const near = unknown === 'hold' && known.includes('clamp') ? 'clamp' : nearest(unknown, known);
  throw unusablePatch(
    `${none} ${shownValue(unknown)}`,
    near ? `Did you mean ${near}?` : `Choose among ${known.join(', ')}`,
  );
}

/** What a program that is not typed may give. @throws InputError for a key that there is none of, and where not one change is given. */
function checkKeys(patch: Patch): void {
  const given = entriesOf(patch, 'A patch').flatMap(([key, value]) => (value === undefined ? [] : [key]));
  checkNames(given, keys, 'A patch has no key');
  const said = changes.filter((key) => given.includes(key));
  if (said.length === 1) return;
  const what = `The patch of ${patch.array} ${said.length === 0 ? 'changes nothing' : `has ${said.join(' and ')}`}`;
  throw unusablePatch(what, 'Give one of set, add and scale');
}

function listed(patch: Patch, key: 'tokens' | 'neurons'): readonly number[] | null {
  const list: unknown = patch[key];
  if (list === undefined) return null;
  if (isList(list)) return Array.from(list);
  throw unusablePatch(`The ${key} of the patch of ${patch.array} are no list`, `Give a list: ${key}: [0, 1]`);
}

/** Null: all. */
function placesOf(patch: Patch, { tokens }: PatchedText): ReadonlySet<number> | null {
  const given = listed(patch, 'tokens');
  const wrong = given?.find((token) => !(Number.isInteger(token) && token >= 0 && token < tokens));
  if (wrong === undefined) return given && new Set(given);
  const what = `There is no token ${wrong} after which ${patch.array} is changed`;
  throw unusablePatch(what, `Choose from 0 to ${tokens - 1}`);
}

/** Values by the token's place in the text and the neuron's in the list of neurons. */
type ValueAt = (token: number, index: number) => number;

/** @returns whether they are the same after all tokens. */
function valuesOf(
  given: PatchValue,
  {
    array,
    width,
    neurons,
    places,
    text,
  }: {
    array: string;
    width: number;
    neurons: readonly number[];
    places: ReadonlySet<number> | null;
    text: PatchedText;
  },
): { at: ValueAt; isSteady: boolean } {
  if (typeof given === 'function') return { at: (token, index) => given(token, item(neurons, index)), isSteady: false };
  if (typeof given !== 'object' || given === null) return { at: () => given, isSteady: true };
  if ('component' in given) {
    const { values, width: own, tokens } = given.component(array);
    const last = places === null ? text.tokens - 1 : Math.max(...places);
    const [fix, read] = ['Give one of the same model and as many tokens', `The reading that ${array} is taken from`];
    if (text.ofSeveral) throw ofOneText(`${array} is taken from a reading`);
    if (own !== width) throw unusablePatch(`${read} has ${own} neurons of it, and here are ${width}`, fix);
    if (places === null ? tokens !== text.tokens : tokens <= last) {
      const what = `${read} has ${tokens} ${pluralOf(tokens, 'token')}, and here are ${text.tokens}`;
      throw unusablePatch(what, `${fix}, or say which are changed: tokens: [0, 1]`);
    }
    return { at: (token, index) => float32At(values, token * width + item(neurons, index)), isSteady: false };
  }
  if (given.length !== neurons.length) {
    throw new InputError('no-value-to-clamp', {
      what: `There are ${given.length} values for ${neurons.length} ${pluralOf(neurons.length, 'neuron')} of ${array}`,
      fix: 'Give one number, or as many as there are neurons',
    });
  }
  return { at: (_token, index) => given[index] ?? Number.NaN, isSteady: true };
}

const ofOneText = (what: string): InputError =>
  new InputError('no-value-to-clamp', {
    what: `${what}, and pairs are of different lengths`,
    fix: 'Give one number for each neuron',
  });

/** Orthonormal rows of the same span, [k, units]. @throws InputError where they are of another length, or one follows from the others. */
function orthonormal(rows: ArrayLike<number>, array: string, units: number): Tensor {
  const count = rows.length / units;
  if (!(Number.isInteger(count) && count >= 1)) {
    const what = `The subspace of ${array} has ${rows.length} numbers, and there are ${units} neurons`;
    throw unusablePatch(what, `Give rows of ${units}, one behind the other`);
  }
  const basis: Float64Array[] = [];
  for (let row = 0; row < count; row++) {
    const own = Float64Array.from({ length: units }, (_, unit) => rows[row * units + unit] ?? Number.NaN);
    const length = norm(own);
    // Twice, for what the first time leaves over of rows that are nearly parallel.
    for (const known of [...basis, ...basis]) {
      const share = own.reduce((sum, value, unit) => sum + value * at(known, unit), 0);
      for (let unit = 0; unit < units; unit++) own[unit] = at(own, unit) - share * at(known, unit);
    }
    const left = norm(own);
    if (!(left > 1e-6 * length && Number.isFinite(left))) {
      const fix = 'Give rows of finite numbers of which none is a combination of the others';
      throw unusablePatch(`Row ${row} of the subspace of ${array} adds no direction to it`, fix);
    }
    basis.push(own.map((value) => value / left));
  }
  return { shape: [count, units], data: Float32Array.from(basis.flatMap((row) => [...row])) };
}

const norm = (vector: Float64Array): number => Math.hypot(...vector);

/** What of the values lies in a subspace. A token's are asked for one after the other. */
function within({ shape: [rows = 0, units = 0], data }: Tensor, valueAt: ValueAt): ValueAt {
  let [last, own] = [-1, new Float64Array(units)];
  return (token, index) => {
    if (token !== last) {
      [last, own] = [token, new Float64Array(units)];
      for (let row = 0; row < rows; row++) {
        let share = 0;
        for (let unit = 0; unit < units; unit++) share += at(data, row * units + unit) * valueAt(token, unit);
        for (let unit = 0; unit < units; unit++) own[unit] = at(own, unit) + share * at(data, row * units + unit);
      }
    }
    return at(own, index);
  };
}

/** The short form as patches. */
function clamped(clamp: Clamp, { tokens, ofSeveral = false }: PatchedText): Patch[] {
  return entriesOf(clamp, 'clamp').flatMap(([array, neurons]) =>
    entriesOf(neurons, array).map(([key, value]): Patch => {
      // A key of an object is text, whatever it was written as.
      if (!/^\d+$/.test(key)) {
        throw new InputError('no-neuron-to-change', {
          what: `There is no neuron ${shownValue(key)} of ${array} to clamp`,
          fix: 'Neurons are whole numbers from 0',
        });
      }
      const whose = `neuron ${key} of ${array}`;
      const patch = { array, neurons: [Number(key)] };
      if (!isList(value)) {
        checkFinite(value, whose);
        return { ...patch, set: value };
      }
      if (ofSeveral) throw ofOneText(`Neuron ${key} of ${array} has a list of values`);
      const values = Array.from(value);
      if (values.length === tokens) return { ...patch, set: (token) => item(values, token) };
      throw new InputError('no-value-to-clamp', {
        what: `There are ${values.length} values for ${whose} and ${tokens} tokens`,
        fix: 'Give one number, or as many as there are tokens',
      });
    }),
  );
}

function entriesOf(given: unknown, whose: string): [string, unknown][] {
  const isPlain = typeof given === 'object' && given !== null && !Array.isArray(given) && !ArrayBuffer.isView(given);
  if (isPlain && !(given instanceof Map)) return Object.entries(given);
  throw new InputError('no-value-to-clamp', { what: `${whose} is not a group of neurons with their values` });
}
