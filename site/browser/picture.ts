/** Buttons that save the SVG beside them as a PNG, three pixels to one; hidden until this runs. */
import { answer } from './fetched.ts';
import { find, saveBlob } from './shared.ts';

const scale = 3;

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-picture]')) {
  button.hidden = false;
  const { href } = find(button.parentElement ?? button, 'a', HTMLAnchorElement);
  button.addEventListener('click', async () => {
    const label = button.textContent;
    try {
      await save(href);
    } catch {
      button.textContent = 'Failed';
      setTimeout(() => {
        button.textContent = label;
      }, 3000);
    }
  });
}

async function save(url: string): Promise<void> {
  const svg = await (await answer(url)).text();
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = scale * image.naturalWidth;
  canvas.height = scale * image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('the browser could not draw it');
  saveBlob(blob, url.replace(/^.*\/(.*)\.svg$/, '$1.png'));
}
