/** Damaged texts and labels of every format: each is read or refused with a reason, soon and in little memory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openSources } from '../../runner/corpus/sources.ts';
import { tokenize } from '../../runner/corpus/tokens.ts';
import { InputError } from '../../runner/errors.ts';
import { markLabels } from '../../runner/features/labels/align.ts';
import { readConllu } from '../../runner/features/labels/conllu.ts';
import { readSpans } from '../../runner/features/labels/spans.ts';
import { type Random, random } from '../../runner/random.ts';
import { zipOf } from '../unit/corpus/texts/zip-of.ts';

const filesPerReader = 2000;
const mostBytes = 500e6;
const mostSeconds = 15;

const cwd = mkdtempSync(join(tmpdir(), 'rnn-atlas-fuzz-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const oneOf = <T>(items: readonly [T, ...T[]], source: Random): T => items[source.below(items.length)] ?? items[0];

/** Up to eight bytes changed, a piece set to 255 or 0, cut out or doubled, the end cut off, or a sign put in. */
function damaged(bytes: Uint8Array, signs: string, source: Random): Uint8Array {
  const { below, bits } = source;
  const result = Uint8Array.from(bytes);
  const at = below(bytes.length);
  const length = 1 + below(Math.min(64, bytes.length - at));
  const before = bytes.subarray(0, at);
  switch (below(7)) {
    case 0:
      for (let change = below(8); change >= 0; change--) result[below(result.length)] = bits() & 255;
      return result;
    case 1:
      return result.fill(255, at, at + 1 + below(8));
    case 2:
      return Buffer.concat([before, bytes.subarray(at + length)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    case 4:
      return result.fill(0, at, at + length);
    case 5:
      return result.slice(0, at);
    default:
      return Buffer.concat([before, Buffer.from(signs[below(signs.length)] ?? ''), bytes.subarray(at)]);
  }
}

const prose = 'Emma Woodhouse, “handsome”, clever & rich.\nShe had lived nearly twenty-one years – élégante 😀.\n';
const xml = `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY e "x">]><xml><file a="1"><content>${prose.replace('&', '&amp;')}</content></file><file><content><![CDATA[b < c]]>&#233;</content></file></xml>`;
const html = `<!doctype html><meta charset="utf-8"><title>t</title><script>1 < 2</script><p>${prose}<pre>\n a</pre><!-- c --><table><td>1`;
const csv = `id,text\n1,"${prose}"\n2,"a ""b"""\n3,c\n`;
const jsonl = `${JSON.stringify({ text: prose, id: 1 })}\n"b"\n${JSON.stringify({ text: '\ud83d\ude00 c', more: [1, null] })}\n`;
const zip = zipOf({ 'a/b.xml': xml, 'c.txt': prose, 'rows.csv': csv, 'page.html': html });

const formats: Record<string, readonly [bytes: Uint8Array, signs: string]> = {
  'a.txt': [Buffer.from(prose), '\ufeff\r\0'],
  'wide.txt': [Buffer.from(`\ufeff${prose}`, 'utf16le'), '\0\ud800'],
  'a.xml': [Buffer.from(xml), '<>&;"\'/[]!?-='],
  'a.html': [Buffer.from(html), '<>&;"\'/!-='],
  'a.csv': [Buffer.from(csv), '",;\n\r\t'],
  'a.jsonl': [Buffer.from(jsonl), '"{}[],:\\\n'],
  'a.zip': [zip, 'PK'],
  'a.txt.gz': [gzipSync(prose), '\x1f'],
};

async function readText(name: string, source: Random): Promise<void> {
  const [bytes, signs] = formats[name] ?? [Buffer.alloc(0), ''];
  writeFileSync(join(cwd, name), damaged(bytes, signs, source));
  for (const { texts } of await openSources([name], { cwd })) {
    for await (const text of texts) {
      // What is read must be text: the corpus keeps it as UTF-8.
      if (!text.isWellFormed() || text.includes('\r\n')) throw new Error(`what is read of ${name} is no clean text`);
    }
  }
}

const spans = `${JSON.stringify({ text: prose, spans: [{ start: 0, end: 14, label: 'PER' }] })}\n${JSON.stringify({ document: 0, start: 1, end: 3, unit: 'token', label: 'PER', text: ' Woodhouse' })}\n`;
const words = prose.split(/\s+/).filter((word) => word !== '');
const conllu = `# text\n${words.map((word, at) => `${at + 1}\t${word}\t${word}\tNOUN\t_\tNumber=Sing\t0\troot\t_\t_`).join('\n')}\n\n`;
const source = { path: 'a', name: 'x' };

function readLabels(kind: 'spans' | 'conllu', draw: Random): void {
  const whole = Buffer.from(kind === 'spans' ? spans : conllu);
  const lines = Buffer.from(damaged(whole, '"{}[],:\\\n\t-.|=_0', draw))
    .toString()
    .split('\n');
  const label = oneOf([['NOUN'], ['PER'], ['Number']], draw);
  const unit = oneOf(['word', 'character'] as const, draw);
  const labels =
    kind === 'spans'
      ? readSpans(lines, draw.below(2) === 0 ? null : label, unit, source)
      : readConllu(lines, oneOf(['upos', 'feats'] as const, draw), label, source);
  const tokens = tokenize(prose, unit);
  const [marks] = markLabels(labels, [{ hash: '', number: 0, tokens }], { count: 1, has: () => false }, source);
  if (marks?.length !== tokens.length) throw new Error('the marks are not those of the tokens');
}

const readers: Record<string, (draw: Random) => Promise<void> | void> = {
  ...Object.fromEntries(Object.keys(formats).map((name) => [name, (draw: Random) => readText(name, draw)])),
  'labels as spans': (draw) => readLabels('spans', draw),
  'labels as CoNLL-U': (draw) => readLabels('conllu', draw),
};

describe.each(Object.entries(readers))('%s', (name, read) => {
  it(
    `${filesPerReader} damaged files are read or refused with a reason`,
    async () => {
      const before = process.memoryUsage().rss;
      let [refused, slowest, most] = [0, 0, 0];
      for (let seed = 0; seed < filesPerReader; seed++) {
        const began = performance.now();
        try {
          await read(random(seed, name.length));
        } catch (error) {
          if (!(error instanceof InputError)) throw new Error(`file ${seed} of ${name}`, { cause: error });
          refused++;
        }
        slowest = Math.max(slowest, performance.now() - began);
        most = Math.max(most, process.memoryUsage().rss - before);
      }
      // HTML is never wrong but by its bytes.
      expect(refused).toBeGreaterThan(filesPerReader / 50);
      expect(slowest / 1000).toBeLessThan(mostSeconds);
      expect(most).toBeLessThan(mostBytes);
    },
    30 * 60_000,
  );
});
