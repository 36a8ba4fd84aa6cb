import { expect, test } from 'vitest';
import { anyExperiment, isAskedFor, ordered, readGallery, writeGallery } from '../../../../site/browser/gallery.ts';
import type { GalleryEntry } from '../../../../site/words/gallery-entry.ts';
import { galleryEntry } from '../../../../site/words/gallery-entry.ts';
import { madeEvidence } from '../../../fixtures/results/made-evidence.ts';

const entry = (id: string, more: Partial<GalleryEntry> = {}): GalleryEntry => ({
  id,
  title: id,
  cell: 'LSTM',
  unit: 'word',
  features: ['dots'],
  verdict: '',
  started: '2026-01-01T00:00:00Z',
  perplexity: 10,
  ...more,
});
const ids = (entries: readonly GalleryEntry[]): string[] => entries.map(({ id }) => id);

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
