import { PassThrough } from 'node:stream';
import { satteri } from '@astrojs/markdown-satteri';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { questionsAtTerminal, questionsOn } from '../../../../runner/cli/commands/questions.ts';
import {
  checkOccurs,
  featureOf,
  featuresOf,
  offered,
  usualFeature,
} from '../../../../runner/cli/new/feature-choice.ts';
import { type Draft, manifestText, titleFor, writeUpText } from '../../../../runner/cli/new/manifest-text.ts';
import { documentLengthFor, modelFor } from '../../../../runner/cli/new/model-size.ts';
import { factsLine, factsOf, languageOf } from '../../../../runner/cli/new/text-facts.ts';
import { drawnOf } from '../../../../runner/experiment/manifest/record.ts';
import { resolveManifest } from '../../../../runner/experiment/manifest/resolve.ts';
import { catalogue } from '../../../../runner/text/labels/catalogue.ts';
import { describeFeature, type Feature } from '../../../../runner/text/labels/features.ts';
import type { Unit } from '../../../../runner/text/tokens.ts';
import { writeUpMdx } from '../../../../site/words/write-up/mdx.ts';

const counted = (names: readonly string[], unit: Unit, carriers = 100) =>
  names.map((name) => ({ feature: featureOf(name, unit), carriers }));

