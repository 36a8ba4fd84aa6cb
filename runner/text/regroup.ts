/**
 * From characters, the bytes of characters, or pieces of words to the words they stand in, for features that only words have. Pure.
 */
import { at, item } from '../core/at.ts';
import { subword, type Unit, withSpaces } from '../core/cut.ts';
import { isWord } from './tokens.ts';

export interface RegroupedWords {
  words: string[];
  /** [tokens] Index of the word that a character, byte or piece stands in. */
  wordOf: Int32Array;
  /** [tokens] 1: a piece of a word that goes on in the next; absent: what stands in a word counts as it does. */
  goesOn?: Uint8Array;
}

/** Joins letters, numbers and underscores that follow one another; anything else is a word of its own. */
export function regroup(tokens: readonly string[], unit: Exclude<Unit, 'word'>): RegroupedWords {
  return unit === subword ? ofPieces(tokens) : ofCharacters(tokens, unit);
}

/** A piece may hold a space, a word and a mark: of those that end in it the last word counts, or else, where no word begins, the last mark. */
function ofPieces(tokens: readonly string[]): RegroupedWords {
  // What is written in angle brackets is no text, but an end or a number.
  const pieces = withSpaces(tokens, subword).map((piece) => (/^<.+>$/.test(piece) ? [piece] : Array.from(piece)));
  const { words, wordOf: ofAll } = ofCharacters(pieces.flat(), 'character');
  const goesOn = new Uint8Array(pieces.length);
  let end = 0;
  const wordOf = Int32Array.from(pieces, ({ length }, piece) => {
    const own = Array.from(ofAll.subarray(end, end + length));
    end += length;
    // What shows nothing is within the character that comes.
    const next = end < ofAll.length ? at(ofAll, end) : -1;
    const ended = own.filter((word) => word !== next);
    const last = (of: (word: string) => boolean) => ended.findLast((word) => of(item(words, word)));
    const begins = own.at(-1) === next && isWord(item(words, next));
    const found = last(isWord) ?? (begins ? undefined : (last((word) => word.trim() !== '') ?? ended.at(-1)));
    goesOn[piece] = Number(found === undefined);
    return found ?? own.at(-1) ?? next;
  });
  return { words, wordOf, goesOn };
}

function ofCharacters(tokens: readonly string[], unit: 'character' | 'byte'): RegroupedWords {
  // Of a character of several bytes all but the last show nothing.
  const shown = unit === 'byte' ? withSpaces(tokens, 'byte') : tokens;
  const words: string[] = [];
  let inWord = false;
  let inCharacter = false;
  const wordOf = Int32Array.from(shown, (character, place) => {
    const wordLike = isWord(
      character === '' ? (shown.slice(place, place + 4).find((each) => each !== '') ?? '') : character,
    );
    if (inCharacter || (wordLike && inWord)) words.push(`${words.pop()}${character}`);
    else words.push(character);
    inWord = wordLike;
    inCharacter = unit === 'byte' && character === '';
    return words.length - 1;
  });
  return { words, wordOf };
}
