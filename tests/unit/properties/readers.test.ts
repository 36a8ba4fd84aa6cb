/** What is written is read back, whatever it is: by our writer, or by one that is written here from the format's description. */
import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import {
  activationsOf,
  decodeActivations,
  encodeActivations,
  levels,
  quantize,
} from '../../../runner/experiment/results/activations.ts';
import { memorySource } from '../../../runner/io/formats/byte-source.ts';
import { readConllu } from '../../../runner/io/formats/conllu/conllu.ts';
import { openNumpy } from '../../../runner/io/formats/numpy/npy.ts';
import { encodeSafetensors, safetensorsIn } from '../../../runner/io/formats/safetensors/file.ts';
import { decodeSafetensors, readHeader } from '../../../runner/io/formats/safetensors/read.ts';
import { decodeText } from '../../../runner/io/formats/texts/encoding.ts';
import { readCsv, readJsonLines } from '../../../runner/io/formats/texts/rows.ts';
import { readTokenizer } from '../../../runner/io/formats/tokenizers/tokenizer.ts';
import { matrixReader, WantedWords } from '../../../runner/io/formats/vectors/reader.ts';
import { filesInZip } from '../../../runner/io/formats/zip/zip.ts';
import { processorTime } from '../../processor-time.ts';
import { all, piecesOf } from '../io/formats/texts/read-text.ts';
import { zipOf } from '../io/formats/zip/zip-of.ts';
import { anyText, fc } from './seed.ts';

const silent = () => {};
const pieceLength = fc.integer({ min: 1, max: 40 });

describe('safetensors', () => {
  const tensor = fc
    .array(fc.nat(4), { maxLength: 3 })
    .chain((shape) =>
      fc
        .array(fc.float(), { minLength: shape.reduce((a, b) => a * b, 1), maxLength: shape.reduce((a, b) => a * b, 1) })
        .map((values) => ({ shape, data: Float32Array.from(values) })),
    );
  // The key that the format keeps for itself.
  const name = fc.string({ unit: 'binary' }).filter((each) => each !== '__metadata__' && each !== '__proto__');
  const tensors = fc.dictionary(name, tensor, { maxKeys: 5, noNullPrototype: true });

  it('of float32 give the same arrays, not-a-numbers and zeros below zero too', () => {
    fc.assert(
      fc.property(tensors, (given) => {
        expect(decodeSafetensors(encodeSafetensors(given), 'a')).toEqual(given);
      }),
    );
  });

  it('of float16 give numbers that stay the same when they are written again', () => {
    fc.assert(
      fc.property(tensors, (given) => {
        const once = decodeSafetensors(encodeSafetensors(given, 'F16'), 'a');
        expect(decodeSafetensors(encodeSafetensors(once, 'F16'), 'a')).toEqual(once);
        for (const [key, { data }] of Object.entries(given)) {
          data.forEach((value, i) => {
            if (Number.isNaN(value)) expect(once[key]?.data[i]).toBeNaN();
            // 11 bits of precision between 2^-14 and 65504.
            if (!(Math.abs(value) >= 2 ** -14 && Math.abs(value) <= 65504)) return;
            expect(Math.abs((once[key]?.data[i] ?? Number.NaN) / value - 1)).toBeLessThanOrEqual(2 ** -11);
          });
        }
      }),
    );
  });

  it('keep their texts, and their arrays lie where the header says', async () => {
    // Beside them stand the arrays' checksums.
    const metadata = fc.dictionary(
      name.filter((each) => each !== 'sums'),
      anyText,
      { maxKeys: 3, noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(tensors, metadata, async (given, texts) => {
        const file = encodeSafetensors(given, 'F32', texts);
        expect(safetensorsIn(file).metadata).toMatchObject(texts);
        const { arrays } = await readHeader(memorySource(file), 'a');
        expect([...arrays.keys()].sort()).toEqual(Object.keys(given).sort());
        for (const [key, { from, length }] of arrays) {
          const bytes = file.slice(from, from + length);
          expect(new Float32Array(bytes.buffer)).toEqual(given[key]?.data);
        }
      }),
    );
  });
});

describe('a .npy file', () => {
  /** As numpy/lib/format.py has it: magic, version, length, a dictionary filled up with spaces, then the rows. */
  function npyOf(
    rows: readonly Float64Array[],
    { type, version, spaces }: { type: '<f8' | '<f4'; version: 1 | 2; spaces: number },
  ) {
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

  it('gives the row of each word, as single precision has it', async () => {
    const matrix = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) => {
      const row = fc.array(fc.double({ noNaN: true, min: -1e30, max: 1e30 }), {
        minLength: columns,
        maxLength: columns,
      });
      return fc.array(
        row.map((values) => Float64Array.from(values)),
        { minLength: rows, maxLength: rows },
      );
    });
    const form = fc.record({
      type: fc.constantFrom('<f8', '<f4'),
      version: fc.constantFrom(1, 2),
      spaces: fc.nat(70),
    });
    await fc.assert(
      fc.asyncProperty(matrix, form, async (rows, how) => {
        const opened = await openNumpy(memorySource(npyOf(rows, how)));
        const words = rows.map((_, i) => `w${i}`);
        const wanted = new WantedWords(words.toReversed());
        await matrixReader(opened, words, 'npy').collect(wanted, silent);
        expect([...wanted.found]).toEqual(
          words.map((word, i) => [word, Float32Array.from(rows[i] ?? [])]).toReversed(),
        );
      }),
    );
  });
});

