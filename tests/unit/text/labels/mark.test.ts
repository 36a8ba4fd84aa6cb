import { describe, expect, it } from 'vitest';
import { type Cut, joinTokens } from '../../../../runner/core/cut.ts';
import { codeLanguages, scopeNames, scopesOf } from '../../../../runner/text/labels/code-scopes.ts';
import {
  type Feature,
  featureContradictions,
  featuresNeed,
  markFeature,
} from '../../../../runner/text/labels/features.ts';
import { markNesting } from '../../../../runner/text/labels/nesting.ts';
import { makeTag, type TagWords } from '../../../../runner/text/labels/penn.ts';
import { rankWords } from '../../../../runner/text/labels/word-ranks.ts';
import { tokenize } from '../../../../runner/text/tokens.ts';
import { carriers, shown } from './a-tools.ts';
import { hostileTexts } from './hostile-texts.ts';

/** Tags words that start with a capital NNP, and the others NN. */
const tagWords: TagWords = (words) => words.map((word) => (/^\p{Lu}/u.test(word) ? 'NNP' : 'NN'));
const tag = makeTag(tagWords);

/** Of words as the training text ranks them. */
const rankOf = rankWords(['the cat and the dog, the cat', 'The end: the dog and, and, __proto__']);
const nouns = (context: boolean, ...partOfSpeech: string[]) => ({ partOfSpeech, context });
const place = (position: 'sentence' | 'line' | 'document', from: number, to: number | null) => ({ position, from, to });
const count = (up: string, down: string, atLeast: number, atMost: number | null = null) => ({
  count: { up, down, atLeast, atMost },
});
const quotes = (depth = 1) => ({ nesting: 'quotes', depth });
const parentheses = (depth = 1) => ({ nesting: 'parentheses', depth });
const scope = (language: (typeof codeLanguages)[number], ...names: string[]) => ({ scope: names, language });
const plural = { passage: String.raw`^the \p{L}+s(?<inside> .*?)? (?:are|were)\b` };

