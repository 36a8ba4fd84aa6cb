import { expect, it } from 'vitest';
import { progressLines } from '../../../../runner/experiment/results/progress-schema.ts';

const line = (step: number) =>
  `{"step":${step},"epoch":1,"loss":2.5,"validationLoss":null,"tokensPerSecond":900,"secondsLeft":3,"time":"2026-01-02T03:04:05.000Z"}`;

it('reads whole lines and leaves out what is still being written, or no line', () => {
  const text = `${line(1)}\n\nnonsense\n{"step":-1}\n${line(2)}\n${line(3).slice(0, 40)}`;
  expect(progressLines(text).map(({ step }) => step)).toEqual([1, 2]);
});
