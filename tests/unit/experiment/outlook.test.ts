import { describe, expect, it } from 'vitest';
import { silentReporter } from '../../../runner/core/reporter.ts';
import { loadManifest } from '../../../runner/experiment/manifest/load.ts';
import type { Manifest } from '../../../runner/experiment/manifest/resolved.ts';
import { featureTools, markedText } from '../../../runner/experiment/mark-text.ts';
import {
  evidenceOutlook,
  findRemedy,
  overridesFor,
  type ReadSettings,
  type Shortage,
  type ShortageText,
  type ShortageTrial,
  shortageLines,
  shortagesOf,
  trialOf,
} from '../../../runner/experiment/outlook.ts';
import { inRun, runExperiment } from '../../../runner/experiment/run.ts';
import { readCorpus } from '../../../runner/text/corpus.ts';
import { workFolder } from '../../cli/command.ts';
import { manifest, prose, type Settings } from '../../cli/texts.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const length = 64;
const feature = { name: 'x', match: 'x' };

/** Documents of one segment; every third token carries the feature, from a place that differs by document. */
function marked(documents: number, changes: Partial<ShortageText> = {}): ShortageText {
  const ids = Int32Array.from({ length: documents * length }, (_, t) => t % 7);
  const mask = Uint8Array.from(ids, (_, t) => Number((t + Math.floor(t / length) ** 2) % 3 === 0));
  return {
    text: {
      tokens: Array.from(ids, String),
      ids,
      unknown: [],
      segments: Array.from({ length: documents }, (_, s) => [s * length, length]),
      documentStarts: Array.from({ length: documents }, (_, d) => d * length),
      documents: Array.from({ length: documents }, (_, d) => ({
        ...{ source: 'a', hash: String(d).padStart(4, '0'), places: [0], length },
        whole: () => [],
      })),
      documentNumbers: Array.from({ length: documents }, (_, d) => d),
      documentOfSegment: Array.from({ length: documents }, (_, d) => d),
      nearCopies: 0,
      before: new Int32Array(),
      textTokens: ids.length,
      textDocuments: [],
    },
    warmUp: 8,
    marked: [{ feature, mask }],
    unit: 'word',
    ...changes,
  };
}

describe('what a text is too small for', () => {
  it('is nothing where every feature can be tested', () => {
    expect(shortagesOf(marked(48))).toEqual([]);
  });

  it('is how many documents are missing', () => {
    // 16 documents of one segment each: in halves 8, and no two segments of one document to be swapped.
    expect(shortagesOf(marked(16))).toEqual([
      { of: 'documents', feature: null, reason: { code: 'few documents', found: 8, needed: 24 } },
      expect.objectContaining({ of: 'feature', feature: 'x', reason: expect.objectContaining({ needed: 24 }) }),
    ]);
  });

  it('is a feature that is too rare, in the words of the rung', () => {
    const rare = { feature, mask: new Uint8Array(48 * length).fill(1, 0, 20) };
    const [short] = shortagesOf(marked(48, { marked: [rare] }));
    expect(short).toMatchObject({ of: 'feature', feature: 'x' });
    expect(short?.reason).toEqual({ code: 'few carriers', found: expect.any(Number), needed: 30 });
  });

  it('is asked of the tokens that the rung compares', () => {
    // Every word carries it; only spaces do not, and words are compared with words.
    const text = {
      ...marked(48).text,
      tokens: Array.from({ length: 48 * length }, (_, t) => (t % 2 === 0 ? 'x' : ' ')),
    };
    const mask = Uint8Array.from(text.tokens, (token) => Number(token === 'x'));
    const words = { feature: { ...feature, among: 'words' as const }, mask };
    expect(shortagesOf(marked(48, { text, marked: [words] }))[0]?.reason).toMatchObject({
      code: 'few without',
      found: 0,
    });
  });

  it('is a state that no token occurs both inside and outside of', () => {
    // Seven types in turn: outside and inside, each occurs 20 times and more. With as many types as places, none does.
    const state = { name: 'state', control: 'runs' } as unknown as typeof feature;
    const own = marked(48).marked[0]?.mask ?? new Uint8Array();
    expect(shortagesOf(marked(48, { marked: [{ feature: state, mask: own }] }))).toEqual([]);
    const text = marked(48).text;
    const distinct = { ...text, ids: text.ids.map((_, t) => t) };
    expect(shortagesOf(marked(48, { text: distinct, marked: [{ feature: state, mask: own }] }))).toEqual([
      expect.objectContaining({
        of: 'context',
        reason: expect.objectContaining({ code: 'few equal tokens', occurrences: 20 }),
      }),
    ]);
  });
});

