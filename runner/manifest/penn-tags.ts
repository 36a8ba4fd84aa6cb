/**
 * The Penn Treebank's part-of-speech tags, with its marks. Source: Marcus, Santorini & Marcinkiewicz 1993. Two more are
 * ours to tell apart what Penn's text does not hold: HYPH, a hyphen inside a word, and _SP, white space.
 */
export const pennTags = [
  ...['CC', 'CD', 'DT', 'EX', 'FW', 'IN', 'JJ', 'JJR', 'JJS', 'LS', 'MD', 'NN', 'NNS', 'NNP', 'NNPS', 'PDT', 'POS'],
  ...['PRP', 'PRP$', 'RB', 'RBR', 'RBS', 'RP', 'SYM', 'TO', 'UH', 'VB', 'VBD', 'VBG', 'VBN', 'VBP', 'VBZ'],
  ...['WDT', 'WP', 'WP$', 'WRB', '.', ',', ':', '(', ')', '-LRB-', '-RRB-', '``', "''", '"', '$', '#', 'HYPH', '_SP'],
] as const;
