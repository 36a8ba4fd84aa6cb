/**
 * A component's formula, as its cell's table writes it, in HTML: 'i = σ(W_i x)' -> letters in <var>, subscripts in <sub>,
 * no space between two factors. Pure.
 */

/** A function's name, or a letter with its subscript and, before another letter, the space between two factors. */
const part = /tanh|(?<letter>[A-Za-z])(?:_(?<subscript>[A-Za-z]))?(?: (?=[A-Za-z]))?/g;

export const formulaHtml = (formula: string): string =>
  formula.replace(part, (whole, letter?: string, subscript?: string) => {
    if (letter === undefined) return whole;
    return `<var>${letter}</var>${subscript === undefined ? '' : `<sub>${subscript}</sub>`}`;
  });
