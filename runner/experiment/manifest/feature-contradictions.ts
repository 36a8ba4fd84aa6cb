/** Features, and how neurons are found for them, that are each fine but not together. Pure. */

import type { Unit } from '../../core/cut.ts';
import { nearest } from '../../core/suggest.ts';
import { either } from '../../core/words.ts';
import { catalogue } from '../../text/labels/catalogue.ts';
import { featureContradictions, onlyObserved, withinFeature } from '../../text/labels/features.ts';
import { referenceClasses } from '../../text/labels/kind.ts';
import { contradiction, type Problem } from './problem.ts';
import type { UnreadManifest } from './resolved.ts';

type Asked = UnreadManifest['features'][number];

export function ofDetection({ detect, features, neurons, fourier: { band } }: UnreadManifest): Problem[] {
  const problems: Problem[] = [];
  if (detect.by === 'none' && neurons === null) {
    const what = '"detect.by" is none and no neurons are given';
    problems.push(
      contradiction([['detect', 'by']], what, 'Give them, as in neurons: [17-19, 44], or detect by relevance'),
    );
  }
  if (detect.by !== 'none' && neurons !== null) {
    const what = `"neurons" are given and "detect.by" is ${detect.by}`;
    problems.push(contradiction([['neurons'], ['detect', 'by']], what, 'Set detect.by to none, or leave neurons out'));
  }
  if (detect.on === 'sampled') problems.push(...ofSampledText(features));
  if (detect.by === 'effect' && detect.on === 'sampled') {
    const what = '"detect.by" is effect and "detect.on" is sampled';
    const why =
      'An effect is measured within documents and beside other documents, and the sampled text is one stretch';
    problems.push(contradiction([['detect', 'on']], what, 'Set detect.on to observed, or detect by relevance', why));
  }
  if (detect.by === 'fourier' && band === null) {
    const what = '"detect.by" is fourier and no band of frequencies is given';
    problems.push(contradiction([['detect', 'by']], what, 'Give one, as in fourier.band: [0.4, 0.5]'));
  }
  if (band !== null && band[0] > band[1]) {
    const what = `"fourier.band" runs from ${band[0]} down to ${band[1]}`;
    problems.push(contradiction([['fourier', 'band']], what, 'Give the lower frequency first'));
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
    return [contradiction(keys, what, 'Set detect.on to observed', limit.why)];
  });
}

/** Features that are each written right but cannot be meant: twice, backwards, or with a pattern that is none. */
export function ofFeatures(features: readonly Asked[], unit: Unit): Problem[] {
  return features.flatMap((feature, index) => [
    ...askedBefore(features, index),
    ...askedWithin(features, index, unit),
    ...(typeof feature === 'string' ? [] : featureContradictions(feature)).map(({ key, what, why, fix }) =>
      contradiction([['features', index, key]], what, fix, why),
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
    return [
      contradiction([path], `"features.${index}" is asked among itself`, 'Name another feature, or leave among out'),
    ];
  }
  const names = features.flatMap((each) =>
    (typeof each === 'string' ? catalogue(unit) : [each]).map(({ name }) => name),
  );
  if (names.includes(other)) return [];
  const what = `"features.${index}.among" is "${other}", and no feature of the experiment is called so`;
  const known = [...referenceClasses, ...names.filter((name) => name !== feature.name)];
  const close = nearest(other, known);
  const fix = close === null ? `Choose ${either(referenceClasses)}, or name a feature` : `Did you mean "${close}"?`;
  return [contradiction([path], what, fix)];
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
    return [contradiction(keys, 'the catalogue is asked for twice', 'Leave one out')];
  }
  const keys = [
    ['features', index, 'name'],
    ['features', first, 'name'],
  ] as const;
  return [contradiction(keys, `two features are called "${name}"`, 'Give each its own name')];
}
