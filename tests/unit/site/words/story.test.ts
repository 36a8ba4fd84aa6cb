import { expect, test } from 'vitest';
import { verdictPhrase } from '../../../../runner/words/verdict.ts';
import { evidenceOf } from '../../../../site/words/claims.ts';
import { story } from '../../../../site/words/story.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { cases } from '../../../fixtures/results/cases.ts';

const made = (id: string) => {
  const chosen = cases.find((each) => each.id === id);
  if (!chosen) throw new Error(`no case ${id}`);
  return buildResult({ ...chosen, units: 150 }).result;
};

test('a tested experiment is told from its model to its doubts, in the numbers of its result', () => {
  const result = made('lstm-dots');
  const [model, reading, claim, rhythm, doubt, ...more] = story(result);
  const epochs = result.learningCurve?.epochs ?? [];
  const best = epochs.find(({ epoch }) => epoch === result.learningCurve?.bestEpoch);
  expect(model).toContain(`from ${epochs[0]?.validationLoss.toFixed(2)} to ${best?.validationLoss.toFixed(2)} nats`);
  expect(reading).toContain('none of which it was trained on, while the output gate of each neuron of layer 1');
  const evidence = evidenceOf(result);
  const lead = evidence?.claims[0];
  expect(claim).toContain(`is on neuron ${lead?.neuron}. Verdict: ${lead && verdictPhrase(lead)}.`);
  const auc = lead?.rungs.effect.measured?.localAuc ?? Number.NaN;
  expect(auc).toBeLessThan(0.5);
  expect(claim).toContain(
    `has a lower activation than one of the same segment that does not with probability ${(1 - auc).toFixed(2)} (0.5`,
  );
  expect(claim).toContain('Its direct effect on the output most favours ‘I’');
  expect(claim).not.toContain('Not passed');
  expect(rhythm).toMatch(/^Of 2 neurons whose rhythm was tested, neuron \d+ keeps one of its own/);
  expect(doubt).toBe(
    'Verdicts on 4 neurons: remembers it, the network uses it, and 3 of 4 other networks have such a neuron (1); an untrained network has it too ' +
      '(1); holds on other documents; whether it was learned was not asked (1); not confirmed (1).',
  );
  expect(more).toEqual([]);
});

test('what was not run is told with its reason, and an experiment without tests claims nothing', () => {
  expect(story(made('lstm-dots+seed-3'))[2]).toContain(
    'Not passed: used (not run: set seeds=5 to train 5 networks and compare them); replicated (not run: ',
  );
  const untested = story(made('rnn-characters'));
  expect(untested).toHaveLength(3);
  expect(untested[2]).toMatch(/^No claim was tested in this experiment\./);
});

test('text that may have been seen in training, and a model from elsewhere, are called so', () => {
  const result = made('gru-2-layers');
  result.model.origin = 'models/stories-lstm';
  result.observation.perplexity = null;
  const [model, reading] = story(result);
  expect(model).toContain('comes from models/stories-lstm.');
  expect(reading).toContain('not shown to be new to it, so what is found may in part be memory');
  expect(reading).not.toContain('perplexity');
  const evidence = evidenceOf(result);
  if (evidence) {
    evidence.claims = [];
    evidence.rhythms = [];
  }
  expect(story(result).slice(2)).toEqual([
    'No neuron was tested. The text cannot be shown to be held out from the training of this model; what it knows by heart counts too.',
  ]);
});
