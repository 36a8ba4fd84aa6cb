/** How far the parts of a page move while it comes up. */
import type { Page } from '@playwright/test';

interface Shift {
  value: number;
  /** What moved, by name and class. */
  moved: string[];
}

declare global {
  interface Window {
    shifts: Shift[];
  }
}

/** Milliseconds by which typefaces come late. */
const late = 600;

/** From now on typefaces come late to this page, and what moves of it is kept. */
export async function watchShifts(page: Page): Promise<void> {
  await page.route('**/*.woff2', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, late));
    await route.continue();
  });
  await page.addInitScript(() => {
    window.shifts = [];
    const name = ({ node }: { node?: Node }): string =>
      node instanceof Element ? `${node.tagName}.${node.getAttribute('class') ?? ''}` : (node?.nodeName ?? '?');
    type Entry = PerformanceEntry & { value: number; sources: { node?: Node }[] };
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as Entry[])
        window.shifts.push({ value, moved: sources.map(name) });
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** How much has moved of the page that stands there, as cumulative layout shift adds it up, and what; once all has come. */
export async function shiftOf(page: Page): Promise<{ sum: number; moved: Shift[] }> {
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const moved = await page.evaluate(() => window.shifts);
  return { sum: moved.reduce((sum, { value }) => sum + value, 0), moved };
}
