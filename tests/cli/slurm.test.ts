import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSlurm, type TestSlurm, whyNoSlurm } from '../slurm.ts';
import { findings, folderWithSweep, sweep, sweepResult } from './sweep.ts';

const missing = whyNoSlurm();
if (missing !== null) console.log(`Slurm is left out of the tests: ${missing}.`);

describe.skipIf(missing !== null)(`a sweep on a real Slurm (${missing ?? 'started here'})`, () => {
  let cluster: TestSlurm;
  beforeAll(async () => {
    cluster = await startSlurm();
  }, 120_000);
  afterAll(() => cluster.stop());

  it('gives the same trials and the same weights as on this machine, bit for bit', { timeout: 600_000 }, async () => {
    const folder = folderWithSweep('size', {
      parameters: { 'model.units': [4, 8] },
      slurm: { memory: '400M', time: '5min' },
    });
    const there = await sweep(
      folder,
      ['sweeps/size.yaml', 'executor=slurm', 'runs=there', 'results=out/there'],
      cluster.env,
    );
    expect(there.code, there.stderr).toBe(0);
    expect(there.stderr).toMatch(/^Slurm has job \d+ with 2 tasks\.$/m);
    const here = await sweep(folder, ['sweeps/size.yaml', 'runs=here', 'results=out/here']);
    expect(here.code, here.stderr).toBe(0);
    expect(findings(sweepResult(folder, 'size', 'out/there'))).toEqual(
      findings(sweepResult(folder, 'size', 'out/here')),
    );
    for (const trial of ['units-4', 'units-8']) {
      const weights = (runs: string) =>
        readFileSync(folder.at(runs, 'size/trials', trial, 'checkpoint/weights.safetensors'));
      expect(weights('there')).toEqual(weights('here'));
    }
  });
});
