/** What neurons do on average in each document, and what networks that never learnt tell of labels by it. Pure. */
import { at, item } from '../../core/at.ts';
import {
  comparedLabels,
  type DocumentLabels,
  type DocumentsUntestable,
  rankedDocuments,
} from '../stats/document-labels.ts';
import type { Activations, HalfName, Halves, TestedText } from '../stats/tested-text.ts';
import { centreByTokenType } from '../stats/type-counts.ts';
import type { Bench, DocumentProperty } from './bench.ts';
import { outOfSampleEffect } from './best-neuron.ts';

export interface Ready extends DocumentProperty {
  index: number;
  labels: Halves<DocumentLabels>;
}

/** Of a network that never learnt: [labels] the effect of its best neuron on discovery, on confirmation. */
export function bestOfDocuments(bench: Bench): (number | null)[] {
  const asked = bench.input.documents ?? [];
  if (asked.length === 0) return [];
  const means = { discovery: meansOn(bench, 'discovery'), confirmation: meansOn(bench, 'confirmation') };
  return asked.map((own, index) => {
    const ready = readyOf(bench, own, index);
    if (!('labels' in ready)) return null;
    const effect = (half: HalfName, neuron: number): number =>
      rankedDocuments(item(means[half], neuron), ready.labels[half]).area - 0.5;
    const onDiscovery = Float64Array.from(means.discovery, (_, neuron) => effect('discovery', neuron));
    return outOfSampleEffect(onDiscovery, (neuron) => effect('confirmation', neuron));
  });
}

/** Labels as they are compared on both halves, or why they cannot be. */
export function readyOf(
  { input }: Bench,
  own: DocumentProperty,
  index: number,
): Ready | DocumentsUntestable | { code: 'few documents' } {
  // Of few documents each lies in both halves, and none can confirm what another chose.
  if (input.swapped !== undefined && input.swapped !== 'documents') return { code: 'few documents' };
  const [discovery, confirmation] = (['discovery', 'confirmation'] as const).map((half) =>
    comparedLabels(own.values[half], input.text[half].sources, own.number),
  );
  if (discovery === undefined || confirmation === undefined) throw new Error('documents: a half is missing');
  if ('code' in discovery) return discovery;
  return 'code' in confirmation ? confirmation : { ...own, index, labels: { discovery, confirmation } };
}

/** [neurons] each [documents]: the mean over a document's tokens; of claims what their neurons add to what each token says. */
export function meansOn(bench: Bench, half: HalfName, claims?: readonly { neuron: number }[]): Float64Array[] {
  const text = bench.input.text[half];
  const activations = bench.input.activations[half];
  if (claims === undefined) return activations.map((activation) => documentMeans(activation, text));
  const beyond = centreByTokenType(text.types);
  return claims.map(({ neuron }) => documentMeans(beyond(item(activations, neuron)), text));
}

function documentMeans(activation: Activations[number], { segments, length, sources }: TestedText): Float64Array {
  const tokens = segments * length;
  return Float64Array.from(sources, (_, document) => {
    let sum = 0;
    for (let t = document * tokens; t < (document + 1) * tokens; t++) sum += at(activation, t);
    return sum / tokens;
  });
}
