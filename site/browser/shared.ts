/** What the scripts of several pages do with the document. */

/** An element that the page is built to have. Throws when `selector` finds nothing of `type` inside `root`: the page and its script have come apart. */
export function find<T extends Element>(root: ParentNode, selector: string, type: new () => T): T {
  const element = root.querySelector(selector);
  if (element instanceof type) return element;
  throw new Error(`this page has no ${selector}`);
}

/** Acts when the reader's hands rest, once for many keys: when nothing was `heard` for so many milliseconds. */
export function afterRest(pause: number, act: () => void) {
  let timer = 0;
  /** What waits does not come. */
  const cancel = (): void => clearTimeout(timer);
  return {
    cancel,
    heard(): void {
      cancel();
      timer = window.setTimeout(act, pause);
    },
  };
}

/** Hands a file that the page has made to the reader. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads it after this.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const chosen = 'chosenneuron';

/** Tells the other figures of a page which neuron the reader has chosen. */
export const announceNeuron = (neuron: number): void => {
  document.dispatchEvent(new CustomEvent<number>(chosen, { detail: neuron }));
};

export const onNeuron = (follow: (neuron: number) => void): void =>
  document.addEventListener(chosen, (event) => {
    if (event instanceof CustomEvent) follow(Number(event.detail));
  });
