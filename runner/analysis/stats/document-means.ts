/**
 * Means over documents, and how sure they are: an estimate is a value, and what it is without each document. Pure, float64.
 * Source: Quenouille 1956, Tukey 1958 (the jackknife).
 */
import { type JackknifeTest, jackknifeInterval, jackknifeTest } from './summary.ts';

/** What is computed of estimates is one: without a document it is computed of what they are without it. */
export class Estimate {
  readonly value: number;
  /** By the documents that have a part in it. */
  readonly without: ReadonlyMap<number, number>;
  /** The size of what was taken from one another: a difference that is smaller by far is rounding. */
  readonly scale: number;

  constructor(value: number, without: ReadonlyMap<number, number>, scale = Math.abs(value)) {
    this.value = value;
    this.without = without;
    this.scale = scale;
  }

  /** @param compute the value without a document; of none, the value. */
  static over(documents: Iterable<number>, compute: (without?: number) => number): Estimate {
    return new Estimate(compute(), new Map(Array.from(documents, (document) => [document, compute(document)])));
  }

  static of(estimates: readonly Estimate[], compute: (...values: number[]) => number): Estimate {
    const documents = new Set(estimates.flatMap(({ without }) => [...without.keys()]));
    return Estimate.over(
      [...documents].sort((a, b) => a - b),
      (left = -1) => compute(...estimates.map(({ value, without }) => without.get(left) ?? value)),
    );
  }

  static mean(estimates: readonly Estimate[]): Estimate {
    return Estimate.of(estimates, (...values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  }

  minus(other: Estimate): Estimate {
    const { value, without } = Estimate.of([this, other], (own, others) => own - others);
    return new Estimate(value, without, Math.max(this.scale, other.scale));
  }

  get documents(): number {
    return this.without.size;
  }

  /** 95%; without bounds of fewer than two documents. */
  get interval(): [low: number, high: number] {
    return jackknifeInterval(this.value, [...this.without.values()]);
  }

  /** Whether it is above 0. @throws RangeError of fewer than two documents. */
  test(): JackknifeTest {
    return jackknifeTest(this.value, [...this.without.values()], this.scale);
  }
}

interface Sum {
  sum: number;
  count: number;
}

/** Sums and counts by document, of one group or several. */
export class DocumentMeans<Group> {
  readonly #groups = new Map<Group, Sum & { byDocument: Map<number, Sum> }>();

  /** @param count of what was added up; it may be a weight. */
  add(group: Group, document: number, sum: number, count = 1): void {
    const all = this.#of(group);
    const own = all.byDocument.get(document) ?? { sum: 0, count: 0 };
    all.byDocument.set(document, own);
    for (const each of [all, own]) {
      each.sum += sum;
      each.count += count;
    }
    this.#groups.set(group, all);
  }

  count(group: Group): number {
    return this.#of(group).count;
  }

  byDocument(group: Group): ReadonlyMap<number, Readonly<Sum>> {
    return this.#of(group).byDocument;
  }

  /** Sum over count, added up anew without each document; NaN where there is nothing of the group. */
  mean(group: Group): Estimate {
    const { byDocument } = this.#of(group);
    return Estimate.over(byDocument.keys(), (without) => {
      let [sum, count] = [0, 0];
      for (const [document, own] of byDocument) {
        if (document === without) continue;
        sum += own.sum;
        count += own.count;
      }
      return sum / count;
    });
  }

  /** The same but for rounding, in a fraction of the time: each document is taken off the whole. */
  ratio(group: Group): Estimate {
    const { byDocument, sum, count } = this.#of(group);
    const without = Array.from(byDocument, ([document, own]) => {
      return [document, (sum - own.sum) / (count - own.count)] as const;
    });
    return new Estimate(sum / count, new Map(without));
  }

  #of(group: Group): Sum & { byDocument: Map<number, Sum> } {
    return this.#groups.get(group) ?? { sum: 0, count: 0, byDocument: new Map() };
  }
}
