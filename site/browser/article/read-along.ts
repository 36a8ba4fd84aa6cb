/** ‘Reading along’: moves through the page and shows the neuron's value and the network's bets at each token. */
import { at, item } from '../../../runner/core/at.ts';
import { decimal, percent, quoted } from '../../../runner/core/words.ts';
import type { ReadAlongData } from '../../words/script-data.ts';
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
    const chosen = slider.valueAsNumber;
    const value = at(data.values, chosen);
    tokens.forEach((token, position) => {
      token.classList.toggle('at', position === chosen);
      token.classList.toggle('ahead', position > chosen);
    });
    const label = tokenLabel(item(tokens, chosen).textContent);
    find(figure, '[data-token]', HTMLElement).textContent = quoted(label);
    find(figure, '[data-value]', HTMLElement).textContent = decimal(value);
    needle.style.left = `${(50 + 50 * value).toFixed(1)}%`;
    const came = tokens[chosen + 1]?.textContent;
    const own = item(data.bets, chosen);
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
    const pointed = target instanceof HTMLElement ? tokens.indexOf(target.closest('bdi') ?? target) : -1;
    if (pointed === -1) return;
    slider.value = String(pointed);
    show();
  });
  row.hidden = false;
  show();
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-read-along]')) bringToLife(figure);
