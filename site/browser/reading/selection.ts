/** What the reader selects in a highlighted text, and the neurons that stand out there. */
import { counted, decimal } from '../../../runner/core/format.ts';
import { tokenLabel } from '../../words/token.ts';
import { extremes, type PatternEffect } from '../answers.ts';

/**
 * Follows what the reader selects inside a text with mouse, finger or the browser's own keys.
 * `onStretch` hears the first and the last token that the selection touches, once per frame at most.
 */
export function followSelection(
  text: HTMLElement,
  tokens: readonly HTMLElement[],
  onStretch: (stretch: [number, number]) => void,
): void {
  let frame = 0;
  let last = '';
  document.addEventListener('selectionchange', () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const stretch = selectedTokens(text, tokens);
      const key = String(stretch);
      if (stretch !== null && key !== last) onStretch(stretch);
      last = key;
    });
  });
}

function selectedTokens(text: HTMLElement, tokens: readonly HTMLElement[]): [number, number] | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !text.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const touched = tokens.map((token) => range.intersectsNode(token));
  let first = touched.indexOf(true);
  let last = touched.lastIndexOf(true);
  // A selection may begin behind a token's last letter, or end before its first.
  if (isIn(range.startContainer, tokens[first]) && range.startOffset === range.startContainer.textContent?.length)
    first++;
  if (isIn(range.endContainer, tokens[last]) && range.endOffset === 0) last--;
  return first === -1 || first > last ? null : [first, last];
}

const isIn = (node: Node, token: HTMLElement | undefined): boolean =>
  node.nodeType === Node.TEXT_NODE && token !== undefined && token.contains(node);

/** So many neurons are named on each side. */
const named = 5;
const quotedLetters = 40;

/** 'In “the man”, 2 tokens: higher in 45 (0.98), ...; lower in ...', each number a link that `hash` makes. */
export function foundIn(
  tokens: readonly string[],
  answers: readonly PatternEffect[] | null,
  hash: (neuron: number) => string,
): (string | HTMLElement)[] {
  const letters = tokens.map((token) => (token === ' ' ? token : tokenLabel(token))).join('');
  const shown = letters.length > quotedLetters ? `${letters.slice(0, quotedLetters)}…` : letters;
  const begin = `“${shown}”, ${counted(tokens.length, 'token')}`;
  if (answers === null) return [`${begin}: with every token selected there is nothing to compare them with.`];
  const { higher, lower } = extremes(answers, named);
  const links = (side: readonly PatternEffect[]): (string | HTMLElement)[] =>
    side.flatMap(({ neuron, auc }, index) => {
      const link = document.createElement('a');
      link.href = hash(neuron);
      link.textContent = String(neuron);
      return [index === 0 ? ' ' : ', ', link, ` (${decimal(auc)})`];
    });
  return [`${begin}. Higher there than in the rest of the text:`, ...links(higher), '; lower:', ...links(lower), '.'];
}