it('looks for settings that help a feature within another although the other is not short of anything', async () => {
  const folder = workFolder();
  folder.write('text.txt', prose(3000));
  const labelled = Array.from({ length: 380 }, (_, at) => ({
    ...{ document: Math.floor(at / 4), start: 4 * at, end: 4 * at + 3 },
    label: at % 9 > 0 ? 'subject' : 'subject-plural',
  }));
  folder.write('subjects.jsonl', labelled.map((line) => JSON.stringify(line)).join('\n'));
  const features = [
    { name: 'subject', match: '[a-z]+' },
    { name: 'plural', labels: 'subjects.jsonl', label: 'subject-plural', among: 'subject' },
  ];
  const observe = { segment: 64, warmUp: 8, tokens: 20_000 };
  folder.write('a.yaml', manifest({ features, observe, evidence: 'quick' }));
  const loaded = await loadManifest('a.yaml', [], folder.path);
  const { lines, testable } = await inRun(loaded, { cwd: folder.path }, evidenceOutlook);
  expect(lines.join(' ')).toMatch(/will not test "plural".*(?:This helps|No setting helps)/);
  expect(testable).toBe(true);
});

describe('a text that is too small for any claim', () => {
  const few = { name: 'few', match: 'zebra' };
  const cases: [string, Settings, boolean][] = [
    ['where no feature can be tested', { features: [few] }, false],
    ['where no number can be', { features: [{ name: 'line', position: 'line', number: true }] }, false],
    ['where features of the catalogue are tested too', { features: [few], evidence: { catalogue: 1 } }, true],
    ['where no feature was asked for', { features: undefined }, true],
    [
      'where one can be tested',
      { features: [few, { name: 'space', match: ' ' }], observe: { segment: 64, warmUp: 8, tokens: 20_000 } },
      true,
    ],
  ];
  it.each(cases)('is told before anything is trained, in a log too, %s', async (_, settings, able) => {
    const folder = workFolder();
    folder.write('text.txt', prose(1500));
    folder.write('a.yaml', manifest({ evidence: 'quick', ...settings }));
    const loaded = await loadManifest('a.yaml', [], folder.path);
    const told: string[] = [];
    let training = false;
    const reporter = {
      ...silentReporter,
      note: (text: string) => void told.push(text),
      step(title: string) {
        training ||= title === 'Training';
      },
    };
    // Before the first step of the training.
    const running = runExperiment(loaded, { cwd: folder.path, reporter, interrupted: () => training });
    await expect(running).rejects.toThrow('Stopped');
    expect(told.join('\n')).toMatch(
      able ? /^$/ : /^No claim can be tested on this text\.\n {2}The evidence .*\n {2}(?:This|No) /s,
    );
  });
});

