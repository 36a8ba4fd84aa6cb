/**
 * A subspace of an array that carries what differs between texts: learned by exchanging it (distributed alignment search), and
 * controlled for the illusion that a part of it which lies still is moved by a part that nobody reads.
 * Source: Geiger et al. 2023, arXiv 2303.02536 (the search); Makelov, Lange & Nanda 2023, arXiv 2311.17030 (the control).
 */
import { readBackward } from '../analysis/pairs/encode.ts';
import type { StateArrays } from '../analysis/reading/read-group.ts';
import { DocumentMeans, type Estimate } from '../analysis/stats/document-means.ts';
import { basisOf, parted, squared } from '../analysis/stats/subspaces.ts';
import { at, item } from '../core/at.ts';
import { InputError } from '../core/errors.ts';
import { counted, percent, shownValue } from '../core/format.ts';
import { random, shuffle } from '../core/random.ts';
import { settable } from '../nn/models/intervention.ts';
import { firstState, readerOf } from '../nn/models/reading.ts';
import { type BroughtPair, SubspaceExchange } from './interchange.ts';
import type { OpenNetwork, TextOrIds } from './network.ts';
import { notRecorded } from './text-reading.ts';
import { pauseOf, type Watching } from './watching.ts';

/** A text and what is to follow it. */
export interface Continued {
  text: TextOrIds;
  /** One token, or its id. */
  next: string | number;
  /** The token after which values are exchanged, from 0; absent: the last one. */
  token?: number;
}

export interface SubspaceOptions extends Watching {
  /** `hidden.1`, `cell.1`, `residual.3`, ... */
  array: string;
  /** Directions; absent: 1. */
  k?: number;
  /** [k x units] Directions that are judged as they are, and not learned. */
  directions?: Float32Array;
  /** Steps of the training; absent: 200. */
  steps?: number;
  /** Absent: 0. */
  seed?: number;
}

/** A share of the difference that the sources make, with its 95% interval over pairs. */
export interface Restored {
  value: number;
  interval: [low: number, high: number];
}

export interface Subspace {
  /** [k x units], row-major, orthonormal. */
  directions: Float32Array;
  /** On which it is judged; it was learned on others. */
  pairs: number;
  /** Of the judged pairs, in how many what follows the source is preferred to what follows the base once it is exchanged. */
  turned: number;
  /** How much of the sources' own margin over the bases' (logit of the source's next token less that of the base's) it brings. */
  restored: Restored;
  /** The same of all directions of the array. */
  whole: Restored;
  /** Of the subspace's squared length, the share that the output reads, whatever comes between. */
  read: number;
  /** What that part brings by itself, and the part that is orthogonal to all that the output reads. */
  inside: Restored;
  outside: Restored;
  /** `illusion`: it brings something, and the part that the output reads brings less than half of that by itself. */
  code: 'found' | 'nothing' | 'illusion';
  sentence: string;
}

const criteria = {
  /** Pairs that it is learned on, and judged on, at least. */
  pairs: 8,
  /** That the difference is above 0, by the jackknife over pairs. */
  p: 0.01,
  /** What the output reads by less than this share of the strongest is not read. */
  tolerance: 0.01,
  illusion: 0.5,
} as const;

