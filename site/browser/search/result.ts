/** One thing that was found, as HTML: its title, what it is, and one line of it. Pure; everything is escaped. */

import { type Html, html } from '../../words/html.ts';
import { kindNames } from '../../words/search/entry.ts';
import type { SearchHit } from '../../words/search/index.ts';

/** @param option the id of an option in a list that the field offers; null for a plain link. */
export function resultHtml(
  { kind, title, about, address, excerpt }: SearchHit,
  { option = null as string | null } = {},
): Html {
  const line = html`<span class="about"><bdi>${about}</bdi>${
    excerpt && html`${about !== '' && ' · '}${excerpt[0]}<mark>${excerpt[1]}</mark>${excerpt[2]}`
  }</span>`;
  const inside = html`<b><bdi>${title}</bdi></b> <small>${kindNames[kind].one}</small>`;
  return option === null
    ? html`<a href="${address}">${inside}</a>${line}`
    : html`<a href="${address}" role="option" tabindex="-1" id="${option}" aria-selected="false">${inside}${line}</a>`;
}
