#!/usr/bin/env node
// Plain JavaScript, so that a Node too old for the rest can still say so in one sentence.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Fairway needs Node 22.18 or newer and this is ${process.versions.node}. ` +
      'Start it with `npm start` after `npm install`, which brings its own Node.\n',
  );
  process.exit(1);
}
const { fairway } = await import('../src/cli/fairway.ts');
process.exitCode = await fairway(process.argv.slice(2));
