/** Settings that are each fine but not together. Pure. */

import { subword } from '../../core/cut.ts';
import { pluralOf } from '../../core/words.ts';
import { ofDetection, ofFeatures } from './feature-contradictions.ts';
import { ofNetwork } from './model-contradictions.ts';
import { contradiction, type KeyPath, type Problem } from './problem.ts';
import type { UnreadManifest } from './resolved.ts';

export function contradictions(manifest: UnreadManifest): Problem[] {
  return [
    ...ofShares(manifest),
    ...ofTokens(manifest),
    ...ofNetwork(manifest),
    ...ofTraining(manifest),
    ...ofObservation(manifest),
    ...ofSeeds(manifest),
    ...ofDetection(manifest),
    ...ofFeatures(manifest.features, manifest.corpus.unit),
  ];
}

function ofShares({ corpus: { heldOut, validation } }: UnreadManifest): Problem[] {
  if (heldOut + validation < 1) return [];
  const what = `"corpus.heldOut" ${heldOut} and "corpus.validation" ${validation} leave no document to train on`;
  return [
    contradiction(
      [
        ['corpus', 'heldOut'],
        ['corpus', 'validation'],
      ],
      what,
      'Choose shares with a sum below 1',
    ),
  ];
}

function ofTokens({ corpus: { unit, tokens }, model }: UnreadManifest): Problem[] {
  if (unit === subword && model.checkpoint === null) {
    const keys = [
      ['corpus', 'unit'],
      ['model', 'checkpoint'],
    ] as const;
    const what = '"corpus.unit" is subword, and "model.checkpoint" names no model whose tokenizer could cut the text';
    return [
      contradiction(keys, what, 'Name a model that comes with a tokenizer, or train on words, characters or bytes'),
    ];
  }
  if (tokens === undefined || unit === 'word') return [];
  const what = `"corpus.tokens" is ${tokens}, and "corpus.unit" ${unit}`;
  const why = 'Only words stand between white space';
  return [
    contradiction(
      [
        ['corpus', 'tokens'],
        ['corpus', 'unit'],
      ],
      what,
      'Leave one of them out',
      why,
    ),
  ];
}

/** Further seeds are trained as the first was, so the first must be trained here too. */
function ofSeeds({ seeds, model }: UnreadManifest): Problem[] {
  if (seeds === 1 || model.checkpoint === null) return [];
  const what = `"seeds" ${seeds} asks for more trainings and "model.checkpoint" for none`;
  return [
    contradiction([['seeds'], ['model', 'checkpoint']], what, 'Set model.checkpoint= (empty) to train, or seeds to 1'),
  ];
}

function ofTraining({ train }: UnreadManifest): Problem[] {
  const needLast = (['flipInput', 'dropRare'] as const).filter((key) => train[key] && train.objective !== 'last');
  return needLast.map((key) =>
    contradiction(
      [
        ['train', key],
        ['train', 'objective'],
      ],
      `"train.${key}" needs "train.objective": last`,
      `Set train.objective to last, or train.${key} to false`,
      'It is about separate windows, and every reads the text as one stream',
    ),
  );
}

function ofObservation({ observe: { source, longest, segment, warmUp, tokens } }: UnreadManifest): Problem[] {
  const problems: Problem[] = [];
  if (longest !== undefined && source === 'held-out') {
    const about: [KeyPath, KeyPath] = [
      ['observe', 'longest'],
      ['observe', 'source'],
    ];
    const what = `"observe.longest" ${longest} asks for longer lines than were trained on, and the held-out ones are as long as these`;
    problems.push(contradiction(about, what, 'Name the language, as in observe: { source: counter, longest: 60 }'));
  }
  if (typeof segment !== 'number') return problems;
  const about = (key: string): [KeyPath, KeyPath] => [
    ['observe', key],
    ['observe', 'segment'],
  ];
  if (warmUp >= segment) {
    const what = `"observe.warmUp" ${warmUp} leaves nothing to count of segments of ${segment} ${pluralOf(segment, 'token')}`;
    problems.push(contradiction(about('warmUp'), what, `Choose a warm-up below ${segment}`));
  }
  if (tokens < segment) {
    const what = `"observe.tokens" ${tokens} is less than one segment: "observe.segment" is ${segment}`;
    problems.push(contradiction(about('tokens'), what, `Choose ${segment} or more, or shorter segments`));
  }
  return problems;
}
