import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/core/errors.ts';
import { conlluLabels } from '../../../runner/experiment/mark-text.ts';

const row = (...cells: string[]) => [...cells, ...Array(10 - cells.length).fill('_')].join('\t');

/** After the examples of universaldependencies.org/format.html: words written together, and one that is not written. */
const lines = [
  '# text = vámonos al mar',
  row('1-2', 'vámonos'),
  row('1', 'vamos', 'ir', 'VERB', '_', 'Mood=Imp|Number=Plur', '0', 'root'),
  row('2', 'nos', 'nosotros', 'PRON', '_', 'Number=Plur', '1', 'obj'),
  row('3-4', 'al'),
  row('3', 'a', 'a', 'ADP'),
  row('4', 'el', 'el', 'DET'),
  row('5', 'mar', 'mar', 'NOUN', 'N', 'Number=Sing', '1', 'obl', '_', 'SpaceAfter=No'),
  row('5.1', 'nadar', 'nadar', 'VERB'),
  row('6', '.', '.', 'PUNCT'),
  '',
  row('1', '20 000', '20 000', 'NUM'),
  '',
];
const source = { path: 'a.conllu', name: 'x' };
/** The characters that carry the label. */
function carrying(column: Parameters<typeof conlluLabels>[1], ...values: string[]): string {
  const { text } = conlluLabels(lines, column, values, source);
  return [...(text?.characters ?? '')].map((each, at) => ((text?.marks[at] ?? 0) === 0 ? '-' : each)).join('');
}

describe('CoNLL-U', () => {
  it('marks the words with a value in a column', () => {
    expect(carrying('upos', 'NOUN')).toBe('---------mar------');
    expect(carrying('upos', 'NOUN', 'PUNCT', 'NUM')).toBe('---------mar.20000');
    expect(carrying('deprel', 'obl')).toBe('---------mar------');
    expect(carrying('misc', 'SpaceAfter=No')).toBe('---------mar------');
  });

  it('marks what is written together when a word in it carries the label', () => {
    expect(carrying('upos', 'PRON')).toBe('vámonos-----------');
    expect(carrying('upos', 'DET', 'VERB')).toBe('vámonosal---------');
  });

  it('takes features by their value, or any value', () => {
    expect(carrying('feats', 'Number=Sing')).toBe('---------mar------');
    expect(carrying('feats', 'Number')).toBe('vámonos--mar------');
  });

  it('that is none is refused, with the line', () => {
    const read = (given: string[]) => () => conlluLabels(given, 'upos', ['NOUN'], source);
    expect(read(['1\ta\tb'])).toThrow('The labels a.conllu of feature "x" cannot be used. Line 1 has 3 columns');
    expect(read([...lines, row('x', 'a')])).toThrow(
      'Line 14 has 10 columns; CoNLL-U has 10, set apart by tabs, a number',
    );
    expect(read(['# nothing'])).toThrow('It holds no word');
    expect(() => carrying('upos', 'NOUM')).toThrow(
      'No word has upos NOUM; there are ADP, DET, NOUN, NUM, PRON, PUNCT, VERB',
    );
    expect(read([])).toThrow(InputError);
  });
});
