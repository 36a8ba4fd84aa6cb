/** The parts of the documentation that are made from the program: `<!-- generated: commands -->` says where one stands. */

const makers: Readonly<Record<string, () => Promise<string>>> = {
  manifest: async () => '',
  commands: async () => '',
  program: async () => '',
};

const mark = /^<!-- generated: ([\w-]+) -->$/gm;

/** @throws Error for a name that nothing makes. */
export async function withGenerated(text: string): Promise<string> {
  const made = new Map<string, string>();
  for (const [, name = ''] of text.matchAll(mark)) {
    const make = makers[name];
    if (make === undefined)
      throw new Error(`docs: nothing makes "${name}"; there are ${Object.keys(makers).join(', ')}`);
    made.set(name, await make());
  }
  return text.replaceAll(mark, (_, name) => made.get(name) ?? '');
}
