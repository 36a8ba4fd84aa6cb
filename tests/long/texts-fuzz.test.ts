/** Damaged texts and labels of every format: each is read or refused with a reason, soon and in little memory. */
import { gzipSync } from 'node:zlib';
import { describe } from 'vitest';
import type { Random } from '../../runner/core/random.ts';
import { conlluLabels } from '../../runner/experiment/mark-text.ts';
import { markLabels } from '../../runner/text/labels/labels/align.ts';
import { readSpans } from '../../runner/text/labels/labels/spans.ts';
import { openSources } from '../../runner/text/sources/index.ts';
import { tokenize } from '../../runner/text/tokens.ts';
import { zipOf } from '../unit/io/formats/zip/zip-of.ts';
import { temporaryFolder } from '../unit/text/temporary-folder.ts';
import { damaged, oneOf } from './damaged.ts';
import { fuzz } from './fuzz.ts';

const folder = temporaryFolder();

/** Damage of any kind, or a sign of the format put in where it does not belong. */
function damagedText(bytes: Uint8Array, signs: string, source: Random): Uint8Array {
  const { below } = source;
  if (below(7) > 0) return damaged(bytes, source);
  const at = below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(signs[below(signs.length)] ?? ''), bytes.subarray(at)]);
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
  folder.write(name, damagedText(bytes, signs, source));
  for (const { texts } of await openSources([name], { cwd: folder.path })) {
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
  const lines = Buffer.from(damagedText(whole, '"{}[],:\\\n\t-.|=_0', draw))
    .toString()
    .split('\n');
  const label = oneOf([['NOUN'], ['PER'], ['Number']], draw);
  const unit = oneOf(['word', 'character'] as const, draw);
  const labels =
    kind === 'spans'
      ? readSpans(lines, draw.below(2) === 0 ? null : label, unit, source)
      : conlluLabels(lines, oneOf(['upos', 'feats'] as const, draw), label, source);
  const tokens = tokenize(prose, unit);
  const [marks] = markLabels(
    labels,
    [{ hash: '', number: 0, tokens, cut: unit }],
    { count: 1, has: () => false },
    source,
  );
  if (marks?.length !== tokens.length) throw new Error('the marks are not those of the tokens');
}

const readers: Record<string, (draw: Random) => Promise<void> | void> = {
  ...Object.fromEntries(Object.keys(formats).map((name) => [name, (draw: Random) => readText(name, draw)])),
  'labels as spans': (draw) => readLabels('spans', draw),
  'labels as CoNLL-U': (draw) => readLabels('conllu', draw),
};

describe.each(Object.entries(readers))('%s', (name, read) => {
  // HTML is never wrong but by its bytes.
  fuzz(name, read, { mostBytes: 500e6, leastRefused: 1 / 50 });
});
