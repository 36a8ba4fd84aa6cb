/** ‘Reading along’: moves through the page and shows the neuron's value and the network's bets at each token. */
import { percent } from '../../words/article/percent.ts';
import type { ReadAlongData } from '../../words/article/read-along.ts';
import { decimal } from '../../words/numbers.ts';
import { tokenLabel } from '../../words/token.ts';
import { find } from '../find.ts';

function bringToLife(figure: HTMLElement): void {
  const data = JSON.parse(find(figure, '[data-json]', HTMLScriptElement).text) as ReadAlongData;
  const row = find(figure, '[data-slide]', HTMLElement);
  const slider = find(row, 'input', HTMLInputElement);
  const text = find(figure, '[data-tokens]', HTMLElement);
  const tokens = [...text.querySelectorAll('bdi')];
  const bets = find(figure, '[data-bets]', HTMLOListElement);
  const needle = find(figure, '[data-needle]', HTMLElement);

  function show(): void {
    const at = slider.valueAsNumber;
    const value = data.values[at] ?? 0;
    tokens.forEach((token, position) => {
      token.classList.toggle('at', position === at);
      token.classList.toggle('ahead', position > at);
    });
    const label = tokenLabel(tokens[at]?.textContent ?? '');
    find(figure, '[data-token]', HTMLElement).textContent = `“${label}”`;
    find(figure, '[data-value]', HTMLElement).textContent = decimal(value);
    needle.style.left = `${(50 + 50 * value).toFixed(1)}%`;
    const came = tokens[at + 1]?.textContent;
    const own = data.bets[at] ?? [];
    bets.replaceChildren(
      ...own.map(([token, probability]) => {
        const item = document.createElement('li');
        item.style.setProperty('--p', String(probability));
        item.classList.toggle('came', token === came);
        const [name, number] = [document.createElement('span'), document.createElement('span')];
        name.textContent = tokenLabel(token);
        number.textContent = percent(probability);
        number.className = 'number';
        item.append(name, number);
        return item;
      }),
    );
    const [first] = own;
    const expects = first ? `; expects ${tokenLabel(first[0])}, ${percent(first[1])}` : '';
    slider.setAttribute('aria-valuetext', `after ${label}: ${decimal(value)}${expects}`);
  }

  slider.addEventListener('input', show);
  text.addEventListener('click', ({ target }) => {
    const at = target instanceof HTMLElement ? tokens.indexOf(target.closest('bdi') ?? target) : -1;
    if (at === -1) return;
    slider.value = String(at);
    show();
  });
  row.hidden = false;
  show();
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-read-along]')) bringToLife(figure);
