/** Lets the shipped model read its held-out text, for the calibration. Reads files and computes; caches the corpus. */

import { fileURLToPath } from 'node:url';
import { observeNeurons } from '../../runner/analysis/reading/observe.ts';
import type { HalfName } from '../../runner/analysis/stats/tested-text.ts';
import { viewed } from '../../runner/analysis/stats/view.ts';
import { warmUpOf } from '../../runner/core/cut.ts';
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
import type { RealHalf, RealRecording } from './real-recording.ts';

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
  const half = (name: HalfName): RealHalf => {
    const { length, segments: each, sources, types, scored } = text[name];
    return {
      text: { length, segments: each, sources, types },
      activations: own[name],
      masks: masks.map((mask) => inSharedMemory(viewed(mask, scored))),
    };
  };
  return { discovery: half('discovery'), confirmation: half('confirmation') };
}