describe('the setting that mends it', () => {
  const now: ReadSettings = { heldOut: 0.05, documents: 128, tokens: 65536, segment: 256, warmUp: 32 };
  const few: Shortage = { of: 'documents', feature: null, reason: { code: 'few documents', found: 8, needed: 24 } };
  const room = { holdsOut: true, documents: 16, all: 160 };

  it('is the least share that does', async () => {
    const trial: ShortageTrial = async ({ heldOut }) => (heldOut >= 0.3 ? [] : [few]);
    expect(await shortageLines([few], { now, room, trial })).toEqual([
      'The evidence will speak of this text only: 8 documents in a half, 24 needed.',
      'This helps: corpus.heldOut=0.3',
    ]);
  });

  it('is more documents, or shorter pieces, of a model that is there', async () => {
    const tried: string[] = [];
    const trial: ShortageTrial = async (settings) => {
      tried.push(overridesFor(now, settings));
      return settings.segment === 64 ? [] : null;
    };
    const found = await findRemedy(now, [few], { holdsOut: false, documents: 200, all: 200 }, trial);
    expect(found?.settings).toEqual({ ...now, segment: 64, warmUp: 8 });
    expect(tried.slice(0, 2)).toEqual([
      'observe.documents=256 observe.tokens=131072',
      'observe.documents=512 observe.tokens=262144',
    ]);
    expect(tried.join()).not.toContain('heldOut');
  });

  it('is not looked for long where the most text does not help', async () => {
    const rare: Shortage = { of: 'feature', feature: 'x', reason: { code: 'few carriers', found: 0, needed: 30 } };
    let trials = 0;
    const trial: ShortageTrial = async () => {
      trials++;
      return [rare];
    };
    expect(await findRemedy(now, [rare], { holdsOut: true, documents: 130, all: 2600 }, trial)).toBeNull();
    expect(trials).toBeLessThanOrEqual(6);
  });

  it('holds out more in shorter segments where documents are short and only both together help', async () => {
    const trial: ShortageTrial = async ({ heldOut, segment }) => (heldOut >= 0.4 && segment === 64 ? [] : [few]);
    const found = await findRemedy(now, [few], { holdsOut: true, documents: 10, all: 130 }, trial);
    expect(found?.settings).toMatchObject({ heldOut: 0.4, segment: 64, warmUp: 8 });
  });

  it('is said to be none, or to leave something', async () => {
    const rare: Shortage = { of: 'feature', feature: 'x', reason: { code: 'few carriers', found: 0, needed: 30 } };
    expect((await shortageLines([few], { now, room, trial: async () => [few] })).at(-1)).toMatch(/^No setting helps/);
    const some = await shortageLines([few, rare], { now, room, trial: async () => [rare] });
    expect(some.at(-1)).toMatch(
      /^This helps in part: corpus\.heldOut=0\.1 What remains: .*"x": 0 tokens of a half carry/,
    );
  });

  it('does so on a real text, read and split anew', async () => {
    const folder = temporaryFolder();
    const place = { cwd: folder.path };
    const corpus = { source: ['alice'], unit: 'word', minimumCount: 5, proportion: 1, heldOut: 0.05, validation: 0.05 };
    const asked = {
      corpus,
      model: {},
      observe: { source: 'held-out', documents: 128, tokens: 65536, segment: 256, warmUp: 32 },
      train: { batch: 16, window: 24, objective: 'every', dropRare: false },
      features: [{ name: 'comma', match: ',' }],
    } as unknown as Manifest;
    const tools = await featureTools(asked.features, { tagger: null, corpus: {} as never, cwd: folder.path });
    const small = await readCorpus(asked.corpus, place);
    const trial = trialOf(
      { manifest: asked, corpus: small, tools: { ...tools, unit: 'word' }, cwd: folder.path },
      true,
    );
    const alice = { holdsOut: true, documents: 5, all: small.documents.length };
    const short = await trial(now);
    expect(short?.[0]?.of).toBe('documents');
    const found = await findRemedy(now, short, alice, trial);
    expect(found?.left).toEqual([]);
    const settings = found?.settings ?? now;
    const anew = await readCorpus({ ...asked.corpus, heldOut: settings.heldOut }, place);
    const { documents, segment, warmUp } = settings;
    const manifest = { ...asked, observe: { ...asked.observe, documents, segment, warmUp } };
    const read = await markedText({ manifest, corpus: anew, tools: { ...tools, unit: 'word' }, cwd: folder.path });
    expect(shortagesOf({ ...read, warmUp: settings.warmUp, unit: 'word' })).toEqual([]);
    // Two and more segments of documents whose whole text is held out, 24 of them in each half.
    expect(read.text.documents.length).toBeGreaterThanOrEqual(48);
  });
});
