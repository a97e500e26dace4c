import type { Deployment } from '../../../src/domain/deployment/deployment.ts';
import type { PEOPLE } from '../in-process/organisation.ts';
import type { Random } from '../random.ts';
import { SERVICES, type ServiceName } from './organisation.ts';

type Who = (typeof PEOPLE)[number];
interface Deed {
  readonly who: Who;
  readonly line: string;
}

const GOOD = ['1.1.0', '1.2.0', '1.3.0', '1.4.0', '1.0.0'];
const BAD = ['2.0.0-slow', '2.1.0-errors', '2.2.0-crash'];
const APPROVERS: readonly Who[] = ['bo', 'chen', 'dana', 'eli'];

/** What somebody does next: mostly they ask and approve, sometimes they quarrel. */
export function deedOf(open: readonly Deployment[], random: Random): Deed {
  const waiting = open.filter((d) => d.status === 'pending');
  const running = open.filter((d) => d.status === 'running');
  const held = running.filter((d) => d.hold);
  const dice = random.between(1, 100);
  if (held.length > 0 && dice <= 30) return settling(random.pick(held), random);
  if (waiting.length > 0 && dice <= 55) return judging(random.pick(waiting), random);
  if (running.length > 0 && dice <= 60) return steering(random.pick(running), random);
  return dice <= 63 ? closing(random) : asking(random);
}

function asking(random: Random): Deed {
  const service = serviceOf(random);
  const environment = random.pick(['staging', 'staging', 'production']);
  const version = random.between(1, 5) === 1 ? random.pick(BAD) : random.pick(GOOD);
  const more = random.pick(['', '', '', ' --queue', ' --replace', ' --wait']);
  return { who: 'ana', line: `/deploy ${service} ${version} to ${environment}${more}` };
}

function judging({ id }: Deployment, random: Random): Deed {
  const verb = random.pick([
    'approve',
    'approve',
    'approve',
    'approve',
    'withdraw',
    'reject',
    'abort',
  ]);
  const reason = verb === 'withdraw' || verb === 'approve' ? '' : ' because "not today"';
  return { who: random.pick(APPROVERS), line: `/release ${verb} ${id}${reason}` };
}

function steering({ id, service, environment }: Deployment, random: Random): Deed {
  const line = random.pick([
    `/release pause ${id} because "looking"`,
    `/release skip ${id} because "good enough"`,
    `/release abort ${id} because "wrong"`,
    `/rollback ${service} in ${environment} because "errors"`,
  ]);
  return { who: random.pick(APPROVERS), line };
}

function settling({ id }: Deployment, random: Random): Deed {
  return { who: 'bo', line: `/release ${random.pick(['resume', 'resume', 'abort'])} ${id}` };
}

/** Locks come and go, and something that is over is undone. */
function closing(random: Random): Deed {
  const service = serviceOf(random);
  const line = random.pick([
    `/release lock ${service} in production because "inventory"`,
    `/release unlock ${service} in production`,
    `/release unlock ${service} in production`,
    `/rollback ${service} in staging because "no"`,
    `/rollback ${service} in production because "no"`,
  ]);
  return { who: random.pick(['ana', 'bo'] as const), line };
}

function serviceOf(random: Random): ServiceName {
  return random.pick(Object.keys(SERVICES) as ServiceName[]);
}
