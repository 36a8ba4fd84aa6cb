import { expect, it } from 'vitest';
import { promptFrom } from '../../../../runner/cli/new/scaffold.ts';
import { tokenize, type Unit } from '../../../../runner/text/tokens.ts';
import { Vocabulary } from '../../../../runner/text/vocabulary.ts';

const sentence =
  'The miller’s cat went off to the wood where there were many rabbits and waited (it had time) for one.\n';
const title = '[Puss in Boots by Somebody]\nOnce upon a time there was a title that nobody should see here.\n';
const begin = 'He went home to the old';
const code = '# The licence of this file is one that everybody knows.\n\nresult = total + count\n';

it.each<[string, { unit?: Unit; isProgram?: true; unknown?: string }, string, string]>([
  ['is of the middle of the text, and no heading', {}, `CHAPTER II\n${sentence}`, 'The miller’s cat went off to the'],
  ['ends before a bracket', {}, 'He went home to the old (as we know) mill and slept.\n', begin],
  [
    'ends before a single quotation mark',
    {},
    "He said once more to them: 'I'm not at home.'\n",
    'He said once more to them',
  ],
  ['ends before a double one', {}, 'He said to them at last “I am not at home to you.”\n', 'He said to them at last'],
  ['ends before an unknown word', { unknown: 'zyx' }, 'He went home to the old zyx of his father.\n', begin],
  [
    'is of another line where the first begins with a mark',
    {},
    `"Never," said he to all of them and more.\n${sentence}`,
    'The miller’s cat went off to the',
  ],
  ['of characters ends with a whole word', { unit: 'character' }, sentence, 'The miller’s cat went off to the wood'],
  ['is the longest where none begins as a sentence', {}, 'one two three four\n'.repeat(3), 'one two three four'],
  [
    'of a program is a statement, not a comment',
    { unit: 'character', isProgram: true },
    code,
    'result = total + count',
  ],
])('the suggested prompt %s', (_, { unit = 'word', isProgram, unknown }, middle, prompt) => {
  const documents = isProgram || middle.startsWith('one') ? [middle] : [title, middle, 'The end.\n'];
  const known = new Set(documents.flatMap((text) => tokenize(text, unit)).filter((token) => token !== unknown));
  const text = {
    documents: documents.map((text) => ({ text })),
    vocabulary: new Vocabulary(['<unk>', ...known]),
    unit,
  };
  expect(promptFrom(text, isProgram)).toBe(prompt);
});

it('is one token where nothing can be begun', () => {
  const text = {
    documents: [{ text: '()()\n' }],
    vocabulary: new Vocabulary(['<unk>', '(', ')']),
    unit: 'word',
  } as const;
  expect(promptFrom(text)).toBe('(');
});
