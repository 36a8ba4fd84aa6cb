import { expect, it } from 'vitest';
import { TimeLeft } from '../../../runner/core/time-left.ts';

/** What is said when so much is done after so many seconds. */
const said = (marks: readonly (readonly [seconds: number, share: number])[]) => {
  const left = new TimeLeft();
  return marks.map(([seconds, share]) => left.at(seconds, share));
};

it.each([
  ['of steady work', [0, 0], [20, 0.2], [60, 0.6], 40],
  ['of what an earlier command began, whose share took no time', [5, 0.6], [15, 0.7], [25, 0.8], 20],
] as const)('the time that work still takes is told by its pace: %s', (_, first, second, third, takes) => {
  expect(said([first, second, third])[2]).toBeCloseTo(takes, 6);
});

it('it is not told before some of the work is done, nor where nobody waits for it', () => {
  const marks = ['0 0', '60 .05', '2 .5', '90 .95'].map((mark) => mark.split(' ').map(Number) as [number, number]);
  expect(said(marks)).toEqual([null, null, null, null]);
});
