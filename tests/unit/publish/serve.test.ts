import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileOf } from '../../../runner/publish/serve.ts';
import { handmadeSite } from './site.ts';

test('an address leads to a file of the folder, or nowhere', async () => {
  const { folder, remove } = await handmadeSite({ 'a b/index.html': '', 'x+1.txt': '' });
  const found = (address: string) => fileOf(folder, '/base/', address);
  expect(await found('/base/a%20b/')).toBe(join(folder, 'a b', 'index.html'));
  expect(await found('/base/x+1.txt?x#y')).toBe(join(folder, 'x+1.txt'));
  for (const nowhere of ['/base/a%20b', '/x+1.txt', '/base/none', '/base/%2e%2e%2f%2e%2e%2fetc/passwd', '/base/%']) {
    expect(await found(nowhere), nowhere).toBeNull();
  }
  await remove();
});
