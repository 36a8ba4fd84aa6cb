/** The names of what is measured, in plain words. */
export const measures = {
  E2: 'E2 passes for at least one neuron and feature (discovery half, all of them together)',
  E3: 'E3 passes for a claim that was fixed beforehand (confirmation half)',
  ladder: 'at least one claim passes E1, E2, E3, and E4 where untrained networks were read',
  'E1 coverage': 'the 95% interval of E1 holds the true effect',
  power: 'the planted claim is found and passes E1, E2 and E3',
  'E2 power': 'the planted claim is found and passes E2',
  'E3 power': 'the planted claim is found and passes E3',
  E4: 'the planted claim passes E4',
  'found first': 'the neuron wired by hand is the strongest of all',
  S: 'a neuron without a rhythm of its own passes S',
  'S power': 'a neuron with a rhythm of its own passes S',
  'false findings': 'the broken test finds something that is not there',
} as const;
