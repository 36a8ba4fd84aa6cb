/**
 * Brings the live model of a page to life: loads it when the reader asks, lets it read what is typed and write on from
 * there, and holds a neuron. The computing is done by a worker; a plan that has changed replaces the one under way.
 */

import { item } from '../../runner/core/at.ts';
import { decimal, quoted } from '../../runner/core/words.ts';
import { csv } from '../../runner/words/csv.ts';
import type { LiveData } from '../words/script-data.ts';
import { direction, tokenLabel } from '../words/token.ts';
import { addCursor } from './cursor.ts';
import { whyOf } from './fetched.ts';
import { find } from './find.ts';
import { connectControls } from './live/controls.ts';
import { laterMarks } from './live/later-marks.ts';
import { connectLoading, type LoadedModel } from './live/loading.ts';
import { connectParts, type PartsView } from './live/parts.ts';
import { report } from './live/report.ts';
import { createLiveText, type LiveText, showNext } from './live/text.ts';
import type { TypedText } from './live/typed.ts';
import { saveBlob } from './save-blob.ts';

const elementsOf = (figure: HTMLElement) => ({
  panel: find(figure, '[data-live-panel]', HTMLElement),
  button: find(figure, '[data-live-load]', HTMLButtonElement),
  progress: find(figure, '[data-live-progress]', HTMLProgressElement),
  status: find(figure, '[data-live-status]', HTMLElement),
  next: find(figure, '[data-live-next]', HTMLTableSectionElement),
  block: find(figure, '[data-live-tokens]', HTMLElement),
  readout: find(figure, '[data-live-readout]', HTMLElement),
});

function bringToLife(figure: HTMLElement): void {
  const data = JSON.parse(find(figure, '[data-live-data]', HTMLScriptElement).text) as LiveData;
  const { panel, button, progress, status, next, block, readout } = elementsOf(figure);
  const text = createLiveText(block, data.limits);
  const controls = connectControls(figure, data, () => void follow());
  const marks = laterMarks(figure, data.marks, text);
  let model: LoadedModel | null = null;
  /** Tokens by id, of the model that read what is shown. */
  let vocabulary: readonly string[] = [];
  let typed: TypedText = { tokens: [], ids: [], total: 0, respelt: '' };
  /** What was typed last. */
  let words: string | null = null;

  const nameOf = (id: number): string => item(vocabulary, id);
  const labelOf = (id: number): string => tokenLabel(nameOf(id));
  const parts = connectParts(text, {
    asking: () => model && { ...model, neuron: controls.neuron },
    onKnown: () => cursor.refresh(),
  });
  const cursor = addCursor(block, text.tokens, {
    readout,
    onVisit: (position) => parts.visit(position),
    describe: (position) => described(position, { text, parts, labelOf }),
  });

  connectLoading({ button, typing: controls.typing, progress, status }, data, {
    onAsked() {
      panel.dataset.asked = '';
    },
    onLoaded(loaded) {
      model = loaded;
      words = null;
      vocabulary = loaded.vocabulary.tokens;
      controls.enable(true);
      // The reader who pressed the button stands on it; it goes, so the text is next.
      if (document.activeElement === button) controls.typing.focus({ preventScroll: true });
      button.hidden = true;
      void follow();
      void marks.come().then(follow);
    },
    onFailed: (why) => failed('could not be loaded', why),
  });

  function failed(how: string, why: string): void {
    status.textContent = `The model ${how} (${why}). Press ‘Load the model’ to try again.`;
    model = null;
    controls.enable(false);
    button.hidden = false;
  }

  async function follow(): Promise<void> {
    if (model === null) return;
    const { neuron } = controls;
    parts.forget();
    if (words !== controls.text) typed = model.typed(controls.text, data.most);
    words = controls.text;
    const { tokens, ids: prompt } = typed;
    const began = performance.now();
    controls.count = prompt.length === 0 ? 0 : Math.min(controls.count, data.most - prompt.length);
    const { count } = controls;
    text.type(tokens);
    block.dir = direction(tokens.map(({ token }) => token));
    block.classList.toggle('writing', count > 0);
    const asked = controls.plan();
    const marked = marks.type(typed, asked.hold);
    try {
      const answer = await model.ask({ plan: { ...asked, prompt, count }, neuron }, (from, read) => {
        text.read(from, read, nameOf);
        if (count > 0) block.scrollTop = block.scrollHeight;
      });
      if (answer === null) return;
      showNext(next, answer.next, labelOf);
      cursor.refresh();
      const seconds = (performance.now() - began) / 1000;
      status.textContent = report(typed, text.tokens.length - tokens.length, data.most, seconds);
      await marked;
      if (model !== null) marks.rank(model, neuron);
    } catch (error) {
      failed('stopped', whyOf(error));
    }
  }

  find(figure, '[data-live-save]', HTMLButtonElement).addEventListener('click', () =>
    saveValues(text, typed.tokens, nameOf, { component: data.component, neuron: controls.neuron }),
  );
  panel.hidden = false;
  find(figure, '[data-live-about]', HTMLElement).hidden = false;
}

for (const figure of document.querySelectorAll<HTMLElement>('[data-live]')) bringToLife(figure);

/** What is said of a token. @param labelOf the token of an id, as it is quoted. */
function described(
  position: number,
  { text, parts, labelOf }: { text: LiveText; parts: PartsView; labelOf(id: number): string },
): string {
  const token = text.at(position);
  const label = `Token ${position}, ${quoted(tokenLabel(item(text.tokens, position).textContent))}`;
  if (token === null) return `${label}: not read`;
  const likely = token.likely.map(({ id, probability }) => `${quoted(labelOf(id))} ${decimal(probability)}`);
  const from = parts.describe(position);
  const next = likely.length === 0 ? '' : `; likeliest next: ${likely.join(', ')}`;
  return `${label}: ${decimal(token.value)}${from && `. ${from}`}${next}`;
}

/** @param nameOf the token of an id. */
function saveValues(
  text: LiveText,
  typed: readonly { token: string }[],
  nameOf: (id: number) => string,
  { component, neuron }: { component: string; neuron: number },
): void {
  const rows = text.tokens.map((element, position) => {
    const read = text.at(position);
    const next = read?.likely[0];
    const token = typed[position]?.token ?? (read ? nameOf(read.id) : element.textContent);
    return [position, token, read?.value ?? null, next ? nameOf(next.id) : null, next?.probability ?? null];
  });
  const columns = ['position', 'token', `${component} neuron ${neuron}`, 'likeliest next', 'probability'];
  saveBlob(new Blob([csv(columns, rows)], { type: 'text/csv' }), `neuron-${neuron}.csv`);
}
