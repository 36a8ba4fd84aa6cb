import { satteri } from '@astrojs/markdown-satteri';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  checkOccurs,
  featureOf,
  featuresOf,
  offered,
  usualFeature,
} from '../../../../runner/cli/new/feature-choice.ts';
import { type Draft, manifestText, titleFor, writeUpText } from '../../../../runner/cli/new/manifest-text.ts';
import { documentLengthFor, modelFor } from '../../../../runner/cli/new/model-size.ts';
import { factsLine, factsOf } from '../../../../runner/cli/new/text-facts.ts';
import { drawnOf } from '../../../../runner/experiment/manifest/record.ts';
import { resolveManifest } from '../../../../runner/experiment/manifest/resolve.ts';
import { catalogue } from '../../../../runner/text/labels/catalogue.ts';
import { describeFeature, type Feature } from '../../../../runner/text/labels/features.ts';
import type { Unit } from '../../../../runner/text/tokens.ts';
import { writeUpMdx } from '../../../../site/words/write-up/mdx.ts';

const counted = (names: readonly string[], unit: Unit, carriers = 100) =>
  names.map((name) => ({ feature: featureOf(name, unit), carriers }));

const observe = { documents: 128, tokens: 65536, segment: 128, warmUp: 16 };
const cut = { minimumCount: 3, documentLength: 256, heldOut: 0.3, validation: 0.1 };
function draft(feature: Feature, unit: Unit, changes: Partial<Draft> = {}): Draft {
  return {
    title: titleFor([feature]),
    author: 'A: "B"',
    text: "it's: a text.txt",
    prompt: 'Emma: #1 "said"',
    unit,
    wrapped: null,
    isProgram: false,
    features: [feature],
    missing: [],
    shown: 406,
    observe,
    model: { kind: 'trained', ...cut, settings: modelFor(50_000, unit), trainingTokens: 50_000 },
    ...changes,
  };
}

const there = { checkpoint: 'models/a', component: 'hidden', declared: true, ownCorpus: false, heldOut: 0.05 };
const given = { kind: 'given', ...there } as const;

/** The words of a write-up, one after the other, by the compiler that the site uses. */
async function compiled(text: string): Promise<string> {
  const processor = satteri({ mdastPlugins: [writeUpMdx('/', new URL('file:///site/'))] });
  const renderer = await processor.createMdxRenderer?.({ syntaxHighlight: false }, { optimize: false });
  const { code = '' } = (await renderer?.process(text, '/experiments/a.mdx', {})) ?? {};
  return [...code.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([each]) => JSON.parse(each) as string).join('');
}

/** What the manifest that is written means, read by the program's own reader. */
function meant(own: Draft) {
  const resolution = resolveManifest(parse(manifestText(own)));
  if ('problems' in resolution) throw new Error(resolution.problems.map(({ what }) => what).join('; '));
  return resolution.manifest;
}

it('the length of documents falls with that of the text', () => {
  const tokens = [102_400, 102_399, 51_200, 51_199, 900];
  expect(tokens.map(documentLengthFor)).toEqual([512, 256, 256, 128, 128]);
});

describe('the manifest of a new experiment', () => {
  it.each(['word', 'character'] as const)('says every feature of the catalogue of %ss as it is', (unit) => {
    for (const feature of catalogue(unit)) expect(meant(draft(feature, unit)).features).toEqual([feature]);
  });

  it('holds what was decided, whatever signs are in names and texts', () => {
    const manifest = meant(draft(featureOf('[.?!]', 'word'), 'word'));
    const { epochs, units } = modelFor(50_000, 'word');
    expect(manifest).toMatchObject({
      author: 'A: "B"',
      sample: { prompt: 'Emma: #1 "said"' },
      train: { epochs },
      model: { units },
      corpus: { source: ["it's: a text.txt"], unit: 'word', ...cut },
      observe: { ...observe, shown: 406 },
    });
    expect(drawnOf(manifest).component).toBe('hidden');
  });

  it('names a model that is there, and declares a text new to it only where its author does', () => {
    const feature = featureOf('sentence end', 'character');
    const { model, observe } = meant(draft(feature, 'character', { model: given }));
    expect(model.checkpoint).toBe('models/a');
    expect(observe).toMatchObject({ source: "it's: a text.txt", heldOut: true, shown: 800 });
    const silent = meant(draft(feature, 'character', { model: { ...given, declared: false } }));
    expect(silent.observe.heldOut).toBeUndefined();
  });

  it('joins wrapped lines, of a text to train on and of one to read', () => {
    const linesOf = (changes: Partial<Draft>) => meant(draft(featureOf('comma', 'word'), 'word', changes)).corpus.lines;
    const [wrapped, ownCorpus] = [70, { ...given, ownCorpus: true }];
    expect([{}, { wrapped }, { wrapped, model: given }, { wrapped, model: ownCorpus }].map(linesOf)).toEqual([
      undefined,
      'joined',
      'joined',
      'joined',
    ]);
  });

  it('asks for several features, and its write-up shows each where the manifest still has it', () => {
    const features = featuresOf('inside quotes, comma', 'word');
    const own = draft(featureOf('comma', 'word'), 'word', { features });
    expect(meant(own).features).toEqual(features);
    const part = /<When is=\{asked\((".*?")\)\}>\n\n<Highlight feature=(".*?")[\s\S]*?<\/When>/g;
    const parts = Array.from(writeUpText('x', own).matchAll(part), ([, ...names]) => names);
    expect(parts).toEqual(features.map(({ name }) => [`"${name}"`, `"${name}"`]));
  });

  it.each(['<unk>', '[{<]', '\\{.*', '<script>', '[*_`$]', "[-'’]", '.*--.*', '[<>]|a{2}', '"'])(
    'has a write-up that MDX reads, with %s as it is',
    async (pattern) => {
      const own = draft(featureOf(pattern, 'word'), 'word', { title: 'Is it <b> {x}?' });
      const text = writeUpText('npm run experiment a.yaml', own);
      expect(text).not.toContain(own.title);
      const seen = await compiled(text);
      expect(seen).toContain(`Underlined: ${describeFeature(featureOf(pattern, 'word'), 'word')}.`);
    },
  );

  it('has a write-up without a word to the author that a reader would see', () => {
    const text = writeUpText('npm run experiment a.yaml', draft(featureOf('inside quotes', 'word'), 'word'));
    expect(text).toContain('`npm run experiment a.yaml`');
    expect(text.replaceAll(/\{\/\*.*?\*\/\}/gs, '')).not.toMatch(/\b[Ww]hat you ask|Say it/);
    const quoted = writeUpText('x', draft(featureOf('[.?!]"', 'word'), 'word'));
    expect(quoted).toContain(String.raw`<Highlight feature={"[.?!]\""} `);
  });
});

