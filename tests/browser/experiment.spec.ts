/** The page of an experiment, where it takes a browser to see it: what is in sight, in its place, and on the clipboard. */
import { expect, settled, test } from './pages.ts';

test('a token of another direction stays in its place', async ({ page }) => {
  await page.goto('experiments/hostile/');
  const misplaced = await page.locator('[data-text="observed"] bdi').evaluateAll((all) => {
    const boxes = all.map((token) => [...token.getClientRects()]);
    return boxes.flatMap((box, t) => {
      const end = box.at(-1);
      const next = boxes[t + 1]?.[0];
      const after = !end || !next || next.top > end.top + 5 || next.left >= end.left;
      return after ? [] : [`${all[t]?.textContent} | ${all[t + 1]?.textContent}`];
    });
  });
  expect(misplaced).toEqual([]);
});

test('the first screen holds the finding, what became of it, and coloured text', async ({ page }) => {
  await page.goto('experiments/lstm-dots/');
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const part of ['h1', '.badges', '[data-text="observed"] bdi:nth-of-type(20)'])
      await expect(page.locator(part).first(), `${part} at ${width}`).toBeInViewport();
    const field = await page.getByLabel('Neuron (0 to 671)').boundingBox();
    expect(field?.y, `number at ${width}`).toBeLessThan(width < 640 ? 2.5 * height : 1.5 * height);
  }
});

test('on a laptop all columns of the evidence are in sight', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const id of ['lstm-dots', 'hostile']) {
    await page.goto(`experiments/${id}/#evidence`);
    const table = page.locator('.scroll:has(> table.evidence)');
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), id).toBe(0);
  }
});

test('an address opens whatever it names, on a page that is open already too; the command there can be copied', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('experiments/lstm-dots/');
  await expect(page.locator('#method')).not.toHaveAttribute('open');
  await page.evaluate(() => {
    location.hash = '#method';
  });
  await expect(page.locator('#method')).toHaveAttribute('open');
  const button = page.locator('.copyable button').first();
  await button.click();
  await expect(button).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'npm run experiment experiments/lstm-dots.yaml',
  );
});

test('bytes are set as letters are', async ({ page }) => {
  const looks = () =>
    page.locator('.tokens:is(.character, .byte):visible').evaluateAll((all) =>
      all.map((each) => {
        const { fontFamily, fontSize, maxWidth, overflowWrap } = getComputedStyle(each);
        return [fontFamily, fontSize, maxWidth, overflowWrap].join(' ');
      }),
    );
  for (const address of ['', 'experiments/rnn-characters/']) {
    await page.goto(address);
    await settled(page);
    const letters = await looks();
    expect(letters.length).toBeGreaterThan(0);
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('.tokens.character')) each.classList.replace('character', 'byte');
    });
    expect(await looks()).toEqual(letters);
  }
});
