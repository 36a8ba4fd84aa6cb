/** The statistics' way to core/at.ts. */
export {
  addAt,
  at,
  float32At,
  float64At,
  int32At,
  item,
  placeAt,
  uint8At,
  uint16At,
  uint32At,
} from '../core/at.ts';
