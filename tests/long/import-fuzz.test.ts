/** Damaged files of every format that is imported: each is read or refused with a reason, soon and in little memory. */
import { readFileSync } from 'node:fs';
import { describe } from 'vitest';
import type { Random } from '../../runner/core/random.ts';
import { contentsOf } from '../../runner/io/exchange/contents.ts';
import { recognise } from '../../runner/io/exchange/layouts/layouts.ts';
import { readKeras3, readKerasHdf5 } from '../../runner/io/formats/keras/keras.ts';
import { readPytorch } from '../../runner/io/formats/torch/torch.ts';
import { readVocabulary } from '../../runner/io/formats/vocabulary/vocabulary.ts';
import { filesInZip } from '../../runner/io/formats/zip/zip.ts';
import { hostileReaders } from '../hostile-readers.ts';
import { foreign } from '../unit/io/exchange/foreign-fixture.ts';
import { damaged, oneOf } from './damaged.ts';
import { fuzz } from './fuzz.ts';

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

const readers: Record<string, (source: Random) => Promise<unknown>> = {
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

/** The HDF5 library is given ten seconds, and a thread of its own for each file. */
const slow = { mostSeconds: 15, mostBytes: 500e6 };

describe.each(Object.entries(readers))('%s', (name, read) => {
  fuzz(name, read, { leastRefused: 1 / 10, ...(name.startsWith('Keras') ? slow : {}) });
});

describe.each(Object.entries(hostileReaders))('%s', (name, read) => {
  fuzz(name, read, { leastRefused: 1 / 10 });
});
