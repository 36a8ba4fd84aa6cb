/**
 * A recording of the shipped model on its held-out text, with the labels of other documents: nothing can be found in it, and yet
 * its activations, their ties and their memory are those of a network that reads. Reads files and computes; caches the corpus.
 */
import { fileURLToPath } from 'node:url';
import { mapHalves } from '../../runner/analysis/findings/bench.ts';
import { observeNeurons } from '../../runner/analysis/reading/observe.ts';
import type { Halves } from '../../runner/analysis/stats/tested-text.ts';
import { viewed } from '../../runner/analysis/stats/view.ts';
import { at, item } from '../../runner/core/at.ts';
import { warmUpOf } from '../../runner/core/cut.ts';
import { type Random, shuffle } from '../../runner/core/random.ts';
import type { Reporter } from '../../runner/core/reporter.ts';
import { inSharedMemory } from '../../runner/core/shared-memory.ts';
import { areNumbers } from '../../runner/core/values.ts';
import { bothScored, halved, halvesOf } from '../../runner/experiment/evidence/halves.ts';
import { pathsOf } from '../../runner/experiment/folders.ts';
import { loadManifest } from '../../runner/experiment/manifest/load.ts';
import { drawnOf } from '../../runner/experiment/manifest/record.ts';
import { markObserved } from '../../runner/experiment/mark-text.ts';
import { prepare } from '../../runner/experiment/prepare.ts';
import { chooseEngine } from '../../runner/nn/engines/engines.ts';
import type { Feature } from '../../runner/text/labels/features.ts';
import type { Half, SimulatedText } from './simulate.ts';

/** As it was read, with its own labels. Typed arrays lie in shared memory, so that threads need no copy. */
export type RealRecording = Halves<Pick<Half, 'text' | 'activations'> & { masks: readonly Uint8Array[] }>;

const project = fileURLToPath(new URL('../..', import.meta.url));
/** The experiment whose model, text and component are read. */
const experiment = 'experiments/lstm-dots.yaml';
/** Every so many-th neuron is kept. */
const stride = 14;
const features: readonly Feature[] = [
  { name: 'sentence end', match: '[.?!]' },
  { name: 'comma', match: ',' },
  { name: 'capital letter', match: '\\p{Lu}.*' },
];

export async function readRealRecording(reporter: Reporter): Promise<RealRecording> {
  const loaded = await loadManifest(experiment, [], project);
  const paths = pathsOf(loaded, project);
  const { manifest, given, text: observed, tools } = await prepare({ loaded, paths, reporter });
  if (given === null) throw new Error(`${experiment} names no checkpoint`);
  reporter.step('Reading held-out text');
  const { ids, segments, before } = observed;
  const text = halvesOf(observed, warmUpOf(segments.length, manifest));
  const array = `${drawnOf(manifest).component}.${drawnOf(manifest).layer}`;
  const activations = await observeNeurons({
    engine: await chooseEngine(manifest),
    checkpoint: given,
    ids,
    segments,
    before,
    arrays: [array],
    view: bothScored(text),
    onProgress: (done) => reporter.progress({ done, total: ids.length, text: array }),
  });
  const kept = activations.filter((_, neuron) => neuron % stride === 0).map(inSharedMemory);
  const masks = markObserved(features, observed, tools).filter((mask) => !areNumbers(mask));
  const own = halved(kept, text);
  return mapHalves((name) => {
    const { length, segments: each, sources, types, scored } = text[name];
    return {
      text: { length, segments: each, sources, types },
      activations: own[name],
      masks: masks.map((mask) => inSharedMemory(viewed(mask, scored))),
    };
  });
}

/** Gives every document the labels of one from another source, and takes some of the neurons. */
export function relabelled(recording: RealRecording, neurons: number, random: Random): SimulatedText {
  const chosen = shuffle([...recording.discovery.activations.keys()], random).slice(0, neurons);
  return mapHalves((name) => {
    const { text, activations, masks } = recording[name];
    const tokens = text.segments * text.length;
    const from = crossSource(text.sources, random);
    return {
      text,
      activations: chosen.map((neuron) => item(activations, neuron)),
      masks: masks.map((mask) =>
        mask.map((_, t) => at(mask, item(from, Math.floor(t / tokens)) * tokens + (t % tokens))),
      ),
      untrained: [],
    };
  });
}

/**
 * A random order of the documents in which none takes the place of one from its own source.
 * @throws RangeError when a source has more than half of the documents: then there is none.
 */
export function crossSource(sources: Int32Array, random: Random): number[] {
  const order = shuffle([...sources.keys()], random);
  const own = (place: number, document: number | undefined) => sources[document ?? -1] === sources[place];
  const largest = Math.max(...Array.from(Map.groupBy(sources, (source) => source).values(), ({ length }) => length));
  if (2 * largest > sources.length) throw new RangeError('crossSource: one source has more than half of the documents');
  // The places are gone through in a random order too, so that no document of a source is unlike another.
  for (const place of shuffle([...sources.keys()], random)) {
    while (own(place, order[place])) {
      const other = random.below(order.length);
      const [here, there] = [order[place], order[other]];
      if (own(other, here) || own(place, there) || here === undefined || there === undefined) continue;
      order[place] = there;
      order[other] = here;
    }
  }
  return order;
}
