/** S of an experiment: which of the detected neurons keep a rhythm of their own. */
import { rhythms } from '../../ladder/rhythm.ts';
import { classesOf } from '../../ladder/token-classes.ts';
import { componentName } from '../../models/reading.ts';
import { readNeurons } from '../../recording/recording-file.ts';
import type { Rhythm } from '../../results/evidence-schema.ts';
import type { EvidenceContext } from '../context.ts';
import { recordingOf } from '../reading.ts';
import { detectedNeurons } from './ladder-input.ts';

/** Tokens of the first segment that a rhythm is looked for in, at most. */
const longest = 1024;

/** S of every neuron, so that the strongest of many pays for having been chosen; only detected ones are kept. */
export async function rhythmsOf({ manifest, paths, observed, features, warmUp }: EvidenceContext): Promise<Rhythm[]> {
  const [start, length] = observed.segments[0] ?? [0, 0];
  const name = componentName(manifest.record.component, manifest.record.layer);
  const neurons = await readNeurons(recordingOf(paths.run), name, Math.min(start + length, longest));
  const classes = classesOf(observed.tokens.slice(warmUp, Math.min(length, longest)));
  const all = rhythms(
    neurons.map((values, neuron) => ({ neuron, signal: values.subarray(warmUp) })),
    classes,
  );
  const kept = new Set(features.flatMap(({ found }) => detectedNeurons(found)));
  return all.filter(({ neuron }) => kept.has(neuron));
}
