/** `npm run site`, the real command: what it serves, to whom, how a training is watched on its pages, and how it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { random } from '../../runner/core/random.ts';
import { quantize } from '../../runner/experiment/results/activations.ts';
import { writeEvolutionStep } from '../../runner/experiment/results/evolution-folder.ts';
import type { ProgressLine } from '../../runner/experiment/results/progress-schema.ts';
import { freePort } from '../free-port.ts';
import { buildTimeout, oneAtATime } from '../one-build.ts';
import { storm } from '../storm.ts';
import { violations } from './accessible.ts';
import { expect, test, widthOf } from './pages.ts';

test.describe.configure({ mode: 'serial' });

const name = 'small <lstm>';
const secret = 'nobody else reads this';
/** Outside of the project. */
let folder: string;
let server: ChildProcess;
let port: number;
const run = () => join(folder, 'runs', name);
const address = (path = '/watch/') => `http://127.0.0.1:${port}${path}`;
const get = (path: string) => fetch(address(path));

const listens = (host = '127.0.0.1'): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false));
  });

/** As a training does: a line of its progress, and at the end of an epoch the text that its model writes. */
function progress(line: Partial<ProgressLine>): Promise<void> {
  const whole = { step: 0, epoch: 0, loss: null, validationLoss: null, tokensPerSecond: null, secondsLeft: null };
  const told = { ...whole, time: '2026-01-02T03:04:05.000Z', ...line };
  return appendFile(join(run(), 'progress.jsonl'), `${JSON.stringify(told)}\n`);
}
/** Neuron 0 rises over the three tokens, neuron 1 stands out at the second. */
const writes = (epoch: number, last: string) =>
  writeEvolutionStep(
    run(),
    {
      epoch,
      validationLoss: 3 - epoch / 2,
      promptLength: 1,
      tokens: ['the', ' <b>cat', last],
      unit: 'word',
      component: 'output',
      layer: 1,
      neurons: 2,
      leading: 1,
      cell: 'lstm',
    },
    quantize([
      [0, 0.5, 1],
      [0, 1, 0],
    ]),
  );

