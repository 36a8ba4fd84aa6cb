/**
 * What a model writes after every epoch of its training, coloured by a neuron: shown while it trains, and published. Its
 * random numbers are its own and the weights are only read: a training that is watched is the same as one that is not.
 */
import { join } from 'node:path';
import { sample, samplingRandom } from '../analysis/reading/sample.ts';
import { relevance } from '../analysis/stats/relevance.ts';
import { at, item } from '../core/at.ts';
import { cutOf, withSpaces } from '../core/cut.ts';
import { canonicalJson } from '../core/hash.ts';
import type { ColouredText } from '../core/reporter.ts';
import { rangeIn } from '../nn/models/networks.ts';
import type { Engine } from '../nn/models/program.ts';
import { componentName, isOfCells, type Readable, type Weights, widthOf } from '../nn/models/reading.ts';
import type { EpochPoint } from '../nn/train/learning-curve.ts';
import { markFeature } from '../text/labels/features.ts';
import type { PreparedContext } from './context.ts';
import { drawnOf } from './manifest/record.ts';
import type { Manifest } from './manifest/resolved.ts';
import { bannedIds } from './reading.ts';
import { activationsOf, type QuantizedActivations, quantize } from './results/activations.ts';
import { evolutionOf, readEvolution } from './results/evolution-folder.ts';
import type { EvolutionStep, WrittenText } from './results/evolution-schema.ts';

/** Tokens that are written after an epoch, at most. */
const longest = 300;
/** Epochs that are published, at most: what a page can hold, with all neurons. */
const mostPublished = 12;

/** The text that the model of an epoch writes, and the recorded component on it, in the order of the text. */
export async function evolutionStep(
  { manifest, prompt, tools, corpus }: PreparedContext,
  { engine, architecture, weights }: { engine: Engine; architecture: Readable; weights: Weights },
  { epoch, validationLoss }: EpochPoint,
): Promise<{ step: EvolutionStep; activations: QuantizedActivations }> {
  const vocabulary = corpus.vocabulary.tokens;
  const { component, layer } = drawnOf(manifest);
  const { ids, arrays } = await sample({
    engine,
    checkpoint: { architecture, weights: { ...weights } },
    prompt: prompt.ids,
    length: askedOfTexts(manifest.sample).length,
    temperature: manifest.sample.temperature,
    never: bannedIds(vocabulary),
    random: samplingRandom(manifest.seed),
  });
  const drawn = [...ids.subarray(prompt.ids.length)].map((id) => item(vocabulary, id));
  const { direction } = manifest.model;
  const written = [...prompt.tokens, ...drawn];
  const tokens = direction === 'backward' ? written.toReversed() : written;
  const rows = arrays.get(componentName(component, layer)) ?? new Float32Array();
  const units = widthOf(architecture, componentName(component, layer));
  const inOrder = (values: Float32Array) => (direction === 'backward' ? values.reverse() : values);
  const neurons = Array.from({ length: units }, (_, neuron) =>
    inOrder(Float32Array.from(tokens, (_token, t) => rows[t * units + neuron] ?? Number.NaN)),
  );
  return {
    step: {
      epoch,
      validationLoss,
      promptLength: prompt.ids.length,
      tokens,
      unit: manifest.corpus.unit,
      sample: askedOfTexts(manifest.sample),
      ...(manifest.corpus.tokens !== undefined && { tokenized: manifest.corpus.tokens }),
      ...(direction !== undefined && { promptStart: drawn.length }),
      ...(isOfCells(architecture) && { cell: architecture.cell }),
      component,
      layer,
      neurons: units,
      leading: leadingNeuron(neurons, tokens, { manifest, tools }),
    },
    activations: quantize(neurons),
  };
}

const askedOfTexts = ({ prompt, length, temperature }: Manifest['sample']) => ({
  prompt: prompt ?? null,
  length: Math.min(longest, length),
  temperature,
});

/** Given by hand, or the one that reacts most to the first feature that can be marked here. */
function leadingNeuron(
  neurons: readonly Float32Array[],
  tokens: readonly string[],
  { manifest, tools }: Pick<PreparedContext, 'manifest' | 'tools'>,
): number | null {
  const byHand = manifest.neurons?.text[0];
  if (byHand !== undefined) return byHand;
  const [feature] = manifest.features;
  if (feature === undefined || feature.number) return null;
  const mask = markFeature(feature, tokens, tools);
  if (!mask.includes(1) || !mask.includes(0)) return null;
  const { relevance: scores } = relevance(neurons, mask);
  return scores.reduce((best, score, neuron) => (score > at(scores, best) ? neuron : best), 0);
}

export function colouredText(
  { step, activations }: Awaited<ReturnType<typeof evolutionStep>>,
  theme: ColouredText['theme'],
): ColouredText {
  const { leading, epoch } = step;
  const range = rangeIn(step.cell, step.component);
  const tokens = withSpaces(step.tokens, cutOf({ unit: step.unit, tokens: step.tokenized }));
  const name = epoch === 0 ? 'The untrained model' : `After epoch ${epoch} the model`;
  if (leading === null) return { title: `${name} writes:`, tokens, values: null, range, theme };
  return {
    title: `${name} writes, coloured by neuron ${leading}:`,
    tokens,
    values: activationsOf(activations, leading),
    range,
    theme,
  };
}

/**
 * What a run wrote, of its epochs at most twelve: the first, the best and the last among them. Null: nothing, or not as the
 * manifest asks.
 * @returns the activations of all epochs' tokens one after the other, [neurons][tokens]; null where another component was recorded.
 * @param onDamaged hears which files are not what was written: those are left out.
 */
export async function evolutionToPublish(
  run: string,
  { record, sample: asked }: Pick<Manifest, 'record' | 'sample'>,
  best: number,
  onDamaged: (files: string[]) => void = () => {},
): Promise<{ epochs: WrittenText[]; activations: Float32Array[] | null } | null> {
  const { steps: there, damaged } = await readEvolution(run);
  if (damaged.length > 0) onDamaged(damaged.map((name) => join(evolutionOf(run), name)));
  // A model may be that of an earlier manifest, or of another run.
  const all = there.filter(({ sample }) => canonicalJson(sample) === canonicalJson(askedOfTexts(asked)));
  const chosen = chosenEpochs(
    all.map(({ epoch }) => epoch),
    best,
  );
  const steps = all.filter(({ epoch }) => chosen.has(epoch));
  const [first] = steps;
  if (first === undefined) return null;
  const epochs = steps.map(({ epoch, validationLoss, promptLength, promptStart, tokens }) => ({
    epoch,
    validationLoss,
    promptLength,
    tokens,
    ...(promptStart !== undefined && { promptStart }),
  }));
  const drawn = drawnOf({ record });
  const asRecorded = steps.every(({ component, layer }) => component === drawn.component && layer === drawn.layer);
  if (!asRecorded) return { epochs, activations: null };
  const neurons = Array.from({ length: first.neurons }, (_, neuron) =>
    Float32Array.from(steps.flatMap(({ activations }) => [...activationsOf(activations, neuron)])),
  );
  return { epochs, activations: neurons };
}

export function chosenEpochs(epochs: readonly number[], best: number): Set<number> {
  if (epochs.length <= mostPublished) return new Set(epochs);
  const places = mostPublished - 1;
  const even = Array.from({ length: places }, (_, index) =>
    item(epochs, Math.round((index * (epochs.length - 1)) / (places - 1))),
  );
  return new Set([...even, ...(epochs.includes(best) ? [best] : [])]);
}