it('the title of a new experiment asks for its features', () => {
  const title = 'Which neurons react to “inside quotes” and “past tense”?';
  expect(titleFor(featuresOf('inside quotes, past tense', 'word'))).toBe(title);
});

describe('the feature of a new experiment', () => {
  it('is one of the catalogue in any case, or a pattern', () => {
    expect(featureOf('Inside Quotes', 'word')).toEqual({ name: 'inside quotes', nesting: 'quotes', depth: 1 });
    expect(featureOf('[;:]', 'word')).toEqual({ name: '[;:]', match: '[;:]' });
  });

  it.each([
    ['inside quotes, past tense', ['inside quotes', 'past tense']],
    ['Comma,[;:],comma', ['comma', '[;:]']],
    ['sentence, tokens 1 to 9', ['sentence, tokens 1 to 9']],
    [
      'comma, sentence, tokens 1 to 9, line, from token 100',
      ['comma', 'sentence, tokens 1 to 9', 'line, from token 100'],
    ],
    ['[,;]', ['[,;]']],
    ['comma, [,;], (,|[.]), a{1,2}', ['comma', '[,;]', '(,|[.])', 'a{1,2}']],
    [',', [',']],
    ['-|,|;', ['-|,|;']],
  ])('is several where there are commas between them: %s', (word, names) => {
    expect(featuresOf(word, 'word').map(({ name }) => name)).toEqual(names);
  });

  it('is refused where it cannot be, with the nearest one, or every name where none is near', () => {
    expect(() => featureOf('[;:', 'word')).toThrow(/neither a feature of the catalogue nor a valid regular expression/);
    const refused = (name: string) => () => checkOccurs({ feature: featureOf(name, 'word'), carriers: 0 }, 500, 'word');
    expect(refused('inside qoutes')).toThrow(/None of the 500 tokens.*Did you mean "inside quotes"/);
    for (const { name } of catalogue('word')) expect(refused('zzzzzzzzzzzz')).toThrow(name);
  });

  it('is offered when it is in the text: what must be remembered first', () => {
    const names = (...of: string[]) => offered(counted(of, 'word'), 'word').map(({ feature }) => feature.name);
    expect(names('comma', 'inside quotes', 'space')).toEqual(['inside quotes', 'comma', 'space']);
    const [first, other, end] = ['sentence, tokens 1 to 9', 'sentence, tokens 10 to 29', 'sentence end'] as const;
    expect(names(first, other, end)).toEqual([first, end]);
    const usual = (of: string[], carriers?: number) => usualFeature(counted(of, 'word', carriers), 'word');
    expect(usual(['comma', 'inside quotes', 'space'])).toBe('inside quotes');
    expect([usual(['comma', end]), usual(['inside quotes'], 3)]).toEqual([end, end]);
  });
});

it('what is seen of a text is said in one line, its language by its frequent words', () => {
  const seen = (...texts: string[]) =>
    factsLine('a.txt', factsOf(texts.map((text) => ({ text, tokens: 15 }))), 'word').replace(/.*documents?; /, '');
  expect(factsLine('a.txt', factsOf([{ text: 'It was the best of it.\n', tokens: 15 }]), 'word')).toBe(
    'a.txt: 23 B, 15 tokens (words, marks and spaces) in 1 document; English; 1 line break',
  );
  expect(seen('Der Hund ging mit der Katze in die Stadt, weil er nicht wusste, was er tun sollte.')).toMatch(
    /^German; no/,
  );
  expect(seen('aaabbb xyz qrst aabb')).toMatch(/^a language that its frequent words do not reveal/);
});
