/** Every reader of pickles and archives, given files that are made by their grammar (hostile-files.ts). */
import type { Random } from '../runner/core/random.ts';
import { contentsOf } from '../runner/io/exchange/contents.ts';
import { recognise } from '../runner/io/exchange/layouts/layouts.ts';
import { readPickle } from '../runner/io/formats/pickle/pickle.ts';
import { readPytorch } from '../runner/io/formats/torch/torch.ts';
import { openKeyedVectors } from '../runner/io/formats/vectors/keyed-vectors.ts';
import { readVocabulary } from '../runner/io/formats/vocabulary/vocabulary.ts';
import { filesInZip } from '../runner/io/formats/zip/zip.ts';
import { hostilePickle, hostileZip } from './hostile-files.ts';

const plain = { map: new Map<string, string>(), ignore: new Set<string>() };

export const hostileReaders: Record<string, (draw: Random) => Promise<unknown>> = {
  'pickles by their grammar': async (draw) => readPickle(hostilePickle(draw, 'plain'), {}),
  'PyTorch files with such a pickle': async (draw) => {
    const pickle = hostilePickle(draw, 'torch');
    const read = async (name: string) => (name.endsWith('.pkl') ? pickle : new Uint8Array(4000));
    const file = await readPytorch({ names: ['m/data.pkl', 'm/data/0', 'm/data/a'], read });
    return recognise({ kind: 'arrays', format: 'a', ...file }, plain);
  },
  'vocabularies by their grammar': (draw) => readVocabulary(hostilePickle(draw, 'gensim'), 'a.pkl'),
  'gensim files by their grammar': (draw) => openKeyedVectors(hostilePickle(draw, 'gensim'), 'a.kv', async () => null),
  'zip archives by their grammar': async (draw) => {
    const bytes = hostileZip(draw);
    const { names, read } = await filesInZip(bytes);
    for (const name of names) if (!name.endsWith('/')) await read(name);
    return recognise(await contentsOf(bytes), plain);
  },
};
