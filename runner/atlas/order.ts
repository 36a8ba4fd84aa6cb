/**
 * The order in which a matrix of effects shows rows that are alike beside each other: the leaves of a hierarchical
 * clustering. Pure.
 * Source: Sokal & Michener 1958 (average linkage), as ml-hclust computes it.
 */
import { agnes, type Cluster } from 'ml-hclust';

/**
 * @param rows vectors of equal length, at least one.
 * @returns each row's number once, alike ones side by side.
 */
export function clusterOrder(rows: readonly (readonly number[])[]): number[] {
  if (rows.length < 3) return [...rows.keys()];
  const tree = agnes(
    rows.map((row) => [...row]),
    { method: 'average' },
  );
  const order: number[] = [];
  const visit = (cluster: Cluster): void => {
    if (cluster.isLeaf) order.push(cluster.index);
    else for (const child of cluster.children) visit(child);
  };
  visit(tree);
  return order;
}
