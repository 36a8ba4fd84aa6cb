/** On every kind of page, at three widths: each label beside its row, each tick where the scale has its value, none over another. */
import { astray } from './geometry.ts';
import { atlasPath, expect, experimentPath, pagePaths, test } from './pages.ts';

for (const path of pagePaths) {
  test(`what is drawn on /${path} stands where its words say`, async ({ page }) => {
    await page.goto(path, { waitUntil: 'networkidle' });
    expect(await astray(page)).toEqual([]);
  });
}

for (const [path, style, fault] of [
  [atlasPath('hostile'), '.labels button { min-height: 2rem !important }', /row '.+' of div.matrix .* from its middle/],
  [atlasPath('hostile'), '.memory .ticks { max-width: 60% }', /x axis of div.ticks .* have not one scale/],
  [experimentPath('hostile'), '.curve [data-ticks="x"] { translate: 9px }', /x axis of figure.* have not one scale/],
  [experimentPath('hostile'), '.heatmap .head text { translate: 0 4px }', /row '\d+' of .* from its middle/],
  [experimentPath('hostile'), 'svg { font-size: 30px }', /'.+' lies over '.+'/],
] as const) {
  test(`what stands elsewhere on /${path} is seen: ${style}`, async ({ page }) => {
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.addStyleTag({ content: style }).catch(() => {});
    expect(await astray(page)).toContainEqual(expect.stringMatching(fault));
  });
}
