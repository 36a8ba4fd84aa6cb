/**
 * Small mistakes that someone could make in what connects the parts, by the file that they are in: what would be wrong, 'it is noticed
 * when ...', the code that stands there once, and what stands there instead; and the tests of which one must turn red, if not `golden`.
 */
const golden = 'tests/cli/golden.test.ts';

type Mistake = readonly [code: string, instead: string, tests?: string];

const byFile: Readonly<Record<string, Readonly<Record<string, Mistake>>>> = {
  'runner/text/splits.ts': {
    'other documents are held out than those whose hash says so': ['(place < heldOut)', '(place >= 1 - heldOut)'],
  },
  'runner/text/text.ts': {
    'documents that were trained on are observed': ["split !== 'held-out'", "split !== 'training'"],
    'held-out documents come in another order than that of their hashes': ['a.hash < b.hash', 'a.hash > b.hash'],
    'each segment counts as a document of its own': [
      'documentOfSegment.push(document)',
      'documentOfSegment.push(documentOfSegment.length)',
    ],
    'the second segment of a document is read from its start again': [
      'whole.slice(place, place + length)',
      'whole.slice(places[0], (places[0] ?? 0) + length)',
    ],
  },
  'runner/core/cut.ts': {
    'the tokens at the start of a segment are counted': [
      'isNatural(segment) ? 0 : warmUp',
      'isNatural(segment) ? warmUp : 0',
    ],
  },
  'runner/analysis/reading/read-group.ts': {
    'a row of the recording stands one token late': ['start + t + 1 - rows', 'start + t + 2 - rows'],
    'streams that are read side by side get each other’s values': [
      'values.subarray(s * units, (s + 1) * units)',
      'values.subarray(0, units)',
    ],
    'the loss is that of the token just read': ['= int32At(ids, start + t + 1)', '= int32At(ids, start + t)'],
    'the last token of a segment predicts the first of the next': ['if (t === length - 1)', 'if (t === length)'],
    'a segment goes on from the state in which another ended': [
      'await executable.writeState(name, state);',
      'if (group[0]?.index === 0) await executable.writeState(name, state);',
    ],
  },
  'runner/analysis/reading/interventions.ts': {
    'of two changes of a neuron the second forgets the first': [
      'isFirst ? added : float32At(set, place) * scale + added',
      'added',
      'tests/unit/library/patch.test.ts',
    ],
  },
  'runner/library/patch.ts': {
    'what is changed after one token is changed after all': [
      '(isThere(position) ? keep : 1)',
      'keep',
      'tests/unit/library/patch.test.ts',
    ],
  },
  'runner/analysis/reading/recording.ts': {
    'the rows of an array are written over one another': ['start * widthOf(architecture, name), rows', 'start, rows'],
    'every neuron is the first one when a recording is read back': ['rows[row * units + unit]', 'rows[row * units]'],
  },
  'runner/analysis/reading/sample.ts': {
    'the sampled text is recorded one token late': [
      't * widthOf(architecture, name))',
      'Math.min(t + 1, total - 1) * widthOf(architecture, name))',
    ],
  },
  'runner/experiment/manifest/checkpoint.ts': {
    'a model of texts that are tokenized already reads words, spaces and marks': [
      '(model.tokens !== undefined && {',
      '(false && {',
      'tests/cli/import.test.ts',
    ],
  },
  'runner/experiment/training-host.ts': {
    'a model forgets which documents were held out of its training': [
      "documentsOf(corpus, 'held-out').map",
      "documentsOf(corpus, 'validation').map",
      'tests/cli/kinds.test.ts',
    ],
  },
  'runner/experiment/model.ts': {
    'halving trains every trial to the end': ['      until,\n', '', 'tests/cli/sweep.test.ts'],
  },
  'runner/experiment/prepare.ts': {
    'the text that is shown first keeps the marks of another': ['mask: values(each.mask)', 'mask: each.mask'],
  },
  'runner/experiment/mark-text.ts': {
    'labels of documents are marked in another order': [
      'ofDocuments.forEach(',
      'ofDocuments.toReversed().forEach(',
      'tests/cli/labels.test.ts',
    ],
  },
  'runner/experiment/reading.ts': {
    'what is expected next in the written text is told of the observed one': [
      'predicted(sampled.recording,',
      'predicted(observed.recording,',
    ],
  },
  'runner/experiment/find.ts': {
    'neurons are looked for with the marks of the other text': ['masks[manifest.detect.on]', 'masks.sampled'],
    'the sampled text is shown with the marks of the observed one': [
      'const shown = { ...masks,',
      'const shown = { sampled: mask.subarray(0, shownTokens(manifest)),',
    ],
    'all features are marked by the first one': [
      'findFeature(context, each, analysed',
      'findFeature(context, { ...each, mask: marked[0]?.mask ?? each.mask }, analysed',
    ],
    'another component is analysed than the one that was asked for': [
      'componentName(drawn.component, drawn.layer)',
      "componentName('hidden', drawn.layer)",
    ],
    'the two shown texts have the same activations': ['sampled.recording', 'observed.recording'],
  },
  'runner/experiment/result.ts': {
    'every text counts as held out of which one document is': ['documents.every((', 'documents.some(('],
  },
  'runner/experiment/results/activations.ts': {
    'a side-car holds the square root of its colours': [
      'Math.round((at(row, t) / largest)',
      'Math.round(Math.sqrt(Math.abs(at(row, t) / largest))',
    ],
  },
  'runner/experiment/evidence/halves.ts': {
    'a document is in both halves': [
      'confirmation.push(...own.slice(cut))',
      'confirmation.push(...own.slice(cut - 1))',
    ],
  },
  'runner/experiment/evidence/ladder-input.ts': {
    'a feature is compared with all tokens, whatever its class': [
      'referenceMask(feature, observed.tokens)',
      'referenceMask(feature, observed.tokens).map(() => 1)',
    ],
    'the members of one reference class are taken for those of another': ['known.get(name)', '[...known.values()][0]'],
  },
  'runner/experiment/evidence/evidence.ts': {
    'a rung is told of the claim before': ['found[name]?.[index]', 'found[name]?.[index === 0 ? 0 : index - 1]'],
    'what was found of another network is taken for this one': ['checkpoint.weights,', ''],
    'what was found of other marks, or among other tokens, is taken for these': [
      'activations: null,',
      'activations: null, features: null,',
    ],
  },
  'runner/analysis/findings/lags.ts': {
    'the onsets of one feature are taken for those of another': [
      'begun.get(claim.feature)',
      '[...begun.values()][0]',
      'tests/unit/analysis/findings/lags.test.ts',
    ],
  },
  'runner/cli/commands/several.ts': {
    'an experiment that fails beside others is told as done': [
      'failed.push(next.id);',
      '',
      'tests/cli/several.test.ts',
    ],
    'of several experiments each names the command of all': [
      "command: commandOf('experiment', [path, ...overrides])",
      '',
      'tests/cli/several.test.ts',
    ],
  },
};

export const mutants = Object.entries(byFile).flatMap(([file, mistakes]) =>
  Object.entries(mistakes).map(([about, [code, instead, tests = golden]]) => ({
    ...{ about, file, tests },
    /** @throws where the code does not stand there once. @returns the file's text with the mistake. */
    mistaken(text: string): string {
      const parts = text.split(code);
      if (parts.length !== 2) throw new Error(`${file} holds this ${parts.length - 1} times, not once: ${code}`);
      return parts.join(instead);
    },
  })),
);