test.beforeAll(async ({ browser }) => {
  test.setTimeout(buildTimeout);
  folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-site-'));
  await cp('public/results/quotes', join(folder, 'public/results/quotes'), { recursive: true });
  await cp('public/favicon.svg', join(folder, 'public/favicon.svg'));
  await cp('docs/images/page.webp', join(folder, 'docs/images/page.webp'));
  await writeFile(join(folder, 'docs/README.md'), '# Pages\n\n## First\n\n- [Begin](start.md): how to.\n');
  await writeFile(join(folder, 'docs/start.md'), '# Begin\n\n![A page](images/page.webp)\n');
  for (const each of ['novel.txt', 'novel.md']) await writeFile(join(folder, each), secret);
  await mkdir(run(), { recursive: true });
  await writeFile(join(run(), '.lock'), '{}');
  await progress({ validationLoss: 3, loss: 3 });
  await writes(0, ' the');
  port = await freePort();
  await oneAtATime(async () => {
    const words = ['site', `port=${port}`, `runs=${join(folder, 'runs')}`, `public=${join(folder, 'public')}`];
    server = spawn(process.execPath, ['runner/start.mjs', ...words], {
      env: {
        ...process.env,
        RNN_ATLAS_CACHE: join(folder, 'cache'),
        ASTRO_TELEMETRY_DISABLED: '1',
        RNN_ATLAS_DOCS: join(folder, 'docs'),
      },
      stdio: 'ignore',
    });
    while (!(await listens())) {
      if (server.exitCode !== null) throw new Error('npm run site ended before it listened');
      await wait(200);
    }
    // Vite keeps what it said while nobody listened, 'load the page again' among it, for the first page that connects.
    const first = await browser.newPage();
    await first.goto(address());
    await first.waitForResponse(/\/watch\//);
    await first.close();
  });
});
test.afterAll(async () => {
  server.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('a training that runs is found in the list; its curve, speed, time left and texts come as it goes on, in the colours of the neuron that one asks for', async ({
  page,
}) => {
  test.slow();
  await page.goto(address());
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  const shown = page.locator('[data-shown]');
  const texts = shown.locator('ol > li');
  await expect(texts).toHaveCount(1);
  await expect(shown).toContainText('validation loss 3.000 after epoch 0');
  await progress({ step: 10, epoch: 0.5, loss: 2.8, tokensPerSecond: 5300, secondsLeft: 41 });
  await expect(shown).toContainText('5,300 tokens a second');
  await expect(shown).toContainText('41 s left at most');
  await progress({ step: 20, epoch: 1, loss: 2.6, validationLoss: 2.5, tokensPerSecond: 5200, secondsLeft: 30 });
  await writes(1, ' sat');
  await expect(texts).toHaveText([/Epoch 1: validation loss 2\.500/, /Before training/]);
  await expect(texts.first().locator('.tokens')).toHaveText('the <b>cat sat');
  await expect(shown.locator('figure.curve svg')).toHaveCount(1);
  const [later, earlier] = await texts.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().y));
  expect(later).toBeLessThan(earlier ?? 0);

  const colours = () =>
    texts.evaluateAll((all) =>
      all.map((each) => [...each.querySelectorAll('bdi')].map((token) => token.style.getPropertyValue('--a'))),
    );
  await expect(shown).toContainText('neuron 1');
  const all = await colours();
  expect(all).toEqual(Array(2).fill([all[0]?.[0], '1', all[0]?.[0]]));
  await page.getByLabel('Neuron').fill('0');
  await expect(shown).toContainText('neuron 0');
  for (const rising of await colours())
    expect(rising.map(Number)).toEqual(rising.map(Number).toSorted((a, b) => a - b));
  await page.reload();
  await expect(shown).toContainText('neuron 0');
  await expect(page).toHaveURL(/neuron=0$/);
});

test('its page is accessible and fits a phone; that the server fails is told until it answers again, and what it answered never stands in the page', async ({
  page,
  faults,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${address()}?run=${encodeURIComponent(name)}`);
  const [text, news] = [page.locator('[data-shown] ol > li').first(), page.locator('[data-news]')];
  await expect(text).toBeVisible();
  expect(await widthOf(page)).toBeLessThanOrEqual(360);
  expect(await violations(page)).toEqual([]);
  // What its script asks for: the development server may have a page loaded anew.
  await page.route(/\/watch\//, (route) =>
    route.request().resourceType() === 'fetch'
      ? route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' })
      : route.continue(),
  );
  await expect(news).toHaveText('The site answered 502. It is asked again every two seconds.');
  await expect(text).toBeVisible();
  await expect(page.locator('h1')).toHaveText(name);
  await page.unrouteAll({ behavior: 'wait' });
  // By then all that was played has been heard of.
  await expect(news).toBeEmpty();
  expect(faults.filter((each) => !each.includes('502'))).toEqual([]);
  faults.length = 0;
});

test('pages, their scripts and pictures, results and models are served', async () => {
  for (const path of ['/docs/start/', '/results/quotes/result.json', '/watch/', '/@vite/client'])
    expect((await get(path)).status, path).toBe(200);
  expect((await get('/docs/images/page.webp')).headers.get('content-type')).toContain('image/webp');
  expect((await get('/models/stories-lstm/model.json')).headers.get('content-type')).toContain('json');
});

test("every module that a page's scripts import is served, however deep", async () => {
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

test('nothing else of the project or the machine is served', async () => {
  const project = resolve('.');
  const refused = async (path: string) => {
    const answer = await get(path);
    const shown = await answer.text();
    expect([403, 404], path).toContain(answer.status);
    for (const word of [secret, '"rnn-atlas"', 'createServer', 'refs/heads', 'localhost\t', 'prompt:'])
      expect(shown, path).not.toContain(word);
  };
  const files = [
    '/package.json',
    '/experiments/quotes.yaml',
    '/runner/publish/serve.ts',
    '/models/README.md',
    '/.git/HEAD',
    ...['/package.json', '/site/../package.json'].map((path) => `/@fs${project}${path}`),
    `/@fs${folder}/novel.txt`,
    '/@fs/etc/hosts',
    `/@id/${project}/package.json`,
    '/site/..%2fpackage.json',
    '/site/%2e%2e/package.json',
  ];
  const ways = ['', '?raw', '?import&raw', '?url', '?import&url', '?import&inline', '?worker_file&type=module'];
  for (const path of files) for (const way of ways) await refused(path + way);
  // Astro's plugins read Markdown, and make modules that import any file, which Vite would give to anyone then.
  const texts = [`/@fs${folder}/novel.md`, `/@id/${folder}/novel%2emd`, `/@fs${folder}/novel.txt`, '/package.json'];
  for (const path of texts)
    for (const way of ['?import', '?astroPropagatedAssets&import', '?html-proxy', '']) await refused(path + way);
  for (const path of ['/__open-in-editor?file=/nothing', '/__OPEN-in-editor?file=/nothing', '/__inspect/'])
    expect((await get(path)).status, path).toBe(404);
  for (const path of [`/@fs${folder}/novel.txt`, '/models/README.md'].map(encodeURIComponent))
    expect((await get(`/_image?href=${path}&f=svg`)).status, path).not.toBe(200);
});

/** With headers that `fetch` keeps to itself. */
const asked = (path: string, headers: Record<string, string>) =>
  new Promise<{ status: number | undefined; headers: IncomingHttpHeaders }>((done, failed) => {
    request(address(path), { headers }, (answer) => {
      answer.resume();
      done({ status: answer.statusCode, headers: answer.headers });
    })
      .on('error', failed)
      .end();
  });

test('this machine alone is answered, and no page that a name of another leads here', async () => {
  const others = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const other of others) expect(await listens(other.address), other.address).toBe(false);
  for (const path of ['/', '/watch/data/', '/results/quotes/result.json', '/@vite/client']) {
    expect(await asked(path, { host: 'evil.example' }), path).toMatchObject({ status: 403 });
    const { headers } = await asked(path, { origin: 'http://evil.example' });
    expect(headers['access-control-allow-origin'], path).toBeUndefined();
  }
});

test('it outlives requests that no browser sends, and takes its server along when it is killed', async () => {
  await storm(port, { count: 160, draw: random(160), slowest: 2000 });
  expect((await get('/docs/start/')).status).toBe(200);
  server.kill('SIGKILL');
  await expect.poll(() => listens()).toBe(false);
});
