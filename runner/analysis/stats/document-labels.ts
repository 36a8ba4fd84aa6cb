/**
 * Labels of whole documents against one number of each document, as the mean of a neuron is: how far the two go together, and
 * whether by more than chance, when documents change their labels with others of the same source. Tokens count for nothing
 * here: ten thousand tokens of one document are one observation. Pure, float64.
 * Source: Mann & Whitney 1947, Spearman 1904; Fisher 1935 (permutation); van Elteren 1960 (ranks within strata).
 */
import { type Random, shuffle } from '../../core/random.ts';
import { midRanks } from './ranks.ts';
import { mean, product } from './summary.ts';
import { groupsOf } from './tested-text.ts';

export const documentCriteria = {
  /** Labelled documents of a half that can change their labels, at least. */
  documents: 24,
  /** Of them with and without the label, or with another number than the commonest. */
  ofEach: 5,
} as const;

/** Why labels of documents cannot be tested: what was found, and how much is needed. */
export type DocumentsUntestable =
  | { code: 'few labelled documents' | 'few documents of a kind'; found: number; needed: number }
  | { code: 'label of the source' };

export interface DocumentLabels {
  /** Of the documents that take part, source after source: their places. */
  places: Int32Array;
  /** [sources that take part] How many of them. */
  sizes: readonly number[];
  /** [places] Centred within the source: 1 or 0 of a label, mid-ranks of numbers. */
  scores: Float64Array;
  numbers: boolean;
  /** What T is divided by: pairs with and without the label, or the sum of the squares of the numbers' scores. */
  held: number;
}

/**
 * @param values [documents] 1 or 0, or numbers; NaN where a document has none: it takes no part.
 * @param sources [documents] Documents change their labels within their source alone: what tells two sources apart would pass otherwise.
 */
export function comparedLabels(
  values: ArrayLike<number>,
  sources: Int32Array,
  numbers: boolean,
): DocumentLabels | DocumentsUntestable {
  const known = knownIn(values, sources);
  if (known.length < documentCriteria.documents) {
    return { code: 'few labelled documents', found: known.length, needed: documentCriteria.documents };
  }
  const kinds = new Set(Array.from(known, (document) => values[document])).size;
  if (kinds < 2) return { code: 'few documents of a kind', found: 0, needed: documentCriteria.ofEach };
  const labels = labelsOf(values, sources, numbers);
  const { places } = labels;
  if (places.length === 0) return { code: 'label of the source' };
  if (places.length < documentCriteria.documents) {
    return { code: 'few labelled documents', found: places.length, needed: documentCriteria.documents };
  }
  const counts = new Map<number, number>();
  for (const document of places) counts.set(values[document], (counts.get(values[document]) ?? 0) + 1);
  const commonest = Math.max(...counts.values());
  const fewest = numbers ? places.length - commonest : Math.min(commonest, places.length - commonest);
  if (fewest < documentCriteria.ofEach) {
    return { code: 'few documents of a kind', found: fewest, needed: documentCriteria.ofEach };
  }
  return labels;
}

const knownIn = (values: ArrayLike<number>, sources: Int32Array): Int32Array =>
  Int32Array.from([...sources.keys()].filter((document) => !Number.isNaN(values[document])));

/** However few documents there are: those of a source in which all have the same value take no part. */
function labelsOf(values: ArrayLike<number>, sources: Int32Array, numbers: boolean): DocumentLabels {
  const known = knownIn(values, sources);
  const groups = groupsOf(Int32Array.from(known, (document) => sources[document]))
    .map((group) => Int32Array.from(group, (place) => known[place]))
    .filter((group) => group.some((document) => values[document] !== values[group[0]]));
  const own = groups.map((group) =>
    centred(
      Float64Array.from(group, (document) => values[document]),
      numbers,
    ),
  );
  // Of a label the pairs within sources: of 1 and 0 less their mean, n x sum of squares.
  const held = own.reduce((sum, each) => sum + (numbers ? 1 : each.length) * squares(each), 0);
  return {
    places: Int32Array.from(groups.flatMap((group) => [...group])),
    sizes: groups.map(({ length }) => length),
    scores: Float64Array.from(own.flatMap((each) => [...each])),
    numbers,
    held,
  };
}

