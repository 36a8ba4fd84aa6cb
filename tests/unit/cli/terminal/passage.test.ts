import { describe, expect, it } from 'vitest';
import { choosePassage } from '../../../../runner/cli/terminal/passage.ts';

const cut = (text: string) => text.match(/\w+|\s|[^\w\s]/g) ?? [];

/** The passage of a text in which « and » stand around what carries the feature. */
function passage(marked: string, { resets = [0], character = false } = {}): string {
  const tokens: string[] = [];
  const carriers = new Set<number>();
  let inside = false;
  for (const token of character ? [...marked] : cut(marked)) {
    if (token === '«' || token === '»') inside = token === '«';
    else {
      if (inside) carriers.add(tokens.length);
      tokens.push(token);
    }
  }
  const [from, to] = choosePassage({ tokens, resets, carriers });
  return tokens.slice(from, to).join('');
}

const filler = 'It was late and nobody came to the door of the house.';
const spoken = 'He looked up and said "«Come in, the door is open»" to her. Nobody moved at first, and it was still.';

describe('a passage that shows a feature', () => {
  it.each([
    [
      'begins with a sentence, and the feature begins and ends in it',
      `${filler} ${filler} ${filler} ${spoken} ${filler}`,
    ],
    [
      'never begins within the feature, where the text does',
      `«and so on and on for a while, he said» to us. ${spoken} ${filler}`,
    ],
    [
      'takes no title for the end of a sentence',
      'He looked up and said "«Come in, the door is open»" to her at once. They went along the street with old Dr. Bull, who had come from another town that evening and did not know the way',
    ],
  ])('%s', (_, text) => {
    const shown = passage(text);
    expect(shown).toContain('Come in, the door is open');
    expect(shown).toMatch(/^(?:It was|He looked|Mr)/);
    expect(shown).toMatch(/[.?!]$/);
    expect(shown).not.toMatch(/Dr\.$/);
    expect(cut(shown).length).toBeGreaterThanOrEqual(30);
    expect(cut(shown).length).toBeLessThanOrEqual(66);
  });

  it('does not go from one segment of the text into the next', () => {
    const [one, two] = [cut(`${filler} ${filler} ${filler}`).length, cut(spoken.replace(/[«»]/g, '')).length];
    const text = `${filler} ${filler} ${filler}${spoken}${filler} ${filler}`;
    expect(passage(text, { resets: [0, one, one + two] })).toBe(spoken.replace(/[«»]/g, ''));
  });

  it('begins with a line in a text without sentences, of characters too', () => {
    const lines = 'aaabbb\n'.repeat(4);
    expect(passage(`${lines}aaaaaaa«bbbbbbb»\n${lines}${lines}`, { character: true })).toMatch(/^a+b+\n/);
  });

  it('is the beginning of a text that does not have the feature, and all of a short one', () => {
    expect(passage(`${filler} ${filler}`)).toMatch(/^It was late/);
    expect(passage('a «b» c')).toBe('a b c');
    expect(passage('')).toBe('');
  });
});
