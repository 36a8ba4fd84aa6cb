import { describe, expect, it } from 'vitest';
import { readSources } from '../../../runner/corpus/sources.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

describe('readSources', () => {
  it('reads libraries and files in the order given', async () => {
    folder.write('b.txt', 'B');
    folder.write('a.txt', 'A');
    const sources = await readSources(['b.txt', 'alice', 'a.txt'], folder.path);
    expect(sources.map(({ name }) => name)).toEqual(['b.txt', "Alice's Adventures in Wonderland", 'a.txt']);
    expect(sources.map(({ credit }) => credit === null)).toEqual([true, false, true]);
    expect(sources[0]?.text).toBe('B');
  });

  it('says that the speeches are not there yet', async () => {
    await expect(readSources(['speeches'], folder.path)).rejects.toThrow('The corpus "speeches" is not read yet');
  });

  it('knows the names that would have been right', async () => {
    await expect(readSources(['alcie'], folder.path)).rejects.toThrow('Did you mean "alice"?');
    await expect(readSources(['heldout'], folder.path, ['held-out'])).rejects.toThrow('Did you mean "held-out"?');
  });
});
