/**
 * Vectors in word2vec's text format, for other programs. Tokens that the format has no way to write are left out: those
 * with a space or a line break in them. Pure.
 */

/** Nine digits tell every float32 apart. */
const digits = 9;

/** @param rows [tokens, size] */
export function vectorText(tokens: readonly string[], rows: Float32Array): string {
  const size = tokens.length === 0 ? 0 : rows.length / tokens.length;
  const lines = tokens.flatMap((token, id) => {
    if (/\s/u.test(token) || token === '') return [];
    const numbers = Array.from(rows.subarray(id * size, (id + 1) * size), (value) => Number(value.toPrecision(digits)));
    return [`${token} ${numbers.join(' ')}\n`];
  });
  return `${lines.length} ${size}\n${lines.join('')}`;
}