/** A row of numbers, one of each document, as labels are compared with it. */
export interface RankedDocuments {
  /** [places] Mid-ranks, centred within the source. */
  ranks: Float64Array;
  /** Of T under all exchanges of labels; 0 where the row, or the labels, never change. */
  sd: number;
  /** .5 + T / pairs; of numbers (1 + rank correlation) / 2. NaN where the row never changes. */
  area: number;
}

/** @param row [documents]. @throws RangeError when a value is not a number. */
export function rankedDocuments(row: ArrayLike<number>, labels: DocumentLabels): RankedDocuments {
  const { places, sizes, scores } = labels;
  const ranks = new Float64Array(places.length);
  let variance = 0;
  let from = 0;
  let ofRanks = 0;
  for (const size of sizes) {
    const own = centred(
      Float64Array.from(places.subarray(from, from + size), (document) => row[document]),
      true,
    );
    ranks.set(own, from);
    const [ofRow, ofLabels] = [squares(own), squares(scores.subarray(from, from + size))];
    variance += (ofRow * ofLabels) / (size - 1);
    ofRanks += ofRow;
    from += size;
  }
  const divisor = labels.numbers ? 2 * Math.sqrt(labels.held * ofRanks) : labels.held;
  return { ranks, sd: Math.sqrt(variance), area: ofRanks === 0 ? Number.NaN : 0.5 + product(ranks, scores) / divisor };
}

/** The area without each of the documents that take part, [places]; what is left of a source of one takes no part. */
export function areasWithout(
  row: ArrayLike<number>,
  values: ArrayLike<number>,
  sources: Int32Array,
  labels: DocumentLabels,
): Float64Array {
  const left = Float64Array.from(values);
  return Float64Array.from(labels.places, (document) => {
    const own = left[document];
    left[document] = Number.NaN;
    const { area } = rankedDocuments(row, labelsOf(left, sources, labels.numbers));
    left[document] = own;
    return area;
  }).filter((area) => !Number.isNaN(area));
}

interface Exchanges {
  random: Pick<Random, 'below'>;
  /** [permutations] The largest |z| of the rows under each, or z x sign, is put there where it is larger. */
  into: Float64Array;
  /** [rows] Left out: z of either sign counts. */
  signs?: readonly (1 | -1)[];
}

/**
 * The z of each row as the labels are, and by the way the largest under each exchange of labels within sources.
 * @returns [rows] z; NaN of a row that never changes.
 */
export function permutedDocuments(
  rows: readonly RankedDocuments[],
  { sizes, scores }: Pick<DocumentLabels, 'sizes' | 'scores'>,
  { random, into, signs }: Exchanges,
): Float64Array {
  const z = (row: RankedDocuments, labels: Float64Array): number =>
    row.sd > 0 ? product(row.ranks, labels) / row.sd : Number.NaN;
  const told = (value: number, row: number): number => (signs === undefined ? Math.abs(value) : value * signs[row]);
  const exchanged = scores.slice();
  for (let b = 0; b < into.length; b++) {
    let from = 0;
    for (const size of sizes) {
      shuffle(exchanged.subarray(from, from + size), random);
      from += size;
    }
    rows.forEach((row, index) => {
      const own = told(z(row, exchanged), index);
      if (own > into[b]) into[b] = own;
    });
  }
  return Float64Array.from(rows, (row) => z(row, scores));
}

/** Less their mean; of numbers their mid-ranks. */
function centred(values: Float64Array, numbers: boolean): Float64Array {
  const own = numbers ? midRanks(values).ranks : values;
  const middle = mean(own);
  return own.map((value) => value - middle);
}

const squares = (values: Float64Array): number => product(values, values);
