/** The works that the site cites: those that its tests and figures come from, and those that its articles go on from. Pure. */

/** By key: how a work is cited in running text, and in full. */
export const references = {
  adebayo: ['Adebayo et al. 2018', 'J. Adebayo et al., Sanity checks for saliency maps. NeurIPS 2018.'],
  antverg: [
    'Antverg & Belinkov 2022',
    'O. Antverg, Y. Belinkov, On the pitfalls of analyzing individual neurons in language models. ICLR 2022.',
  ],
  benjamini: [
    'Benjamini & Hochberg 1995',
    'Y. Benjamini, Y. Hochberg, Controlling the false discovery rate. Journal of the Royal Statistical Society B 57, 1995.',
  ],
  bock: ['Bock & Miller 1991', 'K. Bock, C. A. Miller, Broken agreement. Cognitive Psychology 23, 1991.'],
  bolukbasi: [
    'Bolukbasi et al. 2021',
    'T. Bolukbasi et al., An interpretability illusion for BERT. arXiv 2104.07143, 2021.',
  ],
  clopper: [
    'Clopper & Pearson 1934',
    'C. J. Clopper, E. S. Pearson, The use of confidence or fiducial limits illustrated in the case of the binomial. Biometrika 26, 1934.',
  ],
  elber: [
    'Elber-Dorozko & Loewenstein 2018',
    'L. Elber-Dorozko, Y. Loewenstein, Striatal action-value neurons reconsidered. eLife 7, 2018.',
  ],
  geiger: ['Geiger et al. 2021', 'A. Geiger et al., Causal abstractions of neural networks. NeurIPS 2021.'],
  gulordava: [
    'Gulordava et al. 2018',
    'K. Gulordava et al., Colorless green recurrent networks dream hierarchically. NAACL 2018.',
  ],
  gurnee: ['Gurnee et al. 2024', 'W. Gurnee et al., Universal neurons in GPT2 language models. TMLR 2024.'],
  harris: ['Harris 2020', 'K. D. Harris, Nonsense correlations in neuroscience. bioRxiv, 2020.'],
  heap: [
    'Heap et al. 2025',
    'T. Heap et al., Sparse autoencoders can interpret randomly initialized transformers. arXiv, 2025.',
  ],
  hewitt: [
    'Hewitt & Liang 2019',
    'J. Hewitt, P. Liang, Designing and interpreting probes with control tasks. EMNLP 2019.',
  ],
  hoeffding: [
    'Hoeffding 1951',
    'W. Hoeffding, A combinatorial central limit theorem. Annals of Mathematical Statistics 22, 1951.',
  ],
  huang: [
    'Huang et al. 2023',
    'J. Huang et al., Rigorously assessing natural language explanations of neurons. BlackboxNLP 2023.',
  ],
  karpathy: [
    'Karpathy et al. 2015',
    'A. Karpathy, J. Johnson, L. Fei-Fei, Visualizing and understanding recurrent networks. arXiv 1506.02078, 2015.',
  ],
  lakretz: [
    'Lakretz et al. 2019',
    'Y. Lakretz et al., The emergence of number and syntax units in LSTM language models. NAACL 2019.',
  ],
  linzen: [
    'Linzen et al. 2016',
    'T. Linzen, E. Dupoux, Y. Goldberg, Assessing the ability of LSTMs to learn syntax-sensitive dependencies. Transactions of the ACL 4, 2016.',
  ],
  makelov: [
    'Makelov et al. 2024',
    'A. Makelov et al., Is this the subspace you are looking for? An interpretability illusion for subspace activation patching. ICLR 2024.',
  ],
  mikolov: [
    'Mikolov et al. 2013',
    'T. Mikolov et al., Distributed representations of words and phrases and their compositionality. NeurIPS 2013.',
  ],
  morcos: [
    'Morcos et al. 2018',
    'A. S. Morcos et al., On the importance of single directions for generalization. ICLR 2018.',
  ],
  pearson: [
    'Pearson 1901',
    'K. Pearson, On lines and planes of closest fit to systems of points in space. Philosophical Magazine 2, 1901.',
  ],
  radford: [
    'Radford et al. 2017',
    'A. Radford, R. Jozefowicz, I. Sutskever, Learning to generate reviews and discovering sentiment. arXiv 1704.01444, 2017.',
  ],
  szegedy: ['Szegedy et al. 2014', 'C. Szegedy et al., Intriguing properties of neural networks. ICLR 2014.'],
  vanElteren: [
    'van Elteren 1960',
    'P. van Elteren, On the combination of independent two-sample tests of Wilcoxon. Bulletin of the International Statistical Institute 37, 1960.',
  ],
  vig: [
    'Vig et al. 2020',
    'J. Vig et al., Investigating gender bias in language models using causal mediation analysis. NeurIPS 2020.',
  ],
  weiss: [
    'Weiss et al. 2018',
    'G. Weiss, Y. Goldberg & E. Yahav, On the practical computational power of finite precision RNNs for language recognition. ACL 2018.',
  ],
  westfall: ['Westfall & Young 1993', 'P. H. Westfall, S. S. Young, Resampling-based multiple testing. Wiley, 1993.'],
  zhang: [
    'Zhang & Bowman 2018',
    'K. W. Zhang, S. R. Bowman, Language modeling teaches you more than translation does. BlackboxNLP 2018.',
  ],
} as const satisfies Record<string, readonly [short: string, full: string]>;

export type CitationKey = keyof typeof references;

/** A work's id on the methods page. */
export const referenceAnchor = (reference: CitationKey): string => `reference-${reference.toLowerCase()}`;
