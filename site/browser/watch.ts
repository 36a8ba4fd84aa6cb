/** Follows a training: asks the development server every two seconds how it stands, and shows what is new. */
import { find } from './find.ts';

const interval = 2000;
/** Without news for so long, the training, its machine or the shared folder may be gone; milliseconds. */
const silence = 60_000;

function follow(page: HTMLElement): void {
  const data = page.dataset.watch ?? '';
  const asked = new URLSearchParams(location.search);
  const run = asked.get('run');
  const shown = find(page, '[data-shown]', HTMLElement);
  const news = find(page, '[data-news]', HTMLElement);
  const choice = find(page, '[data-choice]', HTMLFormElement);
  const neuron = find(choice, 'input', HTMLInputElement);
  let last = '';
  let heard = performance.now();

  if (run !== null) {
    find(document, '[data-watch-title]', HTMLElement).textContent = run;
    choice.hidden = false;
    neuron.value = asked.get('neuron') ?? '';
  }

  const address = (): string => {
    if (run === null) return data;
    const query = neuron.value === '' ? '' : `?neuron=${encodeURIComponent(neuron.value)}`;
    return `${data}${encodeURIComponent(run)}/${query}`;
  };

  async function look(): Promise<void> {
    try {
      const response = await fetch(address(), { cache: 'no-store' });
      if (response.status === 404) return say('There is no such training.');
      if (!response.ok) return say(`The site answered ${response.status}. It is asked again every two seconds.`);
      const html = await response.text();
      if (html !== last) {
        // Escaped where it was made: site/figures/watch-html.ts.
        shown.innerHTML = html;
        last = html;
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

  neuron.addEventListener('input', () => {
    if (run === null) return;
    const query = new URLSearchParams({ run, ...(neuron.value !== '' && { neuron: neuron.value }) });
    history.replaceState(null, '', `?${query}`);
    void look();
  });
  choice.addEventListener('submit', (event) => event.preventDefault());

  const again = async (): Promise<void> => {
    // A page that nobody sees asks for nothing.
    if (document.visibilityState === 'visible') await look();
    setTimeout(() => void again(), interval);
  };
  void again();
}

for (const page of document.querySelectorAll<HTMLElement>('[data-watch]')) follow(page);
