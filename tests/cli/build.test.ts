import { beforeEach, describe, expect, it } from 'vitest';
import { linkTypefaces } from '../browser/shared-site.ts';
import { buildTimeout, oneAtATime } from '../one-build.ts';
import { preloaded, sendsSignals, start, startFile, until, type WorkFolder, workFolder } from './command.ts';

describe('npm run build', { timeout: buildTimeout }, () => {
  let folder: WorkFolder;
  const build = (to = 'site', more: NodeJS.ProcessEnv = {}) =>
    start(process.execPath, [startFile, 'build', `to=${to}`], folder.path, {
      RNN_ATLAS_EXPERIMENTS: folder.at('experiments'),
      RNN_ATLAS_CACHE: folder.at('cache'),
      RNN_ATLAS_DOCS: folder.at('no-docs'),
      ...more,
    });
  const before = { 'site/_astro/old.css': 'old', 'site/index.html': 'the site of before' };
  const beforeStands = () => {
    expect(folder.files('site')).toEqual(Object.keys(before).map((name) => name.replace('site/', '')));
    expect(folder.read('site/index.html')).toBe('the site of before');
  };

  beforeEach(async () => {
    folder = workFolder();
    folder.write('public/.nojekyll', '');
    await linkTypefaces(folder.at('cache'));
    for (const [name, text] of Object.entries(before)) folder.write(name, text);
  });

  // What Astro says of a write-up that is wrong, tests/long/package.test.ts reads.
  it('that fails leaves the site of before as it was, and tells one reason', async () => {
    const nowhere = { ...preloaded('pretend-astro.mjs'), PRETEND_SITE: folder.at('nowhere') };
    const { code, stdout, stderr } = await build('site', nowhere).ended;
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^.*ENOENT: no such file or directory.*nowhere.*\[site-not-built\]\n$/);
    beforeStands();
  });

  it.runIf(sendsSignals)('that is stopped leaves the site of before as it was', async () => {
    const { child, ended } = build('site', preloaded('pretend-astro.mjs'));
    await until(() => folder.has('cache/begun'));
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(stderr).toMatch(/^The build was stopped\..*\[stopped-building\]\n$/);
    expect(code).toBe(130);
    beforeStands();
  });

  it('that is done stands whole in the place of the one before; without results it says how to make one', async () => {
    const { code, stdout, stderr } = await oneAtATime(() => build().ended);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^site: \d+ files, \d.* [kM]B\. Look at it: npm run preview from=site\n$/);
    expect(folder.files('site')).not.toContain('_astro/old.css');
    expect(folder.read('site/index.html')).toContain('npm run experiment experiments/lstm-dots.yaml');
  });

  it('touches no folder that holds something else', async () => {
    folder.write('mine/novel.txt', 'It was a dark and stormy night.');
    const { code, stderr } = await build('mine').ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^mine holds other files than a built site\./);
    expect(folder.files('mine')).toEqual(['novel.txt']);
  });
});
