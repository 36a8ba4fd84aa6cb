import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { writeResultFolder } from '../../../runner/experiment/results/result-folder.ts';
import { buildSite, checkDelivery, deliver, reasonOf, workingFolder } from '../../../runner/publish/build.ts';

test('of a failed build the reason is told, without times and stack traces', () => {
  const page = `09:15:38 [build] Rearranging
09:14:06   ├─ /experiments/a/index.html09:14:07 [ERROR] WriteUpError: a.mdx:1: no such neuron. The site was not built.
    at neuronOf (file:///index.mjs:887:8)
09:14:07 [ERROR] [build] Caught error rendering /experiments/a/: WriteUpError: a.mdx:1: no such neuron. The site was not built.
a.mdx:1: no such neuron. The site was not built.
  Hint:
    This issue often occurs when your MDX component encounters runtime errors.
  Stack trace:
    at neuronOf (file:///index.mjs:887:8)`;
  expect(reasonOf(page)).toBe('a.mdx:1: no such neuron. The site was not built.');
  const syntax = `09:23:21 [ERROR] [vite] ✗ Build failed in 456ms
line 1: there is no component <Heatmp>. The site was not built.
  Location:
    /experiments/a.mdx:1:1
  Stack trace:
    at TransformPluginContextImpl.handler (vite-plugin-mdx.js:64:17)`;
  expect(reasonOf(syntax)).toBe(
    'line 1: there is no component <Heatmp>. The site was not built. Location: /experiments/a.mdx:1:1',
  );
  expect(reasonOf('no [such] thing\nwas said')).toBe('no [such] thing was said');
});

test('of builds that were killed the folders are removed a day later, and no other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-left-'));
  for (const name of ['build-left', 'other']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'build-left', 'page.html'), '');
  const today = await workingFolder(folder, 'build-');
  expect(readdirSync(folder).sort()).toEqual([today.slice(folder.length + 1), 'build-left', 'other'].sort());
  const tomorrow = await workingFolder(folder, 'build-', Date.now() + 86_500_000);
  expect(readdirSync(folder).sort()).toEqual([tomorrow.slice(folder.length + 1), 'other'].sort());
  rmSync(folder, { recursive: true });
});

test('a result that is not what was written is not built, and the file is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-damaged-'));
  await writeResultFolder(join(folder, 'results', 'toy'), { 'result.json': new TextEncoder().encode('{"a":1}\n') });
  writeFileSync(join(folder, 'results', 'toy', 'result.json'), '{"a":3}\n');
  let built = false;
  const astro = async () => {
    built = true;
    return 0;
  };
  await expect(buildSite(astro, { publicDirectory: folder, base: null, site: null })).rejects.toThrow(
    /result\.json in .*toy is not what was written/,
  );
  expect(built).toBe(false);
  rmSync(folder, { recursive: true });
});

describe('a built site takes the place of another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rnn-atlas-deliver-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    return join(folder, path);
  };
  const deliverTo = (name: string, target: string) => {
    write(`${name}/index.html`, name);
    return deliver({ dist: join(folder, name) }, join(folder, target));
  };

  it('whole, so that nothing of the old one is left, and a repository that lies there stays', async () => {
    write('dist/_astro/old.css', '');
    write('dist/.git/HEAD', 'ref: refs/heads/gh-pages');
    await deliverTo('new', 'dist');
    expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['.git', 'index.html']);
    expect(readFileSync(join(folder, 'dist/.git/HEAD'), 'utf8')).toBe('ref: refs/heads/gh-pages');
  });

  it('behind a link too, which stays one', async () => {
    write('real/index.html', 'old');
    symlinkSync(join(folder, 'real'), join(folder, 'link'), 'junction');
    await deliverTo('newer', 'link');
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real/index.html'), 'utf8')).toBe('newer');
  });

  it('but that of nothing else', async () => {
    write('texts/novel.txt', '');
    await expect(checkDelivery(join(folder, 'texts'))).rejects.toThrow(/holds other files than a built site/);
    write('site/_astro/a.css', '');
    await checkDelivery(join(folder, 'site'));
    await checkDelivery(join(folder, 'not-yet'));
  });
});
