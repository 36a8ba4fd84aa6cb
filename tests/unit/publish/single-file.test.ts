import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { DomUtils, parseDocument } from 'htmlparser2';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { singleFile } from '../../../runner/publish/single-file.ts';
import { handmadeSites } from './site.ts';

const site = handmadeSites();

test('style, scripts, images and data stand in the file; its policy allows that one script', async () => {
  const folder = site({
    'p/index.html': `<!doctype html><html lang="en"><head>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
      <link rel="stylesheet" href="/b/_astro/a.css"><script type="module" src="/b/_astro/a.js"></script></head>
      <body><p data-values="/b/values.i8">&lt;script&gt;</p><img src="/b/still.svg" alt="x">
      <a href="/b/p/#part">part</a><a href="/b/other/">other</a><a href="/b/values.i8" download>data</a></body></html>`,
    '_astro/a.css': 'p > b { color: red }',
    '_astro/a.js': `import { shared } from './shared.js'; document.title = shared + '</script>';`,
    '_astro/shared.js': `export const shared = 'ran'; new Worker(new URL('/b/_astro/worker.js', import.meta.url));`,
    '_astro/worker.js': 'postMessage(1)',
    'still.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'values.i8': 'values',
    'unnamed.bin': 'not of this page',
  });
  const html = await singleFile({ dist: folder, base: '/b/', address: '/b/p/', site: null });
  const { document } = parseHTML(html);
  const held = [...document.querySelectorAll('script[data-file]')];
  expect(held.map((each) => each.getAttribute('data-file'))).toEqual(['/b/values.i8']);
  expect(gunzipSync(Buffer.from(held[0]?.textContent ?? '', 'base64')).toString()).toBe('values');
  const program = document.querySelector('script[data-program="/b/_astro/worker.js"]')?.textContent ?? '';
  expect(atob(program)).toBe('postMessage(1)');
  const scripts = [...document.querySelectorAll('script:not([type])')];
  expect(scripts).toHaveLength(1);
  const source = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  expect(source).toContain('ran');
  const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content');
  expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(source).digest('base64')}'`);
  expect(document.querySelector('style')?.textContent).toBe('p > b { color: red }');
  expect(document.querySelector('img')?.getAttribute('src')).toMatch(/^data:image\/svg\+xml;base64,/);
  expect([...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))).toEqual(['#part', '/b/values.i8']);
  expect(document.querySelector('p')?.textContent).toBe('<script>');
  const published = await singleFile({ dist: folder, base: '/b/', address: '/b/p/', site: 'https://atlas.example' });
  expect(published).toContain('href="https://atlas.example/b/other/"');
});

test('fonts stand in the file, and nothing asks for one before', async () => {
  const folder = site({
    'p/index.html': `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="">
      <link rel="preload" href="/b/_astro/fonts/a.woff2" as="font" crossorigin>
      <style>@font-face { font-family: A; src: url("/b/_astro/fonts/a.woff2") format("woff2"); }</style></head>
      <body><p>a</p></body></html>`,
    '_astro/fonts/a.woff2': 'letters',
  });
  const html = await singleFile({ dist: folder, base: '/b/', address: '/b/p/', site: null });
  expect(html).toContain(`src: url(data:font/woff2;base64,${btoa('letters')}) format("woff2")`);
  expect(html).not.toContain('/b/_astro');
  expect(html).toMatch(/Content-Security-Policy"[^>]* content="[^"]*font-src data:;/);
});

test('a title that ends itself and goes on as a tag stays a title', async () => {
  const hostile = `</title><meta http-equiv="refresh" content="0;url=https://example.com"><script>x</script> & "b" 'c'`;
  const written = hostile.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;');
  const folder = site({
    'p/index.html': `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content=""><title>${written}</title></head>
      <body><textarea>&lt;/textarea&gt;&lt;img src=x&gt;</textarea><p title="${written}">${written}</p></body></html>`,
  });
  const html = await singleFile({ dist: folder, base: '/b/', address: '/b/p/', site: null });
  // Another parser than the one that wrote it.
  const all = DomUtils.getElementsByTagName('*', parseDocument(html));
  const named = (name: string) => all.find((each) => each.name === name) ?? expect.fail(`there is no ${name}`);
  const tags = all.map(({ name, attribs }) => (name === 'meta' ? `meta ${attribs['http-equiv']}` : name));
  expect(tags).toEqual(['html', 'head', 'meta Content-Security-Policy', 'title', 'body', 'textarea', 'p', 'script']);
  const [title, text] = ['title', 'p'].map((name) => DomUtils.textContent(named(name)));
  expect([title, text, named('p').attribs.title]).toEqual([hostile, hostile, hostile]);
});
