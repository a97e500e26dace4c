import packageJson from '../package.json' with { type: 'json' };

/** The flags of node with which `npm start` starts Fairway: whoever starts it to try it starts that one. */
export const startFlags: readonly string[] = packageJson.scripts.start
  .split(' ')
  .filter((word) => word.startsWith('--'));
