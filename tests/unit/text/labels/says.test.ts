import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadManifest } from '../../../../runner/experiment/manifest/load.ts';
import { catalogue } from '../../../../runner/text/labels/catalogue.ts';
import { type Feature, saidOfFeature } from '../../../../runner/text/labels/features.ts';
import { literalsOf, namesOfTokens } from '../../../../runner/text/labels/pattern.ts';

const root = join(import.meta.dirname, '../../../..');
const clauseOf = (feature: object, unit: 'word' | 'character' = 'word') =>
  saidOfFeature({ name: 'my feature', ...feature } as Feature, unit);
const said = (...asked: Parameters<typeof clauseOf>) => clauseOf(...asked).whether;

describe("the clause of a claim's sentence", () => {
  it.each([
    [{ match: '[.?!]' }, 'the token is a full stop, a question mark or an exclamation mark'],
    [{ match: '["“”„«»]' }, 'the token is a quotation mark'],
    [{ match: '\\n' }, 'the token is a line break'],
    [{ match: 'he|she' }, 'the token is “he” or “she”'],
    [{ match: '\\p{L}+ing' }, 'the feature “my feature” is present'],
    [{ partOfSpeech: ['VBD'], context: true }, 'the word is a verb in the past tense'],
    [{ partOfSpeech: ['VBD', 'VBN'], context: true }, 'the token is tagged VBD or VBN'],
    [{ partOfSpeech: ['WP$'], context: true }, 'the token is tagged WP$'],
    [{ words: 'stopwords' }, 'the word is a stop word'],
    [{ words: ['cat', 'cats'] }, 'the word is “cat” or “cats”'],
    [{ words: [...'abcdefg'] }, 'the feature “my feature” is present'],
    [{ nesting: 'quotes', depth: 1 }, 'it is inside quotation marks'],
    [{ nesting: 'parentheses', depth: 2 }, 'it is inside at least 2 pairs of parentheses'],
    [{ position: 'sentence', from: 0, to: 4 }, 'it is in the first 5 tokens of its sentence'],
    [{ position: 'line', from: 0, to: 0 }, 'it is the first token of its line'],
    [{ position: 'sentence', from: 40, to: null }, 'it is past the first 40 tokens of its sentence'],
    [{ position: 'sentence', from: 1, to: 9 }, 'it is between the tokens number 2 and 10 of its sentence'],
    [{ position: 'sentence', from: 2, to: 2 }, 'it is token number 3 of its sentence'],
    [{ frequency: [1, 100] }, 'the word is among the 100 most frequent'],
    [{ frequency: [101, 1000] }, 'the word ranks 101 to 1000 by frequency'],
    [{ frequency: [1001, null] }, 'the word is not among the 1000 most frequent'],
    [{ wordLength: [7, null] }, 'the word has 7 or more characters'],
    [{ previous: ',' }, 'it is after a comma'],
    [{ count: { up: 'a', down: 'b', atLeast: 4, atMost: null } }, 'at least 4 b’s are still owed'],
    [{ count: { up: 'a', down: 'b', atLeast: 4, atMost: 4 } }, 'exactly 4 b’s are still owed'],
    [{ count: { up: 'a', down: 'b', atLeast: 0, atMost: 0 } }, 'no b’s are owed'],
    [{ count: { up: '[(]', down: '[)]', atLeast: 3, atMost: null } }, 'at least 3 “)” are still owed'],
    [{ passage: 'a.*b' }, 'the feature “my feature” is present'],
    [{ labels: 'a.conllu', label: ['NOUN'], column: 'upos' }, 'the token is labelled NOUN'],
    [{ control: 'runs', meanLength: 20, n: 3, seed: 0 }, 'it is inside a random run'],
    [{ control: 'hash', meanLength: 20, n: 3, seed: 0 }, 'the last 3 tokens drew a random label'],
  ])('of %j', (feature, clause) => {
    expect(said(feature)).toBe(clause);
  });

  it('is about characters where they are the tokens', () => {
    expect(said({ match: ',' }, 'character')).toBe('the character is a comma');
    expect(said({ partOfSpeech: ['NN', 'NNS'], context: true }, 'character')).toBe('its word is tagged NN or NNS');
    expect(said({ partOfSpeech: ['IN'], context: true }, 'character')).toBe(
      'its word is a preposition or a subordinating conjunction',
    );
    expect(said({ position: 'line', from: 0, to: 9 }, 'character')).toBe(
      'it is in the first 10 characters of its line',
    );
  });

  it.each([
    [{ match: '[.?!]' }, 'a full stop, a question mark or an exclamation mark'],
    [{ match: 'he|she' }, '“he” or “she”'],
    [{ partOfSpeech: ['VBD'], context: false }, 'a verb in the past tense'],
    [{ partOfSpeech: ['VBD', 'VBN'], context: false }, 'a token that is tagged VBD or VBN'],
    [{ words: 'stopwords' }, 'a stop word'],
    [{ frequency: [101, 1000] }, 'a word that ranks 101 to 1000 by frequency'],
    [{ frequency: [1, 10] }, 'a word that is among the 10 most frequent'],
    [{ wordLength: [7, null] }, 'a word that has 7 or more characters'],
    [{ control: 'hash', meanLength: 20, n: 1, seed: 0 }, 'a token that drew a random label'],
    [{ nesting: 'quotes', depth: 1 }, null],
    [{ match: '\\p{L}+ing' }, null],
    [{ match: ',', says: 'the token is a comma' }, null],
  ])('names what came where %j was, if it is of a single token', (feature, event) => {
    expect(clauseOf(feature).event).toBe(event);
  });

  it("is the manifest's own where it has one, and otherwise a name that tells a place goes on by itself", () => {
    expect(said({ nesting: 'quotes', depth: 1, says: 'somebody speaks' })).toBe('somebody speaks');
    expect(said({ name: 'after a determiner', previous: '[Tt]he|[Aa]n?' })).toBe('it is after a determiner');
  });

  it('of every published experiment and of the catalogue is a clause of few words', async () => {
    const paths = readdirSync(join(root, 'experiments')).filter((name) => name.endsWith('.yaml'));
    const manifests = await Promise.all(paths.map((name) => loadManifest(join(root, 'experiments', name), [], root)));
    const clauses = [
      ...manifests.flatMap(({ manifest: { features, corpus } }) =>
        features.map((feature) => saidOfFeature(feature as Feature, corpus.unit).whether),
      ),
      ...catalogue('word').map((feature) => saidOfFeature(feature, 'word').whether),
      ...catalogue('character').map((feature) => saidOfFeature(feature, 'character').whether),
    ];
    for (const clause of clauses) {
      expect(clause).toMatch(/^(?:how (?:many|far|long)|it is|its|the|as|at least|exactly|no|four|three) \S.*[^.]$/);
      expect(clause.length).toBeLessThan(90);
    }
  });
});

describe('a pattern that lists tokens', () => {
  it('is told from one that does more', () => {
    expect(literalsOf('[.?!]')).toEqual(['.', '?', '!']);
    expect(literalsOf('[-–—]')).toEqual(['-', '–', '—']);
    expect(literalsOf('\\.|,')).toEqual(['.', ',']);
    for (const more of ['.', '[a-z]', '[^.]', '\\w', 'an?', '(a)', 'a|', '[a\\]]', '\\p{L}+ing']) {
      expect([more, literalsOf(more)]).toEqual([more, null]);
    }
  });

  it('names each mark once, and no more than four', () => {
    expect(namesOfTokens(['“', '”', ','])).toBe('a quotation mark or a comma');
    expect(namesOfTokens([...'abcde'])).toBeNull();
  });
});
