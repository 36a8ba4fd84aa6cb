import { expect, test } from 'vitest';
import { withoutFolders, withoutFoldersIn } from '../../../../site/words/folders.ts';

test('of an absolute path the last name is printed, on every system', () => {
  expect(withoutFolders('/home/ada/texts/emma.txt')).toBe('emma.txt');
  expect(withoutFolders('From C:\\Users\\ada\\emma.txt, read whole')).toBe('From emma.txt, read whole');
  expect(withoutFolders('npm run experiment /home/ada/dots.yaml model.checkpoint=/data/models/mine seed=3')).toBe(
    'npm run experiment dots.yaml model.checkpoint=mine seed=3',
  );
});

test('relative paths, addresses and plain words stay', () => {
  for (const text of ['experiments/lstm-dots.yaml', 'https://example.org/a/b', 'and/or', 'trained here', '[.?!]']) {
    expect(withoutFolders(text)).toBe(text);
  }
});

test('settings lose their folders at any depth, and a folder with spaces in its name too', () => {
  expect(
    withoutFoldersIn({ corpus: { source: ['/home/ada/my texts/emma.txt', 'stories'] }, seed: 3, match: '[/]' }),
  ).toEqual({ corpus: { source: ['emma.txt', 'stories'] }, seed: 3, match: '[/]' });
});
