/** The atlas: its figures show one neuron together, and the address says which. Its data are fetched when somebody is at it. */
import type { Cut } from '../../../runner/core/cut.ts';
import { neuronHash, neuronOfHash } from '../../words/atlas/hash.ts';
import { onHashLink, pushAddress, writeAddress } from '../address.ts';
import { whyOf } from '../fetched.ts';
import { find } from '../find.ts';
import { type BrowserAtlas, loadAtlas } from './load.ts';
import { liveMatrix } from './matrix.ts';
import { livePanel } from './panel.ts';
import { livePlane } from './plane.ts';
import { liveTable } from './table.ts';

const root = find(document, '[data-atlas]', HTMLElement);
const cut = (root.dataset.cut ?? 'word') as Cut;
const first = Number(root.dataset.neuron);
/** Whether a neuron was asked for on the page while its data were still to come. */
let linkFollowed = false;
addEventListener('hashchange', () => {
  linkFollowed = true;
});

function bringToLife(loaded: BrowserAtlas): void {
  const figure = root.querySelector<HTMLElement>('.matrix-figure');
  const matrix = figure && liveMatrix(figure, loaded, walk);
  const plane = livePlane(find(root, '[data-plane]', HTMLElement), choose);
  const table = liveTable(find(root, '[data-table]', HTMLElement), loaded, cut);
  const section = find(root, '[data-panel]', HTMLElement);
  const panel = livePanel(root, loaded, walk);

  function show(neuron: number): void {
    matrix?.(neuron);
    plane(neuron);
    table(neuron);
    void panel(neuron);
  }

  /** One of many steps: the address follows, the history does not fill. */
  function walk(neuron: number): void {
    writeAddress(neuronHash(neuron));
    show(neuron);
  }

  function choose(neuron: number): void {
    pushAddress(neuronHash(neuron));
    show(neuron);
  }

  const asked = (): number | null => neuronOfHash(location.hash, loaded.atlas.neurons);
  addEventListener('popstate', () => show(asked() ?? first));
  onHashLink((hash) => {
    const neuron = hash.startsWith('#neuron=') ? neuronOfHash(hash, loaded.atlas.neurons) : null;
    if (neuron === null) return false;
    choose(neuron);
    // The panel may be higher than the window: its heading is what must be seen.
    const heading = find(section, 'h2', HTMLElement);
    heading.scrollIntoView({ block: 'nearest' });
    heading.focus({ preventScroll: true });
    return true;
  });
  show(asked() ?? first);
  // Who came for a neuron sees it; who comes back is where they were.
  if (asked() !== null && (scrollY === 0 || linkFollowed)) section.scrollIntoView();
  root.dataset.ready = 'true';
}

function start(): void {
  loadAtlas(root.dataset.atlas ?? '').then(bringToLife, (error: unknown) => {
    find(root, '[data-panel-status]', HTMLOutputElement).textContent =
      `The other neurons could not be loaded: ${whyOf(error)}. Load the page again to try once more.`;
  });
}

/**
 * The page stands without the map of all neurons, nearly half a megabyte: it is fetched for who asks for a neuron, or at the
 * first sign that somebody moves about on the page.
 */
const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin', 'scroll', 'hashchange'] as const;

function startWhenAsked(): void {
  const signed = new AbortController();
  const begin = () => {
    signed.abort();
    start();
  };
  // Who comes back may stand in the middle of the page.
  if (location.hash !== '' || scrollY > 0) begin();
  else for (const sign of signs) addEventListener(sign, begin, { passive: true, signal: signed.signal });
}

if (document.readyState === 'complete') startWhenAsked();
else addEventListener('load', startWhenAsked, { once: true });
