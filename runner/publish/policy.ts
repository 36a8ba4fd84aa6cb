/** Whether pages keep to the Content-Security-Policy that the site promises. Imports linkedom; pure. */
import { parseHTML } from 'linkedom';
import type { CrawledPage } from './crawl.ts';

/** What a policy must say; all else is forbidden by `default-src 'none'`. */
const required = ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "form-action 'none'"];
/** Elements of data are not run. */
const data = /^(application\/(ld\+)?json|text\/plain)$/;

/** One line for each page without the policy, and for each script or handler that stands in a page. */
export function policyProblems(pages: readonly Pick<CrawledPage, 'address' | 'html'>[]): string[] {
  return pages.flatMap(({ address, html }) => {
    const { document } = parseHTML(html);
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '';
    const directives = policy.split(/\s*;\s*/);
    const missing = required.filter((each) => !directives.includes(each));
    const inline = [...document.querySelectorAll('script:not([src])')].filter(
      (script) => !data.test(script.getAttribute('type') ?? ''),
    );
    const handlers = [...document.querySelectorAll('*')].filter((each) =>
      [...each.attributes].some(({ name }) => name.startsWith('on')),
    );
    const path = new URL(address).pathname;
    return [
      ...missing.map((each) => `${path}: its policy lacks ${each}`),
      ...[...inline, ...handlers].map((each) => `${path}: <${each.localName}> holds a script of its own`),
    ];
  });
}
