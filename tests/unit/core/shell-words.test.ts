import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { random as randomOf } from '../../../runner/core/random.ts';
import { quoted, wordsOf } from '../../../runner/core/shell-words.ts';

const marked = ['"', "''", 'it\'s "so"', 'a\\b', '$HOME `x`', 'zwei\nZeilen', 'β=ü'];
const words = ["title=What's up", 'a b', '', 'seed=3', ...marked];

it('a word goes through a real shell as it is', () => {
  const line = `printf '%s\\0' ${words.map(quoted).join(' ')}`;
  expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(words);
});

it('words are read back as they were quoted, whatever stands in them', () => {
  const random = randomOf(7);
  const marks = [...'ab=\' "\\$`;,\n*'];
  for (let trial = 0; trial < 2000; trial++) {
    const word = () => Array.from({ length: random.below(8) }, () => marks[random.below(marks.length)]).join('');
    const made = Array.from({ length: 1 + random.below(4) }, word);
    expect(wordsOf(made.map(quoted).join(' '))).toEqual(made);
  }
});

it('words that somebody quoted otherwise are read as a shell reads them', () => {
  const line = `a "title=A \\"b\\" c" d\\ e f'g 'h "i'j"`;
  const shell = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  expect(wordsOf(line)).toEqual(shell.split('\0').slice(0, -1));
});
