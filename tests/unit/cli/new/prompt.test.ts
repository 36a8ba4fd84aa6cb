import { describe, expect, it } from 'vitest';
import { promptFrom } from '../../../../runner/cli/new/scaffold.ts';
import { tokenize, type Unit } from '../../../../runner/text/tokens.ts';
import { Vocabulary } from '../../../../runner/text/vocabulary.ts';

const sentence =
  'The miller’s cat went off to the wood where there were many rabbits and waited (it had time) for one.';
const title = '[Puss in Boots by Somebody]\nOnce upon a time there was a title that nobody should see here.\n';

function prompt(documents: readonly string[], unit: Unit = 'word', unknown: readonly string[] = []) {
  const known = new Set(documents.flatMap((text) => tokenize(text, unit)).filter((token) => !unknown.includes(token)));
  return promptFrom({
    documents: documents.map((text) => ({ text })),
    vocabulary: new Vocabulary(['<unk>', ...known]),
    unit,
  });
}

describe('the suggested prompt', () => {
  it('is prose of the middle of the text, as it begins', () => {
    expect(prompt([title, `CHAPTER II\n${sentence}\n`, 'The end of it.\n'])).toBe('The miller’s cat went off to the');
  });

  it('ends before a bracket, a quotation mark and a word that the model does not know', () => {
    const cut = (line: string, unknown: string[] = []) => prompt([title, `${line}\n`, 'No.\n'], 'word', unknown);
    expect(cut('He went home to the old (as we know) mill and slept.')).toBe('He went home to the old');
    expect(cut("He said once more to them: 'I'm not at home to anybody this week.'")).toBe('He said once more to them');
    expect(cut('He said to them at last “I am not at home to anybody.”')).toBe('He said to them at last');
    expect(cut('He went home to the old zyx of his father and slept.', ['zyx'])).toBe('He went home to the old');
  });

  it('is of another line where the first begins with a mark', () => {
    const lines = `"Never," said he, and then he said it again to all of them.\n${sentence}\n`;
    expect(prompt([title, lines, 'No.\n'])).toBe('The miller’s cat went off to the');
  });

  it('of characters ends with a whole word', () => {
    expect(prompt([title, `${sentence}\n`, 'No.\n'], 'character')).toBe('The miller’s cat went off to the wood');
  });

  it('is of any line where there is no prose, and one token where there is none', () => {
    expect(prompt(['one two three four\n'.repeat(3)])).toBe('one two three four');
    expect(prompt(['()()\n'])).toBe('(');
  });
});