/** As a decoder gives them: no character beyond 16 bits is cut in two. */
async function* wellFormedPieces(text: string, length: number): AsyncGenerator<string> {
  const characters = Array.from(text);
  for (let at = 0; at < characters.length; at += length) yield characters.slice(at, at + length).join('');
}

describe('rows of texts', () => {
  const cell = anyText.map((text) => text.toWellFormed());

  it.each([
    [',', '\n'],
    [',', '\r\n'],
    ['\t', '\n'],
  ] as const)(
    'are the cells of a table, set apart by %j and %j, however it comes in pieces',
    async (separator, end) => {
      const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), pieceLength, async (rows, length) => {
          const lines = [['other', 'text'], ...rows].map((row) => row.map(quoted).join(separator) + end);
          const read = readCsv(wellFormedPieces(lines.join(''), Math.max(20, length)), 'a', separator, {
            warn: silent,
          });
          expect(await all(read)).toEqual(rows.map(([, text]) => text).filter((text) => text !== ''));
        }),
      );
    },
  );

  it('are the lines of JSON, as objects or strings, however they come in pieces', async () => {
    const row = fc.oneof(cell, fc.record({ text: cell, other: fc.jsonValue() }));
    await fc.assert(
      fc.asyncProperty(fc.array(row), pieceLength, async (rows, length) => {
        const lines = rows.map((each) => `${JSON.stringify(each)}\n`).join('');
        const texts = rows.map((each) => (typeof each === 'string' ? each : each.text));
        expect(await all(readJsonLines(piecesOf(lines, length), 'a', { warn: silent }))).toEqual(
          texts.filter((text) => text !== ''),
        );
      }),
    );
  });
});

it('CoNLL-U gives the words as they are written, those of several parts once', () => {
  const form = fc.string({ unit: fc.constantFrom('a', 'é', '-', '😀', ' ', '.'), minLength: 1, maxLength: 4 });
  const tag = fc.constantFrom('NOUN', 'VERB', '_');
  const word = fc.record({ form, tags: fc.array(tag, { minLength: 1, maxLength: 3 }), empty: fc.boolean() });
  const line = (place: string, form: string, tag: string) =>
    [place, form, '_', tag, '_', '_', '_', '_', '_', '_'].join('\t');
  fc.assert(
    fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 4 })), (sentences) => {
      const lines = sentences.flatMap((words) => {
        let number = 0;
        const own = words.flatMap(({ form, tags, empty }) => {
          const parts = tags.map((tag) => line(`${++number}`, tags.length === 1 ? form : 'part', tag));
          const range = tags.length === 1 ? [] : [line(`${number - tags.length + 1}-${number}`, form, '_')];
          return [...range, ...parts, ...(empty ? [line(`${number}.1`, 'unwritten', 'X')] : [])];
        });
        return ['# text = of a sentence', ...own, ''];
      });
      expect([...readConllu(lines, 'upos')]).toMatchObject(
        sentences.flat().map(({ form, tags }) => ({ form, values: tags.filter((each) => each !== '_') })),
      );
    }),
  );
});

