import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RunError } from '../../../runner/core/errors.ts';
import { random } from '../../../runner/core/random.ts';
import { ByteStore } from '../../../runner/text/byte-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

it('a byte store gives back what was written, from memory and from disk, while it is written', () => {
  for (const limit of [1e9, 3000]) {
    const draw = random(limit);
    const store = new ByteStore(join(folder.path, 'stores'), limit);
    let whole = Buffer.alloc(0);
    for (let piece = 0; piece < 200; piece++) {
      const bytes = Buffer.from(Array.from({ length: draw.below(100) }, () => draw.bits() & 255));
      store.append(bytes);
      whole = Buffer.concat([whole, bytes]);
      const at = draw.below(whole.length + 1);
      expect(store.read(at, 50).equals(whole.subarray(at, at + 50))).toBe(true);
    }
    expect(store.length).toBe(whole.length);
    store.write(Buffer.from('over'), 7);
    whole.write('over', 7);
    expect(store.read(0, whole.length).equals(whole)).toBe(true);
    // The file has no name even while it is open.
    if (limit === 3000) expect(readdirSync(join(folder.path, 'stores'))).toEqual([]);
    store.close();
  }
});

it('large pieces go to disk as they are', () => {
  const store = new ByteStore(folder.path, 10);
  const large = Buffer.alloc(9e6, 'ab');
  store.append(Buffer.from('xyz'));
  store.append(large);
  store.append(Buffer.from('end'));
  expect(store.read(0, 5).toString()).toBe('xyzab');
  expect(store.read(store.length - 5, 5).toString()).toBe('abend');
  store.close();
});

it('a disk that cannot be written is told', () => {
  const path = join(folder.path, folder.write('file', ''));
  const store = new ByteStore(path, 10);
  expect(() => store.append(Buffer.alloc(11))).toThrow(RunError);
  expect(() => store.append(Buffer.alloc(11))).toThrow('The texts do not fit into memory');
});
