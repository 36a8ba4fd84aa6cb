/** Where rates should lie, both ends included. */
type Band = [least: number, most: number];

/** Of a test at level .05. */
export const nominal: Band = [0.03, 0.07];
/** Of a rung at level .05 that may well err less often, as one that comes after others. */
export const fooled: Band = [0, 0.07];
/** Of the whole ladder where nothing is to be found. */
export const rare: Band = [0, 0.01];
export const covering: Band = [0.93, 1];
export const powerful: Band = [0.9, 1];
/** No promise: small effects are often missed. */
export const modest: Band = [0.4, 1];
