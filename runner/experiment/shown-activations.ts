/** Every component of every layer over the part of both texts that is shown. */
import { shownTokens } from '../corpus/settings.ts';
import { componentName, recordedComponents } from '../models/reading.ts';
import { neuronsOf, readNeurons } from '../recording/recording-file.ts';
import type { TextName } from '../results/schema.ts';
import type { Recorded, ShownActivations, Written } from './context.ts';
import { recordingOf, type SampledReading } from './reading.ts';

export async function shownActivations({
  manifest,
  checkpoint: { architecture },
  sampled,
  paths,
}: Pick<Written, 'manifest' | 'checkpoint' | 'sampled' | 'paths'>): Promise<ShownActivations[]> {
  const shown: ShownActivations[] = [];
  for (const which of recordedComponents(architecture)) {
    const name = componentName(which.component, which.layer);
    const observed = await readNeurons(recordingOf(paths.run), name, shownTokens(manifest));
    shown.push({ ...which, text: 'observed', activations: observed });
    shown.push({ ...which, text: 'sampled', activations: neuronsOf(arrayOf(sampled, name), architecture.units) });
  }
  return shown;
}

function arrayOf({ arrays }: SampledReading, name: string): Float32Array {
  const array = arrays.get(name);
  if (array === undefined) throw new RangeError(`the written text has no recording of ${name}`);
  return array;
}

/** Those of one component over one text, [neurons][tokens]. */
export function activationsOf(
  shown: readonly ShownActivations[],
  text: TextName,
  { component, layer }: Recorded['manifest']['record'],
): readonly Float32Array[] {
  const own = shown.find((each) => each.text === text && each.component === component && each.layer === layer);
  if (own === undefined)
    throw new RangeError(`the ${text} text has no recording of ${componentName(component, layer)}`);
  return own.activations;
}
