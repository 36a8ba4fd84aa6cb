import { expect, test } from 'vitest';
import { factsOf, networkNames } from '../../../../runner/nn/models/networks.ts';
import { formulaHtml } from '../../../../site/words/components.ts';

test('letters become variables with their subscripts, and a product has no space', () => {
  expect(formulaHtml('i = σ(W_i x + U_i h′ + b_i)')).toBe(
    '<var>i</var> = σ(<var>W</var><sub>i</sub><var>x</var> + <var>U</var><sub>i</sub><var>h</var>′ + <var>b</var><sub>i</sub>)',
  );
});

test('functions, numbers and the product of elements stay as they are', () => {
  expect(formulaHtml('h = (1 − z) ⊙ tanh(c)')).toBe('<var>h</var> = (1 − <var>z</var>) ⊙ tanh(<var>c</var>)');
});

test('words stay words', () => {
  expect(formulaHtml('u = silu(convolution of W_u n)')).toBe(
    '<var>u</var> = silu(convolution of <var>W</var><sub>u</sub><var>n</var>)',
  );
});

test('every formula begins with its component’s symbol and leaves no notation behind', () => {
  for (const { components } of networkNames.map(factsOf)) {
    for (const { symbol, formula } of Object.values(components)) {
      expect(formulaHtml(formula).startsWith(`<var>${symbol}</var> = `)).toBe(true);
      expect(formulaHtml(formula)).not.toContain('_');
    }
  }
});
