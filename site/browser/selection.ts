/** Follows what the reader selects inside a text with mouse, finger or the browser's own keys. */

/** `onStretch` hears the first and the last token that the selection touches, once per frame at most. */
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
