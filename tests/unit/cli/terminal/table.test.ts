import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Style } from '../../../../runner/cli/terminal/colour.ts';
import { renderTable } from '../../../../runner/cli/terminal/table.ts';
import { activationsOf, feature, result } from './result.ts';

const options: Style = { width: 60, level: 3, theme: 'dark' };
const plain = (changes = {}, more = {}) =>
  renderTable(result(changes), activationsOf, { ...options, level: 0, ...more });
const coloured = (changes = {}, more = {}) => renderTable(result(changes), activationsOf, { ...options, ...more });

// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that colour text begin with one.
const styling = /\x1b\[[0-9;]*m/g;

describe('the coloured table', () => {
  it('colours each token by the activation, on the scale of the component', () => {
    // 0.75 of the way from the dark theme's neutral (24, 26, 30) to its red (240, 84, 58); rounded.
    expect(coloured()).toContain('\x1b[48;2;185;112;38m');
    // An unbounded component spans to its largest value shown, which is 0.75: full red.
    expect(coloured({ record: { layer: 1, component: 'cell' } })).toContain('\x1b[48;2;239;140;40m');
  });

  it('underlines the carriers', () => {
    expect(coloured()).toContain('\x1b[4m!\x1b[24m');
    expect(coloured()).not.toContain('\x1b[4mGo');
  });

  it('shows number, rank and score of each neuron, windows apart by a dashed rule', () => {
    const lines = stripVTControlCharacters(coloured()).split('\n');
    expect(lines.filter((line) => line.startsWith('│ neuron')).map((line) => line.slice(2, 10))).toEqual([
      'neuron 2',
      'neuron 3',
      'neuron 8',
      'neuron 9',
    ]);
    expect(lines.filter((line) => line.includes('rank 1'))).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith('├╌'))).toHaveLength(1);
  });

  it('ends in the scale with its real limits', () => {
    expect(stripVTControlCharacters(coloured())).toMatch(/\n0 +1 output\n/);
    expect(stripVTControlCharacters(coloured({ record: { layer: 1, component: 'cell' } }))).toMatch(
      /\n-0\.750 +0\.750 cell\n/,
    );
  });

  it('uses both themes', () => {
    expect(coloured({}, { theme: 'light' })).not.toBe(coloured());
  });

  it.each([40, 61, 120])('is never wider than %i columns, and its right edge is straight', (width) => {
    const lines = coloured({}, { width }).split('\n');
    expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
    const rows = lines.map(stripVTControlCharacters).filter((line) => line.startsWith('│'));
    expect(new Set(rows.map((line) => stringWidth(line)))).toEqual(new Set([width]));
  });

  it.each([0, 1, 10, 25, 39])('draws something at %i columns', (width) => {
    expect(coloured({}, { width })).toContain('neuron');
  });

  it('lets no control character of the corpus through', () => {
    const hostile = { features: [feature({ name: 'a\x1b]0;b\x07', description: '\x1b[2J', warning: '\x9b' })] };
    const text = coloured(hostile).replace(styling, '');
    expect(text).not.toMatch(/[\p{Cc}--\n]/v);
    expect(text).toContain('␛[31m');
  });

  it('says so when a feature shows no neuron, and why', () => {
    const text = coloured({ features: [feature({ windows: [], warning: 'The feature matches no token' })] });
    expect(text).toContain('! The feature matches no token');
    expect(text).toContain('No neuron is shown for this feature.');
  });

  it('shows the text that the neurons were detected on', () => {
    expect(stripVTControlCharacters(coloured())).not.toContain('other words');
    const detection = { ...result().detection, on: 'sampled' as const };
    expect(stripVTControlCharacters(coloured({ detection }))).toContain('other words');
  });
});

