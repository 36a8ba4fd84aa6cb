import { expect, it } from 'vitest';
import type { Progress, Reporter } from '../../../runner/core/reporter.ts';
import { countedSteps } from '../../../runner/experiment/gather-evidence.ts';

function listening() {
  const heard: (string | Progress)[] = [];
  const silent = () => {};
  const reporter: Reporter = {
    step: (title) => heard.push(title),
    progress: (progress) => heard.push(progress),
    line: silent,
    note: silent,
    text: silent,
    finish: silent,
  };
  return { reporter, heard };
}

it('says which step of how many is at work, and how long it takes at the pace so far', () => {
  const { reporter, heard } = listening();
  let seconds = 100;
  const counted = countedSteps(reporter, 2, () => seconds);
  counted.step('Testing');
  counted.progress({ done: 0, total: 4, text: 'a' });
  seconds += 10;
  counted.progress({ done: 1, total: 4, text: 'a' });
  counted.step('Reading');
  seconds += 3;
  counted.progress({ done: 3, total: 4, text: 'b' });
  counted.progress({ done: 3, total: 4, text: 'b', secondsLeft: 7 });
  expect(heard).toEqual([
    'Testing (1 of 2)',
    { done: 0, total: 4, text: 'a' },
    { done: 1, total: 4, text: 'a', secondsLeft: 30 },
    'Reading (2 of 2)',
    { done: 3, total: 4, text: 'b', secondsLeft: 1 },
    { done: 3, total: 4, text: 'b', secondsLeft: 7 },
  ]);
});