it('an archive gives each file that was put in', async () => {
  const name = fc
    .string({ unit: fc.constantFrom('a', 'b', 'ü', '😀', '.', '-'), minLength: 1 })
    .filter((each) => !/^\.+$/.test(each));
  const bytes = fc.uint8Array({ maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, bytes, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), async (files) => {
      const packed = zipOf(Object.fromEntries(Object.entries(files).map(([key, content]) => [key, { content }])));
      const archive = await filesInZip(packed);
      expect([...archive.names].sort()).toEqual(Object.keys(files).sort());
      for (const [key, content] of Object.entries(files)) {
        expect(Buffer.from(await archive.read(key))).toEqual(Buffer.from(content));
      }
    }),
    { numRuns: 50 },
  );
});

it('a text in UTF-8 is read as it is, but for the CR of CRLF', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      // Nothing at all, a mark of the byte order and a zero byte are refused, or taken away.
      fc.pre(text !== '' && !text.startsWith('\ufeff') && !text.includes('\0'));
      expect(decodeText(Buffer.from(text))).toBe(text.replaceAll('\r\n', '\n'));
    }),
  );
});

it('activations of eight bits are those that were given, within half a step of the neuron’s largest', () => {
  const value = fc.float({ noNaN: true, min: -100, max: 100 });
  const rows = fc
    .integer({ min: 1, max: 12 })
    .chain((tokens) =>
      fc.array(fc.array(value, { minLength: tokens, maxLength: tokens }), { minLength: 1, maxLength: 5 }),
    );
  fc.assert(
    fc.property(rows, (activations) => {
      const tokens = activations[0]?.length ?? 0;
      const written = encodeActivations(quantize(activations));
      const read = decodeActivations(written, activations.length, tokens);
      activations.forEach((row, neuron) => {
        const largest = Math.max(...row.map(Math.abs));
        activationsOf(read, neuron).forEach((got, t) => {
          expect(Math.abs(got - (row[t] ?? Number.NaN))).toBeLessThanOrEqual((largest / levels) * (0.5 + 1e-4));
        });
      });
    }),
  );
});

describe('byte-level BPE', () => {
  const letters = ['a', 'b', 'c'];
  /** Merges of letters and of what earlier ones made, in any order. */
  const merges = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 12 }).chain((places) => {
    const known = [...letters];
    const pairs = places.map(([a, b]) => {
      const pair = [known[a % known.length] ?? '', known[b % known.length] ?? ''] as const;
      known.push(pair.join(''));
      return pair;
    });
    return fc.shuffledSubarray(pairs, { minLength: pairs.length });
  });
  const cutter = (pairs: readonly (readonly [string, string])[]) => {
    const vocab = Object.fromEntries(
      [...new Set([...letters, ...pairs.flat(), ...pairs.map(([a, b]) => a + b)])].map((t, id) => [t, id]),
    );
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

  it('cuts a word as merging pair after pair does', () => {
    const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(merges, word, (pairs, given) => {
        const { encode, vocab } = cutter(pairs);
        expect(encode(given)).toEqual(plain(given, pairs).map((part) => vocab[part]));
      }),
    );
  });

  it('takes no longer for a letter of a long word than for one of a short word', () => {
    const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];
    const { encode } = cutter(alphabet.flatMap((a) => alphabet.map((b) => [a, b] as const)));
    const draw = random(26);
    const word = Array.from({ length: 100_000 }, () => alphabet[draw.below(26)]).join('');
    const began = processorTime();
    expect(encode(word).length).toBeLessThan(word.length * 0.7);
    expect(processorTime() - began).toBeLessThan(3000);
  });
});
