/** Finds an element that the page is built to have. */

/** Throws when `selector` finds nothing of `type` inside `root`: the page and its script have come apart. */
export function find<T extends Element>(root: ParentNode, selector: string, type: new () => T): T {
  const element = root.querySelector(selector);
  if (element instanceof type) return element;
  throw new Error(`this page has no ${selector}`);
}
