import { lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it, test, vi } from 'vitest';
import { writeResultFolder } from '../../../runner/experiment/results/result-folder.ts';
import { buildSite, checkDelivery, deliver, reasonOf, workingFolder } from '../../../runner/publish/build.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

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

const own = temporaryFolder();
const at = (...names: string[]) => join(own.path, ...names);

test('of builds that were killed the folders are removed a day later, and no other', async () => {
  for (const file of ['builds/build-left/page.html', 'builds/other/page.html']) own.write(file, '');
  const names = () => readdirSync(at('builds')).sort();
  const today = basename(await workingFolder(at('builds'), 'build-'));
  expect(names()).toEqual([today, 'build-left', 'other'].sort());
  const tomorrow = basename(await workingFolder(at('builds'), 'build-', Date.now() + 86_500_000));
  expect(names()).toEqual([tomorrow, 'other'].sort());
});

test('a result that is not what was written is not built, and the file is named', async () => {
  await writeResultFolder(at('damaged/results/toy'), { 'result.json': new TextEncoder().encode('{"a":1}\n') });
  own.write('damaged/results/toy/result.json', '{"a":3}\n');
  const astro = vi.fn(async () => 0);
  const building = buildSite(astro, { publicDirectory: at('damaged'), base: null, site: null });
  await expect(building).rejects.toThrow(/result\.json in .*toy is not what was written/);
  expect(astro).not.toHaveBeenCalled();
});

describe('a built site takes the place of another', () => {
  const deliverTo = (name: string, target: string) => {
    own.write(`${name}/index.html`, name);
    return deliver({ dist: at(name) }, at(target));
  };

  it('whole, so that nothing of the old one is left, and a repository that lies there stays', async () => {
    own.write('dist/_astro/old.css', '');
    own.write('dist/.git/HEAD', 'ref: refs/heads/gh-pages');
    await deliverTo('new', 'dist');
    expect(readdirSync(at('dist')).sort()).toEqual(['.git', 'index.html']);
    expect(readFileSync(at('dist/.git/HEAD'), 'utf8')).toBe('ref: refs/heads/gh-pages');
  });

  it('behind a link too, which stays one', async () => {
    own.write('real/index.html', 'old');
    symlinkSync(at('real'), at('link'), 'junction');
    await deliverTo('newer', 'link');
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('real/index.html'), 'utf8')).toBe('newer');
  });

  it('but that of nothing else', async () => {
    own.write('texts/novel.txt', '');
    await expect(checkDelivery(at('texts'))).rejects.toThrow(/holds other files than a built site/);
    own.write('site/_astro/a.css', '');
    await checkDelivery(at('site'));
    await checkDelivery(at('not-yet'));
  });
});
