/** What was found of labels of whole documents, in sentences. Pure. */

import type { DocumentClaim, DocumentLabel } from '../analysis/findings/shown-schema.ts';
import { counted, decimal } from '../core/format.ts';
import { toldFirst } from './neuron-name.ts';

/** 'whether the story is a comedy'; of a number 'the year of the story'. */
const asked = ({ says, number }: Pick<DocumentLabel, 'says' | 'number'>): string => (number ? says : `whether ${says}`);

const untestable = (why: NonNullable<DocumentLabel['untestable']>): string => {
  switch (why.code) {
    case 'few labelled documents':
      return `a half has ${counted(why.found, 'labelled document')} that can be compared, and ${why.needed} are needed`;
    case 'few documents of a kind':
      return `a half has ${counted(why.found, 'document')} of the rarer kind, and ${why.needed} are needed`;
    case 'few documents':
      return 'the text has so few documents that each lies in both halves';
    case 'label of the source':
      return 'every document of a source has the same label, so that whatever else tells the sources apart would pass: a source must hold documents of both kinds, as the rows of one table do';
  }
};

/** Why a label could not be tested; null where it was. */
export const untestableSentence = ({
  name,
  untestable: why,
}: Pick<DocumentLabel, 'name' | 'untestable'>): string | null =>
  why === null ? null : `“${name}” could not be tested: ${untestable(why)}.`;

/** 'Neuron 5 tells whether the story is a comedy, by its mean over the story, and by more than its words.' */
export function documentSentence(label: Pick<DocumentLabel, 'says' | 'number'>, claim: DocumentClaim): string {
  const what = asked(label);
  const said: Readonly<Record<DocumentClaim['level'], string>> = {
    'not confirmed': `is not shown to tell ${what}`,
    'not compared': `tells ${what}; whether it learned to was not asked`,
    'untrained too': `tells ${what}, but a network that never learned may have such a neuron too`,
    words: `has learned to tell ${what}; it is not shown to tell more than the words of the document do`,
    knows: `has learned to tell ${what}, and more than the words of the document do`,
  };
  return `${toldFirst(claim)} ${said[claim.level]}.`;
}

/** 'AUC 0.91 over documents'; of a number 'rank correlation −0.45 over documents'. */
export const documentScore = ({ number }: Pick<DocumentLabel, 'number'>, area: number): string =>
  number ? `rank correlation ${decimal(2 * area - 1)}` : `AUC ${decimal(area)}`;

/** A line for each label, for the terminal. */
export const documentLines = (labels: readonly DocumentLabel[]): string[] =>
  labels.flatMap((label) => {
    const why = untestableSentence(label);
    if (why !== null) return [why];
    const { confirmation } = label.documents;
    return label.claims.map(
      (claim) =>
        `${documentSentence(label, claim)} ${documentScore(label, claim.area)} over ${counted(confirmation, 'other document')}.`,
    );
  });
