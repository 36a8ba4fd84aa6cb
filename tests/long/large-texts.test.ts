/** A text of half a gigabyte is prepared in a few times its size. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readSources } from '../../runner/text/sources/index.ts';
import { start, workFolder } from '../cli/command.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const { path: cwd, at } = workFolder();

const books = await readSources(['stories'], { cwd });
const paragraphs = books.flatMap(({ text }) => text.split('\n'));
const paragraph = (index: number): string => paragraphs[(index * 7919) % paragraphs.length] ?? '';

/** Prepares a corpus, and the text to observe, in a process of its own; says what it took. */
const code = `
import { readCorpus } from './runner/text/corpus.ts';
import { observedText } from './runner/text/text.ts';
const cwd = process.argv[1];
const settings = { source: ['large.txt'], unit: 'word', minimumCount: 10, proportion: 1, heldOut: 0.05, validation: 0.02 };
const corpus = await readCorpus(settings, { cwd });
const observed = await observedText({ source: 'held-out', documents: 128, tokens: 65536, segment: 256, warmUp: 32 }, { corpus, cwd });
const tokens = corpus.documents.reduce((sum, each) => sum + each.tokens, 0);
console.log(JSON.stringify({ megabytes: process.resourceUsage().maxRSS / 1000, tokens, observed: observed.tokens.length }));
`;

it('500 MB of text are prepared in less than 4 GB of memory', { timeout: 15 * 60_000 }, async () => {
  const file = openSync(at('large.txt'), 'w');
  // Names that occur nowhere else make the number of different words grow, as in real texts.
  for (let size = 0, index = 0; size < 5e8; ) {
    const lines = Array.from({ length: 5000 }, (_, line) => `${paragraph(index + line)} Mr. B${index + line}.`);
    size += writeSync(file, `${lines.join('\n')}\n`);
    index += lines.length;
  }
  closeSync(file);
  const words = ['--input-type=module-typescript', '--eval', code, cwd];
  const { stdout, stderr } = await start(process.execPath, words, project).ended;
  expect(stderr).toBe('');
  const { megabytes, tokens, observed } = JSON.parse(stdout);
  expect(megabytes).toBeLessThan(4000);
  expect(tokens).toBeGreaterThan(1.5e8);
  expect(observed).toBe(128 * 512);
});
