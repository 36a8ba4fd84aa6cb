/** From documents to the observed text. */
import { golden, type Mutant, unit } from './mutant.ts';

export const corpus: readonly Mutant[] = [
  {
    about: 'other documents are held out than those whose hash says so',
    in: 'splitOf',
    find: "if ($place < heldOut) return 'held-out';",
    replace: "if ($place >= 1 - heldOut) return 'held-out';",
    tests: golden,
  },
  {
    about: 'the share of training documents is drawn with the bits that decide the split',
    in: 'inProportion',
    find: 'fraction(hash, digits) < proportion',
    replace: 'fraction(hash, 0) < proportion',
    tests: unit('corpus/splits'),
  },
  {
    about: 'a model of texts that are tokenized already reads words, spaces and marks',
    in: 'withCheckpoint',
    find: '...(model.tokens !== undefined && { tokens: model.tokens }),',
    replace: '...{},',
    tests: ['tests/cli/import.test.ts'],
  },
  {
    about: 'documents that were trained on are observed',
    in: 'heldOut',
    file: 'observe-text.ts',
    find: "document.split === 'held-out'",
    replace: "document.split === 'training'",
    tests: golden,
  },
  {
    about: 'held-out documents come in another order than that of their hashes',
    in: 'heldOut',
    file: 'observe-text.ts',
    find: 'a.document.hash < b.document.hash',
    replace: 'a.document.hash > b.document.hash',
    tests: golden,
  },
  {
    about: 'each segment counts as a document of its own',
    in: 'inSegments',
    find: 'Math.floor(index / each)',
    replace: 'index',
    tests: golden,
  },
  {
    about: 'the second segment of a document is read from its start again',
    in: 'inSegments',
    find: '[index * length, length]',
    replace: '[Math.floor(index / each) * each * length, length]',
    tests: golden,
  },
  {
    about: 'a segment begins where its part of the document does',
    in: 'segmentPlaces',
    find: 'from + below(to - from - length + 1)',
    replace: 'from',
    tests: unit('corpus/segment-places'),
  },
  {
    about: 'what is read of a document has the marks of its start',
    in: 'putRead',
    find: 'whole.subarray(place, place + length)',
    replace: 'whole.subarray(segment * length, (segment + 1) * length)',
    tests: unit('experiment/mark-text'),
  },
  {
    about: 'what is to be read before every segment is not',
    in: 'openReader',
    find: 'before.length === 0 || task.initial !== undefined',
    replace: 'before.length >= 0 || task.initial !== undefined',
    tests: unit('recording/reader'),
  },
  {
    about: 'a token as often as the smallest count is left out of the vocabulary',
    in: 'buildVocabulary',
    find: '$count >= minimumCount',
    replace: '$count > minimumCount',
    tests: unit('corpus/vocabulary'),
  },
];
