/** Tells the other figures of a page which neuron the reader has chosen. */

const name = 'chosenneuron';

export const announceNeuron = (neuron: number): void => {
  document.dispatchEvent(new CustomEvent<number>(name, { detail: neuron }));
};

export const onNeuron = (follow: (neuron: number) => void): void =>
  document.addEventListener(name, (event) => {
    if (event instanceof CustomEvent) follow(Number(event.detail));
  });
