/** 'Guess the feature': says whether a choice is right, unfolds the answer and counts. Without it the answer unfolds by hand. */
import { find } from './find.ts';

const rounds = [...document.querySelectorAll<HTMLElement>('[data-round]')];
const score = document.querySelector('[data-score]');
let right = 0;
let answered = 0;

for (const round of rounds) {
  const choices = [...round.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
  const check = find(round, '[data-check]', HTMLButtonElement);
  const verdict = find(round, '[data-verdict]', HTMLOutputElement);
  const answer = find(round, '[data-answer]', HTMLDetailsElement);
  let unfolded = false;
  answer.addEventListener('toggle', () => {
    unfolded ||= answer.open;
  });
  // A browser may remember a choice that was judged before.
  for (const choice of choices) choice.checked = false;
  check.hidden = false;
  check.addEventListener('click', () => {
    const chosen = choices.find(({ checked }) => checked);
    if (!chosen) {
      verdict.textContent = 'Choose one first.';
      return;
    }
    const isRight = chosen.value === 'right';
    // Who has looked at the answer has not guessed.
    const counts = !unfolded;
    for (const choice of choices) {
      choice.disabled = true;
      choice.closest('label')?.classList.toggle('right', choice.value === 'right');
    }
    if (!isRight) chosen.closest('label')?.classList.add('wrong');
    const name =
      choices
        .find(({ value }) => value === 'right')
        ?.closest('label')
        ?.textContent?.trim() ?? '';
    verdict.textContent = isRight ? '✔ Right.' : `✖ No: it is ‘${name}’.`;
    check.hidden = true;
    answer.open = true;
    if (!counts) return;
    answered += 1;
    right += Number(isRight);
    if (score) score.textContent = `${right} of ${answered} right, of ${rounds.length}.`;
  });
}
