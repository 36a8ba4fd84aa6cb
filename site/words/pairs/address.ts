/** Where the page of an experiment's pairs stands, and its parts. Pure. */
import { experimentUrl } from '../url.ts';

export const pairsUrl = (id: string, file = ''): string => experimentUrl(id, `pairs/${file}`);

/** The file with the figures of a neuron, without its ending. @param number of the set, from 1. */
export const neuronPart = (number: number, neuron: number): string => `neuron-${number}-${neuron}`;
