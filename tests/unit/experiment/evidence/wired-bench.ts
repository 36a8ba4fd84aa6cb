/** A bench and held readings of a network wired by hand: two halves of its language, and the claim that somebody is inside. */

import { type Bench, benchOf } from '../../../../runner/analysis/findings/bench.ts';
import { observeNeurons } from '../../../../runner/analysis/reading/observe.ts';
import { segmentsFrom } from '../../../../runner/analysis/stats/view.ts';
import { random } from '../../../../runner/core/random.ts';
import {
  type HeldReadings,
  type HeldTask,
  heldReadings,
} from '../../../../runner/experiment/evidence/held-readings.ts';
import { chooseEngine } from '../../../../runner/nn/engines/engines.ts';
import type { Checkpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { insideQuotes, quotationTokens } from '../../../calibration/quotation-language.ts';

export const documents = 24;
export const read = 96;
const warmUp = 16;

export async function wiredBench(checkpoint: Checkpoint): Promise<{ bench: Bench; readings: HeldReadings }> {
  const source = random(7, 1);
  const engine = await chooseEngine({ engine: 'auto', device: 'cpu' });
  const { vocabulary } = checkpoint;
  const texts = Array.from({ length: 2 * documents }, () => quotationTokens(read, source));
  const ids = Int32Array.from(texts.flat(), (token) => vocabulary.indexOf(token));
  const segments = texts.map((_, document) => [document * read, read] as const);
  const positions = Int32Array.from(ids.keys()).filter((t) => t % read >= warmUp);
  const neurons = await observeNeurons({ engine, checkpoint, ids, segments, arrays: ['cell.1'], view: { positions } });
  const inside = Uint8Array.from(texts.flatMap((tokens) => [...insideQuotes(tokens)]));
  const cut = positions.length / 2;
  const half = (from: number) => ({
    length: read - warmUp,
    segments: 1,
    sources: Int32Array.from({ length: documents }, (_, document) => document % 2),
    types: positions.map((t) => ids[t] ?? 0).slice(from * cut, (from + 1) * cut),
    warmUp,
    readTypes: ids.slice(from * documents * read, (from + 1) * documents * read),
  });
  const masks = {
    discovery: inside.slice(0, documents * read),
    confirmation: inside.slice(documents * read),
  };
  const all = masks.discovery.map(() => 1);
  const arrays = [{ layer: 1, component: 'cell', units: neurons.length }] as const;
  const bench = benchOf({
    text: { discovery: half(0), confirmation: half(1) },
    activations: {
      discovery: neurons.map((row) => row.slice(0, cut)),
      confirmation: neurons.map((row) => row.slice(cut)),
    },
    arrays,
    features: [
      {
        name: 'inside',
        says: { whether: 'it is inside', event: null },
        decidedByToken: false,
        among: 'all',
        masks,
        members: { discovery: all, confirmation: all },
        byHand: [],
      },
    ],
    count: 1,
    permutations: 99,
    seed: 3,
    vocabulary,
    unit: 'word',
    sources: ['one', 'other'],
  });
  const readings = heldReadings(
    engine,
    checkpoint,
    (name): HeldTask => ({
      arrays,
      ids,
      segments,
      view: segmentsFrom(
        Int32Array.from({ length: documents }, (_, d) => (d + (name === 'discovery' ? 0 : documents)) * read),
        read,
      ),
    }),
  );
  return { bench, readings };
}