export async function subspaceOf(
  network: OpenNetwork,
  base: readonly Continued[],
  source: readonly Continued[],
  options: SubspaceOptions = {} as SubspaceOptions,
): Promise<Subspace> {
  const { array, k = options.directions ? undefined : 1, steps = 200, seed = 0 } = options;
  const { architecture, direction } = network.model;
  if (direction === 'backward') throw readBackward();
  const known = settable(readerOf(architecture));
  const units = known.find(({ name }) => name === array)?.width;
  if (units === undefined) throw notRecorded(array, namesOf(known));
  for (const [texts, whose] of [
    [base, 'bases'],
    [source, 'sources'],
  ] as const)
    if (!Array.isArray(texts)) throw unusable(`The ${whose} are ${shownValue(texts)}, which is no list of texts`);
  const count = k ?? (options.directions?.length ?? 0) / units;
  if (!(Number.isInteger(count) && count >= 1 && count <= units))
    throw unusable(`${count} directions of ${array}, which has ${units} units, are none to look for`);
  if (options.directions !== undefined) checkDirections(options.directions, count * units);
  const drawn = random(seed, stream);
  const pairs = shuffle(await pairsOf(network, base, source, array), drawn);
  const apart = pairs.filter(({ own, other }) => own !== other);
  const judged = apart.slice(0, Math.floor(apart.length / 2));
  if (judged.length < criteria.pairs) {
    const what = `${counted(apart.length, 'pair')} whose next tokens differ ${apart.length === 1 ? 'is' : 'are'} too few`;
    throw unusable(what, `Give ${2 * criteria.pairs} and more: half of them learn the subspace, half judge it`);
  }
  const learned = pairs.filter((pair) => !judged.includes(pair));
  const exchange = new SubspaceExchange(network, pairs, { array, units, k: count });
  const pause = pauseOf(options);
  const heard = async (share: number) => {
    options.onProgress?.(share);
    await pause();
  };
  try {
    const rows =
      options.directions ??
      (await exchange.learned(learned, { steps, source: drawn, heard: (done) => heard(0.8 * done) }));
    const directions = basisOf(rows, units, criteria.tolerance);
    const { tolerance } = criteria;
    const reads = await exchange.read(learned, {
      source: drawn,
      tolerance,
      heard: (done) => heard(0.8 + 0.1 * done),
    });
    const part = parted(directions, reads, units);
    const free = await exchange.margins(judged, new Float64Array());
    const measured = async (along: Float64Array | 'all') => {
      const margins = await exchange.margins(judged, along);
      const means = new DocumentMeans<'brought' | 'share'>();
      for (const [index, pair] of judged.entries()) {
        const brought = at(margins, index) - at(free, index);
        means.add('brought', index, brought);
        means.add('share', index, brought, pair.margin - at(free, index));
      }
      return { margins, brought: means.mean('brought'), share: means.ratio('share') };
    };
    const all = await measured(directions);
    const [whole, inside, outside] = [
      await measured('all'),
      await measured(significant(part.inside, units)),
      await measured(significant(part.outside, units)),
    ];
    await heard(1);
    const isMade = new DocumentMeans<'own'>();
    for (const [index, { margin }] of judged.entries()) isMade.add('own', index, margin - at(free, index));
    const isFound = [isMade.mean('own'), all.brought].every((estimate) => estimate.test().p < criteria.p);
    const isIllusion = isFound && inside.brought.value < criteria.illusion * all.brought.value;
    const told = {
      directions: Float32Array.from(directions),
      pairs: judged.length,
      turned: all.margins.filter((margin) => margin > 0).length / judged.length,
      restored: restored(all.share),
      whole: restored(whole.share),
      read: squared(part.inside) / squared(directions),
      inside: restored(inside.share),
      outside: restored(outside.share),
      code: isIllusion ? ('illusion' as const) : isFound ? ('found' as const) : ('nothing' as const),
    };
    return { ...told, sentence: sentenceOf(told, array, units) };
  } finally {
    await exchange.release();
  }
}

/** Separates these random numbers from other uses of the seed. */
const stream = 0x73756273;

const namesOf = (arrays: readonly { name: string }[]): string[] => arrays.map(({ name }) => name);

function checkDirections(directions: Float32Array, size: number): void {
  if (directions.length !== size)
    throw unusable(`The directions are ${directions.length} numbers, and should be ${size}`);
  const strange = directions.find((value) => !Number.isFinite(value));
  if (strange !== undefined) throw unusable(`The directions hold ${strange}`);
  if (squared(directions) === 0) throw unusable('The directions are all 0');
}

