import { describe, expect, it } from 'vitest';
import { commandsOf, docsPages, numbersNote, siteAddress } from '../../../../../site/words/docs/contents.ts';

describe('the list of pages', () => {
  const readme = `# Documentation

## First steps

- [Start](start.md): five minutes.
- [Your own text](your-own-text.md): a text of \`yours\`.

A paragraph, with [a link](gpu.md): no page.

## Reference

- [Manifest](manifest.md): every key.
`;

  it('is read from the README of the documentation, in its order', () => {
    const pages = docsPages(readme);
    expect(pages.map(({ id, group }) => `${group}/${id}`)).toEqual([
      'First steps/start',
      'First steps/your-own-text',
      'Reference/manifest',
    ]);
    expect(pages[1]?.description).toBe('a text of yours.');
  });
});

describe('a link between files', () => {
  const experiments = ['quotes', 'lstm-dots+seed-3'];
  const cases: [string, string | null][] = [
    ['features.md#labels', 'docs/features/#labels'],
    ['README.md', 'docs/'],
    ['#labels', '#labels'],
    ['https://example.org/a.md', 'https://example.org/a.md'],
    ['images/page.webp', 'docs/images/page.webp'],
    ['../site/pages/methods.astro#cells', 'methods/#cells'],
    ['../site/pages/compare/index.astro', 'compare/'],
    ['../public/manifest.schema.json', 'manifest.schema.json'],
    ['../experiments/lstm-dots+seed-3.yaml', 'experiments/lstm-dots+seed-3/'],
    ['../experiments/quotes.mdx', 'experiments/quotes/#write-up'],
    ['../experiments/unpublished.yaml', null],
    ['../CONTRIBUTING.md', null],
  ];
  it.each(cases)('%s leads to %s', (link, address) => {
    expect(siteAddress(link, experiments)).toBe(address);
  });
});

describe('the note on numbers', () => {
  it('names each command once, that of an experiment by its manifest', () => {
    const text =
      '9 <!-- = quotes: a.b --> 3 <!-- = quotes: c --> 5 <!-- = public/calibration.json: d --> 2 <!-- by npm run doctor --> 95% <!-- set in a.ts -->';
    const experiment = 'npm run experiment experiments/quotes.yaml';
    expect(commandsOf(text)).toEqual([experiment, 'npm run calibrate', 'npm run doctor']);
    expect(numbersNote('No number.')).toBe('');
    expect(numbersNote('9 <!-- = quotes: a -->')).toContain(`printed by \`${experiment}\`.`);
  });
});
