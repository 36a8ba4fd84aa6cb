/** Whole networks are read only: what takes checkpoints says so before anything is written. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { run as importCommand } from '../../../runner/commands/import.ts';
import { runExperiment } from '../../../runner/experiment/run.ts';
import { manifestOf } from '../../../runner/manifest/load.ts';
import { modern } from '../models/readers/reference-networks.ts';

const folder = mkdtempSync(join(tmpdir(), 'whole-network-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = relative(process.cwd(), modern('rwkv4/rwkv4-float32.pth'));

it('an experiment says what its model is and how it is read', async () => {
  const [runs, results] = [join(folder, 'runs'), join(folder, 'results')];
  const settings = {
    title: 'A whole network',
    model: { checkpoint: path },
    observe: { source: 'alice' },
    features: [{ name: 'marks', match: '[.?!]' }],
    ...{ runs, results },
  };
  const running = runExperiment(await manifestOf(settings, 'whole'));
  await expect(running).rejects.toThrow(`${path} cannot be the model of an experiment. It is RWKV-4`);
  await expect(running).rejects.toThrow(`(await open("${path}")).read(ids`);
  expect(existsSync(results)).toBe(false);
});

it('an import says that it is read where it lies', async () => {
  const importing = importCommand([path, 'as=mine', `models=${join(folder, 'models')}`]);
  await expect(importing).rejects.toThrow(/cannot be imported as a checkpoint\. It is RWKV-4.*read where it lies/);
  expect(existsSync(join(folder, 'models', 'mine'))).toBe(false);
});
