/** Follows a training: asks the development server every two seconds for the page as it is now, and shows what is new. */
import { find } from './shared.ts';

const interval = 2000;
/** Without news for so long, the training, its machine or the shared folder may be gone; milliseconds. */
const silence = 60_000;

const shown = find(document, '[data-shown]', HTMLElement);
const news = find(document, '[data-news]', HTMLElement);
const choice = document.querySelector<HTMLFormElement>('[data-choice]');
let last = '';
let heard = performance.now();

async function look(): Promise<void> {
  const address = location.href;
  try {
    const response = await fetch(address, { cache: 'no-store' });
    if (!response.ok) return say(`The site answered ${response.status}. It is asked again every two seconds.`);
    const now = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-shown]');
    if (now === null || address !== location.href) return;
    if (now.innerHTML !== last) {
      last = now.innerHTML;
      shown.replaceChildren(...now.childNodes);
      heard = performance.now();
    }
    say(performance.now() - heard > silence ? 'Nothing new for a minute or more.' : '');
  } catch {
    say('The site does not answer: is the command that shows it still running?');
  }
}

function say(words: string): void {
  if (news.textContent !== words) news.textContent = words;
}

choice?.addEventListener('input', () => {
  const asked = [...new FormData(choice)].flatMap(([name, value]) => (value === '' ? [] : [[name, String(value)]]));
  history.replaceState(null, '', `?${new URLSearchParams(asked)}`);
  void look();
});
choice?.addEventListener('submit', (event) => event.preventDefault());

setInterval(() => {
  // A page that nobody sees asks for nothing.
  if (document.visibilityState === 'visible') void look();
}, interval);
