/** Of a typed text of more tokens it is asked after the last alone what the model expects, which takes longer than reading. */
export const longestExpected = 500;
