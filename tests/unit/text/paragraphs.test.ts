import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCorpus } from '../../../runner/text/corpus.ts';
import { joinParagraphs, wrappedAt } from '../../../runner/text/paragraphs.ts';
import type { CorpusSettings } from '../../../runner/text/settings.ts';
import { readSources } from '../../../runner/text/sources/index.ts';
import { observedText } from '../../../runner/text/text.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** As fmt -w does: as many words on a line as fit. */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length === 0 || line.length > width) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines.join('\n');
}

/** Of the verse all lines are as long as each other, and half of them go on without a mark. */
const {
  paragraphs,
  german,
  verse,
  script,
  code,
}: Record<'german' | 'verse' | 'script' | 'code', string> & {
  paragraphs: string[];
} = JSON.parse(readFileSync('tests/fixtures/prose/lines.json', 'utf8'));
const times = (count: number, block: string) => `${Array.from({ length: count }, () => block).join('\n\n')}\n`;

it.each([60, 72, 95])('text whose lines are wrapped is told at a width of %i', (width) => {
  const found = wrappedAt(times(3, paragraphs.map((paragraph) => wrap(paragraph, width)).join('\n\n')));
  expect(found).toBeGreaterThan(width - 8);
  expect(found).toBeLessThanOrEqual(width);
  // Nouns may begin with a capital letter.
  expect(wrappedAt(times(6, wrap(german, 66)))).not.toBeNull();
});

it.each([
  ['paragraphs on one line', times(8, paragraphs.join('\n\n'))],
  ['paragraphs on one line, without blank lines', times(8, paragraphs.join('\n'))],
  ['verse', times(6, verse)],
  ['verse in lower case', times(6, verse.toLowerCase().replaceAll(/(?<!,|;)\n/g, ',\n'))],
  ['a dialogue script', times(10, script)],
  ['code', times(10, code)],
  ['a list of words', times(10, paragraphs[0]?.split(' ').join('\n') ?? '')],
  ['lines without an end of a paragraph', wrap(times(6, paragraphs.join(' ')).replaceAll('\n', ' '), 70)],
  ['a short text', `${paragraphs.slice(0, 1).map((paragraph) => wrap(paragraph, 70))}\n`],
  ['nothing', ''],
])('text whose lines are wrapped is not: %s', (_, text) => {
  expect(wrappedAt(text)).toBeNull();
});

it.each([
  ['\n\nI\n\n  It was\na\tdark   night.\n \t\n\nThe end.', 'I\nIt was a dark night.\nThe end.\n'],
  [' \n\n', ''],
])('joined lines are one for each paragraph, with single spaces: %j', (text, joined) => {
  expect(joinParagraphs(text)).toBe(joined);
});

describe('corpus.lines', () => {
  const folder = temporaryFolder();
  const place = { cwd: folder.path };
  const shares = { minimumCount: 1, proportion: 1, heldOut: 0.2, validation: 0.1 };
  const settings: CorpusSettings = { source: ['wrapped.txt'], unit: 'word', ...shares };
  const whole = `${Array.from({ length: 20 }, () => paragraphs.join('\n')).join('\n')}\n`;
  folder.write('wrapped.txt', times(20, paragraphs.map((paragraph) => wrap(paragraph, 70)).join('\n\n')));
  for (const name of ['a', 'b'])
    folder.write(`folder/${name}.txt`, `${name}\n${times(3, wrap(paragraphs[0] ?? '', 70))}`);
  const textOf = ({ documents }: Awaited<ReturnType<typeof readCorpus>>) => documents.map(({ text }) => text).join('');

  it('joins the paragraphs of a text that is cut, of whole documents, and of pieces, which end anywhere', async () => {
    expect(textOf(await readCorpus({ ...settings, lines: 'joined' }, place))).toBe(whole);
    const documents = await readCorpus({ ...settings, source: ['folder'], lines: 'joined' }, place);
    const joined = ['a', 'b'].map((name) => `${name} ${`${paragraphs[0]}\n`.repeat(3)}`);
    expect(documents.documents.map(({ text }) => text)).toEqual(joined);
    folder.write('long.txt', times(5000, wrap(paragraphs[0] ?? '', 70)));
    const [long] = await readSources(['long.txt'], { ...place, lines: 'joined' });
    expect(long?.text === `${paragraphs[0]}\n`.repeat(5000)).toBe(true);
  });

  it('leaves a text with a name as it is', async () => {
    const [alice] = await readSources(['alice'], { cwd: '.' });
    expect((await readSources(['alice'], { cwd: '.', lines: 'joined' }))[0]?.text).toBe(alice?.text);
  });

  it('joins the text that is observed', async () => {
    const corpus = await readCorpus({ ...settings, source: ['alice'], lines: 'joined' }, place);
    const observe = { source: 'wrapped.txt', documents: 128, tokens: 65536, segment: 'none' as const, warmUp: 0 };
    expect((await observedText(observe, { corpus, cwd: folder.path })).tokens.join('')).toBe(whole);
  });
});
