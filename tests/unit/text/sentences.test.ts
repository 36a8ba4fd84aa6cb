import { expect, it } from 'vitest';
import { sentences } from '../../../runner/text/sentences.ts';
import { tokenize } from '../../../runner/text/tokens.ts';
import { hostileTexts } from './labels/hostile-texts.ts';

it.each<[string, ...found: string[]]>([
  ['He ran. (Did he?) "Yes!" So...', 'He ran.', '(Did he?)', '"Yes!"', 'So...'],
  ['What?! No.', 'What?!', 'No.'],
  // It goes on before a small letter or another mark.
  ['"Why?" he asked. So', '"Why?" he asked.', 'So'],
  ['The path. . . . The way', 'The path. . . .', 'The way'],
  ['"Oh!"--"she" said', '"Oh!"--"she" said'],
  // No end at an abbreviation, an initial or a number.
  ['Mr. Brown met G. K. Chesterton at 3.30 today. He', 'Mr. Brown met G. K. Chesterton at 3.30 today.', 'He'],
  ['CHAPTER I\n\n It was  \nlate', 'CHAPTER I', 'It was', 'late'],
  // It may begin with a letter that is neither large nor small.
  ['שלום. להתראות.', 'שלום.', 'להתראות.'],
])('a sentence ends at . ! or ? with the closing marks behind it, or with its line: %j', (text, ...found) => {
  const tokens = tokenize(text, 'word');
  expect(sentences(tokens).map(([start, end]) => tokens.slice(start, end).join(''))).toEqual(found);
});

it('of a text that is tokenized already ends at each mark that is a token of its own, or with its line', () => {
  const tokens = tokenize('mr. smith ran . " did he ? " so it was\nN N\n', 'whitespace');
  const found = sentences(tokens, 'whitespace').map(([start, end]) => tokens.slice(start, end).join(' '));
  expect(found).toEqual(['mr. smith ran . "', 'did he ? "', 'so it was', 'N N']);
});

it.each(Object.entries(hostileTexts))('sentences of %s leave out white space alone', (_, text) => {
  const tokens = tokenize(text, 'word');
  const covered = new Uint8Array(tokens.length);
  for (const [start, end] of sentences(tokens)) {
    expect(end).toBeGreaterThan(start);
    for (let token = start; token < end; token++) covered[token] = (covered[token] ?? 0) + 1;
  }
  tokens.forEach((token, position) => {
    if (/^\S/u.test(token)) expect(covered[position]).toBe(1);
    else expect(covered[position]).toBeLessThanOrEqual(1);
  });
});
