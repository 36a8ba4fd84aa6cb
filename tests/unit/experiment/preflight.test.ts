import { describe, expect, it } from 'vitest';
import { silentReporter } from '../../../runner/core/reporter.ts';
import { loadManifest } from '../../../runner/experiment/manifest/load.ts';
import {
  evidencePreflight,
  findRemedy,
  overridesFor,
  type ReadSettings,
  type Shortage,
  type ShortageText,
  type ShortageTrial,
  shortageLines,
  shortagesOf,
} from '../../../runner/experiment/preflight.ts';
import { inRun, runExperiment } from '../../../runner/experiment/run.ts';
import type { Feature } from '../../../runner/text/labels/features.ts';
import { workFolder } from '../../cli/command.ts';
import { manifest, prose, type Settings } from '../../cli/texts.ts';
import { anObservedText } from './observed-text.ts';

const length = 64;
const feature = { name: 'x', match: 'x' };

/** Documents of one segment; every third token carries the feature, from a place that differs by segment. */
function marked(documents: number, changes: Partial<ShortageText> = {}, each = 1): ShortageText {
  const text = anObservedText({ sources: { a: documents }, each, length, id: (t) => t % 7 });
  const mask = Uint8Array.from(text.ids, (_, t) => Number((t + Math.floor(t / length) ** 2) % 3 === 0));
  return { text, warmUp: 8, marked: [{ feature, mask }], unit: 'word', ...changes };
}

describe('what a text is too small for', () => {
  const rare = { feature, mask: new Uint8Array(48 * length).fill(1, 0, 20) };
  // Every word carries it; only spaces do not, and words are compared with words.
  const text = { ...marked(48).text, tokens: Array.from({ length: 48 * length }, (_, t) => (t % 2 === 0 ? 'x' : ' ')) };
  const mask = Uint8Array.from(text.tokens, (token) => Number(token === 'x'));
  const words = { text, marked: [{ feature: { ...feature, among: 'words' as const }, mask }] };
  // Seven types in turn: outside and inside, each occurs 20 times and more. With as many types as places, none does.
  const own = marked(48);
  const state = own.marked.map((each) => ({ ...each, feature: { name: 'x', control: 'runs' } as unknown as Feature }));
  const distinct = { ...own.text, ids: own.text.ids.map((_, t) => t) };

  const fewDocuments = { of: 'documents', feature: null, reason: { code: 'few documents', found: 8, needed: 24 } };
  const fewCarriers = { code: 'few carriers', found: expect.any(Number), needed: 30 };
  const fewEqual = { code: 'few equal tokens', occurrences: 20 };
  const ofX = { of: 'feature', feature: 'x' };

  it.each<[string, ShortageText, ...object[]]>([
    ['nothing where every feature can be tested', own],
    // 16 documents of one segment each: in halves 8, and no two segments of one document to be swapped.
    ['documents', marked(16), fewDocuments, { ...ofX, reason: { needed: 24 } }],
    ['documents of four segments', marked(16, {}, 4), fewDocuments, { ...ofX, reason: { code: 'few in a group' } }],
    ['a feature that is too rare', marked(48, { marked: [rare] }), { ...ofX, reason: fewCarriers }],
    ['the tokens that the rung compares', marked(48, words), { ...ofX, reason: { code: 'few without', found: 0 } }],
    ['nothing of a state that its tokens occur both inside and outside of', marked(48, { marked: state })],
    ['a state', marked(48, { text: distinct, marked: state }), { of: 'context', feature: 'x', reason: fewEqual }],
  ])('is %s', (_, asked, ...expected) => {
    const found = shortagesOf(asked);
    expect(found).toHaveLength(expected.length);
    expect(found).toMatchObject(expected);
  });
});

const folder = workFolder();
folder.write('text.txt', prose(3000));
const large = { segment: 64, warmUp: 8, tokens: 20_000 };

