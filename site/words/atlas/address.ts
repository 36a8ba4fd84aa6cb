/** Addresses of an atlas: its page, a neuron on it, and the pages of the neurons that claims were made about. Pure. */
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import type { Result } from '../../../runner/experiment/results/schema.ts';
import type { Experiment } from '../experiment.ts';
import { experimentUrl } from '../url.ts';

export const atlasUrl = (id: string): string => experimentUrl(id, 'atlas/');

/** The claims on the component that the atlas is of. */
export const atlasClaims = ({ atlases, evidence }: Pick<Result, 'atlases' | 'evidence'>): Claim[] =>
  (evidence?.claims ?? []).filter(
    ({ component, layer }) => component === atlases?.[0]?.component && layer === atlases[0].layer,
  );

/** The neurons that have pages of their own: those of such claims, in order. */
export const claimedNeurons = (result: Pick<Result, 'atlases' | 'evidence'>): number[] =>
  [...new Set(atlasClaims(result).map(({ neuron }) => neuron))].sort((a, b) => a - b);

/** The page of all neurons: each one's number behind it is its address. */
export const neuronsUrl = (id: string): string => experimentUrl(id, 'neurons/');
export const numberedNeuronUrl = (id: string): string => `${neuronsUrl(id)}#`;

/** The page of a neuron, or where it has none of its own, its place on that of all; null without an atlas. */
export function neuronUrl({ id, result }: Experiment, neuron: number): string | null {
  if (result.atlases?.[0] === undefined) return null;
  return claimedNeurons(result).includes(neuron)
    ? experimentUrl(id, `neurons/${neuron}/`)
    : numberedNeuronUrl(id) + neuron;
}

/** '#neuron=408' on the page of the atlas. */
export const neuronHash = (neuron: number): string => `#neuron=${neuron}`;

/** The neuron that a hash names, '#408' too; null when it names none of so many. */
export function neuronOfHash(hash: string, neurons: number): number | null {
  const own = hash.replace(/^#/, '');
  const text = /^\d+$/.test(own) ? own : new URLSearchParams(own).get('neuron');
  if (text === null || !/^\d{1,6}$/.test(text)) return null;
  const neuron = Number(text);
  return neuron < neurons ? neuron : null;
}
