/** Which of several recorded arrays a page begins with: its picture, ranking and heatmap are those of one. Reads the recording. */
import { benchFeaturesOf, effectsOf } from '../analysis/findings/bench.ts';
import { componentName } from '../models/reading.ts';
import type { WrittenContext } from './context.ts';
import { halvesOf } from './evidence/halves.ts';
import { ladderFeatures } from './evidence/ladder-input.ts';
import { threadedEffects } from './evidence/neuron-threads.ts';
import { recordedOf } from './manifest/record.ts';
import type { RecordedComponent } from './manifest/resolved.ts';
import { stopIfAsked } from './reading.ts';

/**
 * That of the neuron which tells the first feature best on the half that claims are chosen on; the first, where none can be told, or
 * neurons are given by hand.
 */
export async function drawnOfAll(context: WrittenContext): Promise<RecordedComponent> {
  const { manifest, observed, warmUp, marked } = context;
  const all = recordedOf(manifest);
  if (all.length === 1 || manifest.neurons !== null) return all[0];
  const text = halvesOf(observed, warmUp);
  const features = benchFeaturesOf(
    text,
    ladderFeatures({ ...context, features: [] }, text, marked.slice(0, 1)),
    text.swapped,
  );
  let best = { array: all[0], effect: 0 };
  for (const array of all) {
    const name = componentName(array.component, array.layer);
    const activations = await observed.recording.neurons(name, text.discovery.scored);
    const [effects = new Float64Array()] = await effectsOf(
      features,
      'discovery',
      activations,
      threadedEffects(() => stopIfAsked(context)),
    );
    const effect = effects.reduce((most, each) => (Number.isNaN(each) ? most : Math.max(most, Math.abs(each))), 0);
    if (effect > best.effect) best = { array, effect };
  }
  return best.array;
}
