import { expect, it } from 'vitest';
import { wantsColour } from '../../../runner/commands/streams.ts';

it.each([
  [{}, true, true],
  [{}, false, false],
  [{ TERM: 'dumb' }, true, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '', FORCE_COLOR: '1' }, false, true],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
])('with %j and a terminal: %j, colour is wanted: %j', (environment, isTTY, wanted) => {
  expect(wantsColour(environment, { isTTY })).toBe(wanted);
});
