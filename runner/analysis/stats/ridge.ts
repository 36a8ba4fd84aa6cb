/**
 * Regression with a ridge: the linear readers that tell two classes best from many columns, or are nearest to a number. Pure, float64.
 * Source: Hoerl & Kennard 1970 and le Cessie & van Houwelingen 1992 for the ridge; for the search Nocedal 1980 (L-BFGS, two loops) and
 * Hestenes & Stiefel 1952 (conjugate gradients).
 */
import { areNumbers, type FeatureValues } from '../../core/values.ts';
import { addWeighted, type Columns, type ColumnsOf, columnsOnThisThread } from './columns.ts';
import { midRanks } from './ranks.ts';
import { mean as meanOf, populationDeviation, product } from './summary.ts';

export interface LinearReader {
  weights: Float64Array;
  intercept: number;
}

/** With mean 0 and spread 1; what never changes stays at 0. */
export function standardised(values: Float32Array): { column: Float32Array; mean: number; sd: number } {
  const [mean, sd] = [meanOf(values), populationDeviation(values)];
  return { column: values.map((value) => (sd === 0 ? 0 : (value - mean) / sd)), mean, sd };
}

/** A reader of standardised columns as one of the values themselves. @param columns as `standardised` tells of each. */
export function unscaled(reader: LinearReader, columns: readonly { mean: number; sd: number }[]): LinearReader {
  const weights = Float64Array.from(columns, ({ sd }, j) => (sd === 0 ? 0 : reader.weights[j] / sd));
  const shift = columns.reduce((sum, { mean }, j) => sum + mean * weights[j], 0);
  return { weights, intercept: reader.intercept - shift };
}

/** A reader of given columns that is nearest to labels [rows]: of a mask it tells yes from no; of numbers it is nearest to their ranks (0 to 1, so that a penalty means the same for many tokens as for few). */
export type Fit = (columns: readonly Float32Array[], labels: FeatureValues, penalty: number) => Promise<LinearReader>;

/** @param by what adds up columns: plain loops are `columnsOnThisThread`. */
export const fitBy =
  (by: ColumnsOf): Fit =>
  async (columns, labels, penalty) => {
    if (!areNumbers(labels)) return ridgeLogistic(columns, labels, penalty, by);
    const { ranks } = midRanks(labels);
    const shares = ranks.map((rank) => rank / labels.length);
    return ridgeLinear(columns, shares, penalty, by);
  };

export const fitOnThisThread: Fit = fitBy(columnsOnThisThread);

/** Steps that are remembered, and made at most; a gradient of this size is none. */
const remembered = 8;
const iterations = 60;
const flat = 1e-6;

/**
 * Minimises mean log loss + penalty / 2 x sum of the squared weights (the intercept is free).
 * @param columns [columns] each [rows], of about equal spread: standardise them first.
 * @param labels [rows] 1 or 0.
 * @throws RangeError when a column's rows are not as many as the labels.
 */
export function ridgeLogistic(
  columns: readonly Float32Array[],
  labels: Uint8Array,
  penalty: number,
  by = columnsOnThisThread,
): LinearReader {
  const rows = labels.length;
  const wrong = columns.find(({ length }) => length !== rows);
  if (wrong !== undefined) throw new RangeError(`ridgeLogistic: ${rows} labels, and a column of ${wrong.length} rows`);
  const size = columns.length + 1;
  const all = by(columns, rows);
  const lossAt = (point: Float64Array) => loss(all, labels, penalty, point);
  let point = new Float64Array(size);
  let { value, gradient } = lossAt(point);
  const history: { step: Float64Array; change: Float64Array; scale: number }[] = [];
  for (let iteration = 0; iteration < iterations && Math.sqrt(product(gradient, gradient)) > flat; iteration++) {
    const direction = descent(gradient, history);
    let length = history.length === 0 ? Math.min(1, 1 / Math.sqrt(product(gradient, gradient))) : 1;
    const slope = product(gradient, direction);
    let next = moved(point, direction, length);
    let there = lossAt(next);
    // Armijo's rule: each half step back costs a reading of the data.
    while (there.value > value + 1e-4 * length * slope && length > 1e-8) {
      length /= 2;
      next = moved(point, direction, length);
      there = lossAt(next);
    }
    const step = moved(next, point, -1);
    const change = moved(there.gradient, gradient, -1);
    const curvature = product(step, change);
    if (curvature > 0) history.push({ step, change, scale: 1 / curvature });
    if (history.length > remembered) history.shift();
    point = next;
    ({ value, gradient } = there);
  }
  return { weights: point.slice(0, -1), intercept: point[size - 1] };
}

