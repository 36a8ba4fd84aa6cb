/** Places to look at, chosen from an order: apart from one another, and of different documents as long as there are such. Pure. */

export interface PlaceRules {
  documentOf(place: number): number;
  /** Whether it lies apart from all that were chosen. */
  isFree(place: number): boolean;
  take(place: number): void;
  /** So many places of documents that were chosen from already are looked at again, at most; absent: all. */
  repeats?: number;
}

/** The first `wanted` places that are free; those of a document that was chosen from only where the others are too few. */
export function selectSpacedPositions(
  order: Iterable<number>,
  wanted: number,
  { documentOf, isFree, take, repeats = Number.POSITIVE_INFINITY }: PlaceRules,
): number[] {
  const chosen: number[] = [];
  const documents = new Set<number>();
  const repeated: number[] = [];
  const look = (places: Iterable<number>, again: boolean) => {
    for (const place of places) {
      if (chosen.length === wanted) return;
      if (!isFree(place)) continue;
      const document = documentOf(place);
      if (!again && documents.has(document)) {
        if (repeated.length < repeats) repeated.push(place);
        continue;
      }
      documents.add(document);
      take(place);
      chosen.push(place);
    }
  };
  look(order, false);
  look(repeated, true);
  return chosen;
}

/** From the middle of a list to its ends, by turns. */
export function* outwards(list: Uint32Array, middle: number): Generator<number> {
  for (let step = 0; step < list.length; step++) {
    for (const index of step === 0 ? [middle] : [middle + step, middle - step]) {
      const place = list[index];
      if (place !== undefined) yield place;
    }
  }
}

/** At most so many, from all over the list at equal steps. */
export function takeEvenly(places: readonly number[], most: number): number[] {
  const count = Math.min(places.length, most);
  return Array.from({ length: count }, (_, index) => places[Math.floor((index * places.length) / count)]);
}
