/** Whether the model may have been trained on the observed text, in the words of each place that says so. Pure. */
import type { Evidence } from '../experiment/results/evidence-schema.ts';
import type { Result } from '../experiment/results/schema.ts';

type Exposure = Result['observation']['exposure'];

interface ExposureWords {
  /** '65,536 tokens of held-out text' */
  text: string;
  /** '128 documents, none of which it was trained on' */
  documents: string;
  /** Below a text, beside where it comes from; null: where it comes from says it. */
  beside: string | null;
  /** In full, with what shows it. */
  shownBy: string;
  /** What a reader must know about all claims; null: nothing. */
  note: string | null;
}

export const exposureWords: Readonly<Record<Exposure, ExposureWords>> = {
  'held out': {
    text: 'held-out text',
    documents: 'none of which it was trained on',
    beside: null,
    shownBy: 'held out: the checkpoint’s own list shows that the model never saw these documents',
    note: null,
  },
  'declared held out by the author': {
    text: 'text that its author declares to be held out',
    documents: 'none of which it was trained on, as the author declares',
    beside: 'declared by the author to be new to the model',
    shownBy:
      'declared held out by the author: that the model never saw this text is the author’s word, and no list shows it',
    note: 'That the model was never trained on this text is declared by the author; no record of its training shows it.',
  },
  'not shown to be held out': {
    text: 'text that may have been in the training data',
    documents: 'which are not shown to be new to it, so what is found may in part be memory',
    beside: 'not shown to be new to the model',
    shownBy: 'not shown to be held out: the model may have been trained on this text',
    note: 'The text cannot be shown to be held out from the training of this model; what it knows by heart counts too.',
  },
};

/** What a reader must know about all claims, a sentence each: of the text's exposure, and of too few documents. */
export const evidenceNotes = (exposure: Exposure, { swapped }: Pick<Evidence, 'swapped'>): string[] => [
  ...[exposureWords[exposure].note].filter((note) => note !== null),
  ...(swapped === 'documents'
    ? []
    : [
        'There are too few documents to swap: segments were swapped within each document, so the claims are about these documents only.',
      ]),
];
