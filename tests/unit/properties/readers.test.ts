/** What is written is read back, whatever it is: by our writer, or by one that is written here from the format's description. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { memorySource } from '../../../runner/io/formats/byte-source.ts';
import { readConllu } from '../../../runner/io/formats/conllu/conllu.ts';
import { openNumpy } from '../../../runner/io/formats/numpy/npy.ts';
import { encodeSafetensors, safetensorsIn } from '../../../runner/io/formats/safetensors/file.ts';
import { decodeSafetensors, readHeader } from '../../../runner/io/formats/safetensors/read.ts';
import { readTokenizer } from '../../../runner/io/formats/tokenizers/tokenizer.ts';
import { matrixReader, WantedWords } from '../../../runner/io/formats/vectors/reader.ts';
import { processorTime } from '../../processor-time.ts';
import { always, anyText, fc, listOf } from './seed.ts';

describe('safetensors', () => {
  const tensor = fc.array(fc.nat(4), { maxLength: 3 }).chain((shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = listOf(fc.float(), size);
    return values.map((own) => ({ shape, data: Float32Array.from(own) }));
  });
  // The keys that the format keeps for itself, or for the arrays' checksums.
  const kept = ['__metadata__', '__proto__', 'sums'];
  const name = fc.string({ unit: 'binary' }).filter((each) => !kept.includes(each));
  const tensors = fc.dictionary(name, tensor, { maxKeys: 5, noNullPrototype: true });
  const metadata = fc.dictionary(name, anyText, { maxKeys: 3, noNullPrototype: true });

  always('of float32 give what was written, where the header says', [tensors, metadata], async (given, texts) => {
    const file = encodeSafetensors(given, 'F32', texts);
    expect(decodeSafetensors(file, 'a')).toEqual(given);
    expect(safetensorsIn(file).metadata).toMatchObject(texts);
    const { arrays } = await readHeader(memorySource(file), 'a');
    expect([...arrays.keys()].sort()).toEqual(Object.keys(given).sort());
    for (const [key, { from, length }] of arrays)
      expect(new Float32Array(file.slice(from, from + length).buffer)).toEqual(given[key]?.data);
  });

  always('of float16 give numbers that stay the same when they are written again', [tensors], (given) => {
    const once = decodeSafetensors(encodeSafetensors(given, 'F16'), 'a');
    expect(decodeSafetensors(encodeSafetensors(once, 'F16'), 'a')).toEqual(once);
    for (const [key, { data }] of Object.entries(given)) {
      const read = once[key]?.data ?? [];
      expect(Array.from(read, Number.isNaN)).toEqual(Array.from(data, Number.isNaN));
      // 11 bits of precision between 2^-14 and 65504.
      const off = data.map((value, i) =>
        Math.abs(value) >= 2 ** -14 && Math.abs(value) <= 65504 ? (read[i] ?? NaN) / value - 1 : 0,
      );
      expect(Math.max(0, ...off.map(Math.abs))).toBeLessThanOrEqual(2 ** -11);
    }
  });
});

/** As numpy/lib/format.py has it: magic, version, length, a dictionary filled up with spaces, then the rows. */
type Form = { type: '<f8' | '<f4'; version: 1 | 2; spaces: number };
function npyOf(rows: readonly Float64Array[], { type, version, spaces }: Form) {
  const columns = rows[0]?.length ?? 0;
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${rows.length}, ${columns}), }${' '.repeat(spaces)}\n`;
  const start = Buffer.alloc(version === 1 ? 10 : 12);
  start.write('\x93NUMPY', 'latin1');
  start.writeUInt8(version, 6);
  if (version === 1) start.writeUInt16LE(header.length, 8);
  else start.writeUInt32LE(header.length, 8);
  const data = rows.map((row) => Buffer.from((type === '<f8' ? row : Float32Array.from(row)).buffer));
  return Buffer.concat([start, Buffer.from(header), ...data]);
}

it.each<Form>([
  { type: '<f8', version: 1, spaces: 3 },
  { type: '<f4', version: 2, spaces: 70 },
])('a .npy file gives the row of each word, as single precision has it: %o', async (how) => {
  const rows = [Float64Array.of(0.1, -1e30), Float64Array.of(3, 1e-9), Float64Array.of(-0, 7)];
  const opened = await openNumpy(memorySource(npyOf(rows, how)));
  const words = ['w0', 'w1', 'w2'];
  const wanted = new WantedWords(words.toReversed());
  await matrixReader(opened, words, 'npy').collect(wanted, () => {});
  expect([...wanted.found]).toEqual(words.map((word, i) => [word, Float32Array.from(rows[i] ?? [])]).toReversed());
});

it('CoNLL-U gives words as they are written, those of several parts once, with what is said of any', () => {
  const rows = ['1 a NOUN', '2-3 dont _', '2 do _', '3 nt VERB', '3.1 unwritten X'].map((row) => row.split(' '));
  const lines = rows.map(([place, form, tag]) => [place, form, '_', tag, ...Array(6).fill('_')].join('\t'));
  const words = [
    { form: 'a', values: ['NOUN'] },
    { form: 'dont', values: ['VERB'] },
  ];
  expect([...readConllu(lines, 'upos')]).toMatchObject(words);
});

describe('byte-level BPE', () => {
  const letters = ['a', 'b', 'c'];
  /** Merges of letters and of what earlier ones made, in any order. */
  const merges = listOf(fc.tuple(fc.nat(50), fc.nat(50)), 1, 12).chain((places) => {
    const known = [...letters];
    const pairs = places.map(([a, b]) => {
      const pair = [known[a % known.length] ?? '', known[b % known.length] ?? ''] as const;
      known.push(pair.join(''));
      return pair;
    });
    return fc.shuffledSubarray(pairs, { minLength: pairs.length });
  });
  const cutter = (pairs: readonly (readonly [string, string])[]) => {
    const tokens = new Set([...letters, ...pairs.flat(), ...pairs.map(([a, b]) => a + b)]);
    const vocab = Object.fromEntries([...tokens].map((token, id) => [token, id]));
    const model = { type: 'BPE', vocab, merges: pairs };
    const file = JSON.stringify({ version: '1.0', model, pre_tokenizer: { type: 'ByteLevel' } });
    return { encode: readTokenizer(Buffer.from(file)).encode, vocab };
  };
  /** The pair of lowest rank, at all its places from left to right, and again. */
  const plain = (word: string, pairs: readonly (readonly [string, string])[]): string[] => {
    const parts = [...word];
    for (;;) {
      const at = pairs.find(([a, b]) => parts.some((each, i) => each === a && parts[i + 1] === b));
      if (at === undefined) return parts;
      for (let i = 0; i < parts.length; i++)
        if (parts[i] === at[0] && parts[i + 1] === at[1]) parts.splice(i, 2, at.join(''));
    }
  };

  const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 60 });
  always('cuts a word as merging pair after pair does', [merges, word], (pairs, given) => {
    const { encode, vocab } = cutter(pairs);
    expect(encode(given)).toEqual(plain(given, pairs).map((part) => vocab[part]));
  });

  it('takes no longer for a letter of a long word than for one of a short word', () => {
    const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];
    const { encode } = cutter(alphabet.flatMap((a) => alphabet.map((b) => [a, b] as const)));
    const draw = random(26);
    const word = Array.from({ length: 50_000 }, () => alphabet[draw.below(26)]).join('');
    const began = processorTime();
    expect(encode(word).length).toBeLessThan(word.length * 0.7);
    expect(processorTime() - began).toBeLessThan(1500);
  });
});
