/**
 * The one colour scale of the site. An activation becomes a number from -1 (full blue) through 0 (paper) to 1 (full
 * orange); the style sheet turns it into a colour (`--a`), so that the same HTML serves light and dark. Pure.
 */

/** The largest absolute value of a scale's limits is full colour; 0 is always paper. */
export function colourCoordinate(value: number, limits: readonly [number, number]): number {
  const full = Math.max(Math.abs(limits[0]), Math.abs(limits[1]));
  return Math.max(-1, Math.min(1, value / full));
}

/**
 * In grey the ends of the scale are alike: on paper what is below 0 has a line above it (styles/colours.css), drawn as the
 * outline of its rectangle that ends where its upper edge does. It is seen only where the outline has a colour.
 */
export const upperEdge = (coordinate: number, width: number): string =>
  coordinate < 0 ? ` stroke-dasharray="${width} 9999"` : '';

/** A coordinate as CSS with two decimals, as short as CSS allows: 0.53 -> '.53', -1 -> '-1'. */
export const cssNumber = (coordinate: number): string => {
  const text = String(Number(coordinate.toFixed(2)) || 0);
  return text.replace(/^(-?)0\./, '$1.');
};
