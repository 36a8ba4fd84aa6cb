/** From what was typed to what the model reads. Pure. */
import type { Cut } from '../../../runner/core/cut.ts';
import { counted, integer } from '../../../runner/core/format.ts';
import { tokenize } from '../../../runner/text/tokens.ts';
import type { Vocabulary } from '../../../runner/text/vocabulary.ts';

export interface TypedToken {
  token: string;
  /** What the model reads: the id of <unk> for an unknown token; null where the model has none, and reads nothing. */
  id: number | null;
  known: boolean;
}

export interface TypedText {
  tokens: TypedToken[];
  /** What the model reads of them. */
  ids: number[];
  /** How many tokens there were, before the text was cut. */
  total: number;
  /** Which signs are read in another spelling, a sentence; empty where none is. */
  respelt: string;
}

/** Signs that keyboards put in by themselves, in the plain spelling of older texts, and what that is called. */
const plainSpellings: readonly { signs: string; plain: string; called: string; shown?: string }[] = [
  { signs: '“”„‟', plain: '"', called: 'straight quotation marks' },
  { signs: '‘’‚‛ʼ', plain: "'", called: 'straight apostrophes' },
  { signs: '‐‑–−', plain: '-', called: 'hyphens' },
  { signs: '—―', plain: '--', called: 'two hyphens' },
  { signs: '…', plain: '...', called: 'three points' },
  { signs: '\u00a0\u2007\u202f', plain: ' ', called: 'plain spaces', shown: 'No-break spaces' },
];
const anySign = new RegExp(`[${plainSpellings.map(({ signs }) => signs).join('')}]`, 'g');

/** @returns at most `most` tokens. Signs that the vocabulary lacks stand in their plain spelling where it knows that. */
export function typedTokens(text: string, cut: Cut, vocabulary: Vocabulary, most: number): TypedText {
  const knows = (part: string): boolean => tokenize(part, cut).every((token) => vocabulary.idOf(token) !== undefined);
  const respelt = new Map<(typeof plainSpellings)[number], Set<string>>();
  const read = text.replaceAll('\r\n', '\n').replace(anySign, (sign) => {
    const spelling = plainSpellings.find(({ signs }) => signs.includes(sign));
    if (spelling === undefined || knows(sign) || !knows(spelling.plain)) return sign;
    respelt.set(spelling, (respelt.get(spelling) ?? new Set()).add(sign));
    return spelling.plain;
  });
  const all = tokenize(read, cut);
  const tokens = all.slice(0, most).map((token): TypedToken => {
    const id = vocabulary.idOf(token);
    return { token, id: id ?? vocabulary.unknownId ?? null, known: id !== undefined };
  });
  const said = [...respelt].map(
    ([{ shown, called }, signs], index) => `${shown ?? [...signs].join(' ')} ${index === 0 ? 'read ' : ''}as ${called}`,
  );
  return {
    tokens,
    ids: tokens.flatMap(({ id }) => (id === null ? [] : [id])),
    total: all.length,
    respelt: said.length === 0 ? '' : `${said.join(', ')}.`,
  };
}

/** What is said of a reading. @param most tokens that the page holds. */
export function report({ tokens, total, respelt }: Omit<TypedText, 'ids'>, written: number, most: number): string {
  const unknown = tokens.filter(({ known }) => !known);
  const unread = unknown.some(({ id }) => id === null);
  return [
    `Read ${counted(tokens.length - (unread ? unknown.length : 0), 'token')}${written > 0 ? ` and wrote ${integer(written)}` : ''}.`,
    respelt,
    unknown.length > 0 && `${integer(unknown.length)} unknown, ${unread ? 'left out' : 'read as <unk>'}.`,
    total + written >= most &&
      `The page holds ${integer(most)} tokens at most${total > most ? `; your text has ${integer(total)}, and the rest was left out` : ''}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