/**
 * What the reader says of each row: above 0 for the class of the 1s, [rows].
 * @throws RangeError when there is no column.
 */
export function readLinearly(columns: readonly Float32Array[], { weights, intercept }: LinearReader): Float32Array {
  const [first] = columns;
  if (first === undefined) throw new RangeError('readLinearly: there is no column');
  const sums = new Float64Array(first.length).fill(intercept);
  addWeighted(sums, columns, weights);
  return Float32Array.from(sums);
}

function loss(columns: Columns, labels: Uint8Array, penalty: number, point: Float64Array) {
  const rows = labels.length;
  const weights = point.length - 1;
  const margin = new Float64Array(rows).fill(point[weights]);
  columns.addWeighted(margin, point);
  let value = 0;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const m = margin[i];
    const label = labels[i];
    // log(1 + e^m) - label x m, without overflow.
    value += (Math.max(0, m) + Math.log1p(Math.exp(-Math.abs(m))) - label * m) / rows;
    margin[i] = (1 / (1 + Math.exp(-m)) - label) / rows;
    total += margin[i];
  }
  const gradient = point.map((weight) => penalty * weight);
  columns.addProducts(gradient, margin);
  gradient[weights] = total;
  for (let j = 0; j < weights; j++) {
    const weight = point[j];
    value += (penalty / 2) * weight * weight;
  }
  return { value, gradient };
}

function descent(
  gradient: Float64Array,
  history: readonly { step: Float64Array; change: Float64Array; scale: number }[],
): Float64Array {
  const direction = gradient.map((each) => -each);
  const shares = new Float64Array(history.length);
  for (let h = history.length - 1; h >= 0; h--) {
    const { step, change, scale } = history[h];
    shares[h] = scale * product(step, direction);
    add(direction, change, -shares[h]);
  }
  const last = history.at(-1);
  if (last !== undefined) {
    const size = 1 / (last.scale * product(last.change, last.change));
    for (let j = 0; j < direction.length; j++) direction[j] *= size;
  }
  history.forEach(({ step, change, scale }, h) => {
    add(direction, step, shares[h] - scale * product(change, direction));
  });
  return direction;
}

function moved(from: Float64Array, by: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const to = Float64Array.from(from);
  add(to, by, length);
  return to;
}

function add(to: Float64Array, what: Float64Array, length: number): void {
  for (let j = 0; j < to.length; j++) to[j] += length * what[j];
}

export const linearCriteria = { steps: 200 } as const;
/** A rest of this share of the first is none. */
const noRest = 1e-8;

/**
 * Minimises mean squared error / 2 + penalty / 2 x sum of the squared weights (the intercept is free).
 * @param columns [columns] each [rows], of mean 0 and about equal spread: standardise them first.
 * @param numbers [rows].
 * @throws RangeError when a column's rows are not as many as the numbers.
 */
export function ridgeLinear(
  columns: readonly Float32Array[],
  numbers: Float64Array,
  penalty: number,
  by = columnsOnThisThread,
): LinearReader {
  const rows = numbers.length;
  const wrong = columns.find(({ length }) => length !== rows);
  if (wrong !== undefined) throw new RangeError(`ridgeLinear: ${rows} numbers, and a column of ${wrong.length} rows`);
  const intercept = numbers.reduce((sum, number) => sum + number / rows, 0);
  const means = Float64Array.from(columns, (column) => column.reduce((sum, value) => sum + value / rows, 0));
  const all = by(columns, rows);
  const held = (values: Float64Array): Float64Array => {
    const sums = new Float64Array(columns.length);
    all.addProducts(sums, values);
    const total = values.reduce((sum, value) => sum + value, 0);
    return sums.map((sum, j) => (sum - means[j] * total) / rows);
  };
  const times = (weights: Float64Array): Float64Array => {
    const fitted = new Float64Array(rows).fill(-product(weights, means));
    all.addWeighted(fitted, weights);
    return held(fitted).map((value, j) => value + penalty * weights[j]);
  };
  let weights = new Float64Array(columns.length);
  let rest = held(numbers.map((number) => number - intercept));
  let direction = rest;
  let size = product(rest, rest);
  const first = size;
  for (let step = 0; step < linearCriteria.steps && size > noRest * noRest * first; step++) {
    const moved = times(direction);
    const length = size / product(direction, moved);
    const along = direction;
    weights = weights.map((weight, j) => weight + length * along[j]);
    rest = rest.map((value, j) => value - length * moved[j]);
    const next = product(rest, rest);
    direction = rest.map((value, j) => value + (next / size) * along[j]);
    size = next;
  }
  return { weights, intercept: intercept - product(weights, means) };
}
