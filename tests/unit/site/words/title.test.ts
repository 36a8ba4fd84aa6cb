import { expect, test } from 'vitest';
import { changesOf, titleOf } from '../../../../site/words/experiment.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

function ranAs(command: string): string {
  const { result } = madeEvidence('lstm-dots');
  return titleOf({ title: 'Dots', provenance: { ...result.provenance, command } });
}

test('what the command line changed tells runs of one manifest apart', () => {
  expect(ranAs('npm run experiment experiments/a.yaml')).toBe('Dots');
  expect(ranAs('npm run experiment experiments/a.yaml seed=3 model.units=128')).toBe('Dots (seed=3, model.units=128)');
  expect(ranAs('npm run experiment a.yaml "sample.prompt=It was"')).toBe('Dots (sample.prompt=It was)');
});

test('where files go, the engine and a title of its own are no difference', () => {
  expect(ranAs('npm run experiment a.yaml runs=/tmp/x engine=onnx id=mine title=Dots')).toBe('Dots');
  expect(ranAs('npm run experiment a.yaml model.checkpoint=/home/ada/mine')).toBe('Dots (model.checkpoint=mine)');
});

test('beneath the title stands what the command line changed', () => {
  const { result } = madeEvidence('lstm-dots');
  const command = 'npm run experiment a.yaml seed=3 title=Dots runs=/tmp/x model.units=128';
  const changes = changesOf({ title: 'Dots', provenance: { ...result.provenance, command } });
  expect(changes).toEqual(['seed=3', 'model.units=128']);
});

test('a title with an apostrophe is no difference either', () => {
  const command = `npm run experiment a.yaml 'title=What'\\''s up' 'description=Don'\\''t know'`;
  const { result } = madeEvidence('lstm-dots');
  expect(titleOf({ title: "What's up", provenance: { ...result.provenance, command } })).toBe(
    "What's up (description=Don't know)",
  );
});
