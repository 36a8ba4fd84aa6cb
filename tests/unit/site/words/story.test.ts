import { expect, test } from 'vitest';
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
  const lead = result.evidence?.claims[0];
  expect(claim).toContain(`the leading claim is on neuron ${lead?.neuron}.`);
  expect(claim).toContain(`with probability ${lead?.rungs.E1.measured?.localAuc.toFixed(2)} (0.5`);
  expect(claim).toContain('It passed every rung.');
  expect(rhythm).toMatch(/^Of 2 neurons whose rhythm was tested, neuron \d+ keeps one of its own/);
  expect(doubt).toBe(
    'Of 4 claims, 2 hold on text that took no part in choosing the neurons. One passes E1 to E4: more than chance gives, ' +
      'and more than the token or an untrained network. One passes E6 too, which asks whether the network uses the ' +
      `neuron, and one passes all of E1 to E6. ${result.evidence?.notes[0]}`,
  );
  expect(more).toEqual([]);
});

test('what was not run is told with its reason, and an experiment without tests claims nothing', () => {
  expect(story(made('lstm-dots+seed-3'))[2]).toContain(
    'It did not pass E5 (replication: not run; it needs five seeds: run the experiment with seeds=5) and E6 (cause: not run',
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
  if (result.evidence) {
    result.evidence.claims = [];
    result.evidence.rhythms = [];
  }
  expect(story(result).slice(2)).toEqual([`No claim could be tested. ${result.evidence?.notes[0]}`]);
});