it('looks for settings that help a feature within another although the other is not short of anything', async () => {
  const labelled = Array.from({ length: 380 }, (_, at) => ({
    document: Math.floor(at / 4),
    start: 4 * at,
    end: 4 * at + 3,
    label: at % 9 > 0 ? 'subject' : 'subject-plural',
  }));
  folder.write('subjects.jsonl', labelled.map((line) => JSON.stringify(line)).join('\n'));
  const features = [
    { name: 'subject', match: '[a-z]+' },
    { name: 'plural', labels: 'subjects.jsonl', label: 'subject-plural', among: 'subject' },
  ];
  folder.write('a.yaml', manifest({ features, observe: large, evidence: 'quick' }));
  const loaded = await loadManifest('a.yaml', [], folder.path);
  const { lines, testable } = await inRun(loaded, { cwd: folder.path }, evidencePreflight);
  expect(lines.join(' ')).toMatch(/will not test "plural".*(?:This helps|No setting helps)/);
  expect(testable).toBe(true);
});

describe('a text that is too small for any claim', () => {
  const few = { name: 'few', match: 'zebra' };
  it.each<[string, Settings, boolean]>([
    ['where no feature can be tested', { features: [few] }, false],
    ['where no number can be', { features: [{ name: 'line', position: 'line', number: true }] }, false],
    ['where features of the catalogue are tested too', { features: [few], evidence: { catalogue: 1 } }, true],
    ['where no feature was asked for', { features: undefined }, true],
    ['where one can be tested', { features: [few, { name: 'space', match: ' ' }], observe: large }, true],
  ])('is told before anything is trained, in a log too, %s', async (_, settings, able) => {
    const { path: cwd, write } = workFolder();
    write('text.txt', prose(1500));
    const loaded = await loadManifest(write('a.yaml', manifest({ evidence: 'quick', ...settings })), [], cwd);
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
    const running = runExperiment(loaded, { cwd, reporter, interrupted: () => training });
    await expect(running).rejects.toThrow('Stopped');
    expect(told.join('\n')).toMatch(
      able ? /^$/ : /^No claim can be tested on this text\.\n {2}The evidence .*\n {2}(?:This|No) /s,
    );
  });
});

describe('the setting that mends it', () => {
  const now: ReadSettings = { heldOut: 0.05, documents: 128, tokens: 65536, segment: 256, warmUp: 32 };
  const few: Shortage = { of: 'documents', feature: null, reason: { code: 'few documents', found: 8, needed: 24 } };
  const rare: Shortage = { of: 'feature', feature: 'x', reason: { code: 'few carriers', found: 0, needed: 30 } };
  const room = { holdsOut: true, documents: 16, all: 160 };

  it('is the least share that does, or is said to be none, or to leave something', async () => {
    const lines = (short: Shortage[], trial: ShortageTrial) => shortageLines(short, { now, room, trial });
    const tooFew = 'The evidence will speak of this text only: 8 documents in a half, 24 needed.';
    const helps: ShortageTrial = async ({ heldOut }) => (heldOut >= 0.3 ? [] : [few]);
    expect(await lines([few], helps)).toEqual([tooFew, 'This helps: corpus.heldOut=0.3']);
    expect((await lines([few], async () => [few])).at(-1)).toMatch(/^No setting helps/);
    expect((await lines([few, rare], async () => [rare])).at(-1)).toMatch(
      /^This helps in part: corpus\.heldOut=0\.1 What remains: .*"x": 0 tokens of a half carry/,
    );
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

  it('is not looked for long where the most text does not help, and never reads less', async () => {
    const tried: ReadSettings[] = [];
    const trial: ShortageTrial = async (settings) => {
      tried.push(settings);
      return [rare];
    };
    expect(await findRemedy(now, [rare], { holdsOut: true, documents: 130, all: 2600 }, trial)).toBeNull();
    expect(tried.splice(0).length).toBeLessThanOrEqual(6);
    await findRemedy({ ...now, documents: 1000 }, [rare], { holdsOut: true, documents: 2000, all: 2600 }, trial);
    expect(Math.min(...tried.map(({ documents }) => documents))).toBe(1000);
  });

  it('holds out more in shorter segments where documents are short and only both together help', async () => {
    const trial: ShortageTrial = async ({ heldOut, segment }) => (heldOut >= 0.4 && segment === 64 ? [] : [few]);
    const found = await findRemedy(now, [few], { holdsOut: true, documents: 10, all: 130 }, trial);
    expect(found?.settings).toMatchObject({ heldOut: 0.4, segment: 64, warmUp: 8 });
  });
});
