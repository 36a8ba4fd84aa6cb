/** A training while it runs, on the page of `npm run site`: only the development server has it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { quantize } from '../../runner/experiment/results/activations.ts';
import { writeEvolutionStep } from '../../runner/experiment/results/evolution-folder.ts';
import type { ProgressLine } from '../../runner/experiment/results/progress-schema.ts';
import { freePort } from '../free-port.ts';
import { buildTimeout, oneAtATime, onlyServer } from '../one-build.ts';
import { violations } from './accessible.ts';
import { expect, test } from './pages.ts';

const name = 'small <lstm>';

test.describe('a training that runs', () => {
  test.describe.configure({ mode: 'serial' });
  let folder: string;
  let server: ChildProcess;
  let address: string;
  let release: () => Promise<void>;
  const run = () => join(folder, 'runs', name);

  /** As a training does: a line of its progress, and at the end of an epoch the text that its model writes. */
  const progress = (line: Partial<ProgressLine>) => {
    const whole = { step: 0, epoch: 0, loss: null, validationLoss: null, tokensPerSecond: null, secondsLeft: null };
    return appendFile(
      join(run(), 'progress.jsonl'),
      `${JSON.stringify({ ...whole, time: '2026-01-02T03:04:05.000Z', ...line })}\n`,
    );
  };
  /** Neuron 0 rises over the three tokens, neuron 1 stands out at the second. */
  const writes = (epoch: number, last: string) =>
    writeEvolutionStep(
      run(),
      {
        ...{ epoch, validationLoss: 3 - epoch / 2, promptLength: 1, tokens: ['the', ' <b>cat', last] },
        ...{ unit: 'word', component: 'output', layer: 1, neurons: 2, leading: 1, cell: 'lstm' },
      },
      quantize([
        [0, 0.5, 1],
        [0, 1, 0],
      ]),
    );

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(buildTimeout);
    folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-watch-'));
    await mkdir(join(folder, 'public'), { recursive: true });
    await cp(join('public', 'favicon.svg'), join(folder, 'public', 'favicon.svg'));
    await mkdir(run(), { recursive: true });
    await writeFile(join(run(), '.lock'), '{}');
    await progress({ validationLoss: 3, loss: 3 });
    await writes(0, ' the');
    const port = await freePort();
    address = `http://127.0.0.1:${port}/watch/`;
    release = await onlyServer();
    await oneAtATime(async () => {
      const words = ['site', `port=${port}`, `runs=${join(folder, 'runs')}`, `public=${join(folder, 'public')}`];
      server = spawn(process.execPath, ['runner/start.mjs', ...words], {
        env: { ...process.env, RNN_ATLAS_CACHE: join(folder, 'cache'), ASTRO_TELEMETRY_DISABLED: '1' },
        stdio: 'ignore',
        detached: true,
      });
      while (
        !(await fetch(address).then(
          ({ ok }) => ok,
          () => false,
        ))
      )
        await wait(300);
      // Vite keeps what it said while nobody listened, 'load the page again' among it, for the first page that connects.
      const first = await browser.newPage();
      await first.goto(address);
      await first.waitForResponse(/\/watch\//);
      await first.close();
    });
  });
  test.afterAll(async () => {
    // The command and the Astro that it started.
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
    await release();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('is found in the list, and its curve, speed, time left and texts come as it goes on', async ({ page }) => {
    test.slow();
    await page.goto(address);
    await page.getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    const shown = page.locator('[data-shown]');
    await expect(shown.locator('ol > li')).toHaveCount(1);
    await expect(shown).toContainText('validation loss 3.000 after epoch 0');
    await progress({ step: 10, epoch: 0.5, loss: 2.8, tokensPerSecond: 5300, secondsLeft: 41 });
    await expect(shown).toContainText('5,300 tokens a second');
    await expect(shown).toContainText('41 s left at most');
    await progress({ step: 20, epoch: 1, loss: 2.6, validationLoss: 2.5, tokensPerSecond: 5200, secondsLeft: 30 });
    await writes(1, ' sat');
    const texts = shown.locator('ol > li');
    await expect(texts).toHaveCount(2);
    await expect(texts.nth(0)).toContainText('Epoch 1: validation loss 2.500');
    await expect(texts.nth(0).locator('.tokens')).toHaveText('the <b>cat sat');
    await expect(texts.nth(1)).toContainText('Before training');
    await expect(shown.locator('figure.curve svg')).toHaveCount(1);
    const [later, earlier] = await texts.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().y));
    expect(later).toBeLessThan(earlier ?? 0);
  });

  test('colours the texts of all epochs by the neuron that one asks for, and keeps it in the address', async ({
    page,
  }) => {
    await page.goto(`${address}?run=${encodeURIComponent(name)}`);
    const colours = async () =>
      page
        .locator('[data-shown] ol > li')
        .evaluateAll((all) =>
          all.map((each) => [...each.querySelectorAll('bdi')].map((token) => token.style.getPropertyValue('--a'))),
        );
    await expect(page.locator('[data-shown]')).toContainText('neuron 1');
    const all = await colours();
    expect(all.length).toBeGreaterThan(0);
    for (const [none, most, again] of all) {
      expect(none).toBe(again);
      expect(most).toBe('1');
    }
    await page.getByLabel('Neuron').fill('0');
    await expect(page.locator('[data-shown]')).toContainText('neuron 0');
    for (const rising of await colours())
      expect(rising.map(Number)).toEqual(rising.map(Number).toSorted((a, b) => a - b));
    await page.reload();
    await expect(page.locator('[data-shown]')).toContainText('neuron 0');
    await expect(page).toHaveURL(/neuron=0$/);
  });

  test('a server that fails is told of, and what it answered never stands in the page', async ({ page, faults }) => {
    await page.goto(`${address}?run=${encodeURIComponent(name)}`);
    const shown = page.locator('[data-shown]');
    await expect(shown.locator('ol > li').first()).toBeVisible();
    await page.route(/\/watch\//, (route) => route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' }));
    await expect(page.locator('[data-news]')).toHaveText('The site answered 502. It is asked again every two seconds.');
    await expect(shown.locator('ol > li').first()).toBeVisible();
    await expect(page.locator('h1')).toHaveText(name);
    await page.unrouteAll();
    expect(faults.every((each) => each.includes('502'))).toBe(true);
    faults.length = 0;
  });

  test('is accessible, and fits a phone', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${address}?run=${encodeURIComponent(name)}`);
    await expect(page.locator('[data-shown] ol > li').first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await violations(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/watch-phone.png`, fullPage: true });
    await page.setViewportSize({ width: 1280, height: 800 });
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/watch.png`, fullPage: true });
  });
});
