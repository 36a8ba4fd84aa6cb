/**
 * How much of a number columns explain beyond covariates, on rows of which no regression was made: of number and columns alike only what
 * the covariates leave is looked at. Pure.
 * Source: Frisch & Waugh 1933 and Lovell 1963 (what covariates leave); Stone 1974 (cross-validation, here one within another).
 */
import { type LinearReader, readLinearly, ridgeLinear, standardised, unscaled } from './ridge.ts';
import { populationDeviation } from './summary.ts';

export interface ExplainedTask {
  /** [columns] each [rows]. */
  columns: readonly Float32Array[];
  /** [rows] */
  numbers: Float32Array;
  /** [rows] From 0: each part is judged by what was made of all others. */
  parts: Int32Array;
  /** @param making rows whose numbers may be looked at. @returns [covariates] each [rows]. */
  covariates(making: Int32Array): readonly Float32Array[];
  /** [parts] Strengths of the ridge that are tried: the best is chosen on the part behind it, without which the others are made. */
  penalties: readonly (readonly number[])[];
}

export interface Explained {
  /** [rows] Squared errors of the mean alone, of the covariates, and of these with the columns. */
  mean: Float64Array;
  covariates: Float64Array;
  columns: Float64Array;
  /** [parts] Each a list of the one that was chosen. */
  penalties: number[][];
}

/** @throws RangeError where there are fewer than three parts: one is judged, one chooses, and the rest makes. */
export function explained(task: ExplainedTask): Explained {
  const { parts, numbers, penalties } = task;
  const count = penalties.length;
  if (count < 3) throw new RangeError(`explained: needs at least 3 parts, got ${count}`);
  const rowsOf = (is: (part: number) => boolean) => Int32Array.from([...parts.keys()].filter((row) => is(parts[row])));
  const empty = () => new Float64Array(numbers.length);
  const found: Explained = { mean: empty(), covariates: empty(), columns: empty(), penalties: [] };
  for (let part = 0; part < count; part++) {
    const behind = (part + 1) % count;
    const choosing = rowsOf((own) => own === behind);
    const tried = penalties[part];
    const inner =
      tried.length === 1
        ? []
        : judged(
            task,
            rowsOf((own) => own !== part && own !== behind),
            tried,
          );
    const costs = inner.map(({ rest }) => choosing.reduce((sum, row) => sum + rest[row] ** 2, 0));
    const penalty = tried[Math.max(0, costs.indexOf(Math.min(...costs)))];
    found.penalties.push([penalty]);
    const making = rowsOf((own) => own !== part);
    const middle = making.reduce((sum, row) => sum + numbers[row], 0) / making.length;
    for (const { left, rest } of judged(task, making, [penalty])) {
      for (const row of rowsOf((own) => own === part)) {
        found.mean[row] = (numbers[row] - middle) ** 2;
        found.covariates[row] = left[row] ** 2;
        found.columns[row] = rest[row] ** 2;
      }
    }
  }
  return found;
}

/** @returns [penalties] of each what covariates leave of the numbers, and what the columns leave of that, [rows]. */
function judged({ columns, numbers, covariates }: ExplainedTask, making: Int32Array, penalties: readonly number[]) {
  const beside = covariates(making);
  const left = leftBy(beside, making, numbers);
  const own = columns.map((column) => leftBy(beside, making, column));
  return penalties.map((penalty) => ({ left, rest: leftBy(own, making, left, penalty) }));
}

/** A smaller share of what there was is rounding. */
const rounding = 1e-5;

/** [rows] What a regression that is made of some rows leaves of values. */
function leftBy(columns: readonly Float32Array[], making: Int32Array, values: Float32Array, penalty = 0): Float32Array {
  const told = readLinearly(columns, regression(columns, making, values, penalty));
  const left = values.map((value, row) => value - told[row]);
  const spread = (of: Float32Array) => populationDeviation(Float64Array.from(making, (row) => of[row]));
  return spread(left) < rounding * spread(values) ? left.fill(0) : left;
}

function regression(
  columns: readonly Float32Array[],
  making: Int32Array,
  values: Float32Array,
  penalty: number,
): LinearReader {
  const scaled = columns.map((column) => standardised(Float32Array.from(making, (row) => column[row])));
  const own = Float64Array.from(making, (row) => values[row]);
  return unscaled(
    ridgeLinear(
      scaled.map(({ column }) => column),
      own,
      penalty,
    ),
    scaled,
  );
}
