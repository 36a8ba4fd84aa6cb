/** A network as far up as the arrays stand that are wanted: what stands above changes nothing in them, and is most of the work. Pure. */
import { valueNamed } from '../../models/program.ts';
import { isOfCells, type Readable, readerOf, recordedArrays } from '../../models/reading.ts';
import type { Network } from './programs.ts';

/**
 * To read with where nothing is predicted; its state has its own layers alone.
 * @param arrays at least one.
 * @returns of cells the same: theirs are few.
 */
export function lowerLayers(network: Network<Readable>, arrays: readonly string[]): Network<Readable> {
  const { architecture, weights } = network;
  if (isOfCells(architecture)) return network;
  const wanted = recordedArrays(architecture).filter(({ name }) => arrays.includes(name));
  const layers = wanted.reduce((most, { layer }) => Math.max(most, layer), 0);
  if (layers === 0 || layers === architecture.layers) return network;
  const lower = { ...architecture, layers };
  const names = Object.keys(readerOf(lower).parameters.step);
  return { architecture: lower, weights: Object.fromEntries(names.map((name) => [name, valueNamed(weights, name)])) };
}
