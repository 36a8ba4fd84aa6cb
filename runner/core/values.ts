/** What a feature is at each token of a text: a mask, 1 where a token carries it and 0 elsewhere, or numbers. Pure; imports nothing. */
export type FeatureValues = Uint8Array | Float32Array;

export const areNumbers = (values: FeatureValues): values is Float32Array => values instanceof Float32Array;
