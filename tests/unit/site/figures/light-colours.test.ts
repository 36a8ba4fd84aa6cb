import { expect, test } from 'vitest';
import { activationColour, lightColours } from '../../../../site/figures/standalone-svg.ts';

const colours = lightColours(
  ':root { --paper: light-dark(#ffffff, #000000); --positive: light-dark(#ff0000, #aa0000); --negative: light-dark(#0000ff, #0000aa); }',
);

test('an activation is mixed from paper to red above 0, and to blue below', () => {
  expect(activationColour(0, colours)).toBe('#ffffff');
  expect(activationColour(1, colours)).toBe('#ff0000');
  expect(activationColour(-1, colours)).toBe('#0000ff');
  expect(activationColour(0.2, colours)).toBe('#ffcccc');
  expect(activationColour(-0.4, colours)).toBe('#9999ff');
});

test('a colour that is not there is told', () => {
  expect(() => activationColour(0, new Map())).toThrow("colour paper must be #rrggbb, got ''");
});