describe('the plain table', () => {
  it('has no escape sequences and fits the width', () => {
    expect(plain()).not.toMatch(/[\p{Cc}--\n]/v);
    for (const width of [40, 60]) {
      const widths = plain({}, { width })
        .split('\n')
        .map((line) => stringWidth(line));
      expect(Math.max(...widths)).toBeLessThanOrEqual(width);
    }
  });

  it('shows the carriers, the means with and without them, and the extremes', () => {
    const text = plain({}, { width: 100 });
    expect(text).toContain('carriers: "." x 2, "!" x 1');
    expect(text).toContain('neuron 3: rank 1, relevance 1.000');
    expect(text).toContain('mean: on carriers 0.750 (3 tokens), on the rest 0.030 (11 tokens)');
    expect(text).toMatch(/highest: "\." 0\.750, "!" 0\.750/);
    expect(text).toMatch(/lowest: "Stop" 0\.030, " " 0\.030/);
  });

  it('leaves out of both means what the comparison leaves out, and says so', () => {
    // Neuron n is at .75 on the carriers 1, 4 and 13. Within the first seven tokens two carriers and five others remain; of
    // these two are white space, and two are words.
    const asked = (among: string) => ({
      features: [
        feature({ windows: feature().windows.slice(0, 1) }),
        feature({ name: 'begun', positions: { observed: [0, 1, 2, 3, 4, 5, 6], sampled: [] }, windows: [] }),
      ],
      manifest: {
        ...result().manifest,
        features: [
          { name: 'sentence end', match: '[.?!]', among },
          { name: 'begun', position: { in: 'document' as const, to: 7 } },
        ] as ReturnType<typeof result>['manifest']['features'],
      },
    });
    const at = (text: string, t: number) => activationsOf(text, t).map((value, place) => (place === 0 ? 7 : value));
    const table = (among: string) => renderTable(result(asked(among)), at, { ...options, level: 0, width: 100 });
    // (7 + 4 x .03) / 5
    expect(table('begun')).toContain('on carriers 0.750 (2 tokens), on the rest within "begun" 1.424 (5 tokens)');
    expect(table('text')).toContain('on carriers 0.750 (3 tokens), on the rest but white space');
    // Stop, Go, naïve, the escape with its letter, e and مرحبا: (7 + 5 x .03) / 6.
    expect(table('words')).toContain('on carriers undefined (no tokens), on the other words 1.192 (6 tokens)');
    expect(table('all')).toMatch(/on the rest 0\.664 \(11 tokens\)/);
  });

  it('tells the side of an effect, and quotes a quotation mark in the other kind', () => {
    const detection = { ...result().detection, by: 'effect' as const };
    const low = {
      ...feature(),
      windows: [{ first: 2, last: 2, neurons: [{ neuron: 2, role: 'detected' as const, rank: 1, score: 0 }] }],
    };
    const texts = result().texts;
    const marks = {
      ...texts,
      observed: { ...texts.observed, tokens: texts.observed.tokens.map((token) => (token === '.' ? '"' : token)) },
    };
    const text = plain({ detection, features: [low], texts: marks }, { width: 100 });
    expect(text).toContain('neurons by local AUC (below 0.5: lower at the feature) on the observed text');
    expect(text).toContain('neuron 2: rank 1, local AUC 0.000');
    expect(text).toContain(`carriers: '"' x 2, "!" x 1`);
  });

  it('says how neurons given by hand came there', () => {
    const text = plain({ detection: { ...result().detection, by: 'none' as const } });
    expect(text).toContain('neurons given by hand');
    expect(text).toContain('neuron 3: given');
  });

  it('has words for features that nothing or everything carries', () => {
    const none = plain({ features: [feature({ positions: { observed: [], sampled: [] } })] });
    expect(none).toContain('none in this text');
    expect(none).toContain('undefined (no tokens)');
    const all = Array.from({ length: 14 }, (_, t) => t);
    const every = plain({ features: [feature({ positions: { observed: all, sampled: [] }, warning: 'Every token' })] });
    expect(every).toContain('! Every token');
  });
});
