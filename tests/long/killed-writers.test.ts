import { expect, it } from 'vitest';
import { sendsSignals } from '../cli/command.ts';
import { exportIsKilled, importIsKilled, shipIsKilled } from '../cli/killed-writers.ts';
import { oneAtATime } from '../one-build.ts';

const kills = 50;

it.runIf(sendsSignals).each([
  ['import', importIsKilled],
  ['ship', shipIsKilled],
  ['export', exportIsKilled],
] as const)(`${kills} kills of %s tear nothing, and it goes on`, { timeout: 3_600_000 }, async (_, killed) => {
  await oneAtATime(() => killed(kills));
  expect.hasAssertions();
});
