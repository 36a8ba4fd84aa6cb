import { expect, it } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { readResult } from '../../runner/experiment/results/read.ts';
import { workFolder } from './command.ts';
import { commandHere } from './here.ts';
import { manifest } from './texts.ts';

const esc = '\u001b';
const words = [
  '<script>alert(1)</script>',
  '&amp;',
  '😀',
  '👨‍👩‍👧',
  'e\u0301',
  'مرحبا',
  `${esc}[35mred${esc}[0m`,
  `${esc}]0;title\u0007`,
  '\u202eback',
  '\u2028',
  '__proto__',
  'constructor',
  'the',
];

function hostileText(lines: number): string {
  const draw = random(4);
  const line = () => Array.from({ length: 12 }, () => words[draw.below(words.length)] ?? '').join(' ');
  return Array.from({ length: lines }, () => `${line()}.\n`).join('');
}

it.each(['word', 'character'] as const)(
  'hostile text, read by the %s, is kept as it is, and a terminal obeys none of it',
  async (unit) => {
    const folder = workFolder();
    const text = hostileText(unit === 'word' ? 120 : 60);
    // Of what is trained on as much as is shown, and a little more.
    const observed = text
      .split('\n')
      .slice(0, unit === 'word' ? 25 : 8)
      .join('\n');
    const about = { title: `<script>alert(1)</script> &amp; ${esc}[35m 😀`, description: `${esc}]0;x\u0007` };
    const [name, prompt] = [`<b>${esc}[2Jend مرحبا e\u0301`, `the ${esc}[35m <`];
    folder.write('hostile.txt', text);
    folder.write('observed.txt', observed);
    folder.write(
      'hostile.yaml',
      manifest({
        ...about,
        evidence: 'quick',
        corpus: { source: 'hostile.txt', unit, minimumCount: 1, heldOut: 0.3, validation: 0.2 },
        sample: { prompt, length: 60 },
        observe: { source: 'observed.txt', segment: 'none' },
        features: [
          { name, match: `[<.${esc}]` },
          { name: '__proto__', match: '.+' },
        ],
      }),
    );
    const { code, stdout, stderr } = await commandHere(folder, 'experiment', ['hostile.yaml']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });

    const { texts, features, ...result } = await readResult(folder.at('public/results/hostile'));
    expect(result).toMatchObject(about);
    expect(features.map((feature) => feature.name)).toEqual([name, '__proto__']);
    const { tokens } = texts.observed;
    expect(tokens).toHaveLength(406);
    expect(observed.startsWith(tokens.join(''))).toBe(true);
    const { sampled } = texts;
    expect(sampled.tokens.slice(0, sampled.promptLength).join('')).toBe(prompt);
    const known = new Set(text.match(/./gsu));
    expect([...sampled.tokens.join('')].filter((character) => !known.has(character))).toEqual([]);
    const carriers = [...tokens.keys()].filter((t) => ['<', '.', esc].includes(tokens[t] ?? ''));
    expect(carriers.length).toBeGreaterThan(5);
    expect(features[0]?.positions.observed).toEqual(carriers);

    const colours = new RegExp(`${esc}\\[[\\d;]*m`, 'g');
    // Those are what a terminal is shown (output.test.ts).
    const coloured = folder.read('runs/hostile/table.ans') + folder.read('runs/hostile/claims.ans');
    expect(coloured).toMatch(colours);
    for (const output of [stdout, coloured.replace(colours, '')])
      expect(output).not.toMatch(/(?!\n)[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
    // The text and its names ask for magenta; our own colours are others.
    expect(coloured).not.toContain(`${esc}[35m`);
    expect(coloured).not.toContain(`${esc}[0m`);
  },
);
