/** Minimal pairs, from manifest to result. */
import { beforeAll, describe, expect, it } from 'vitest';
import { leads } from '../../runner/analysis/findings/verdict.ts';
import { subjectOf } from '../../runner/cli/terminal/summary.ts';
import { random } from '../../runner/core/random.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { publishedPairs } from '../../runner/experiment/results/write.ts';
import { decoderWeight, layerParameters } from '../../runner/nn/models/architecture.ts';
import { saveCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { valueNamed } from '../../runner/nn/models/program.ts';
import { initialWeights } from '../../runner/nn/train/initialization.ts';
import { agreement, verbs } from '../../runner/text/sources/agreement.ts';
import { documentOf } from '../../runner/text/sources/languages.ts';
import { tokenize } from '../../runner/text/tokens.ts';
import { headline } from '../../runner/wording/verdict.ts';
import { mainFeature } from '../../site/words/page-features.ts';
import { evidenceHere, evidenceOf, refusalOf, resultOf } from './here.ts';
import { folderWith, manifest, untested } from './texts.ts';

const set = { name: 'animals', source: 'pairs/animals.tsv', by: ['animal'], mark: 'animal', before: 'the cat ran. ' };
const hold = [{ neurons: 3, at: 0.5 }, { neurons: [1, 2] }];
const folder = folderWith({ 'own/tiny': { ...untested, pairs: [{ ...set, hold }] } }, 600);
const rows = Array.from({ length: 24 }, (_, couple) =>
  (['cat', 'dog'] as const).map((animal) => {
    const [right, wrong, other] = animal === 'cat' ? ['ran', 'saw', 'dog'] : ['saw', 'ran', 'cat'];
    const text = `the ${animal} ${couple % 2 === 0 ? 'was' : 'and it was not'} `;
    return [`${couple}${animal}`, text, right, wrong, animal, couple % 2, `${couple}${other}`].join('\t');
  }),
);
folder.write('own/pairs/animals.tsv', ['id\ttext\tright\twrong\tanimal\tlong\ttwin', ...rows.flat()].join('\n'));
folder.write('own/unknown.tsv', `text\tright\twrong\nthe cat \tran\tsaw\nthe zebra \tran\tsaw\nthe cat \tzebra\tsaw\n`);

const run = (id: string, words: readonly string[] = [], says?: RegExp) =>
  resultOf(folder, ['own/tiny.yaml', ...words, `id=${id}`], says && { says });
const publishedSet = async (id: string) => (await publishedPairs(folder.at('public/results', id)))?.sets[0];

it('pairs beside a manifest are asked; a second run leaves all as it is', async () => {
  const result = await run('tiny');
  expect((await publishedPairs(folder.at('public/results/tiny')))?.schema).toBe(1);
  const found = await publishedSet('tiny');
  const { courses, examples, margins, across, units, gates, forms, decoders, ...summary } = found ?? {};
  expect(result.pairs?.sets).toEqual([summary]);
  expect([courses, examples?.length, margins?.length]).toEqual([[], 2, 48]);
  // Nothing is shown to carry the preference; and of the longer half of 24 couples too few are left to make decoders.
  expect([units, gates, forms]).toEqual([undefined, [], []]);
  expect([across?.rows.length, decoders?.told]).toEqual([2, undefined]);
  expect(result.manifest.pairs?.[0]?.source).toBe('own/pairs/animals.tsv');
  expect(found?.conditions.map(({ by, pairs }) => [by.animal, pairs])).toEqual([
    ['cat', 24],
    ['dog', 24],
  ]);
  expect(found?.held.map(({ neurons, at, component, layer }) => [neurons, at, component, layer])).toEqual([
    [[3], 0.5, 'output', 1],
    [[1, 2], 'mean', 'output', 1],
  ]);
  const before = folder.read('public/results/tiny/pairs.json');
  await run('tiny');
  expect(folder.read('public/results/tiny/pairs.json')).toBe(before);
});

it('other pairs are asked anew, without training, and the claims with them', async () => {
  const words = ['evidence=quick', 'pairs=[{name: animals, source: pairs/animals.tsv, scan: true}]'];
  const claimed = evidenceOf(await run('tested', words)).claims;
  const found = await publishedSet('tested');
  expect(found?.by).toEqual(['animal', 'long']);
  expect(found?.scan).toMatchObject({ tried: 8, component: 'output' });
  expect(claimed.length).toBeGreaterThan(0);
  const asked = found?.interchange.flatMap(({ why, neurons }) => (why === 'claimed' ? neurons : []));
  expect(asked?.sort()).toEqual([...new Set(claimed.map(({ neuron }) => neuron))].sort());
  expect((await evidenceHere(folder, ['own/tiny.yaml', ...words, 'id=tested'])).code).toBe(0);
  expect(await publishedSet('tested')).toEqual(found);
});

it('words that the model lacks are left out and counted where that is asked for', async () => {
  const says =
    /Pairs "a": 1 pair is left out[\s\S]*Pairs "a": of 1 of 2 texts the model does not know a word[\s\S]*Pairs "a": scan: true has nothing to say of so few/;
  const { pairs } = await run('lacking', ['pairs=[{name: a, source: unknown.tsv, unknown: skip, scan: true}]'], says);
  expect(pairs?.sets[0]).toMatchObject({ pairs: 2, skipped: 1 });
});

it.each([
  ['[{name: a, source: unknown.tsv}]', 'Line 4: the model does not know "zebra"'],
  ['[{name: a, source: gone.tsv}]', `no file ${folder.at('own/gone.tsv')}, nor gone.tsv in the current folder`],
  ['[{name: a, source: pairs/animals.tsv, hold: [{neurons: 8}]}]', 'names 8, and the layer has 8'],
  ['[{name: a, source: agreement}, {name: a, source: agreement}]', 'names that differ'],
  ['[{name: a, source: agreement, marks: b}]', 'marks'],
  ['[{name: a, source: agreement, hold: [{neurons: 1, at: low}]}]', 'must be a number, or mean'],
])('what is wrong ends with code 2, before anything runs: pairs=%s', async (pairs, words) => {
  expect(await refusalOf(folder, ['own/tiny.yaml', 'id=wrong', `pairs=${pairs}`])).toContain(words);
});

describe('a network wired for verbs that agree with their subjects', () => {
  /**
   * One neuron keeps the subject's number until the verb is read: verbs hang on it. A copy that nothing reads forgets it with the
   * verb, and so tells it better. Another keeps the last noun's, which moves verbs a little. The latch says that a verb is to come.
   */
  const [copy, latch, subject, last] = [0, 1, 2, 3];
  const units = 4;
  const forms: string[] = verbs.flatMap((each) => each.forms);

  async function wire(path: string): Promise<void> {
    const text = documentOf(agreement, random(1), 20_000);
    const vocabulary = ['<unk>', ...new Set(tokenize(text, 'word'))];
    const nouns = new Set(Array.from(text.matchAll(/\bthe (\w+)/g), ([, noun]) => noun));
    const architecture = { cell: 'lstm', layers: 1, units, embedding: 0, vocabulary: vocabulary.length } as const;
    const weights = initialWeights(architecture, 'glorot', 1);
    const { inputWeight, recurrentWeight } = layerParameters(1);
    const input = valueNamed(weights, inputWeight).data;
    const recurrent = valueNamed(weights, recurrentWeight).data.fill(0);
    const decoder = valueNamed(weights, decoderWeight).data.fill(0);
    const keep = [-80, 80, 0, 12];
    const take = (value: number) => [80, -80, value, 12];
    for (const [id, token] of vocabulary.entries()) {
      const number = token.endsWith('s') ? 12 : -12;
      const form = forms.indexOf(token);
      const forgotten = form < 0 ? keep : take(-12);
      // The latch opens the forget gate, or else that of the input.
      const first = [0, 0, number, 12];
      const gates = nouns.has(token)
        ? [first, take(12), first, take(number)]
        : [forgotten, forgotten, [-80, 0, 0, 12], forgotten];
      for (const [neuron, values] of gates.entries())
        for (const [gate, value] of values.entries()) input[(gate * units + neuron) * vocabulary.length + id] = value;
      if (form < 0) continue;
      const side = form % 2 === 0 ? -1 : 1;
      decoder[id * units + subject] = 3 * side;
      decoder[id * units + last] = 0.3 * side;
    }
    for (const neuron of [subject, copy])
      for (const [gate, value] of [-50, 50].entries()) recurrent[(gate * units + neuron) * units + latch] = value;
    await saveCheckpoint(path, { architecture, unit: 'word', vocabulary, weights });
  }

  let result: Result;
  beforeAll(async () => {
    await wire(folder.at('agreeing'));
    const verb = forms.join('|');
    const asked = manifest({
      corpus: { source: 'agreement', unit: 'word', heldOut: 0.25 },
      model: { checkpoint: 'agreeing' },
      sample: { prompt: 'the keys', length: 8 },
      observe: { heldOut: true, documents: 96, segment: 128, tokens: 24_576 },
      record: { component: 'cell' },
      features: [
        { name: 'last noun', passage: `\\bthe [a-z]+s(?<inside> (?:(?!(?:${verb}|the) ).)*(?:the )?)` },
        { name: 'subject', passage: `^the [a-z]+s(?<inside> (?:.*? )??)(?:${verb})\\b` },
      ],
      pairs: [
        {
          name: 'agreement',
          source: 'agreement',
          by: ['subject', 'attractor'],
          before: 'the key is old. ',
          mark: 'subject',
          across: 'differing',
        },
      ],
      neurons: [copy, last],
      evidence: 'quick',
    });
    result = await resultOf(folder, [folder.write('agreeing.yaml', asked)]);
  });

  it('leads with the neuron on which they hang, before one that tells the subject better and one that keeps the last noun', () => {
    const { claims } = evidenceOf(result);
    const without = leads(claims.map(({ cause: _, ...claim }) => claim));
    const rows = claims.map((claim, index) => {
      const knows = / knows /.test(headline(claim));
      return [claim.feature, claim.neuron, claim.chosen, { knows, leads: claim.lead, else: without[index] }];
    });
    expect(rows).toEqual([
      ['last noun', copy, 'by hand', { knows: false, leads: false, else: false }],
      ['last noun', last, 'by hand', { knows: true, leads: true, else: true }],
      ['last noun', subject, 'by cause', { knows: false, leads: false, else: false }],
      ['subject', copy, 'by hand', { knows: true, leads: false, else: true }],
      ['subject', last, 'by hand', { knows: false, leads: false, else: false }],
      ['subject', subject, 'by cause', { knows: true, leads: true, else: false }],
    ]);
    expect(claims[4]?.rungs.specific.reason).toMatchObject({ code: 'rival', feature: 'last noun' });
    expect(subjectOf(result)).toMatchObject({ neuron: subject, feature: { name: 'subject' } });
    expect(mainFeature(result)?.name).toBe('subject');
    const [found] = result.pairs?.sets ?? [];
    expect(found?.cause).toMatchObject({ neuron: subject, pairs: 204, turned: 204, passed: true });
    expect(found?.interchange.map(({ neurons, turned }) => [neurons, turned])).toEqual([
      [[subject], 408],
      [[last], 0],
      [[copy], 0],
    ]);
    expect(found?.conditions).toHaveLength(6);
    for (const { by, margin } of found?.conditions ?? []) {
      const agrees = by.attractor === 'none' || by.attractor === by.subject;
      expect(margin).toBeCloseTo(2 * Math.tanh(1) * (agrees ? 3.3 : 2.7), 3);
    }
  });

  it('tells its units as they were wired: their reach, what is right without them, their gates and what verbs hear', async () => {
    const [set] = (await publishedPairs(folder.at('public/results/agreeing')))?.sets ?? [];
    const { across, units, gates = [], forms, decoders } = set ?? {};
    expect([across?.name, across?.values]).toEqual(['differing', ['0', '1', '2', '3']]);
    const all = across?.pairs;
    const right = (neuron: number | null, at: number | string | null) =>
      across?.rows.find((row) => row.at === at && row.neurons[0] === (neuron ?? undefined))?.right;
    expect(right(null, null)).toEqual(all);
    // Without the subject's number the last noun decides.
    expect(right(subject, 0)).toEqual([all?.[0], 0, 0, 0]);
    expect(right(subject, 'twin')).toEqual([0, 0, 0, 0]);
    expect(right(copy, 0)).toEqual(all);
    const reach = units?.each.map(({ neuron, reach: own }) => [neuron, own]);
    expect(Object.fromEntries(reach ?? [])).toEqual({ [copy]: 'long', [subject]: 'long', [last]: 'short' });
    expect(forms?.map(({ neuron }) => neuron)).toEqual([subject]);
    for (const { value, weight } of forms?.[0]?.forms ?? []) expect(weight).toBe(value === 'plural' ? 3 : -3);
    expect(forms?.[0]?.forms).toHaveLength(8);
    const places = (component: string, offset: number) =>
      gates
        .filter((own) => own.component === component)
        .flatMap(({ lines }) =>
          lines.map(({ by, places: own }) => ({
            plural: by.subject === 'plural',
            mean: own.find((place) => place.from === 'start' && place.offset === offset)?.mean ?? Number.NaN,
          })),
        );
    expect(
      gates
        .map(({ component }) => component)
        .sort()
        .join(),
    ).toBe('candidate,forget,hidden,input,output');
    for (const { mean } of places('output', 0)) expect(mean).toBeGreaterThan(0.99);
    for (const { plural, mean } of places('candidate', 0)) expect(mean).toBeCloseTo(plural ? 1 : -1, 3);
    expect(decoders?.untrained).toHaveLength(decoders?.auc.length ?? -1);
  });
});
