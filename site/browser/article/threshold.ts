/** ‘Where would you draw the line?’: moves the threshold, counts again, and marks the words that it gets wrong. */
import { type JudgedWord, judged, judgedSentence } from '../../words/article/outcomes.ts';
import { find } from '../find.ts';

function bringToLife(figure: HTMLElement): void {
  const sign = Number(figure.dataset.sign);
  const tokens = [...find(figure, '[data-tokens]', HTMLElement).querySelectorAll('bdi')];
  const words = tokens.flatMap((token, at): JudgedWord[] =>
    token.textContent.trim() === ''
      ? []
      : [{ at, value: Number(token.style.getPropertyValue('--n0')), spoken: token.classList.contains('f') }],
  );
  const slider = find(figure, '[data-slider]', HTMLInputElement);
  const lines = figure.querySelectorAll<HTMLElement>('[data-line]');
  const said = find(figure, '[data-said]', HTMLElement);

  function show(): void {
    const threshold = slider.valueAsNumber;
    const share = (threshold - Number(slider.min)) / (Number(slider.max) - Number(slider.min));
    for (const line of lines) line.style.left = `${(100 * share).toFixed(1)}%`;
    const wrong = new Set(judged(words, threshold, sign).wrong.map(({ at }) => at));
    tokens.forEach((token, at) => {
      token.classList.toggle('wrong', wrong.has(at));
    });
    said.textContent = judgedSentence(words, threshold, sign);
  }

  slider.addEventListener('input', show);
  find(figure, '[data-slide]', HTMLElement).hidden = false;
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-threshold]')) bringToLife(figure);
