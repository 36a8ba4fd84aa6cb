/** Settings that are each fine but not together. Pure. */

import { subword, type Unit } from '../core/cut.ts';
import { nearest } from '../core/suggest.ts';
import { both, counted, either } from '../core/words.ts';
import { catalogue } from '../features/catalogue.ts';
import { featureContradictions, onlyObserved, withinFeature } from '../features/features.ts';
import { referenceClasses } from '../features/kind.ts';
import { cellNames, cells } from '../models/cells/cells.ts';
import { analysedComponents, isCell } from '../models/networks.ts';
import { dotted, type KeyPath, type Problem } from './problem.ts';
import { recordedOf } from './record.ts';
import type { UnreadManifest } from './resolved.ts';
import { drawn, isFileOfVectors } from './schema.ts';

type Asked = UnreadManifest['features'][number];

export function contradictions(manifest: UnreadManifest): Problem[] {
  return [
    ...ofShares(manifest),
    ...ofTokens(manifest),
    ...ofModel(manifest),
    ...ofRecord(manifest),
    ...ofStack(manifest),
    ...ofVectors(manifest),
    ...ofTraining(manifest),
    ...ofObservation(manifest),
    ...ofSeeds(manifest),
    ...ofDetection(manifest),
    ...ofFeatures(manifest.features, manifest.corpus.unit),
  ];
}

const problem = (
  [path, ...others]: readonly [KeyPath, ...KeyPath[]],
  what: string,
  fix: string,
  why?: string,
): Problem => ({
  path,
  others,
  about: 'value',
  what,
  why,
  fix,
});

