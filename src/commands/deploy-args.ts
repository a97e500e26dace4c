import { type Args, flag, keyword, required, rest, toggle } from './grammar/spec.ts';

/** How a deployment is asked for, by typing, by a form and by the buttons of its preview alike. */
export const deployShape = {
  name: 'deploy',
  root: '/deploy',
  args: {
    service: required('service'),
    version: required('version'),
    to: keyword('environment', 'to'),
    at: keyword('time', 'at'),
    strategy: flag(['rolling', 'canary', 'blue-green']),
    fixes: flag('text'),
    'dry-run': toggle(),
    'as-of': flag('text'),
    edit: toggle(),
    queue: toggle(),
    replace: toggle(),
    wait: toggle(),
    'break-glass': toggle(),
    plan: flag('text'),
    shown: flag('text'),
    because: rest('because'),
  },
  notYet: {
    '--train': 'It rides by /release train join <train> <service>@<version>.',
    '--yes': 'Leave it out: where a preview is shown, its Start is the yes.',
  },
} as const;

export type DeployArgs = Args<typeof deployShape.args>;
