/** `npm run site`, the real command, with one of this project's results: what it serves, to whom, and how it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { freePort } from '../free-port.ts';
import { buildTimeout, oneAtATime, onlyServer } from '../one-build.ts';
import { storm } from '../storm.ts';
import { startFile } from './command.ts';

const secret = 'nobody else reads this';
const project = process.cwd();
/** Outside of the project. */
const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-site-'));
let command: ChildProcess;
let port: number;
let release: () => Promise<void>;
const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);

/** With headers that `fetch` keeps to itself. */
const asked = (
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; headers: IncomingHttpHeaders }> =>
  new Promise((done, failed) => {
    request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      answer.resume();
      done({ status: answer.statusCode, headers: answer.headers });
    })
      .on('error', failed)
      .end();
  });

const listens = (host = '127.0.0.1'): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });

beforeAll(async () => {
  cpSync('public/results/quotes', join(folder, 'public/results/quotes'), { recursive: true });
  for (const name of ['novel.txt', 'novel.md']) writeFileSync(join(folder, name), secret);
  port = await freePort();
  // Astro serves no pages in a test's environment.
  const { NODE_ENV, VITEST, ...environment } = process.env;
  release = await onlyServer();
  await oneAtATime(async () => {
    const words = ['site', `port=${port}`, `public=${join(folder, 'public')}`];
    command = spawn(process.execPath, [startFile, ...words], {
      env: { ...environment, RNN_ATLAS_CACHE: join(folder, 'cache'), NO_COLOR: '1' },
      stdio: 'ignore',
    });
    while (!(await listens())) {
      if (command.exitCode !== null) throw new Error('npm run site ended before it listened');
      await wait(200);
    }
  });
}, buildTimeout);
afterAll(async () => {
  command.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  await release();
});

describe('a site that is served', { timeout: 120_000 }, () => {
  it('serves its pages, their scripts and pictures, results and models', async () => {
    for (const path of ['/docs/start/', '/results/quotes/result.json', '/watch/', '/@vite/client']) {
      expect((await get(path)).status, path).toBe(200);
    }
    expect((await get('/docs/images/page.webp')).headers.get('content-type')).toContain('image/webp');
    expect((await get('/models/stories-lstm/model.json')).headers.get('content-type')).toContain('json');
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
      ...['/package.json', '/experiments/quotes.yaml', '/runner/publish/serve.ts', '/models/README.md', '/.git/HEAD'],
      ...[
        `/@fs${folder}/novel.txt`,
        `/@fs${project}/package.json`,
        `/@fs${project}/site/../package.json`,
        '/@fs/etc/hosts',
      ],
      ...[`/@id/${project}/package.json`, '/site/..%2fpackage.json', '/site/%2e%2e/package.json'],
    ];
    const ways = ['', '?raw', '?import&raw', '?url', '?import&url', '?import&inline', '?worker_file&type=module'];
    const refused = async (address: string) => {
      const answer = await get(address);
      const shown = await answer.text();
      expect([403, 404], address).toContain(answer.status);
      for (const word of [secret, '"rnn-atlas"', 'createServer', 'refs/heads', 'localhost\t', 'prompt:'])
        expect(shown, address).not.toContain(word);
    };
    for (const path of files) for (const way of ways) await refused(path + way);
    // Astro's plugins read Markdown, and make modules that import any file, which Vite would give to anyone then.
    for (const path of [
      `/@fs${folder}/novel.md`,
      `/@id/${folder}/novel%2emd`,
      `/@fs${folder}/novel.txt`,
      '/package.json',
    ])
      for (const way of ['?import', '?astroPropagatedAssets&import', '?html-proxy', '']) await refused(path + way);
    for (const path of ['/__open-in-editor?file=/nothing', '/__OPEN-in-editor?file=/nothing', '/__inspect/'])
      expect((await get(path)).status, path).toBe(404);
    for (const path of [`/@fs${folder}/novel.txt`, '/models/README.md'].map(encodeURIComponent))
      expect((await get(`/_image?href=${path}&f=svg`)).status, path).not.toBe(200);
  });

  it('answers this machine alone, and no page that a name of another leads here', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) expect(await listens(address), address).toBe(false);
    for (const path of ['/', '/watch/data/', '/results/quotes/result.json', '/@vite/client']) {
      expect(await asked(path, { host: 'evil.example' }), path).toMatchObject({ status: 403 });
      const { headers } = await asked(path, { origin: 'http://evil.example' });
      expect(headers['access-control-allow-origin'], path).toBeUndefined();
    }
  });

  it('outlives requests that no browser sends, and takes its server along when it is killed', async () => {
    await storm(port, { count: 160, draw: random(160), slowest: 2000 });
    expect((await get('/docs/start/')).status).toBe(200);
    command.kill('SIGKILL');
    for (let waited = 0; (await listens()) && waited < 10_000; waited += 100) await wait(100);
    expect(await listens()).toBe(false);
  });
});
