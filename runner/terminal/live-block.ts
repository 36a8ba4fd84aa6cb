/** Several lines of a terminal that are rewritten in place. What is written meanwhile goes above them. */

export interface LiveBlock {
  /** Replaces the lines; each must fit the width. */
  show(lines: readonly string[]): void;
  /** Takes the lines away, writes, and puts them back. */
  above(write: () => void): void;
  clear(): void;
}

/** To the line's start, so many lines up, and everything below is wiped. */
const wipe = (lines: number): string => (lines === 0 ? '' : `\r\x1b[${lines}A\x1b[J`);

export function liveBlock(stream: { write(text: string): unknown }): LiveBlock {
  let shown: readonly string[] = [];
  const draw = (lines: readonly string[]) => {
    stream.write(wipe(shown.length) + lines.map((line) => `${line}\n`).join(''));
    shown = lines;
  };
  return {
    show: draw,
    above(write) {
      const lines = shown;
      draw([]);
      write();
      draw(lines);
    },
    clear: () => draw([]),
  };
}
