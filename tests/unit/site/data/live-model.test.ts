import { beforeEach, expect, test, vi } from 'vitest';
import { liveModel } from '../../../../site/data/live-model.ts';
import { buildResult } from '../../../fixtures/results/build-result.ts';
import { caseNamed } from '../../../fixtures/results/cases.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const hash = '1a'.repeat(32);
const folder = temporaryFolder();
folder.write('models/ours/model.json', JSON.stringify({ training: { trainingHash: hash } }));
folder.write('models/ours/weights.safetensors', 'twelve bytes');
beforeEach(() => vi.stubEnv('RNN_ATLAS_HOME', folder.path));

function experiment(origin: string, trainingHash: string | null = hash) {
  const { result } = buildResult(caseNamed('by-hand'));
  return {
    id: 'a b',
    result: { ...result, model: { ...result.model, origin }, provenance: { ...result.provenance, trainingHash } },
  };
}

test('a model beside the result is taken from there', async () => {
  const { id, result } = experiment('trained here');
  const live = { model: { path: 'model.json', bytes: 5 }, weights: { path: 'weights.safetensors', bytes: 7 } };
  expect(await liveModel({ id, result: { ...result, live } })).toEqual({
    model: { url: '/results/a%20b/model.json', bytes: 5 },
    weights: { url: '/results/a%20b/weights.safetensors', bytes: 7 },
    packed: null,
  });
});

test('a model that ships with the project is taken from models/', async () => {
  // Small ones are loaded as they are.
  expect(await liveModel(experiment('models/ours'))).toMatchObject({
    weights: { url: '/models/ours/weights.safetensors', bytes: 12 },
    packed: null,
  });
});

test.each([
  ['it was trained and not published', 'trained here', hash],
  ['another model bears its name by now', 'models/ours', '2b'.repeat(32)],
  ['nothing is known of its training', 'models/ours', null],
  ['it lies elsewhere', '../models/ours', hash],
  ['it is gone', 'models/gone', hash],
])('no model is offered when %s', async (_why, origin, trainingHash) => {
  expect(await liveModel(experiment(origin, trainingHash))).toBeNull();
});