/** Of each text the stretches of tokens that carry the feature stand between ‹ and ›. */
it.each<[string, feature: object, marked: string, cut?: Cut]>([
  ['whole tokens that a pattern matches', { match: '[.?!]' }, 'Yes‹.› No‹?!›'],
  ['either of two', { match: 'a|ab' }, '‹a› ‹ab› abc'],
  ['no part of a token', { match: 'th' }, 'the'],
  ['line breaks with a dot, code points as one', { match: '.' }, '‹a\n😀 ›bc'],
  ['Unicode properties', { match: '\\p{Lu}.*' }, '‹Élan› vital'],
  ['characters', { match: '[aeiou]' }, 'Th‹e› c‹a›t', 'character'],
  ['words, in capitals or not', { words: ['Cat', 'CATS'] }, '‹cat› ‹CAT› ‹Cats› scat'],
  ['stop words', { words: 'stopwords' }, '‹The› cat ‹and› ‹I› constructor'],
  ['characters of words', { words: ['cat'] }, '‹cat› scat, ‹CAT›', 'character'],
  ['a tag', nouns(true, 'NNP'), '‹Alice› saw ‹Bob›'],
  ['several tags, no space', nouns(true, 'NNP', 'NN'), '‹Alice› ‹saw› ‹Bob›'],
  ['a tag of each token alone, no space', nouns(false, 'NN'), 'Alice ‹saw› Bob'],
  ['characters of a tagged word', nouns(true, 'NNP'), "‹Al› saw ‹Bo›'s", 'character'],
  ['ranks, both ends included', { frequency: [2, 4] }, 'The ‹dog›, the ‹cat› ‹and› I'],
  ['ranks without an end: never counted words', { frequency: [5, null] }, '‹The› dog, the ‹zebra›: ‹3›'],
  ['ranks with an end', { frequency: [5, 1000] }, '‹The› dog, the zebra: 3'],
  ['a rank of ties, in the order of code units', { frequency: [6, 6] }, 'the The ‹__proto__› end constructor'],
  ['characters of words of a rank', { frequency: [1, 1] }, '‹the› cat', 'character'],
  ['lengths, both ends included', { wordLength: [2, 3] }, 'I ‹am› ‹the› very best'],
  ['lengths without an end', { wordLength: [4, null] }, 'I am the ‹very› ‹best› ‹1984›'],
  ['no length of spaces and marks', { wordLength: [1, 1] }, '‹a›, "‹b›" — 😀 ‹c›'],
  ['characters outside the basic plane as one', { wordLength: [2, 2] }, '‹𝒜𝒷› 𠀀 été'],
  ['characters of words of a length', { wordLength: [1, 3] }, '‹The› mouse, ‹a› 😀', 'character'],
  ['what is behind a token, over white space', { previous: ',' }, 'Well, ‹she› went,‹then›,  ‹home›'],
  ['a mark behind a word', { previous: 'the' }, 'the ‹cat› and the ‹(›dog)'],
  ['nothing behind a space', { previous: ' ' }, 'a b'],
  ['nothing behind the line before', { previous: '.*' }, 'a ‹b›\nc ‹d›'],
  ['nothing behind a part of a token', { previous: '[Tt]he' }, 'The ‹cat›, then a dog'],
  ['characters just behind a space', { previous: ' ' }, 'the ‹c›at\nran ‹o›ff', 'character'],
  ['a space just behind a mark', { previous: ',' }, 'a,‹ ›b', 'character'],
  ['a character behind a line break', { previous: '\\n' }, 'a\n‹b›', 'character'],
  ['a character behind an emoji', { previous: '😀' }, 'a😀‹b›', 'character'],

  ['first tokens of sentences', place('sentence', 0, 0), '‹Cats› run fast. ‹"›Do they?" she said.\n‹So›'],
  ['places in sentences, both ends included', place('sentence', 2, 4), 'Cats ‹run fast›. "Do‹ they?›" she said.\nSo'],
  ['places without an end', place('sentence', 8, null), 'Cats run fast. "Do they?" she‹ said.›\nSo'],
  ['no white space between sentences', place('sentence', 0, null), '‹A cat.›  ‹A dog.›\n'],
  ['first characters of sentences', place('sentence', 0, 1), '‹Mr›. Fox ran. ‹He› hid.', 'character'],
  ['those of tokenized texts', place('sentence', 0, 0), "‹mr.› smith ran . ‹the› u.s. won ! ‹''›\n‹so›", 'whitespace'],
  ['first tokens of lines', place('line', 0, 0), '‹a› b\n\n‹c› d\n'],
  ['no line break in a line', place('line', 1, null), 'a‹ b›\n\nc‹ d›\n'],
  ['first characters of lines', place('line', 0, 2), '‹abc›d\n‹efg›h', 'character'],
  ['places in the document', place('document', 1, 3), 'a‹\nb ›c'],

  ['a count, the token itself counted', count('a', 'b', 2), 'a‹aab›bb', 'character'],
  ['a higher count', count('a', 'b', 3), 'aa‹a›bbb', 'character'],
  ['a count up to an end', count('a', 'b', 2, 2), 'a‹a›a‹b›bb', 'character'],
  ['a count of marks', count('[(]', '[)]', 1), 'x‹(x(x)x›)x', 'character'],
  ['a count that begins anew with each line', count('a', 'b', 1), '‹aa›\n‹a›b', 'character'],
  ['a count that never falls below 0', count('a', 'b', 1), 'bbb‹a›b', 'character'],
  ['a count of nothing', count('a', 'b', 0, 0), '‹bbb›a‹b›', 'character'],
  ['a count of words', count('one', 'two', 1), '‹one x ›two'],
  ['a range of indentation', { indentation: [1, 3] }, 'a\n  ‹b c›\n\t\t‹d›\n    \ne', 'character'],
  ['no indentation', { indentation: [0, 0] }, '‹a›\n  b c\n\t\td\n    \n‹e›', 'character'],

  ['braces over lines', { nesting: 'braces', depth: 1 }, 'a {‹ b\n  { c } d\n›} e }'],
  ['inner braces', { nesting: 'braces', depth: 2 }, 'a { b\n  {‹ c ›} d\n} e }'],
  ['two pairs', parentheses(), 'a (‹b c›) d (‹e›)'],
  ['nothing in a pair', parentheses(), 'a () b'],
  ['inner pairs in the outer one', parentheses(), 'a (‹b (c (d)) e›) f'],
  ['inner pairs of depth 2', parentheses(2), 'a (b (‹c (d)›) e) f'],
  ['inner pairs of depth 3', parentheses(3), 'a (b (c (‹d›)) e) f'],
  ['no deeper pair', parentheses(4), 'a (b (c (d)) e) f'],
  ['an open one, to the end of its line', parentheses(), 'a (‹b›\nc) d'],
  ['nothing at one that closes nothing', parentheses(), ':) a (‹b›) c) d'],
  ['full width', parentheses(), 'a（‹b›）c'],
  ['straight marks', quotes(), '"‹Well,›" she said, "‹it is.›"'],
  ['curly marks', quotes(), '“‹Well,›” she said, “‹it is.›”'],
  ['quotes of three languages', quotes(), '„‹Ja›“, sagte er. «‹ Oui ›», dit-il. 「‹はい›」と'],
  ['single marks', quotes(), "'‹I don't know,›' said Alice, '‹that's it!›'"],
  ['curly single marks', quotes(), '‘‹I don’t know,›’ said Alice.'],
  ['no apostrophes', quotes(), "Don't! It's the boys' house, o'clock, rock 'n' roll."],
  ['no apostrophes that begin', quotes(), "'Tis the dogs' day; 'twas in the '90s, for 'em dogs'."],
  ['no more of them', quotes(), "Give 'im the dogs: 'ere we are"],
  ['quotes with quotes in them', quotes(), '"‹He said \'no\' to me,›" she said.'],
  ['quotes in quotes', quotes(2), '"He said \'‹no›\' to me," she said.'],
  ['the other way round', quotes(), '\'‹I heard "off with his head!" and ran,›\' he said'],
  ['the inner ones', quotes(2), '\'I heard "‹off with his head!›" and ran,\' he said'],
  ['what was opened inside a pair and ends with it', quotes(), "\"‹It was 'his own,›\" she said, '‹and no one's.›'"],
  // A speech of several paragraphs opens in each and closes in the last.
  ['an open mark, to the end of its line', quotes(), '"‹One.›\n"‹Two.›" He left.\nThree.'],
  ['nothing at a mark that closes nothing', quotes(), 'One." He left. "‹Two.›" Three'],
  ['what a missing mark leaves open', quotes(), '"‹One, he said. "Two,›" he said, "‹three.›"'],
  ['what a missing curly one leaves open', quotes(), '“‹One, he said. “Two,›” he said, “‹three.›”'],
  ['quotes after a dash', quotes(), 'He gave it--"‹for you.›" "‹I am--›" "‹No--›"cried he.'],

  ['a passage over several tokens', { passage: 'b c' }, 'a ‹b c› d ‹b c›'],
  ['a passage of characters', { passage: 'b c' }, 'a ‹b c› d ‹b c›', 'character'],
  ['the group inside of a passage', plural, 'the keys‹ to the cabinet› are old.'],
  ['none where the pattern finds none', plural, 'the key to the cabinets is old.'],
  ['a passage that ends with its line', plural, 'the keys to\nthe cabinets‹ of the king› were old.\n'],
  ['passages in each line', { passage: 'a.*' }, '‹a b›\nc ‹a›\n'],
  ['no token by a later character', { passage: 'eys' }, 'the keys are'],
  ['a token by its first character', { passage: 'the k' }, '‹the keys› are'],
  ['nothing by a match of nothing', { passage: 'x*' }, 'a b'],
  ['a passage whose group took no part', { passage: 'a(?<inside>z)?' }, '‹a› b'],
  ['single spaces in it', { passage: "the (?<inside>[^ ]+ are(?: n't)?)" }, "the  ‹boys are n't› .", 'whitespace'],

  ['comments, over lines too', scope('javascript', 'comment'), 'a /‹* b\nc */› d /‹/ e›\nf', 'character'],
  ['strings, which hold no comment', scope('javascript', 'string'), 'f("‹a//b"›) // "c"', 'character'],
  // After what is written into it a template begins anew.
  ['templates', scope('javascript', 'string', 'template-string'), `\`‹a ›\${b + "‹c"›} ‹d\`›`, 'character'],
  ['comments of another language', scope('python', 'comment'), '#‹ a "b"›\nc', 'character'],
  ['none of that', scope('javascript', 'comment'), '# a', 'character'],
  ['comments in words', scope('javascript', 'comment'), 'const a = "b c"; /‹/ d e›'],
])('a feature is carried by %s', (_, feature, marked, cut) => {
  expect(shown(feature, marked.replace(/[‹›]/g, ''), cut, { tag, rankOf })).toBe(marked);
});

