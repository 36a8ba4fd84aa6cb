import { expect, test } from 'vitest';
import { readResult } from '../../../../runner/experiment/results/read.ts';
import { changesOf, networkOf, neuronsOf, titleOf, whyNoAtlas } from '../../../../site/words/experiment.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const { provenance } = madeEvidence('lstm-dots').result;
const ran = (command: string, title = 'Dots') => ({ title, provenance: { ...provenance, command } });

test.each([
  ['npm run experiment experiments/a.yaml', 'Dots'],
  ['npm run experiment experiments/a.yaml seed=3 model.units=128', 'Dots (seed=3, model.units=128)'],
  ['npm run experiment a.yaml "sample.prompt=It was"', 'Dots (sample.prompt=It was)'],
  // Where files go, the engine and a title of its own are no difference.
  ['npm run experiment a.yaml runs=/tmp/x engine=onnx id=mine title=Dots', 'Dots'],
  ['npm run experiment a.yaml model.checkpoint=/home/ada/mine', 'Dots (model.checkpoint=mine)'],
])('what the command line changed tells runs of one manifest apart: %s', (command, title) => {
  expect(titleOf(ran(command))).toBe(title);
});

test('a title with an apostrophe is no difference either; changes stand by themselves too', () => {
  const command = `npm run experiment a.yaml 'title=What'\\''s up' 'description=Don'\\''t know'`;
  expect(titleOf(ran(command, "What's up"))).toBe("What's up (description=Don't know)");
  const changed = ran('npm run experiment a.yaml seed=3 title=Dots runs=/tmp/x model.units=128');
  expect(changesOf(changed)).toEqual(['seed=3', 'model.units=128']);
});

const read = (id: string, origin: string) => ({ id, result: { model: { origin } } });

test('a shipped model is one network in all experiments on it, and one that was trained for an experiment is its own', () => {
  const [quotes, spaces] = [read('quotes', 'models/stories-lstm'), read('spaces', './models/stories-lstm/')];
  expect(networkOf(quotes)).toBe(networkOf(spaces));
  expect(networkOf(read('a', 'trained here'))).not.toBe(networkOf(read('b', 'trained here')));
  expect(networkOf(read('stories-lstm', 'trained here'))).not.toBe(networkOf(quotes));
  // The same neurons are those of one component of one layer.
  const hidden = { component: 'hidden', layer: 1 };
  expect(neuronsOf(quotes, hidden)).toBe(neuronsOf(spaces, hidden));
  expect(neuronsOf(quotes, hidden)).not.toBe(neuronsOf(spaces, { ...hidden, component: 'cell' }));
  expect(neuronsOf(quotes, hidden)).not.toBe(neuronsOf(spaces, { ...hidden, layer: 2 }));
});

test('an experiment without an atlas says why', async () => {
  const { manifest } = await readResult('public/results/agreement-english');
  expect(whyNoAtlas({ manifest })).toBe('No atlas of all neurons: the manifest says atlas: none.');
  expect(whyNoAtlas({ manifest: { ...manifest, atlas: 'component' } })).toMatch(/^No atlas was published/);
});
