/** The search beneath a highlighted text: says which tokens are chosen and which neurons answer to them most. */

import { csv } from '../../runner/words/csv.ts';
import { extremes, ordered, type PatternEffect } from './answers.ts';
import type { TokenChoice } from './choice.ts';
import { find } from './find.ts';
import type { Ranking } from './ranking.ts';
import { saveBlob } from './save-blob.ts';

export interface Explorer {
  /** Says what is chosen, and by which pattern; null: by none. */
  show(choice: TokenChoice, pattern: string | null): void;
  /** Lists the neurons that answer most and marks the one that is shown; null: nothing to list. `over` says where. */
  list(ranking: Ranking | null, shown: number): void;
}

export interface ExplorerEvents {
  /** An empty pattern is null. */
  onPattern(pattern: string | null): void;
  onClear(): void;
  /** The hash of what is shown, by another neuron or by the same. */
  hash(neuron?: number): string;
}

export function connectExplorer(figure: HTMLElement, { onPattern, onClear, hash }: ExplorerEvents): Explorer {
  const panel = find(figure, '[data-explorer]', HTMLElement);
  const pattern = find(panel, '[data-pattern]', HTMLInputElement);
  const said = find(panel, '[data-chosen]', HTMLElement);
  const save = find(panel, '[data-save]', HTMLButtonElement);
  const higher = places('[data-higher]');
  const lower = places('[data-lower]');
  const over = find(panel, '[data-over]', HTMLElement);
  let found: readonly PatternEffect[] | null = null;

  function places(selector: string): HTMLAnchorElement[] {
    return [...find(panel, selector, HTMLElement).querySelectorAll('a')];
  }

  function fill(links: readonly HTMLAnchorElement[], answers: readonly PatternEffect[], shown: number): void {
    links.forEach((link, rank) => {
      const answer = answers[rank];
      link.removeAttribute('href');
      link.removeAttribute('aria-current');
      if (answer === undefined) {
        link.textContent = '\u00a0';
        return;
      }
      const { neuron, auc } = answer;
      link.replaceChildren(...spoken('Neuron ', 'b', String(neuron)), ' ', ...spoken('AUC ', 'span', auc.toFixed(2)));
      link.href = hash(neuron);
      if (neuron === shown) link.setAttribute('aria-current', 'true');
    });
  }

  pattern.addEventListener('input', () => onPattern(pattern.value === '' ? null : pattern.value));
  find(panel, '[data-clear]', HTMLButtonElement).addEventListener('click', onClear);
  save.addEventListener('click', () => {
    if (found === null) return;
    const rows = ordered(found).map(({ neuron, auc, difference }) => [neuron, auc, difference]);
    const table = csv(['neuron', 'AUC', 'difference of means in SD of the shown text'], rows);
    saveBlob(new Blob([table], { type: 'text/csv' }), 'neurons.csv');
  });
  offerLink(find(panel, '[data-copy-link]', HTMLButtonElement), () => new URL(hash(), location.href).href);
  panel.hidden = false;

  return {
    show({ words, positions, isWrong }, wanted) {
      if (said.textContent !== words) said.textContent = words;
      pattern.setAttribute('aria-invalid', String(isWrong));
      if (pattern.value !== (wanted ?? '')) pattern.value = wanted ?? '';
      // What was found stays in sight; before the answers are there, so that it does not move when they come.
      figure.classList.toggle('searching', positions.length > 0 || (wanted !== null && !isWrong));
    },
    list(ranking, shown) {
      const answers = ranking?.answers ?? null;
      found = answers;
      save.disabled = answers === null;
      if (ranking !== null && over.textContent !== ranking.over) over.textContent = ranking.over;
      const most = extremes(answers ?? [], Math.max(higher.length, lower.length));
      fill(higher, most.higher, shown);
      fill(lower, most.lower, shown);
    },
  };
}

/** What stands in a link for everyone, after a word that only screen readers say. */
function spoken(word: string, tag: string, text: string): HTMLElement[] {
  const unseen = document.createElement('span');
  unseen.className = 'unseen';
  unseen.textContent = word;
  const seen = document.createElement(tag);
  seen.textContent = text;
  return [unseen, seen];
}

/** A button that copies `link()`; it goes where the browser has no clipboard for pages. */
function offerLink(button: HTMLButtonElement, link: () => string): void {
  const name = button.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(link());
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Not allowed';
    }
    setTimeout(() => {
      button.textContent = name;
    }, 2000);
  });
}