const unusable = (what: string, fix?: string) => new InputError('subspace-unusable', { what, ...(fix && { fix }) });

const restored = ({ value, interval }: Estimate): Restored => ({ value, interval });

/** A basis of rows that are more than rounding; none where nothing is. */
const significant = (rows: Float64Array, units: number): Float64Array =>
  squared(rows) < criteria.tolerance ** 2 ? new Float64Array() : basisOf(rows, units, criteria.tolerance);

function sentenceOf(
  { directions, pairs, restored: all, inside, code }: Omit<Subspace, 'sentence'>,
  array: string,
  units: number,
): string {
  const share = ({ value, interval: [low, high] }: Restored) =>
    `${percent(value, 0)} (${percent(low, 0)} to ${percent(high, 0)})`;
  const what = `${counted(directions.length / units, 'direction')} of ${array}`;
  const brings = `exchanged on ${counted(pairs, 'pair')} that ${directions.length === units ? 'it was' : 'they were'} not learned on, ${share(all)} of the difference comes with it`;
  if (code === 'nothing') return `Nothing found in ${what}: ${brings}.`;
  const alone = `the part that the output reads brings ${share(inside)} by itself`;
  if (code === 'found') return `Found in ${what}: ${brings}; ${alone}.`;
  return `An illusion in ${what}: ${brings}, but ${alone}. It works through a part that lies still in these texts, moved by one that the output does not read.`;
}

/** What each pair is, read from its texts. @throws InputError for what is wrong with them. */
async function pairsOf(
  network: OpenNetwork,
  base: readonly Continued[],
  source: readonly Continued[],
  array: string,
): Promise<BroughtPair[]> {
  if (base.length !== source.length) throw unusable(`There are ${base.length} bases and ${source.length} sources`);
  const { runner, model } = network;
  const { vocabulary } = model.architecture;
  const encoded = (texts: readonly Continued[], whose: string) =>
    texts.map(({ text, next, token }, index) => {
      const { ids } = network.encode(text);
      const [id = -1, ...more] = typeof next === 'number' ? [next] : network.encode(next).ids;
      const place = token ?? ids.length - 1;
      if (ids.length === 0 || !(Number.isInteger(place) && place >= 0 && place < ids.length))
        throw unusable(`The ${whose} ${index} has ${counted(ids.length, 'token')}, and none at place ${place}`);
      if (more.length > 0 || !(Number.isInteger(id) && id >= 0 && id < vocabulary))
        throw unusable(`What follows the ${whose} ${index}, ${shownValue(next)}, is no single token`);
      return { ids, next: id, token: place };
    });
  const [bases, sources] = [encoded(base, 'base'), encoded(source, 'source')];
  const before: StateArrays[] = bases.map(() => firstState(model.architecture, 1));
  await runner.run(
    bases.map(({ ids, token }) => ({ ids: ids.subarray(0, token) })),
    {
      wants: () => false,
      ended(index, state) {
        before[index] = { ...state };
      },
    },
  );
  const values: Float32Array[] = [];
  const margins = new Float64Array(sources.length);
  await runner.run(sources, {
    record: [array],
    wants: (index, position) => [item(sources, index).token, item(sources, index).ids.length - 1].includes(position),
    hear(index, position, row) {
      if (position === item(sources, index).token) values[index] = row.slice();
    },
    decode: {
      gives: 'logits',
      next: (index, position) => (position === item(sources, index).ids.length - 1 ? [0] : []),
      hear(index, _position, logits) {
        margins[index] = at(logits, item(sources, index).next) - at(logits, item(bases, index).next);
      },
    },
  });
  return bases.map(({ ids, token, next }, index) => ({
    ids,
    token,
    own: next,
    other: item(sources, index).next,
    before: item(before, index),
    value: item(values, index),
    margin: at(margins, index),
  }));
}
