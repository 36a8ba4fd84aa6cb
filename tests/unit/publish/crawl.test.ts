import { expect, test } from 'vitest';
import { crawl } from '../../../runner/publish/crawl.ts';
import { serveFolder } from '../../../runner/publish/serve.ts';
import { handmadeSites } from './site.ts';

const site = handmadeSites();

const html = (body: string, head = ''): string =>
  `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;
const complete = { 'sitemap.xml': '<urlset></urlset>', 'robots.txt': 'User-agent: *', '404.html': html('none') };

async function crawled(files: Record<string, string>) {
  const served = await serveFolder(site({ ...complete, ...files }), '/base/');
  const result = await crawl(served.origin, '/base/', 'https://public.example');
  served.close();
  return result;
}

test('a whole site has no problem, and each address is asked for once', async () => {
  const { problems, pages, asked, external } = await crawled({
    'index.html': html(
      '<h1 id="top">A</h1><a href="/base/b/#there">b</a><a href="#top">top</a><a href="#neuron=3">state</a><a href="https://other.example/">other</a><img src="/base/late.svg" loading="lazy" alt="">',
      '<link rel="stylesheet" href="/base/a.css"><link rel="canonical" href="https://else.example/"><meta property="og:image" content="https://public.example/base/card.png">',
    ),
    'b/index.html': html('<p id="there">b</p><a href="/base/">a</a>'),
    'a.css': '',
    'late.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'card.png': 'png',
  });
  expect(problems).toEqual([]);
  expect(pages.map(({ address }) => new URL(address).pathname)).toEqual(['/base/', '/base/b/']);
  expect(asked).toBe(2 + 2 + 3);
  expect(external.sort()).toEqual(['https://else.example/', 'https://other.example/']);
});

test('whatever names a file that is not there is told, with the page', async () => {
  const data =
    '<script type="application/json">{"files":[{"url":"/base/in-json.i8"}],"text":"/base/ is a path </b> &"}</script>';
  const { problems } = await crawled({
    'index.html': html(
      `<a href="/base/link/">x</a><a href="/base/b/#nowhere">x</a><img src="/base/image.png" srcset="/base/set.png 2x, /base/third.png 3x" alt=""><div data-surface="/base/in-data.json" data-note="/base/ two words"></div>${data}<a href="/elsewhere/">x</a>`,
      '<link rel="stylesheet" href="/base/a.css"><script src="https://cdn.example/x.js"></script>',
    ),
    'b/index.html': html(''),
    'a.css': 'p { background: url(in-css.png) }',
    'sitemap.xml': '<urlset><url><loc>https://public.example/base/in-sitemap/</loc></url></urlset>',
  });
  expect(problems.toSorted()).toEqual(
    [
      '/base/: loads https://cdn.example/x.js from another site',
      '/base/: /elsewhere/ lies outside of /base/',
      '/base/: there is no /base/b/#nowhere',
      ...['image.png', 'in-data.json', 'in-json.i8', 'link/', 'set.png', 'third.png'].map(
        (name) => `/base/${name}: the server answers 404, linked from /base/`,
      ),
      '/base/in-css.png: the server answers 404, linked from /base/a.css',
      '/base/in-sitemap/: the server answers 404, linked from /base/sitemap.xml',
    ].toSorted(),
  );
});
