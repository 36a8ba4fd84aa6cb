/** Features given by what a token of a program stands in: a comment, a string. Pure. */
import { z } from 'zod';
import { withSpaces } from '../../../core/cut.ts';
import { both } from '../../../core/format.ts';
import { nearest } from '../../../core/suggest.ts';
import { type CodeLanguage, codeLanguages, scopeNames, scopesOf } from '../code-scopes.ts';
import { type FeatureFault, type FeatureTools, featureKind, someOf, stateClause } from '../kind.ts';

const word = z.string().min(1);
const languages = z.enum(codeLanguages);

export const scope = featureKind({
  keys: {
    scope: z
      .union([word, z.array(word).min(1)], { error: 'must be the name of a scope, or a list of them' })
      .describe(
        'Tokens of a program inside a comment, a string or what else its grammar (of the package prismjs) has a name for; the first token of each is not inside',
      ),
    language: languages.optional().describe('With scope: the language of the program (javascript)'),
  },
  resolved: z.strictObject({ scope: z.array(z.string()), language: languages }),
  parse: ({ scope: names, language: own = 'javascript' }) => ({ scope: [names].flat(), language: own }),
  contradictions({ name, scope: names, language: own }) {
    const known = scopeNames(own);
    return names
      .filter((each) => !known.includes(each))
      .map((each): FeatureFault => {
        const meant = nearest(each, known);
        return {
          key: 'scope',
          what: `feature "${name}" asks for "${each}", which the grammar of ${own} has no name for`,
          fix: meant === null ? `It has ${both(known)}` : `Did you mean ${meant}?`,
        };
      });
  },
  ofWords: false,
  mark: markScope,
  describe: ({ scope: names, language: own }) =>
    `tokens of ${own} inside ${names.length === 1 ? 'what the grammar calls' : 'what the grammar calls one of'} ${someOf(names)}`,
  says: ({ scope: names }) => stateClause(`it is inside ${someOf(names.map((name) => `${articleOf(name)} ${name}`))}`),
  decidedByToken: () => false,
  referenceClass: () => 'text',
});

const articleOf = (name: string): string => (/^[aeiou]/.test(name) ? 'an' : 'a');

/**
 * Marks the tokens that lie in such a scope. Its first token is not marked: there nobody can know yet that it is one.
 * @param tokens from the start of a document.
 * @returns [tokens], 1 where the token lies in one.
 */
export function markScope(
  { scope: names, language }: { scope: readonly string[]; language: CodeLanguage },
  tokens: readonly string[],
  { unit, tokens: tokenized }: Pick<FeatureTools, 'unit' | 'tokens'>,
): Uint8Array {
  const written = withSpaces(tokens, tokenized ?? unit);
  const runs: { start: number; end: number }[] = [];
  for (const { start, end, names: own } of scopesOf(written.join(''), language)) {
    if (!names.some((name) => own.has(name))) continue;
    const last = runs.at(-1);
    // Without a gap it is one with the scope before it: a string's mark, its letters, its mark.
    if (last?.end === start) last.end = end;
    else runs.push({ start, end });
  }
  const mask = new Uint8Array(tokens.length);
  let next = 0;
  let place = 0;
  for (const [index, token] of written.entries()) {
    while ((runs[next]?.end ?? Number.POSITIVE_INFINITY) <= place) next++;
    if ((runs[next]?.start ?? Number.POSITIVE_INFINITY) < place) mask[index] = 1;
    place += token.length;
  }
  return mask;
}
