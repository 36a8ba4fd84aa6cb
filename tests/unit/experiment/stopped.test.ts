import { describe, expect, it } from 'vitest';
import { stopIfAsked } from '../../../runner/experiment/reading.ts';

type Work = Parameters<typeof stopIfAsked>[0];
const work = (checkpoint: string | null, further = false) =>
  ({
    interrupted: () => true,
    paths: { cwd: '/home', run: '/home/runs/x' },
    manifest: { model: { checkpoint }, train: { continue: further } },
  }) as unknown as Work;

describe('a reading that was stopped', () => {
  it('says where the model is', () => {
    const files = (of: Work): string => {
      try {
        stopIfAsked(of);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(files(work(null))).toMatch(/The model is kept in runs\/x/);
    expect(files(work('models/mine', true))).toMatch(/The model is kept in runs\/x/);
    expect(files(work('models/mine'))).toMatch(/The model models\/mine is as it was/);
  });
});
