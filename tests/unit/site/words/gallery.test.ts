import { expect, test } from 'vitest';
import { openSources } from '../../../../runner/text/sources/index.ts';
import {
  anyExperiment,
  askedFor,
  isAskedFor,
  ordered,
  readGallery,
  writeGallery,
} from '../../../../site/words/gallery.ts';
import { type GalleryEntry, galleryEntry, variedBy } from '../../../../site/words/gallery-entry.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const entry = (id: string, more: Partial<GalleryEntry> = {}): GalleryEntry => ({
  id,
  title: id,
  cell: 'LSTM',
  unit: 'word',
  features: ['dots'],
  isMade: false,
  verdict: '',
  height: -1,
  effect: 0,
  started: '2026-01-01T00:00:00Z',
  perplexity: 10,
  page: 1,
  ...more,
});
const ids = (entries: readonly GalleryEntry[]): string[] => entries.map(({ id }) => id);

test('what holds furthest comes first, of equal ones the largest effect, then what was not tested, then made languages', () => {
  const entries = [
    entry('made', { height: 9, effect: 0.5, isMade: true }),
    entry('untested'),
    entry('small', { height: 7, effect: 0.2 }),
    entry('large', { height: 7, effect: 0.4 }),
    entry('further', { height: 8, effect: 0.1 }),
  ];
  expect(ids(ordered(entries, 'furthest'))).toEqual(['further', 'large', 'small', 'untested', 'made']);
});

test('a variant asks the same network for the same in another component, and is named after the first', () => {
  const { result } = madeEvidence('lstm-dots');
  const own = (id: string, component: string, hash = 'f'.repeat(64)) => ({
    id,
    result: {
      ...result,
      record: { ...result.record, component },
      provenance: { ...result.provenance, trainingHash: hash },
    } as typeof result,
  });
  const all = [
    own('dots', 'output'),
    own('dots-cell', 'cell'),
    own('other-cell', 'cell'),
    own('dots-hidden', 'hidden', '0'.repeat(64)),
  ];
  expect(all.map((each) => variedBy(each, all)?.id ?? null)).toEqual([null, 'dots', null, null]);
});

test('a language that a rule makes is known by its credit', async () => {
  const { result } = madeEvidence('lstm-dots');
  const of = (...sources: { name: string; credit: string | null }[]) =>
    galleryEntry({ id: 'a', result: { ...result, corpus: { ...result.corpus, sources } } }).isMade;
  const languages = await openSources(['agreement', 'brackets', 'counter', 'quoted', 'mode'], { cwd: '.' });
  const [book] = await openSources(['alice'], { cwd: '.' });
  for (const { name, credit } of languages) expect(of({ name, credit })).toBe(true);
  const [made] = languages;
  if (made === undefined || book === undefined) throw new Error('both come with the program');
  const mixed = [made, book].map(({ name, credit }) => ({ name, credit }));
  expect([of({ name: 'a.txt', credit: null }), of(...mixed), of()]).toEqual([false, false, false]);
});

test('the newest comes first, and equal ones by title', () => {
  const entries = [entry('b'), entry('new', { started: '2026-02-01T00:00:00Z' }), entry('a')];
  expect(ids(ordered(entries, 'newest'))).toEqual(['new', 'a', 'b']);
});

test('the lowest perplexity comes first, and an unknown one last', () => {
  const entries = [
    entry('none', { perplexity: null }),
    entry('high', { perplexity: 80 }),
    entry('also none', { perplexity: null }),
    entry('low', { perplexity: 3 }),
  ];
  expect(ids(ordered(entries, 'perplexity'))).toEqual(['low', 'high', 'also none', 'none']);
});

test('every filter that is set must fit', () => {
  const one = entry('one', { features: ['dots', 'commas'], verdict: 'marks' });
  const asked = (state: Partial<typeof anyExperiment>): boolean => isAskedFor(one, { ...anyExperiment, ...state });
  expect(asked({})).toBe(true);
  expect([
    asked({ feature: 'commas', cell: 'LSTM' }),
    asked({ feature: 'comma' }),
    asked({ unit: 'character' }),
    asked({ verdict: 'marks' }),
    asked({ verdict: 'used' }),
  ]).toEqual([true, false, false, true, false]);
});

test('a state written to the address reads back, and what goes without saying is left out', () => {
  const state = { order: 'title', cell: 'GRU', unit: '', feature: '<script>', verdict: 'used' } as const;
  expect(readGallery(writeGallery(state))).toEqual(state);
  expect(writeGallery(anyExperiment)).toBe('');
  expect(readGallery('?order=oldest&more=1')).toEqual(anyExperiment);
});

test('an entry has the verdict on the leading claim of its main feature', () => {
  const { result, claim } = madeEvidence('lstm-dots');
  expect(galleryEntry({ id: 'lstm-dots', result }).verdict).toBe(claim(0).verdict.level);
  expect(galleryEntry({ id: 'lstm-dots', result: { ...result, evidence: null } }).verdict).toBe('');
});

test('nothing asked for, the cards of the page are shown; else the first of all that fit', () => {
  const entries = Array.from({ length: 5 }, (_, n) =>
    entry(`e${n}`, { page: n < 2 ? 1 : 2, cell: n % 2 ? 'GRU' : 'LSTM' }),
  );
  const asked = (state: Partial<typeof anyExperiment>, page: number, most = 2) => {
    const { shown, fit } = askedFor(entries, { ...anyExperiment, ...state }, { page, most });
    return [...ids(shown), fit];
  };
  expect(asked({}, 1)).toEqual(['e0', 'e1', 5]);
  expect(asked({}, 2)).toEqual(['e2', 'e3', 'e4', 5]);
  expect(asked({ cell: 'LSTM' }, 2)).toEqual(['e0', 'e2', 3]);
  expect(asked({ cell: 'LSTM' }, 1, 4)).toEqual(['e0', 'e2', 'e4', 3]);
  expect(asked({ order: 'title' }, 2)).toEqual(['e0', 'e1', 5]);
  expect(asked({ cell: 'RNN' }, 1)).toEqual([0]);
});
