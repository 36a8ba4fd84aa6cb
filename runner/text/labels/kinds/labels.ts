/** Features given by labels in a file. Pure; the file is read and laid over the observed text elsewhere. */
import { z } from 'zod';
import type { ConlluColumn } from '../../../io/formats/conllu/conllu.ts';
import { featureKind, someOf, stateClause, unitWord } from '../kind.ts';

const columnNames = ['lemma', 'upos', 'xpos', 'feats', 'deprel', 'misc'] as const satisfies readonly ConlluColumn[];
const columns = z.enum(columnNames);

const word = z.string().min(1);

export const labels = featureKind({
  keys: {
    labels: word.describe(
      'File of labels for the observed text: JSON lines with spans (.jsonl), or CoNLL-U (.conllu); with number: JSON lines with one number a token',
    ),
    label: z
      .union([word, z.array(word).min(1)], { error: 'must be a label, or a list of them' })
      .optional()
      .describe('With labels: which of them, as NOUN or Number=Plur; left out: every span'),
    column: columns.optional().describe('With labels in CoNLL-U: the column that has the label (upos)'),
  },
  resolved: z.strictObject({ labels: z.string(), label: z.array(z.string()).nullable(), column: columns.nullable() }),
  check: ({ label, column }, { number }) =>
    number && (label !== undefined || column !== undefined)
      ? 'must have no label and no column when it has number: a file of numbers has none'
      : null,
  parse: ({ labels: file, label, column = null }) => ({
    labels: file,
    label: label === undefined ? null : [label].flat(),
    column,
  }),
  complete: (feature, files) => ({ ...feature, labels: files.place(feature.labels) }),
  onlyObserved: 'Labels are those of a text that there is; the model has not written it yet',
  ofWords: false,
  // The observed text is marked by the file of labels; no other text has any.
  mark: (_feature, tokens) => new Uint8Array(tokens.length),
  numbers: {
    of: (_feature, tokens) => new Float32Array(tokens.length).fill(Number.NaN),
    describe: ({ labels: file }) => `the number of each token in ${file.split(/[\\/]/).at(-1)}`,
    says: ({ name }) => `the number “${name}”`,
  },
  describe({ labels: file, label, column }) {
    const which = label === null ? '' : ` ${someOf(label)}`;
    return `tokens labelled${which}${column === null ? '' : ` (${column})`} in ${file.split(/[\\/]/).at(-1)}`;
  },
  says: ({ label }, unit) =>
    label === null ? null : stateClause(`the ${unitWord(unit)} is labelled ${someOf(label)}`),
  decidedByToken: () => false,
  // A span is a place in the text, white space or not.
  referenceClass: () => 'text',
});
