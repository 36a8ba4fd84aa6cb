import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const page = readFileSync('docs/thesis-settings.md', 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| thesis'));

it('each setting of the thesis names a test that there is', () => {
  expect(rows.length).toBeGreaterThan(30);
  const lost = rows.filter((row) => {
    const [, file = '', words = ''] = /\| `(tests\/[^`]+)`: (.+) \|$/.exec(row) ?? [];
    return !existsSync(file) || !readFileSync(file, 'utf8').includes(words.replaceAll('`', ''));
  });
  expect(lost).toEqual([]);
});
