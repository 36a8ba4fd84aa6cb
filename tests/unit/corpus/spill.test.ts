import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RunError } from '../../../runner/core/errors.ts';
import { random } from '../../../runner/core/random.ts';
import { Spill } from '../../../runner/corpus/spill.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

it('a spill gives back what was written, from memory and from disk, while it is written', () => {
  for (const limit of [1e9, 3000]) {
    const draw = random(limit);
    const spill = new Spill(join(folder.path, 'spills'), limit);
    let whole = Buffer.alloc(0);
    for (let piece = 0; piece < 200; piece++) {
      const bytes = Buffer.from(Array.from({ length: draw.below(100) }, () => draw.bits() & 255));
      spill.append(bytes);
      whole = Buffer.concat([whole, bytes]);
      const at = draw.below(whole.length + 1);
      expect(spill.read(at, 50).equals(whole.subarray(at, at + 50))).toBe(true);
    }
    expect(spill.length).toBe(whole.length);
    expect(spill.inMemory).toBe(limit === 1e9);
    expect(spill.read(0, whole.length).equals(whole)).toBe(true);
    // The file has no name even while it is open.
    if (limit === 3000) expect(readdirSync(join(folder.path, 'spills'))).toEqual([]);
    spill.close();
  }
});

it('large pieces go to disk as they are', () => {
  const spill = new Spill(folder.path, 10);
  const large = Buffer.alloc(9e6, 'ab');
  spill.append(Buffer.from('xyz'));
  spill.append(large);
  spill.append(Buffer.from('end'));
  expect(spill.read(0, 5).toString()).toBe('xyzab');
  expect(spill.read(spill.length - 5, 5).toString()).toBe('abend');
  spill.close();
});

it('a disk that cannot be written is told', () => {
  const path = join(folder.path, folder.write('file', ''));
  const spill = new Spill(path, 10);
  expect(() => spill.append(Buffer.alloc(11))).toThrow(RunError);
  expect(() => spill.append(Buffer.alloc(11))).toThrow('The texts do not fit into memory');
});
