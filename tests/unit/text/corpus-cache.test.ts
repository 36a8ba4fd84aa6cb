import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeCorpus, encodeCorpus, readCachedCorpus, writeCachedCorpus } from '../../../runner/text/corpus-cache.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const corpus = {
  vocabulary: ['<unk>', 'é', '😀'],
  documents: [{ hash: 'ab', source: 0, split: 'training' as const, bytes: 3, tokens: 2 }],
  ids: Int32Array.of(2, 0, 70_000),
};

describe('a cached corpus', () => {
  it('comes back as it was', async () => {
    await writeCachedCorpus(folder.path, 'key', corpus);
    expect(await readCachedCorpus(folder.path, 'key')).toEqual(corpus);
    expect(readdirSync(folder.path)).toEqual(['corpus-key.bin']);
  });

  it('is null when it is missing, damaged, cut short or foreign', async () => {
    const bytes = Buffer.from(encodeCorpus('key', corpus));
    const damaged = Buffer.from(bytes);
    damaged[bytes.length - 1] = 1;
    expect(await readCachedCorpus(folder.path, 'other')).toBeNull();
    expect(decodeCorpus('key', damaged)).toBeNull();
    expect(decodeCorpus('key', bytes.subarray(0, -4))).toBeNull();
    expect(decodeCorpus('key', Buffer.alloc(0))).toBeNull();
    expect(decodeCorpus('key', Buffer.from('not a corpus, but long enough to be one'))).toBeNull();
    expect(decodeCorpus('another key', bytes)).toBeNull();
  });

  it('that cannot be written is no error', async () => {
    const file = folder.write('file', '');
    await writeCachedCorpus(join(folder.path, file), 'key', corpus);
    expect(await readCachedCorpus(join(folder.path, file), 'key')).toBeNull();
  });
});
