import { describe, expect, it } from 'vitest';
import { sentences } from '../../../runner/text/sentences.ts';
import { tokenize } from '../../../runner/text/tokens.ts';
import { hostileTexts } from './labels/hostile-texts.ts';

function split(text: string): string[] {
  const tokens = tokenize(text, 'word');
  return sentences(tokens).map(([start, end]) => tokens.slice(start, end).join(''));
}

it('of a text that is tokenized already ends at each mark that is a token of its own, or with its line', () => {
  const tokens = tokenize('mr. smith ran . " did he ? " so it was\nN N\n', 'whitespace');
  const found = sentences(tokens, 'whitespace').map(([start, end]) => tokens.slice(start, end).join(' '));
  expect(found).toEqual(['mr. smith ran . "', 'did he ? "', 'so it was', 'N N']);
});

describe('a sentence', () => {
  it('ends at . ! or ?, with the closing marks behind it', () => {
    expect(split('He ran. (Did he?) "Yes!" So...')).toEqual(['He ran.', '(Did he?)', '"Yes!"', 'So...']);
    expect(split('What?! No.')).toEqual(['What?!', 'No.']);
  });

  it('goes on before a small letter or another mark', () => {
    expect(split('"Why?" he asked. So')).toEqual(['"Why?" he asked.', 'So']);
    expect(split('The path. . . . The way')).toEqual(['The path. . . .', 'The way']);
    expect(split('"Oh!"--"she" said')).toEqual(['"Oh!"--"she" said']);
  });

  it('does not end at an abbreviation, an initial or a number', () => {
    expect(split('Mr. Brown met G. K. Chesterton at 3.30 today. He')).toEqual([
      'Mr. Brown met G. K. Chesterton at 3.30 today.',
      'He',
    ]);
  });

  it('ends at the end of its line', () => {
    expect(split('CHAPTER I\n\n It was  \nlate')).toEqual(['CHAPTER I', 'It was', 'late']);
  });

  it('may begin with a letter that is neither large nor small', () => {
    expect(split('שלום. להתראות.')).toEqual(['שלום.', 'להתראות.']);
  });
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
