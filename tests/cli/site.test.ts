/** `npm run site host=...`, the real command: what it serves to whoever has the token, and how it ends. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTimeout } from '../one-build.ts';
import { listens, type OpenSite, openSite } from './open-site.ts';

const secret = 'nobody else reads this';
const project = process.cwd();
let site: OpenSite;
const get = (path: string) => site.get(path);

beforeAll(async () => {
  site = await openSite('quotes');
  writeFileSync(join(site.folder, 'novel.txt'), secret);
}, buildTimeout);
afterAll(() => site.remove());

describe('a site that is open to the network', { timeout: 120_000 }, () => {
  it('serves its pages, their scripts and pictures, results and models, to whoever has the token', async () => {
    for (const path of ['/docs/start/', '/results/quotes/result.json', '/watch/', '/watch/data/', '/@vite/client']) {
      expect((await get(path)).status, path).toBe(200);
    }
    expect((await get('/docs/images/page.webp')).headers.get('content-type')).toContain('image/webp');
    expect((await get('/models/stories-lstm/model.json')).headers.get('content-type')).toContain('json');
    expect((await fetch(`http://127.0.0.1:${site.port}/docs/start/`)).status).toBe(403);
  });

  it("serves every module that a page's scripts import, however deep", async () => {
    const page = await (await get('/experiments/quotes/')).text();
    const scripts = [...page.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src]) =>
      String(src).replaceAll('&amp;', '&'),
    );
    expect(scripts.length).toBeGreaterThan(3);
    const found = new Set(scripts);
    // The set grows while it is walked.
    for (const path of found) {
      const answer = await get(path);
      expect(answer.status, path).toBe(200);
      if (path.includes('@vite')) continue;
      for (const [, , next] of (await answer.text()).matchAll(/(from|import)\s*\(?\s*"(\/[^"]+)"/g))
        found.add(String(next));
    }
    expect([...found].some((path) => path.startsWith('/runner/'))).toBe(true);
  });

  it('serves nothing else of the project or the machine', async () => {
    const files = [
      ...['/package.json', '/experiments/quotes.yaml', '/runner/publish/gate.ts', '/models/README.md', '/.git/HEAD'],
      ...[
        `/@fs${site.folder}/novel.txt`,
        `/@fs${project}/package.json`,
        `/@fs${project}/site/../package.json`,
        '/@fs/etc/hosts',
      ],
      ...[`/@id/${project}/package.json`, '/site/..%2fpackage.json', '/site/%2e%2e/package.json'],
    ];
    const ways = ['', '?raw', '?import&raw', '?url', '?import&url', '?import&inline', '?worker_file&type=module'];
    for (const path of files) {
      for (const way of ways) {
        const answer = await get(path + way);
        const shown = await answer.text();
        expect([403, 404, 500], path + way).toContain(answer.status);
        for (const word of [secret, '"rnn-atlas"', 'timingSafeEqual', 'refs/heads', 'localhost\t', 'prompt:'])
          expect(shown, path + way).not.toContain(word);
      }
    }
    for (const path of ['/__open-in-editor?file=/nothing', '/__OPEN-in-editor?file=/nothing', '/__inspect/'])
      expect((await get(path)).status, path).toBe(404);
    for (const path of [`/@fs${site.folder}/novel.txt`, '/models/README.md'].map(encodeURIComponent))
      expect((await get(`/_image?href=${path}&f=svg`)).status, path).not.toBe(200);
  });

  it('outlives a bad request, and takes its server along when it is killed', async () => {
    expect((await get('//')).status).toBe(400);
    expect(await listens(site.inner)).toBe(true);
    site.command.kill('SIGKILL');
    for (let waited = 0; (await listens(site.inner)) && waited < 10_000; waited += 100) await wait(100);
    expect(await listens(site.inner)).toBe(false);
  });
});
