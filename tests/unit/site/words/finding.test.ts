import { expect, test } from 'vitest';
import { carriersSentence, certainty, finding, tested } from '../../../../site/words/finding.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { caseNamed } from '../../../fixtures/results/cases.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

/** A synthetic result, without its evidence unless that is asked for. */
function made(id: string, evidence = false) {
  const { result } = buildResult({ ...caseNamed(id), units: 120 });
  if (!evidence) result.evidence = null;
  return { result, feature: result.features[0] ?? expect.fail('no feature') };
}
const { result, feature } = made('lstm-dots');
const byEffect = { ...result, detection: { ...result.detection, by: 'effect' as const } };
const neurons = [{ neuron: 7, role: 'detected' as const, rank: 1, score: -0.9 }];
const chosen = { ...feature, windows: feature.windows.map((window) => ({ ...window, neurons })) };
const number = {
  description: 'how deep each token is',
  relevance: null,
  numbers: { observed: [0, 1, null], sampled: [] },
};

const found = Object.entries({
  'a ranking by relevance, which is no evidence': made('lstm-dots'),
  'a feature that never occurs': made('no-carriers'),
  'one that every token carries': made('all-carriers'),
  'a ranking by amplitude, which may be the rhythm of words and spaces': made('lstm-spaces'),
  'neurons given by hand, which are not found': made('by-hand'),
  'what was tested': made('lstm-dots', true),
  'what has no claims': made('no-carriers', true),
  'a number': { result, feature: { ...feature, ...number } },
  'a number, chosen by its effect': { result: byEffect, feature: { ...chosen, ...number } },
  'a choice by effect': { result: byEffect, feature: chosen },
}).map(([what, { result, feature }]) => [what, `${finding(result, feature)} ${certainty(result, feature)}`]);

test('what was found, and how sure that is', () => expect(Object.fromEntries(found)).toMatchSnapshot());

test('it is said how many tokens carry a feature, and where it was looked for in several arrays', () => {
  const said = (carriers: number) => carriersSentence(result, { ...feature, carriers, counted: 57_344 });
  expect([0, 1, 1550, 57_344].map(said)).toMatchSnapshot();
  const recorded = [1, 2].map((layer) => ({ component: 'cell', layer, units: 120 }));
  expect(carriersSentence({ ...made('lstm-dots', true).result, recorded }, feature)).toContain(
    'Claims are chosen among the neurons of the cell state of layer 1 and the cell state of layer 2',
  );
});

test('verdicts are counted over all claims, the highest first', () => {
  const { claim } = madeEvidence('lstm-dots');
  expect([[claim(2), claim(1), claim(2), claim(0)], [claim(1)], []].map(tested)).toMatchSnapshot();
});
