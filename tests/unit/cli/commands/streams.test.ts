import { expect, it } from 'vitest';
import { colourLevel, widthOf } from '../../../../runner/cli/commands/streams.ts';

it.each([
  [{ TERM: 'xterm' }, true, 1],
  [{ TERM: 'xterm-256color' }, true, 2],
  [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, true, 3],
  [{ TERM: 'xterm-256color' }, false, 0],
  [{ TERM: 'dumb' }, true, 0],
  [{ FORCE_COLOR: '1' }, false, 1],
  [{ FORCE_COLOR: '2' }, false, 2],
  [{ FORCE_COLOR: '3' }, false, 3],
  [{ FORCE_COLOR: '0' }, false, 0],
  [{ NO_COLOR: '1', TERM: 'xterm-256color' }, true, 0],
  [{ NO_COLOR: '', FORCE_COLOR: '3' }, false, 3],
  [{ NO_COLOR: '1', FORCE_COLOR: '3' }, true, 0],
])('with %j and a terminal: %j, colours are of level %j', (environment, isTTY, level) => {
  expect(colourLevel(environment, { isTTY })).toBe(level);
});

it.each([
  [{}, 80, 80],
  [{ COLUMNS: '40' }, 80, 80],
  [{ COLUMNS: '40' }, undefined, 40],
  [{ COLUMNS: 'many' }, undefined, undefined],
  [{}, 0, undefined],
])('with %j and a terminal of %j columns, lines have %j', (environment, columns, width) => {
  expect(widthOf(environment, columns === undefined ? {} : { columns })).toBe(width);
});