describe.each(Object.entries(hostileTexts))('in a text of %s', (_, text) => {
  const first = (position: string, cut: Cut) => carriers({ position, from: 0, to: 0 }, text, cut);
  it.each(['word', 'character'] as const)('each sentence and line has one %s at position 0', (unit) => {
    expect(first('line', unit)).toHaveLength(text.split('\n').filter((line) => line !== '').length);
    // A sentence begins with the same character, whether it is read in words or in characters.
    expect(first('sentence', unit).map((token) => Array.from(token)[0])).toEqual(first('sentence', 'character'));
  });

  it.each([quotes(1), quotes(2), parentheses(1), parentheses(2)])('characters are inside with words: %j', (feature) => {
    expect(shown(feature, text, 'character')).toBe(shown(feature, text, 'word'));
  });
});

it('quotes of a text without a line break are read in one go', () => {
  const tokens = tokenize(" 'a".repeat(100_000), 'word');
  expect(markNesting('quotes', 1, tokens).some((mark) => mark === 1)).toBe(false);
});

it.each(codeLanguages)('scopes of %s cover each text in order, whatever stands in it', (language) => {
  const text = `x = "a \\" b" # c\n/* d */ {e: [1, 2.5]} <f g="h">&amp;</f> 'i' -- j\n\ud83d\ude00 \`k \${l}\``;
  expect(scopeNames(language).length).toBeGreaterThan(2);
  let end = 0;
  for (const found of scopesOf(text, language)) {
    expect(found.start).toBeGreaterThanOrEqual(end);
    ({ end } = found);
  }
  expect(end).toBeLessThanOrEqual(text.length);
});

