import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rungWords } from '../../../../runner/analysis/findings/findings.ts';
import { rungNames } from '../../../../runner/analysis/findings/names-schema.ts';
import { learned as rung } from '../../../../runner/analysis/findings/rungs/learned.ts';
import { skipGramSettings } from '../../../../runner/io/embeddings/skip-gram.ts';

test('every rung asks a question, and its criterion names the thresholds of the code that judges', () => {
  expect(rungWords.map(({ name }) => name)).toEqual([...rungNames]);
  for (const { question, passesWhen } of rungWords) {
    expect(question).toMatch(/\?$/);
    expect(passesWhen).toMatch(/^\p{Lu}.*\.$/u);
  }
  const learned = rungWords.find(({ name }) => name === 'learned');
  expect(learned?.passesWhen).toContain(`${rung.criteria.networks} to ${rung.criteria.most} untrained networks`);
});

test('what pages say of a threshold comes from where it is set', () => {
  const typed = {
    'components/evidence/EvidenceTable.astro': /\b0\.05\b/,
    'components/evidence/Groups.astro': /\b8\b/,
    'components/Live.astro': /\b(?:8|50|60|eight)\b/,
    'pages/articles/_quote-neuron.mdx': /\b95 of\b/,
    'words/rung-rows.ts': /\b0\.05\b/,
  };
  for (const [file, number] of Object.entries(typed)) expect(readFileSync(`site/${file}`, 'utf8')).not.toMatch(number);
});

test('the methods say how word2vec learns, as it is set', () => {
  const page = readFileSync('site/pages/_methods.mdx', 'utf8').replace(/\s+/g, ' ');
  const { negative, window, epochs } = skipGramSettings;
  expect([negative, window, epochs]).toEqual([5, 5, 5]);
  expect(page).toContain('skip-gram with five negative samples, a window of five tokens and five epochs.');
});
