/** The files beside a result, each fetched once and decoded. */
import { decodeActivations, type QuantizedActivations } from '../../runner/experiment/results/activations.ts';
import type { Predictions } from '../../runner/experiment/results/schema.ts';
import { remembered } from '../words/remembered.ts';
import { bytesOf, jsonOf } from './fetched.ts';

export const loadSidecar = remembered(
  async (url: string, neurons: number, tokens: number): Promise<QuantizedActivations> =>
    decodeActivations(await bytesOf(url), neurons, tokens),
);

export const loadPredictions = remembered((url: string) => jsonOf<Predictions>(url));
