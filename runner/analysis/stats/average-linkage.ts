/**
 * Hierarchical clustering by average linkage: the two clusters merge whose members are nearest on average. Pure.
 * Source: Sokal & Michener 1958; by chains of nearest neighbours (Benzécri 1982; Murtagh 1983), which give the same tree
 * in n^2 steps, because two clusters that are each other's nearest stay so whatever merges elsewhere.
 */

export interface Merge {
  /** Each below n a row, from n on the merge of that number less n. */
  pair: [number, number];
  /** Mean Euclidean distance between the members of the two. */
  height: number;
}

/**
 * @param rows [n] vectors of equal length.
 * @returns [n - 1] merges; a merge stands after those that it merges, not in the order of the heights.
 */
export function averageLinkage(rows: readonly (readonly number[])[]): Merge[] {
  const n = rows.length;
  const distances = distancesOf(rows);
  /** What each row's place in the table stands for now, and how many rows; 0: merged into another. */
  const standsFor = Int32Array.from({ length: n }, (_, row) => row);
  const sizes = new Int32Array(n).fill(1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < n - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0));
    const last = chain[chain.length - 1];
    // Of equally near ones the one before in the chain, or it would not end.
    let nearest = chain.length > 1 ? chain[chain.length - 2] : -1;
    let least = nearest < 0 ? Number.POSITIVE_INFINITY : distances[last * n + nearest];
    for (let other = 0; other < n; other++) {
      if (sizes[other] === 0 || other === last || !(distances[last * n + other] < least)) continue;
      nearest = other;
      least = distances[last * n + other];
    }
    if (nearest !== chain[chain.length - 2]) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const [kept, gone] = [Math.min(last, nearest), Math.max(last, nearest)];
    const whole = sizes[kept] + sizes[gone];
    for (let other = 0; other < n; other++) {
      if (sizes[other] === 0 || other === kept || other === gone) continue;
      const mean = (sizes[kept] * distances[kept * n + other] + sizes[gone] * distances[gone * n + other]) / whole;
      distances[kept * n + other] = mean;
      distances[other * n + kept] = mean;
    }
    merges.push({ pair: [standsFor[kept], standsFor[gone]], height: least });
    standsFor[kept] = n + merges.length - 1;
    sizes[kept] = whole;
    sizes[gone] = 0;
  }
  return merges;
}

/** The rows from one end of the tree to the other: alike ones side by side, and at each merge the lower number first. */
export function clusterOrder(rows: readonly (readonly number[])[]): number[] {
  const below: number[][] = rows.map((_, row) => [row]);
  for (const { pair } of averageLinkage(rows)) below.push(pair.flatMap((part) => below[part]));
  return below[below.length - 1] ?? [];
}

/** [n, n] Euclidean. */
function distancesOf(rows: readonly (readonly number[])[]): Float64Array {
  const n = rows.length;
  const width = rows[0]?.length ?? 0;
  const flat = Float64Array.from(rows.flat());
  const distances = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let squares = 0;
      for (let k = 0; k < width; k++) {
        const apart = flat[i * width + k] - flat[j * width + k];
        squares += apart * apart;
      }
      distances[i * n + j] = Math.sqrt(squares);
      distances[j * n + i] = distances[i * n + j];
    }
  }
  return distances;
}
