/** Addresses of an atlas: its page, a neuron on it, and the pages of the neurons that claims were made about. Pure. */
import type { Result } from '../../../runner/results/schema.ts';
import { evidenceOf } from '../claims.ts';
import type { Experiment } from '../experiment.ts';
import { experimentUrl } from '../url.ts';
import { neuronHash } from './hash.ts';

export const atlasUrl = (id: string): string => experimentUrl(id, 'atlas/');

/** The page of the neurons with a long memory. */
export const memoryUrl = (id: string): string => `${atlasUrl(id)}memory/`;

/** The neurons that have pages of their own: those of claims on the component that the atlas is of, in order. */
export function claimedNeurons(result: Pick<Result, 'atlases' | 'evidence'>): number[] {
  const atlas = result.atlases?.[0];
  if (atlas === undefined) return [];
  const claims = (evidenceOf(result)?.claims ?? []).filter(
    ({ component, layer }) => component === atlas.component && layer === atlas.layer,
  );
  return [...new Set(claims.map(({ neuron }) => neuron))].sort((a, b) => a - b);
}

/** Where any neuron is found: its number comes behind it. */
export const numberedNeuronUrl = (id: string): string => `${atlasUrl(id)}${neuronHash(0).slice(0, -1)}`;

/** The page of a neuron, or where it has none of its own, its place in the atlas; null without an atlas. */
export function neuronUrl({ id, result }: Experiment, neuron: number): string | null {
  if (result.atlases?.[0] === undefined) return null;
  return claimedNeurons(result).includes(neuron)
    ? experimentUrl(id, `neurons/${neuron}/`)
    : atlasUrl(id) + neuronHash(neuron);
}
