/**
 * What of the evidence a text is too small for, said before anything is trained, with the setting that mends it. Pure:
 * looks at documents and marks, never at a neuron.
 */

import type { Manifest } from '../manifest/resolved.ts';
import { swapUnits } from '../stats/swap-units.ts';
import { whyNotTestable } from '../stats/testable.ts';
import type { MarkedFeature } from './context.ts';
import { fewestDocuments, type Half, halvesOf } from './evidence/halves.ts';

/** The text as it is read, with its features, and where more of it could come from. */
export interface Outlook {
  text: Parameters<typeof halvesOf>[0];
  warmUp: number;
  marked: readonly MarkedFeature[];
  manifest: Pick<Manifest, 'corpus' | 'observe'>;
  /** Held-out documents of the corpus, read or not. */
  heldOut: number;
  /** Whether the model is trained here, so that more of the corpus can be held out from it. */
  trained: boolean;
}

/** More of a corpus held out would leave too little to train on. */
const largestHeldOut = 0.5;
/** For both halves, and a fifth more: documents are held out by chance. */
const wanted = Math.ceil(2 * fewestDocuments * 1.2);

/** Lines without a line break; none where all features can be tested. */
export function evidenceOutlook(outlook: Outlook): string[] {
  const { text, warmUp, marked } = outlook;
  const halves = halvesOf(text, warmUp);
  const smaller =
    halves.discovery.documents.length < halves.confirmation.documents.length ? 'discovery' : 'confirmation';
  const half = halves[smaller];
  const units = swapUnits(half, halves.swapped);
  const few =
    halves.swapped === 'documents'
      ? []
      : [
          `The evidence will speak of this text only: it has ${text.documents.length} of the ${2 * fewestDocuments} documents that it takes to speak of others. ${remedy(outlook)}`,
        ];
  const untestable = Map.groupBy(
    marked.flatMap(({ feature, mask }) => {
      const reason = whyNotTestable(maskOf(mask, half), units);
      return reason === null ? [] : [{ name: feature.name, reason }];
    }),
    ({ reason }) => reason,
  );
  const lines = [...untestable].map(([reason, features]) => {
    const names = features.map(({ name }) => `"${name}"`).join(', ');
    return `The evidence will not test ${names}: ${reason}`;
  });
  return [...few, ...lines];
}

function remedy({ manifest, heldOut, trained }: Outlook): string {
  if (manifest.observe.source !== 'held-out') return 'Let it read a text of more documents: observe.source';
  if (heldOut >= wanted) return `Let it read more of them: observe.documents=${wanted}`;
  const share = Math.ceil((20 * manifest.corpus.heldOut * wanted) / Math.max(1, heldOut)) / 20;
  if (!trained) return 'Let it read another text that the model was not trained on: observe.source';
  if (share > largestHeldOut) return 'A longer corpus mends it';
  const more = wanted > manifest.observe.documents ? ` observe.documents=${wanted}` : '';
  return `Hold more of the corpus out: corpus.heldOut=${share}${more}`;
}

const maskOf = (mask: Uint8Array, { positions }: Half): Uint8Array => {
  const own = new Uint8Array(positions.length);
  positions.forEach((position, index) => {
    own.set(mask.subarray(position, position + 1), index);
  });
  return own;
};
