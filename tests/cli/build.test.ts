import { rmSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { linkTypefaces } from '../browser/shared-site.ts';
import { cases } from '../fixtures/results/cases.ts';
import { makeResults } from '../fixtures/results/make-results.ts';
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
    await makeResults(folder.at('public'), cases.slice(0, 1));
    await linkTypefaces(folder.at('cache'));
    folder.write('experiments/lstm-dots.mdx', 'Text.\n');
    for (const [name, text] of Object.entries(before)) folder.write(name, text);
  });

  it('that fails leaves the site of before as it was, and tells one reason with its file and line', async () => {
    folder.write('experiments/lstm-dots.mdx', '---\nauthor: A\n---\n\nText.\n\n<Highlight feature="commas" />\n');
    const { code, stdout, stderr } = await oneAtATime(() => build().ended);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^\S.*lstm-dots\.mdx:7: <Highlight feature="commas">: this experiment has no feature "commas"; it has "sentence end"\..*\[site-not-built\]\n$/,
    );
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
    rmSync(folder.at('public/results'), { recursive: true });
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
