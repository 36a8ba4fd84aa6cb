/** Columns that stand side by side are tabs on a phone: one is shown, and buttons change it. */

export function connectTabs(root: HTMLElement): void {
  const parts = [...root.querySelectorAll<HTMLElement>('[data-tab]')];
  const buttons = [...root.querySelectorAll<HTMLButtonElement>('[data-tab-button]')];
  for (const [shown, button] of buttons.entries()) {
    button.addEventListener('click', () => {
      for (const [index, part] of parts.entries()) {
        part.classList.toggle('behind', index !== shown);
        buttons[index]?.setAttribute('aria-pressed', String(index === shown));
      }
    });
  }
}