function ofShares({ corpus: { heldOut, validation } }: UnreadManifest): Problem[] {
  if (heldOut + validation < 1) return [];
  const what = `"corpus.heldOut" ${heldOut} and "corpus.validation" ${validation} leave no document to train on`;
  return [
    problem(
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
    return [problem(keys, what, 'Name a model that comes with a tokenizer, or train on words, characters or bytes')];
  }
  if (tokens === undefined || unit === 'word') return [];
  const what = `"corpus.tokens" is ${tokens}, and "corpus.unit" ${unit}`;
  const why = 'Only words stand between white space';
  return [
    problem(
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
  return [problem([['seeds'], ['model', 'checkpoint']], what, 'Set model.checkpoint= (empty) to train, or seeds to 1')];
}

/** With a checkpoint, its own cell and layers count; they are checked when it is loaded. */
function ofModel({ model, record }: UnreadManifest): Problem[] {
  if (model.checkpoint !== null) return [];
  const all = recordedOf({ record });
  return all.flatMap(({ layer, component }, index): Problem[] => {
    const problems: Problem[] = [];
    const place: KeyPath = all.length === 1 ? ['record'] : ['record', index];
    const key = dotted(place);
    if (layer > model.layers) {
      const what = `"${key}.layer" is ${layer} and the model has ${counted(model.layers, 'layer')}`;
      const fix = model.layers === 1 ? `Set ${key}.layer to 1` : `Choose a layer from 1 to ${model.layers}`;
      problems.push(
        problem(
          [
            [...place, 'layer'],
            ['model', 'layers'],
          ],
          what,
          fix,
        ),
      );
    }
    const components = analysedComponents(model.cell);
    if (!components.includes(component)) {
      const what = `"${key}.component" is ${component}, which cell ${model.cell} does not have`;
      problems.push(
        problem(
          [
            [...place, 'component'],
            ['model', 'cell'],
          ],
          what,
          `Choose ${either(components)}`,
        ),
      );
    }
    return problems;
  });
}

/** A list of what is recorded has each once. */
function ofRecord({ record }: UnreadManifest): Problem[] {
  const all = recordedOf({ record });
  return all.flatMap(({ layer, component }, index) => {
    const first = all.findIndex((each) => each.layer === layer && each.component === component);
    const what = `"record.${index}" is ${component} of layer ${layer}, as "record.${first}" is`;
    return first === index
      ? []
      : [
          problem(
            [
              ['record', index],
              ['record', first],
            ],
            what,
            'Leave one of them out',
          ),
        ];
  });
}

/** What layers give to those above them. */
function ofStack({ model: { checkpoint, cell, layers, units, projection, residual } }: UnreadManifest): Problem[] {
  if (checkpoint !== null || !isCell(cell)) return [];
  const problems: Problem[] = [];
  const projected: KeyPath = ['model', 'projection'];
  if (projection !== undefined && cells[cell].projects !== true) {
    const what = `"model.projection" is ${projection}, and "model.cell" ${cell}`;
    const able = cellNames.filter((name) => cells[name].projects === true);
    const why = 'It carries its hidden state itself to the next token';
    problems.push(
      problem([projected, ['model', 'cell']], what, `Choose ${either(able)}, or leave projection out`, why),
    );
  }
  const widths = [units].flat().filter((width) => width !== 'auto');
  if (projection !== undefined && widths.some((width) => projection >= width)) {
    const what = `"model.projection" is ${projection} and "model.units" ${both(widths.map(String))}`;
    problems.push(problem([projected, ['model', 'units']], what, 'Choose a projection of fewer numbers than neurons'));
  }
  if (residual !== true) return problems;
  const added: KeyPath = ['model', 'residual'];
  if (layers === 1) {
    const what = '"model.residual" is true and "model.layers" 1';
    problems.push(problem([added, ['model', 'layers']], what, 'Choose two layers or more, or leave residual out'));
  }
  if (projection === undefined && new Set(widths).size > 1) {
    const what = `"model.residual" is true and "model.units" ${both(widths.map(String))}`;
    const fix = 'Choose layers of one width, or a projection';
    problems.push(problem([added, ['model', 'units']], what, fix, 'Only what is of equal length can be added'));
  }
  return problems;
}

function ofVectors({ model: { embedding, checkpoint } }: UnreadManifest): Problem[] {
  const from: KeyPath = ['model', 'embedding', 'from'];
  if (embedding.from === drawn && embedding.further !== true) return [];
  const named = `"model.embedding.from" is ${embedding.from}`;
  if (checkpoint !== null) {
    const what = `${named}, and "model.checkpoint" brings its own vectors`;
    return [
      problem([from, ['model', 'checkpoint']], what, 'Leave one of them out; model.checkpoint= (empty) trains anew'),
    ];
  }
  const further: KeyPath = ['model', 'embedding', 'further'];
  if (embedding.further === true && !isFileOfVectors(embedding.from)) {
    const what = `"model.embedding.further" is true and "model.embedding.from" is ${embedding.from}`;
    return [
      problem([further, from], what, 'Name the file of vectors that are to be learned further, or leave further out'),
    ];
  }
  if (embedding.size > 0) return [];
  const what = `${named}, and one-hot input (size 0) has no vectors`;
  return [problem([from, ['model', 'embedding', 'size']], what, 'Give a size, or leave it out')];
}

function ofTraining({ train }: UnreadManifest): Problem[] {
  const needLast = (['flipInput', 'dropRare'] as const).filter((key) => train[key] && train.objective !== 'last');
  return needLast.map((key) =>
    problem(
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
    problems.push(problem(about, what, 'Name the language, as in observe: { source: counter, longest: 60 }'));
  }
  if (typeof segment !== 'number') return problems;
  const about = (key: string): [KeyPath, KeyPath] => [
    ['observe', key],
    ['observe', 'segment'],
  ];
  if (warmUp >= segment) {
    const what = `"observe.warmUp" ${warmUp} leaves nothing to count of segments of ${segment} tokens`;
    problems.push(problem(about('warmUp'), what, `Choose a warm-up below ${segment}`));
  }
  if (tokens < segment) {
    const what = `"observe.tokens" ${tokens} is less than one segment: "observe.segment" is ${segment}`;
    problems.push(problem(about('tokens'), what, `Choose ${segment} or more, or shorter segments`));
  }
  return problems;
}

function ofDetection({ detect, features, neurons, fourier: { band } }: UnreadManifest): Problem[] {
  const problems: Problem[] = [];
  if (detect.by === 'none' && neurons === null) {
    const what = '"detect.by" is none and no neurons are given';
    problems.push(problem([['detect', 'by']], what, 'Give them, as in neurons: [17-19, 44], or detect by relevance'));
  }
  if (detect.by !== 'none' && neurons !== null) {
    const what = `"neurons" are given and "detect.by" is ${detect.by}`;
    problems.push(problem([['neurons'], ['detect', 'by']], what, 'Set detect.by to none, or leave neurons out'));
  }
  if (detect.on === 'sampled') problems.push(...ofSampledText(features));
  if (detect.by === 'effect' && detect.on === 'sampled') {
    const what = '"detect.by" is effect and "detect.on" is sampled';
    const why =
      'An effect is measured within documents and beside other documents, and the sampled text is one stretch';
    problems.push(problem([['detect', 'on']], what, 'Set detect.on to observed, or detect by relevance', why));
  }
  if (detect.by === 'fourier' && band === null) {
    const what = '"detect.by" is fourier and no band of frequencies is given';
    problems.push(problem([['detect', 'by']], what, 'Give one, as in fourier.band: [0.4, 0.5]'));
  }
  if (band !== null && band[0] > band[1]) {
    const what = `"fourier.band" runs from ${band[0]} down to ${band[1]}`;
    problems.push(problem([['fourier', 'band']], what, 'Give the lower frequency first'));
  }
  return problems;
}

function ofSampledText(features: readonly Asked[]): Problem[] {
  return features.flatMap((feature, index) => {
    const limit = typeof feature === 'string' ? null : onlyObserved(feature);
    if (limit === null) return [];
    const what = `"features.${index}" is given by ${limit.key} and "detect.on" is sampled`;
    const keys = [
      ['features', index, limit.key],
      ['detect', 'on'],
    ] as const;
    return [problem(keys, what, 'Set detect.on to observed', limit.why)];
  });
}

/** Features that are each written right but cannot be meant: twice, backwards, or with a pattern that is none. */
function ofFeatures(features: readonly Asked[], unit: Unit): Problem[] {
  return features.flatMap((feature, index) => [
    ...askedBefore(features, index),
    ...askedWithin(features, index, unit),
    ...(typeof feature === 'string' ? [] : featureContradictions(feature)).map(({ key, what, why, fix }) =>
      problem([['features', index, key]], what, fix, why),
    ),
  ]);
}

/** `among` names a class of tokens, or another feature of the experiment. */
function askedWithin(features: readonly Asked[], index: number, unit: Unit): Problem[] {
  const feature = features[index];
  const other = typeof feature === 'object' ? withinFeature(feature) : null;
  if (typeof feature !== 'object' || other === null) return [];
  const path = ['features', index, 'among'] as const;
  if (other === feature.name) {
    return [problem([path], `"features.${index}" is asked among itself`, 'Name another feature, or leave among out')];
  }
  const names = features.flatMap((each) =>
    (typeof each === 'string' ? catalogue(unit) : [each]).map(({ name }) => name),
  );
  if (names.includes(other)) return [];
  const what = `"features.${index}.among" is "${other}", and no feature of the experiment is called so`;
  const known = [...referenceClasses, ...names.filter((name) => name !== feature.name)];
  const close = nearest(other, known);
  const fix = close === null ? `Choose ${either(referenceClasses)}, or name a feature` : `Did you mean "${close}"?`;
  return [problem([path], what, fix)];
}

function askedBefore(features: readonly Asked[], index: number): Problem[] {
  const nameOf = (feature: Asked | undefined) => (typeof feature === 'object' ? feature.name : null);
  const name = nameOf(features[index]);
  const first = features.findIndex((each) => nameOf(each) === name);
  if (first === index) return [];
  if (name === null) {
    const keys = [
      ['features', index],
      ['features', first],
    ] as const;
    return [problem(keys, 'the catalogue is asked for twice', 'Leave one out')];
  }
  const keys = [
    ['features', index, 'name'],
    ['features', first, 'name'],
  ] as const;
  return [problem(keys, `two features are called "${name}"`, 'Give each its own name')];
}