const broken = [{ match: '[.?' }, { match: 'a)(b' }, { previous: '[' }, { passage: '(' }, count('(', 'b', 1)];
it.each<object>(broken)('%j is an error that names the pattern', (feature) => {
  const refusal = /The pattern .* of feature "test" is not a regular expression/;
  expect(() => carriers(feature, 'a')).toThrow(refusal);
  expect(featureContradictions({ name: 'c', ...feature } as never)).toHaveLength(1);
});

it('features of parts of speech alone need a tagger, and those by frequency ranks', () => {
  const need = (feature: object, tool: 'tags' | 'ranks') => featuresNeed([{ name: 'a', ...feature } as Feature], tool);
  const all = [
    nouns(true, 'NN'),
    { match: '.' },
    { words: 'stopwords' },
    { frequency: [1, 1] },
    { wordLength: [1, 3] },
  ];
  expect(all.map((feature) => need(feature, 'tags'))).toEqual([true, false, false, false, false]);
  expect(all.map((feature) => need(feature, 'ranks'))).toEqual([false, false, false, true, false]);
});

describe('several documents', () => {
  const texts = ['"He ran, (and', '\'she. "No', '', 'yes" So.\''];
  const parts = texts.map((text) => tokenize(text, 'word'));
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, { length }) => sum + length, 0));
  const tools = { tag, unit: 'word', rankOf: () => 1 } as const;

  it.each<Feature>([
    { name: 'quotes', nesting: 'quotes', depth: 1 },
    { name: 'parentheses', nesting: 'parentheses', depth: 1 },
    { name: 'sentence', position: 'sentence', from: 0, to: 1 },
    { name: 'line', position: 'line', from: 0, to: 1 },
    { name: 'document', position: 'document', from: 0, to: 1 },
    { name: 'previous', previous: 'and' },
    { name: 'nouns', partOfSpeech: ['NN'], context: true },
  ])('know nothing of one another: $name', (feature) => {
    const marks = markFeature(feature, parts.flat(), tools, starts);
    expect([...marks]).toEqual(parts.flatMap((part) => [...markFeature(feature, part, tools)]));
  });

  it('would otherwise be one text', () => {
    const feature: Feature = { name: 'quotes', nesting: 'quotes', depth: 1 };
    expect(markFeature(feature, parts.flat(), tools)).not.toEqual(markFeature(feature, parts.flat(), tools, starts));
  });
});

const inWords = 'The miller\'s dog said: "Naïve men, no!"\n"Why?" It barked (loudly).\n';
const pieces = [
  ...'The| mill|er|\'s| dog| said|:| "|Na|<0xC3>|<0xAF>|ve| men|,| no|!"'.split('|'),
  ...'\n|"|Why|?"| It| bark|ed| (|loud|ly|).\n'.split('|'),
];

it.each<[string, object, ofWords: string, ofPieces: string]>([
  ['words are known at their last piece', { wordLength: [5, null] }, 'miller|Naïve|barked|loudly', 'er|ve|ed|ly'],
  ['tags too', nouns(true, 'NNP'), 'The|Naïve|Why|It', 'The|ve|Why| It'],
  ['a pattern asks what a piece ends with', { match: 'dog|no|miller' }, 'miller|dog|no', 'er| dog| no'],
  ['marks too', { match: '[.,]' }, ',|.', ',|).\n'],
  ['a state holds at every piece', quotes(), 'Naïve| |men|,| |no|!|Why|?', 'Na|<0xC3>|<0xAF>|ve| men|,| no|Why'],
])('of pieces of words %s', (_, feature, ofWords, ofPieces) => {
  expect([joinTokens(pieces, 'subword'), tokenize(inWords, 'word').join('')]).toEqual([inWords, inWords]);
  expect(carriers(feature, inWords, 'word', { tag }).join('|')).toBe(ofWords);
  const marks = markFeature({ name: 'a', ...feature } as Feature, pieces, { tag, unit: 'subword', rankOf: () => 1 });
  expect(pieces.filter((_piece, t) => marks[t] === 1).join('|')).toBe(ofPieces);
});
