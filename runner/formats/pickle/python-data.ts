/**
 * Names of Python's and NumPy's that stand for data in a pickle: dicts of other kinds, arrays, numbers. Arrays stay
 * closed objects, because no reader needs their values. Pure.
 */
import { PickledObject, type Reconstructor } from './values.ts';

const inert =
  (name: string): Reconstructor =>
  (args) =>
    new PickledObject(name, args);

/** A dict, from nothing, from pairs or from another dict. */
function mapOf([content]: readonly unknown[]): Map<unknown, unknown> {
  if (content instanceof Map) return new Map(content);
  if (!Array.isArray(content)) return new Map();
  return new Map(content.filter(Array.isArray).map(([key, value]) => [key, value]));
}

const made: Readonly<Record<string, Reconstructor>> = {
  'collections OrderedDict': mapOf,
  'collections Counter': mapOf,
  // Its first argument makes missing values.
  'collections defaultdict': ([, content]) => mapOf([content]),
  // Bytes as older protocols write them: latin-1 text.
  '_codecs encode': ([text]) => text,
};

const closed = new Set(
  [
    'numpy',
    ...['multiarray', '_multiarray_umath', 'numeric'].flatMap((each) => [`numpy.core.${each}`, `numpy._core.${each}`]),
  ].flatMap((module) =>
    ['dtype', 'ndarray', 'scalar', '_reconstruct', '_frombuffer'].map((name) => `${module} ${name}`),
  ),
);
for (const builtins of ['builtins', '__builtin__']) {
  // A function that is named and not called, as gensim 3 keeps the one that hashes its words, is as closed as a type.
  for (const type of ['hash', 'long', 'object', 'int', 'float', 'list', 'dict', 'set', 'str', 'bytes'])
    closed.add(`${builtins} ${type}`);
}

/** @param extra more names that stand for closed objects. */
export function pythonData(name: string, extra: (name: string) => boolean = () => false): Reconstructor | undefined {
  const make = Object.hasOwn(made, name) ? made[name] : undefined;
  if (make !== undefined) return make;
  if (name === 'copyreg _reconstructor' || name === 'copy_reg _reconstructor') return inert(name);
  return closed.has(name) || extra(name) ? inert(name) : undefined;
}
