import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBeside } from '../../../../runner/cli/new/scaffold.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const own = temporaryFolder();
const folder = own.path;
const sizes = {
  'a.py': 40,
  'b.py': 60,
  '.hidden.py': 900,
  'c.txt': 7,
  'd.py.gz': 800,
  alone: 3,
  'e.xyz': 3,
  'f.xyz': 3,
};
for (const [name, size] of Object.entries(sizes)) own.write(name, 'x'.repeat(size));

describe('what lies beside a file', () => {
  it('are the files of its folder that end as it does, in a pattern', async () => {
    const found = { pattern: '*.py', files: 2, bytes: 100 };
    expect(await filesBeside('a.py', folder)).toEqual(found);
    expect(await filesBeside(join(folder, 'a.py'), '/')).toEqual({ ...found, pattern: join(folder, '*.py') });
  });

  it.each(['c.txt', 'alone', 'e.xyz', '.', 'no.py', '*.py', 'stories'])(
    'is nothing where there are none, or no file is given: %s',
    async (text) => {
      expect(await filesBeside(text, folder)).toBeNull();
    },
  );
});
