/** The families of whole networks: a new one is one file and its name in the list below. */
import { modelRefusal } from '../../../io/formats/refusals.ts';
import type { Shape } from '../operations.ts';
import { mapValues, sizeOf, type Tensor, valueNamed } from '../program.ts';
import { type Family, type FileSettings, type FileShapes, networkOf, type Refuse, type Sizes } from './family.ts';
import { gatedDeltanet } from './gated-deltanet.ts';
import { griffin } from './griffin.ts';
import { mamba } from './mamba.ts';
import { mamba2 } from './mamba2.ts';
import { mingruLm, minlstmLm } from './min-lm.ts';
import type { NetworkReader } from './reader.ts';
import { rwkv4 } from './rwkv4.ts';
import { rwkv7 } from './rwkv7.ts';
import { slstmBlocks } from './slstm-blocks.ts';

const registered = <Name extends string>(all: Readonly<Record<Name, Family<object>>>) => all;

/** Each with sizes of its own: what it made of a file, or a file of ours kept. */
export const families = registered({
  rwkv4,
  rwkv7,
  mamba,
  mamba2,
  griffin,
  'gated-deltanet': gatedDeltanet,
  'slstm-blocks': slstmBlocks,
  'mingru-lm': mingruLm,
  'minlstm-lm': minlstmLm,
});

export type FamilyName = keyof typeof families;
export const familyNames = Object.keys(families) as FamilyName[];

/** What a whole network is, as plain data: its family, and the sizes that its family knows. */
export interface FamilyArchitecture extends Sizes {
  family: FamilyName;
}

export const familyReader = (architecture: FamilyArchitecture): NetworkReader =>
  networkOf(families[architecture.family], architecture);

type Tensors = Readonly<Record<string, Tensor>>;

/** What can be read of whole networks, for messages. */
export const wholeNetworks = `whole networks (${Object.values(families)
  .map(({ label }) => label)
  .join(', ')})`;
const readable = `Read are ${wholeNetworks}`;

/** A network of a file, whose tokens have numbers and no names. */
export interface FoundNetwork {
  architecture: FamilyArchitecture;
  weights: Tensors;
  notes: string[];
  unit: 'subword';
  vocabulary: string[];
}

/**
 * The network that a file's arrays are, if they are of a family.
 * @param settings of the config.json beside them; empty where there is none.
 * @param path only for messages.
 * @returns null where no family claims them.
 * @throws InputError when a variant computes something else, or an array is missing, unknown, of another shape or not finite.
 */
export function wholeNetwork(tensors: Tensors, settings: FileSettings, path: string): FoundNetwork | null {
  for (const family of familyNames) {
    const found = networkIn(families[family], tensors, settings, path);
    if (found === null) continue;
    const { sizes, weights, notes } = found;
    const vocabulary = Array.from({ length: sizes.vocabulary }, (_, id) => `#${id}`);
    return { architecture: { ...sizes, family }, weights, notes, unit: 'subword', vocabulary };
  }
  return null;
}

function networkIn(
  family: Family<object>,
  tensors: Tensors,
  settings: FileSettings,
  path: string,
): { sizes: Sizes; weights: Tensors; notes: string[] } | null {
  const named = new Map(Object.entries(tensors).map(([name, tensor]) => [family.rename?.(name) ?? name, tensor]));
  const refuse: Refuse = (why, fix = readable) => {
    throw modelRefusal(path, why, fix);
  };
  const file = shapesOf(named, (name) => refuse(`it looks like ${family.label}, but lacks "${name}"`));
  if (!family.claims(file)) return null;
  const own = family.sizesOf(file, settings, refuse);
  const [vocabulary, width] = [file.lengthOf(family.table, 0), file.lengthOf(family.table, 1)];
  const sizes = { layers: file.layersWith(family.ofEveryLayer), vocabulary, width, ...own };
  if (sizes.layers === 0) refuse(`it looks like ${family.label}, but its layers are not numbered from 0`);
  const { step, decoder } = networkOf(family, sizes).parameters;
  const shapes = { ...step, ...decoder };
  const weights = mapValues(shapes, (shape, name) => {
    const found = named.get(name) ?? refuse(`it looks like ${family.label}, but lacks "${name}" [${shape}]`);
    if (!isAlike(found.shape, shape))
      refuse(`its "${name}" is [${found.shape}], and in ${family.label} of its sizes [${shape}]`);
    if (!found.data.every(Number.isFinite)) refuse(`its "${name}" holds values that are not finite numbers`);
    return { shape, data: found.data };
  });
  const tied = new Map(Object.entries(family.tied ?? {}));
  for (const [name, tensor] of named) {
    if (family.isUnread?.(name) || Object.hasOwn(shapes, name)) continue;
    const original = tied.get(name);
    if (original === undefined)
      return refuse(`it also holds "${name}" [${tensor.shape}], which ${family.label} has no place for`);
    if (!isEqual(tensor, valueNamed(weights, original)))
      refuse(`its "${name}" is not its "${original}", as in every ${family.label} that is read`);
  }
  return { sizes, weights, notes: family.notes?.(sizes) ?? [] };
}

function shapesOf(named: ReadonlyMap<string, Tensor>, lacks: (name: string) => never): FileShapes {
  return {
    names: [...named.keys()],
    has: (name) => named.has(name),
    lengthOf: (name, axis) => (named.get(name) ?? lacks(name)).shape.at(axis) ?? 0,
    layersWith(name) {
      let layers = 0;
      while (named.has(name.replace('N', () => `${layers}`))) layers++;
      return layers;
    },
  };
}

/** Whether two shapes are one but for axes of one element, of which programs keep more or fewer. */
const isAlike = (a: Shape, b: Shape): boolean => sizeOf(a) === sizeOf(b) && longer(a) === longer(b);
const longer = (shape: Shape): string => shape.filter((length) => length > 1).join();

const isEqual = (a: Tensor, b: Tensor): boolean =>
  a.data.length === b.data.length && a.data.every((value, i) => value === b.data[i]);