function draft(feature: Feature, unit: Unit, changes: Partial<Draft> = {}): Draft {
  return {
    title: titleFor([feature], unit),
    author: 'A: "B"',
    text: "it's: a text.txt",
    unit,
    wrapped: null,
    isProgram: false,
    features: [feature],
    rival: null,
    prompt: 'Emma: #1 "said"',
    shown: 406,
    observe: { documents: 128, tokens: 65536, segment: 128, warmUp: 16 },
    missing: [],
    model: {
      kind: 'trained',
      minimumCount: 3,
      documentLength: 256,
      heldOut: 0.3,
      validation: 0.1,
      settings: modelFor(50_000, unit),
      seconds: 61,
      trainingTokens: 50_000,
      textTokens: 80_000,
    },
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

describe('the length of documents', () => {
  it.each([
    [1_000_000, 512],
    [102_400, 512],
    [102_399, 256],
    [51_200, 256],
    [51_199, 128],
    [900, 128],
  ])('is, of a text of %i tokens, %i', (tokens, length) => {
    expect(documentLengthFor(tokens)).toBe(length);
  });
});

describe('the manifest of a new experiment', () => {
  it.each(['word', 'character'] as const)('says every feature of the catalogue of %ss as it is', (unit) => {
    for (const feature of catalogue(unit)) {
      expect(meant(draft(feature, unit)).features).toEqual([feature]);
    }
  });

  it('holds what was decided, whatever signs are in names and texts', () => {
    const { author, corpus, observe, sample, train, model, record } = meant(draft(featureOf('[.?!]', 'word'), 'word'));
    expect({ author, corpus, observe, prompt: sample.prompt }).toMatchObject({
      author: 'A: "B"',
      corpus: {
        source: ["it's: a text.txt"],
        unit: 'word',
        minimumCount: 3,
        documentLength: 256,
        heldOut: 0.3,
        validation: 0.1,
      },
      observe: { documents: 128, tokens: 65536, segment: 128, warmUp: 16, shown: 406 },
      prompt: 'Emma: #1 "said"',
    });
    expect({ epochs: train.epochs, units: model.units, component: drawnOf({ record }).component }).toEqual({
      epochs: modelFor(50_000, 'word').epochs,
      units: modelFor(50_000, 'word').units,
      component: 'hidden',
    });
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
    const feature = featureOf('comma', 'word');
    expect(meant(draft(feature, 'word')).corpus.lines).toBeUndefined();
    expect(meant(draft(feature, 'word', { wrapped: 70 })).corpus.lines).toBe('joined');
    expect(meant(draft(feature, 'word', { wrapped: 70, model: given })).corpus.lines).toBe('joined');
    const own = { ...given, ownCorpus: true };
    expect(meant(draft(feature, 'word', { wrapped: 70, model: own })).corpus.lines).toBe('joined');
  });

  it('asks for several features, and its write-up shows each', () => {
    const features = featuresOf('inside quotes, comma', 'word');
    const own = draft(featureOf('comma', 'word'), 'word', { features });
    expect(meant(own).features).toEqual(features);
    const text = writeUpText('x', own);
    expect(text.match(/<Highlight feature="[^"]*"/g)).toEqual([
      '<Highlight feature="inside quotes"',
      '<Highlight feature="comma"',
    ]);
    // Of a feature that the manifest no longer has nothing is asked.
    for (const { name } of features) {
      const [start, end] = [text.indexOf(`<When is={asked("${name}")}>`), text.lastIndexOf(`"${name}"`)];
      expect([start, text.indexOf(`"${name}"`)]).toEqual([start, start + '<When is={asked('.length]);
      expect(text.slice(start, end).split('<When ').length - text.slice(start, end).split('</When>').length).toBe(1);
    }
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
    const text = writeUpText(
      'npm run experiment experiments/a.yaml',
      draft(featureOf('inside quotes', 'word'), 'word'),
    );
    expect(text).toContain('<Highlight feature="inside quotes"');
    expect(text).toContain('`npm run experiment experiments/a.yaml`');
    const seen = text.replaceAll(/\{\/\*.*?\*\/\}/gs, '');
    expect(seen).not.toMatch(/\b[Ww]hat you ask|Say it/);
    expect(writeUpText('x', draft(featureOf('[.?!]"', 'word'), 'word'))).toContain(
      String.raw`<Highlight feature={"[.?!]\""} `,
    );
  });
});

describe('the title of a new experiment', () => {
  it.each([
    ['inside quotes', 'Which neurons know whether it is inside quotation marks?'],
    ['past tense', 'Which neurons know whether the word is a verb in the past tense?'],
    ['comma', 'Which neurons know whether the token is a comma?'],
  ])('asks for %s in words', (name, title) => {
    expect(titleFor([featureOf(name, 'word')], 'word')).toBe(title);
  });

  it('asks for several by their names', () => {
    expect(titleFor(featuresOf('inside quotes, past tense', 'word'), 'word')).toBe(
      'Which neurons react to “inside quotes” and “past tense”?',
    );
  });
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

  it('is refused where it cannot be, with every name where none is near', () => {
    const none = { feature: featureOf('zzzzzzzzzzzz', 'word'), carriers: 0 };
    for (const { name } of catalogue('word')) expect(() => checkOccurs(none, 500, 'word')).toThrow(name);
  });

  it('is refused where it cannot be, with the nearest one', () => {
    expect(() => featureOf('[;:', 'word')).toThrow(/neither a feature of the catalogue nor a valid regular expression/);
    const none = { feature: featureOf('inside qoutes', 'word'), carriers: 0 };
    expect(() => checkOccurs(none, 500, 'word')).toThrow(/None of the 500 tokens.*Did you mean "inside quotes"/);
  });

  it('is offered when it is in the text: what must be remembered first', () => {
    const all = counted(['comma', 'inside quotes', 'space'], 'word');
    expect(offered(all, 'word').map(({ feature }) => feature.name)).toEqual(['inside quotes', 'comma', 'space']);
    expect(usualFeature(all, 'word')).toBe('inside quotes');
    expect(usualFeature(counted(['comma', 'sentence end'], 'word'), 'word')).toBe('sentence end');
    expect(usualFeature(counted(['inside quotes'], 'word', 3), 'word')).toBe('sentence end');
    const alike = counted(['sentence, tokens 1 to 9', 'sentence, tokens 10 to 29', 'sentence end'], 'word');
    expect(offered(alike, 'word').map(({ feature }) => feature.name)).toEqual([
      'sentence, tokens 1 to 9',
      'sentence end',
    ]);
  });
});

describe('what is seen of a text', () => {
  it('is its language, by its frequent words', () => {
    expect(languageOf('Der Hund ging mit der Katze in die Stadt, weil er nicht wusste, was er tun sollte.')).toBe(
      'German',
    );
    expect(languageOf('It was the best of times, it was the worst of times, and it was the age of wisdom.')).toBe(
      'English',
    );
    expect(languageOf('aaabbb xyz qrst aabb')).toBeNull();
  });

  it('tells single quotation marks from apostrophes', () => {
    const seen = (text: string) => {
      const { quotes, singleQuotes } = factsOf([{ text, tokens: 1 }]);
      return [quotes, singleQuotes];
    };
    expect(seen("'I can't,' said the miller's son. ''Tis the boys' cat.'\n")).toEqual([0, 4]);
    expect(seen('‘It’s late,’ she said.\nShe didn’t say more.')).toEqual([0, 2]);
    expect(seen('"He said \'no\' twice," said she.')).toEqual([2, 2]);
    expect(seen("It isn't, don't, 'em.")).toEqual([0, 0]);
    const facts = factsOf([{ text: "'No,' he said.", tokens: 9 }]);
    expect(factsLine('a', facts, 'word')).toMatch(/; 2 single quotation marks \(not counting apostrophes\)$/);
  });

  it('is said in one line', () => {
    const facts = factsOf([
      { text: 'It was the “best” of it.\n', tokens: 15 },
      { text: 'And so it was.', tokens: 8 },
    ]);
    expect(factsLine('a.txt', facts, 'word')).toBe(
      'a.txt: 43 B, 23 tokens (words, marks and spaces) in 2 documents; English; 1 line break; 2 quotation marks',
    );
  });
});

describe('questions', () => {
  const at = () => {
    const input = new PassThrough();
    return { input, questions: questionsOn({ input, output: new PassThrough() }) };
  };

  it('are not asked where nobody can answer', () => {
    expect(questionsAtTerminal({ input: new PassThrough(), output: new PassThrough() })).toBeNull();
  });

  it('take the usual answer for an empty line, and are asked again when an answer is not understood', async () => {
    const { input, questions } = at();
    const empty = questions.ask('Which?', 'word');
    input.write('  \n');
    expect(await empty).toBe('word');
    const again = questions.askUntil('Which?', '', async (answer) => featureOf(answer, 'word').name);
    input.write('[a\n');
    setTimeout(() => input.write('comma\n'), 20);
    expect(await again).toBe('comma');
    questions.close();
  });

  it('end when the input does', async () => {
    const { input, questions } = at();
    const asked = questions.ask('Which?', 'word');
    input.end();
    await expect(asked).rejects.toThrow(/before the last question/);
  });
});
