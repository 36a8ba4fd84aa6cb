/**
 * Makes the pictures of README and documentation from a built site, so that they show what readers will see:
 *
 *   npm run build && node docs/images/make.ts
 *
 * The first word may be another folder than dist/, the second the base path that it was built for.
 */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer';
import sharp from 'sharp';
import { openBrowser } from '../../runner/publish/browser.ts';
import { serveFolder } from '../../runner/publish/serve.ts';

const [dist = 'dist', base = '/'] = process.argv.slice(2);
const here = fileURLToPath(new URL('.', import.meta.url));
const experiment = 'experiments/quotes/';

/** Tokens that appear from one frame to the next, how long a frame stands, and how long the last one does, ms. */
const pace = { tokens: 3, frame: 110, last: 3000 } as const;

/** The first passage of the page, word by word, in the colours of its neuron. */
async function following(page: Page): Promise<Buffer> {
  await page.setViewport({ width: 1100, height: 900, deviceScaleFactor: 1.5 });
  await page.addStyleTag({
    content: `.unread { visibility: hidden }
      .reading .text { padding: 0.75rem }
      .reading .text .origin, .reading .tokens > :not(bdi), .reading .tokens > :not(bdi) ~ * { display: none !important }`,
  });
  const passage = '.reading .text';
  const frame = await page.$(passage);
  if (frame === null) throw new Error(`the page has no ${passage}`);
  const total = await page.$$eval(`${passage} .tokens:first-of-type > bdi`, (tokens) => {
    const end = tokens.findIndex(
      (token) => token.previousElementSibling !== null && token.previousElementSibling.tagName !== 'BDI',
    );
    const first = end < 0 ? tokens : tokens.slice(0, end);
    for (const token of first) token.classList.add('unread');
    return first.length;
  });
  const frames: Buffer[] = [];
  for (let read = 1; read < total; read += pace.tokens) {
    await page.evaluate((until) => {
      for (const token of [...document.querySelectorAll('.unread')].slice(0, until)) token.classList.remove('unread');
    }, pace.tokens);
    frames.push(Buffer.from(await frame.screenshot()));
  }
  const delay = frames.map((_, at) => (at === frames.length - 1 ? pace.last : pace.frame));
  return sharp(frames, { join: { animated: true } })
    .webp({ quality: 80, effort: 4, delay, loop: 0 })
    .toBuffer();
}

async function above(page: Page, height: number): Promise<Buffer> {
  await page.setViewport({ width: 1280, height, deviceScaleFactor: 1.5 });
  return Buffer.from(await page.screenshot());
}

async function section(page: Page, id: string): Promise<Buffer> {
  await page.setViewport({ width: 1100, height: 900, deviceScaleFactor: 1.5 });
  await page.addStyleTag({ content: 'section { padding: 0.75rem }' });
  const found = await page.$(`#${id}`);
  if (found === null) throw new Error(`the page has no section ${id}`);
  // The page may fold it.
  await found.evaluate((element) => {
    for (let around = element.parentElement; around !== null; around = around.parentElement)
      if (around instanceof HTMLDetailsElement) around.open = true;
  });
  return Buffer.from(await found.screenshot());
}

function keep(path: string, picture: Buffer): void {
  writeFileSync(path, picture);
  process.stdout.write(`${path}: ${Math.round(statSync(path).size / 1000)} KB\n`);
}

const site = await serveFolder(dist, base);
const browser = await openBrowser();
try {
  const open = async (): Promise<Page> => {
    const page = await browser.newPage();
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    await page.goto(`${site.origin}${base}${experiment}`, { waitUntil: 'networkidle0' });
    return page;
  };
  const first = await above(await open(), 800);
  keep(join(here, '../../public/screenshot.png'), await sharp(first).png({ palette: true }).toBuffer());
  keep(join(here, 'page.webp'), await sharp(first).webp({ quality: 80 }).toBuffer());
  for (const id of ['evidence', 'does']) {
    const picture = await section(await open(), id);
    keep(join(here, `${id}.webp`), await sharp(picture).webp({ quality: 80 }).toBuffer());
  }
  keep(join(here, 'following.webp'), await following(await open()));
} finally {
  await browser.close();
  site.close();
}
