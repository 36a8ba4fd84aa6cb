/** What axe finds on pages, in both schemes. Imports nothing; the browser and axe's source are passed in. */
import type { Browser } from 'puppeteer';

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

/** One line for each rule that a page breaks. */
export async function accessibilityProblems(
  browser: Browser,
  axe: string,
  addresses: readonly string[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<string[]> {
  const problems: string[] = [];
  const page = await browser.newPage();
  try {
    for (const [index, address] of addresses.entries()) {
      onProgress(index, addresses.length);
      await page.goto(address, { waitUntil: 'networkidle0' });
      await page.evaluate(axe);
      for (const scheme of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
        for (const { id, nodes } of violations) {
          problems.push(`${new URL(address).pathname} (${scheme}): ${id}, ${nodes[0]?.html.slice(0, 100) ?? ''}`);
        }
      }
    }
  } finally {
    await page.close();
  }
  return problems;
}
