import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { questionsAtTerminal, questionsOn } from '../../../runner/commands/questions.ts';
import type { Unit } from '../../../runner/corpus/tokens.ts';
import { catalogue } from '../../../runner/features/catalogue.ts';
import type { Feature } from '../../../runner/features/features.ts';
import { resolveManifest } from '../../../runner/manifest/resolve.ts';
import { checkOccurs, featureOf, offered, usualFeature } from '../../../runner/scaffold/feature-choice.ts';
import { type Draft, manifestText, titleFor, writeUpText } from '../../../runner/scaffold/manifest-text.ts';
import { documentLengthFor, modelFor, withinTime } from '../../../runner/scaffold/model-size.ts';
import { factsLine, factsOf, languageOf } from '../../../runner/scaffold/text-facts.ts';

const counted = (names: readonly string[], unit: Unit, carriers = 100) =>
  names.map((name) => ({ feature: featureOf(name, unit), carriers }));

function draft(feature: Feature, unit: Unit, changes: Partial<Draft> = {}): Draft {
  return {
    title: titleFor(feature, unit),
    author: 'A: "B"',
    text: "it's: a text.txt",
    unit,
    feature,
    prompt: 'Emma: #1 "said"',
    shown: 406,
    observe: { documents: 128, segment: 128, warmUp: 16 },
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
    },
    ...changes,
  };
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
      observe: { documents: 128, segment: 128, warmUp: 16, shown: 406 },
      prompt: 'Emma: #1 "said"',
    });
    expect({ epochs: train.epochs, units: model.units, component: record.component }).toEqual({
      epochs: modelFor(50_000, 'word').epochs,
      units: modelFor(50_000, 'word').units,
      component: 'hidden',
    });
  });

  it('names a model that is there, and declares a text new to it only where its author does', () => {
    const given = { kind: 'given', checkpoint: 'models/a', declared: true, ownCorpus: false, heldOut: 0.05 } as const;
    const feature = featureOf('sentence end', 'character');
    const { model, observe } = meant(draft(feature, 'character', { model: given }));
    expect(model.checkpoint).toBe('models/a');
    expect(observe).toMatchObject({ source: "it's: a text.txt", heldOut: true, shown: 800 });
    const silent = meant(draft(feature, 'character', { model: { ...given, declared: false } }));
    expect(silent.observe.heldOut).toBeUndefined();
  });

  it('has a write-up without a word to the author that a reader would see', () => {
    const text = writeUpText(
      'npm run experiment experiments/a.yaml',
      draft(featureOf('inside quotes', 'word'), 'word'),
    );
    expect(text).toContain('<Evidence feature="inside quotes" />');
    expect(text).toContain('`npm run experiment experiments/a.yaml`');
    const seen = text.replaceAll(/\{\/\*.*?\*\/\}/gs, '');
    expect(seen).not.toMatch(/\b[Ww]hat you ask|Say it/);
    expect(writeUpText('x', draft(featureOf('[.?!]"', 'word'), 'word'))).toContain(
      String.raw`<Evidence feature={"[.?!]\""} />`,
    );
  });
});

describe('the title of a new experiment', () => {
  it.each([
    ['inside quotes', 'Which neurons know whether it is inside quotation marks?'],
    ['past tense', 'Which neurons react to past tense?'],
    ['comma', 'Which neurons know whether the token is a comma?'],
  ])('asks for %s in words', (name, title) => {
    expect(titleFor(featureOf(name, 'word'), 'word')).toBe(title);
  });
});

describe('the feature of a new experiment', () => {
  it('is one of the catalogue in any case, or a pattern', () => {
    expect(featureOf('Inside Quotes', 'word')).toEqual({ name: 'inside quotes', nesting: 'quotes', depth: 1 });
    expect(featureOf('[;:]', 'word')).toEqual({ name: '[;:]', match: '[;:]' });
  });

  it('is refused where it cannot be, with the nearest one', () => {
    expect(() => featureOf('[;:', 'word')).toThrow(/no regular expression/);
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

  it('is said in one line', () => {
    const facts = factsOf([
      { text: 'It was the “best” of it.\n', tokens: 15 },
      { text: 'And so it was.', tokens: 8 },
    ]);
    expect(factsLine('a.txt', facts, 'word')).toBe(
      'a.txt: 1 KB, 23 tokens (words, marks and spaces) in 2 documents; English; 1 line break; 2 quotation marks',
    );
  });
});

describe('the size of the network', () => {
  it('shrinks until it trains in time: epochs before units', async () => {
    const suits = modelFor(200_000, 'word');
    // A tenth of a second for each unit and epoch.
    const seconds = async ({ units, epochs }: typeof suits) => (units * epochs) / 10;
    expect((await withinTime(suits, 1000, seconds)).settings).toEqual(suits);
    const fitted = await withinTime(suits, 40, seconds);
    expect(fitted.seconds).toBeLessThanOrEqual(40);
    expect(fitted.settings.epochs).toBeGreaterThanOrEqual(suits.epochs / 2);
    expect(fitted.settings.units).toBeLessThan(suits.units);
    // Nothing is smaller than the smallest.
    expect((await withinTime(suits, 0.001, seconds)).settings.units).toBe(32);
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
