import { mkdirSync, watch } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { installedBrowser } from '../../runner/publish/browser.ts';
import { base, publicSite, sharedSite } from '../browser/shared-site.ts';
import { cases } from '../fixtures/results/cases.ts';
import { makeResults } from '../fixtures/results/make-results.ts';
import { buildTimeout } from '../one-build.ts';
import { preloaded, start, startFile, workFolder } from './command.ts';

describe('npm run export', { timeout: buildTimeout }, () => {
  const folder = workFolder();
  let dist: string;
  beforeAll(async () => {
    ({ dist } = await sharedSite());
    await makeResults(folder.at('public'), cases.slice(0, 1));
  }, buildTimeout);

  it('makes one file of a page from its result, wherever that lies, and touches nothing else', async () => {
    const before = folder.files();
    // Under its name the page is whole or not there: it is written beside it. kills.test.ts kills it at that.
    mkdirSync(folder.at('runs/lstm-dots/export'), { recursive: true });
    const touched: string[] = [];
    const watcher = watch(folder.at('runs/lstm-dots/export'), (_, name) => touched.push(name ?? ''));
    const address = { RNN_ATLAS_SITE: publicSite, RNN_ATLAS_BASE: base };
    const env = { ...preloaded('pretend-astro.mjs'), PRETEND_SITE: dist, ...address };
    const ended = await start(process.execPath, [startFile, 'export', 'lstm-dots', 'as=html'], folder.path, env).ended;
    watcher.close();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const fresh = touched.findIndex((name) => /^\.lstm-dots\.html\..+\.tmp$/.test(name));
    expect(fresh).toBeGreaterThanOrEqual(0);
    expect(touched.indexOf('lstm-dots.html')).toBeGreaterThan(fresh);
    expect(ended.stdout).toMatch(/^runs\/lstm-dots\/export\/lstm-dots\.html: \d.* MB; it opens from disk/);
    expect(folder.files()).toEqual([...before, 'runs/lstm-dots/export/lstm-dots.html'].sort());
    const html = folder.read('runs/lstm-dots/export/lstm-dots.html');
    expect(html).toContain('Neurons that fall silent at the end of a sentence');
    expect(html).not.toMatch(/<(script|img|link)(?! rel="canonical")[^>]* (src|href)="(?!data:)/);
  });
});

it('npm run publish:check says of each fault which page has it', async () => {
  const folder = workFolder();
  const page = (body: string) =>
    `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>A page</title></head><body><main><h1>A page</h1>${body}</main></body></html>\n`;
  const faulty = '<p>It is told <a href="/some/base/gone/">here</a>.</p><p id="a" id="a"></p><img src="data:,">';
  folder.write('made/index.html', page('<p>It leads to <a href="/some/base/other/">another</a>.</p>'));
  folder.write('made/other/index.html', page(faulty));
  const env = {
    ...preloaded('pretend-astro.mjs'),
    PRETEND_SITE: folder.at('made'),
    CHROMIUM_PATH: '',
    RNN_ATLAS_BASE: '/some/base/',
  };
  const ended = await start(process.execPath, [startFile, 'publish-check'], folder.path, env).ended;
  expect(ended.stderr).toBe('Builds the site as it will be published, then checks it: a minute or a few.\n');
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(/^✓ build {14}under \/some\/base\//m);
  expect(ended.stdout).toMatch(/^✗ links and files .*(\n {4}.*)*\/some\/base\/gone\/: the server answers 404/m);
  expect(ended.stdout).toMatch(/^✗ HTML .*(\n {4}.*)*\/some\/base\/other\/:2:\d+ no-dup-attr/m);
  const looked = /^✗ accessibility .*\n {4}\/some\/base\/other\/ \(light\): image-alt/m;
  expect(ended.stdout).toMatch(installedBrowser() === null ? /^\? accessibility .*not checked/m : looked);
  expect(ended.stdout).toContain('Not ready to be published');
});
