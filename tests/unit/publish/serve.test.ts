import { join } from 'node:path';
import { expect, test } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { baseOf, fileOf, serveFolder } from '../../../runner/publish/serve.ts';
import { storm } from '../../storm.ts';
import { handmadeSites } from './site.ts';

const site = handmadeSites();

test('an address leads to a file of the folder, or nowhere', async () => {
  const folder = site({ 'a b/index.html': '', 'x+1.txt': '' });
  const found = (address: string) => fileOf(folder, '/base/', address);
  expect(await found('/base/a%20b/')).toBe(join(folder, 'a b', 'index.html'));
  expect(await found('/base/x+1.txt?x#y')).toBe(join(folder, 'x+1.txt'));
  const nowhere = '/base/a%20b /x+1.txt /base/none // /base/%00 http://[ /base/%2e%2e%2f%2e%2e%2fetc/passwd /base/%';
  for (const address of nowhere.split(' ')) expect(await found(address), address).toBeNull();
});

test('a served file has the type that its ending says, and a missing one gets the page for it', async () => {
  const files = { 'index.html': '<p>a</p>', 'a/index.html': '', 'x.css': '', 'x.json': '{}', '404.html': 'gone' };
  const folder = site(files);
  const served = await serveFolder(folder, '/base/');
  const asked = async (path: string) => {
    const response = await fetch(served.origin + path);
    return [response.status, response.headers.get('content-type')?.split(';')[0], await response.text()];
  };
  try {
    expect(await asked('/base/')).toEqual([200, 'text/html', '<p>a</p>']);
    expect(await asked('/base/x.css')).toEqual([200, 'text/css', '']);
    expect(await asked('/base/x.json')).toEqual([200, 'application/json', '{}']);
    expect(await asked('/base/a')).toEqual([404, 'text/html', 'gone']);
    expect(await asked('/x.css')).toEqual([404, 'text/html', 'gone']);
  } finally {
    served.close();
  }
});

test('a served folder outlives requests that no browser sends', async () => {
  const folder = site({ 'index.html': 'a' });
  const served = await serveFolder(folder, '/');
  try {
    for (let round = 0; round < 5; round++) {
      await storm(Number(new URL(served.origin).port), { count: 40, draw: random(round), slowest: 400 });
      expect(await (await fetch(`${served.origin}/`)).text()).toBe('a');
    }
  } finally {
    served.close();
  }
});

test.each([
  ['<link rel="stylesheet" href="/past/_astro/a.css">', '/past/'],
  ['<script type="module" src="/_astro/a.js"></script>', '/'],
  ['<p>/past/_astro/</p>', null],
])('the path that a site was built for is read from its first page: %s', async (html, base) => {
  const folder = site({ 'index.html': html });
  expect(await baseOf(folder)).toBe(base);
});
