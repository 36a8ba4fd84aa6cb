/** The figures of a built page as files: each SVG as it is, and as a PNG drawn by a browser; and their data. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';

/** Pixels of the PNG for one of the drawing: 300 dots per inch at the size on the page. */
const scale = 3;

/** `folder` is that of the page in the built site. Returns file name -> bytes. */
export async function figuresOf(browser: Browser, folder: string): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  const names = (await readdir(folder)).sort();
  for (const name of names.filter((each) => each.endsWith('.csv'))) files[name] = await readFile(join(folder, name));
  const page = await browser.newPage();
  try {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    for (const name of names.filter((each) => each.endsWith('.svg'))) {
      const svg = await readFile(join(folder, name));
      files[name] = svg;
      files[name.replace(/svg$/, 'png')] = await drawn(page, svg);
    }
  } finally {
    await page.close();
  }
  return files;
}

async function drawn(page: Awaited<ReturnType<Browser['newPage']>>, svg: Uint8Array): Promise<Uint8Array> {
  const [, width = '800', height = '600'] = /<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"/.exec(text(svg)) ?? [];
  await page.setViewport({
    width: Math.ceil(Number(width)),
    height: Math.ceil(Number(height)),
    deviceScaleFactor: scale,
  });
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  await page.setContent(`<body style="margin:0;background:#fff"><img style="display:block" src="${source}">`);
  await page.evaluate(() => document.querySelector('img')?.decode());
  return page.screenshot({ type: 'png' });
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 2000));
