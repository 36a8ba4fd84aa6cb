/** Links of the page to a neuron, `#neuron=45&text=observed`: they keep what else is shown, as a new address would not. */
import { readHash, type TextState } from './hash.ts';

/** `show` hears a plain click on such a link, by pointer or key, and returns whether it has shown the neuron. */
export function onNeuronLink(show: (asked: Partial<TextState>, link: Element) => boolean): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const asked = link && readHash(link.getAttribute('href') ?? '');
    if (link && asked && show(asked, link)) event.preventDefault();
  });
}
