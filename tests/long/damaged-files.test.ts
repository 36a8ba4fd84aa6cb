/** Damaged texts, labels, models and vectors of every format: each is read or refused with a reason, soon and in little memory. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe } from 'vitest';
import type { Random } from '../../runner/core/random.ts';
import { conlluLabels } from '../../runner/experiment/mark-text.ts';
import { contentsOf } from '../../runner/io/convert/contents.ts';
import { recognise } from '../../runner/io/convert/layouts/layouts.ts';
import { readKeras3, readKerasHdf5 } from '../../runner/io/formats/keras/keras.ts';
import { readPytorch } from '../../runner/io/formats/torch/torch.ts';
import { readVocabulary } from '../../runner/io/formats/vocabulary/vocabulary.ts';
import { filesInZip } from '../../runner/io/formats/zip/zip.ts';
import { markLabels } from '../../runner/text/labels/labels/align.ts';
import { readSpans } from '../../runner/text/labels/labels/spans.ts';
import { openSources } from '../../runner/text/sources/index.ts';
import { tokenize } from '../../runner/text/tokens.ts';
import { hostileReaders } from '../hostile-readers.ts';
import { foreign } from '../unit/io/convert/foreign-fixture.ts';
import { collect, expected, vectorFile } from '../unit/io/formats/vectors/fixture.ts';
import { zipOf } from '../unit/io/formats/zip/zip-of.ts';
import { temporaryFolder } from '../unit/text/temporary-folder.ts';
import { damaged, type FuzzLimits, fuzz, oneOf } from './fuzz.ts';

type Readers = Readonly<Record<string, (draw: Random) => Promise<unknown> | unknown>>;
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

const texts: Record<string, readonly [bytes: Uint8Array, signs: string]> = {
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
  const [bytes, signs] = texts[name] ?? [Buffer.alloc(0), ''];
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

const textReaders: Readers = {
  ...Object.fromEntries(Object.keys(texts).map((name) => [name, (draw: Random) => readText(name, draw)])),
  'labels as spans': (draw) => readLabels('spans', draw),
  'labels as CoNLL-U': (draw) => readLabels('conllu', draw),
};

const plain = { map: new Map<string, string>(), ignore: new Set<string>() };
const bytesOf = (name: string) => Uint8Array.from(readFileSync(foreign(name)));

/** The archive with one of its files damaged: checksums would keep damage to the zip itself from the inner readers. */
async function damagedInside(name: string, inner: RegExp, source: Random) {
  const archive = await filesInZip(bytesOf(name));
  const files = archive.names.filter((each) => inner.test(each));
  const target = files[source.below(files.length)];
  return {
    names: archive.names,
    read: async (each: string) => (each === target ? damaged(await archive.read(each), source) : archive.read(each)),
  };
}

const modelOf = async (bytes: Uint8Array) => recognise(await contentsOf(bytes), plain);

const modelReaders: Readers = {
  safetensors: (source) => modelOf(damaged(bytesOf('lstm-bf16.safetensors'), source)),
  'zip archives': (source) => modelOf(damaged(bytesOf('lstm-2-layers.pt'), source)),
  'PyTorch before 1.6': (source) => modelOf(damaged(bytesOf('before-1.6.pt'), source)),
  PyTorch: async (source) => {
    const name = oneOf(['gru-checkpoint.pth', 'strided.pt'], source);
    const archive = await damagedInside(name, /data\.pkl|data\/0|byteorder/, source);
    return recognise({ kind: 'arrays', format: 'a', ...(await readPytorch(archive)) }, plain);
  },
  'Keras 2': (source) => readKerasHdf5(damaged(bytesOf(oneOf(['keras2-lstm.h5', 'keras2-gru.h5'], source)), source)),
  'Keras 3': async (source) => readKeras3(await damagedInside('keras3-lstm.keras', /config\.json|weights\.h5/, source)),
  "the thesis' text": async (source) => {
    const target = oneOf(['W.txt', 'U.txt', 'b.txt'], source);
    const read = async (name: string) => {
      const bytes = bytesOf(`thesis-rnn/Weights/${name}`);
      return name === target ? damaged(bytes, source) : bytes;
    };
    return recognise({ kind: 'folder', names: ['W.txt', 'V.txt', 'U.txt', 'b.txt', 'c.txt'], read }, plain);
  },
  vocabularies: async (source) => {
    const files = ['vocabulary-2.pkl', 'vocabulary-5.pkl', 'vocabulary.json', 'vocabulary.txt'] as const;
    const name = oneOf(['vocabulary-0.pkl', ...files, 'thesis-lstm/vocabulary.word2VecKeyedVector'], source);
    return readVocabulary(damaged(bytesOf(name), source), name);
  },
};

/** The file that is damaged, and the one that is opened. */
const vectors: Record<string, [damaged: string, opened: string]> = {
  'GloVe text': ['glove.txt', 'glove.txt'],
  'word2vec text': ['word2vec.txt', 'word2vec.txt'],
  "fastText's text": ['fasttext.vec', 'fasttext.vec'],
  'word2vec .bin': ['word2vec.bin', 'word2vec.bin'],
  "gensim's .bin": ['word2vec-gensim.bin', 'word2vec-gensim.bin'],
  'gensim 3': ['gensim-3.kv', 'gensim-3.kv'],
  'gensim 4': ['gensim-4.kv', 'gensim-4.kv'],
  'gensim 4, protocol 5': ['gensim-4-protocol-5.kv', 'gensim-4-protocol-5.kv'],
  "gensim 4's array": ['gensim-4-large.kv.vectors.npy', 'gensim-4-large.kv'],
  safetensors: ['in-metadata.safetensors', 'in-metadata.safetensors'],
  "safetensors' vocabulary": ['beside.vocabulary.json', 'beside.safetensors'],
};

const vectorReaders: Readers = Object.fromEntries(
  Object.entries(vectors).map(([name, [target, opened]]) => {
    folder.write(opened, readFileSync(vectorFile(opened)));
    const whole = Uint8Array.from(readFileSync(vectorFile(target)));
    const read = async (draw: Random) => {
      folder.write(target, damaged(whole, draw));
      const { vectors, size } = await collect(opened, expected.words, folder.path);
      for (const vector of vectors.values()) {
        if (vector.length !== size || !vector.every(Number.isFinite)) throw new Error('a vector that is none');
      }
    };
    return [name, read];
  }),
);

/** The HDF5 library is given ten seconds, and a thread of its own for each file. */
const slow = { mostSeconds: 15, mostBytes: 500e6 };

describe.each<[string, Readers, FuzzLimits]>([
  // HTML is never wrong but by its bytes.
  ['texts and labels', textReaders, { mostBytes: 500e6, leastRefused: 1 / 50 }],
  ['models', modelReaders, { leastRefused: 1 / 10 }],
  ['vectors', vectorReaders, { leastRefused: 1 / 10 }],
  ['files by their grammar', hostileReaders, { leastRefused: 1 / 10 }],
])('%s', (_, readers, limits) => {
  describe.each(Object.entries(readers))('%s', (name, read) =>
    fuzz(name, read, { ...limits, ...(name.startsWith('Keras') && slow) }),
  );
});
