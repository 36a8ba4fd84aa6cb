/** An order that looks drawn by lot, and is the same at every build. Pure. */

/** `items` in the order that `name` fixes: each is ranked by the FNV-1a hash of the name and its place, well mixed. */
export const shuffled = <Item>(items: readonly Item[], name: string): Item[] =>
  items
    .map((item, place) => ({ item, rank: hash(`${name} ${place}`) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);

function hash(text: string): number {
  let state = 2_166_136_261;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619);
  // FNV's last bytes hardly reach its high bits: the finalizer of MurmurHash3 (Appleby, public domain) does.
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
