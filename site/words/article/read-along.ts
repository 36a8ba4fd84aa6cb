/** What the script of ‘reading along’ needs; it stands in the page as JSON. Pure. */
export interface ReadAlongData {
  /** [tokens] The neuron's value after each. */
  values: number[];
  /** [tokens] The likeliest next tokens with their probability, likeliest first. */
  bets: [token: string, probability: number][][];
}
