/** Large texts: half a gigabyte, and an archive like that of the TED talks in seconds. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { readSources } from '../../runner/text/sources/index.ts';
import { start } from '../cli/command.ts';
import { zipOf } from '../unit/io/formats/zip/zip-of.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'rnn-atlas-large-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const books = await readSources(['stories'], { cwd });
const paragraphs = books.flatMap(({ text }) => text.split('\n'));
const paragraph = (index: number): string => paragraphs[(index * 7919) % paragraphs.length] ?? '';

/** Prepares a corpus, and the text to observe, in a process of its own; says what it took. */
async function prepare(name: string) {
  const code = `
import { readCorpus } from './runner/text/corpus.ts';
import { observedText } from './runner/text/text.ts';
const place = { cwd: process.argv[1] };
const settings = { source: [process.argv[2]], unit: 'word', minimumCount: 10, proportion: 1, heldOut: 0.05, validation: 0.02 };
const began = performance.now();
const corpus = await readCorpus(settings, place);
const seconds = (performance.now() - began) / 1000;
const observed = await observedText({ source: 'held-out', documents: 128, tokens: 65536, segment: 256, warmUp: 32 }, { corpus, cwd: place.cwd });
const tokens = corpus.documents.reduce((sum, each) => sum + each.tokens, 0);
const megabytes = process.resourceUsage().maxRSS / 1000;
console.log(JSON.stringify({ seconds, megabytes, tokens, documents: corpus.documents.length, observed: observed.tokens.length }));
`;
  const words = ['--input-type=module-typescript', '--eval', code, cwd, name];
  const { stdout, stderr } = await start(process.execPath, words, project).ended;
  expect(stderr).toBe('');
  process.stdout.write(`${name}: ${stdout}`);
  return JSON.parse(stdout);
}

it('500 MB of text are prepared in less than 4 GB of memory', { timeout: 15 * 60_000 }, async () => {
  const file = openSync(join(cwd, 'large.txt'), 'w');
  // Names that occur nowhere else make the number of different words grow, as in real texts.
  for (let size = 0, index = 0; size < 5e8; ) {
    const lines = Array.from({ length: 5000 }, (_, line) => `${paragraph(index + line)} Mr. B${index + line}.`);
    size += writeSync(file, `${lines.join('\n')}\n`);
    index += lines.length;
  }
  closeSync(file);
  const { megabytes, tokens, observed } = await prepare('large.txt');
  expect(megabytes).toBeLessThan(4000);
  expect(tokens).toBeGreaterThan(1.5e8);
  expect(observed).toBe(128 * 512);
});

it('59 million characters of talks in a zip archive are numbers in less than 9 seconds', {
  timeout: 10 * 60_000,
}, async () => {
  const talks: string[] = [];
  for (let characters = 0, index = 0; characters < 59e6; ) {
    const lines: string[] = [];
    for (let length = 0; length < 12_000; index++) {
      lines.push(paragraph(index));
      length += paragraph(index).length + 1;
    }
    const text = lines.join('\n');
    characters += text.length;
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    talks.push(`<file id="${talks.length + 1}"><head><url>x</url></head><content>${escaped}</content></file>\n`);
  }
  const file = openSync(join(cwd, 'talks.zip'), 'w');
  writeSync(file, zipOf({ 'ted_en.xml': `<?xml version="1.0"?>\n<xml language="en">${talks.join('')}</xml>` }));
  closeSync(file);
  const { seconds, documents } = await prepare('talks.zip');
  expect(documents).toBe(talks.length);
  expect(seconds).toBeLessThan(9);
});
