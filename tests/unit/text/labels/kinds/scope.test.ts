import { describe, expect, it } from 'vitest';
import { codeLanguages, scopeNames, scopesOf } from '../../../../../runner/text/labels/code-scopes.ts';
import { markScope } from '../../../../../runner/text/labels/kinds/scope.ts';
import { tokenize, type Unit } from '../../../../../runner/text/tokens.ts';

/** The text with ^ beneath what is marked, of characters. */
const marked = (text: string, scope: string[], language: (typeof codeLanguages)[number] = 'javascript') =>
  markScope({ scope, language }, Array.from(text), { unit: 'character' }).reduce(
    (line, mark) => line + (mark === 1 ? '^' : '.'),
    '',
  );

describe('scopes of a program', () => {
  it('are comments, over lines too, from the second character on', () => {
    expect(marked('a /* b\nc */ d // e\nf', ['comment'])).toBe('...^^^^^^^^....^^^..');
  });

  it('are strings, as the grammar has them: no comment is in one, and what is written into a template is none', () => {
    expect(marked('f("a//b") // "c"', ['string'])).toBe('...^^^^^........');
    // After what is written into it the template begins anew.
    expect(marked(`\`a \${b + "c"} d\``, ['string', 'template-string'])).toBe('.^^.......^^..^^');
  });

  it('are of a language', () => {
    expect(marked('# a "b"\nc', ['comment'], 'python')).toBe('.^^^^^^..');
    expect(marked('# a', ['comment'])).toBe('...');
  });

  it('are the same in words, at each token that begins inside', () => {
    const mask = (unit: Unit) => {
      const tokens = tokenize('const a = "b c"; // d e', unit);
      return tokens.filter(
        (_, t) => markScope({ scope: ['comment'], language: 'javascript' }, tokens, { unit })[t] === 1,
      );
    };
    expect(mask('word')).toEqual(['/', ' ', 'd', ' ', 'e']);
    expect(mask('character')).toEqual(['/', ' ', 'd', ' ', 'e']);
  });

  it('cover each text in order, in every language, whatever stands in it', () => {
    const text = `x = "a \\" b" # c\n/* d */ {e: [1, 2.5]} <f g="h">&amp;</f> 'i' -- j\n\ud83d\ude00 \`k \${l}\``;
    for (const language of codeLanguages) {
      expect(scopeNames(language).length, language).toBeGreaterThan(2);
      let end = 0;
      for (const scope of scopesOf(text, language)) {
        expect(scope.start).toBeGreaterThanOrEqual(end);
        ({ end } = scope);
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }
  });
});
