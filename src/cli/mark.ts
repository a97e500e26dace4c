import { suggest } from '../commands/grammar/suggest.ts';
import { MARKS, type MarkName } from '../domain/governance/hand-off.ts';
import { hookAt } from './hook-at.ts';
import type { Print } from './print.ts';
import { secretIn } from './secret-in.ts';
import { tellHook } from './tell-hook.ts';

const USAGE = `usage: fairway mark <service>@<version> ${MARKS.join('|')} --to=https://fairway.example/hooks/<publisher> [--report=<address>]`;

interface Asked {
  readonly to: URL;
  readonly body: {
    readonly service: string;
    readonly version: string;
    readonly mark: MarkName;
    readonly report?: string;
  };
}

/**
 * `fairway mark`: a job of CI tells by the hook of a publisher that an artifact is built or scanned, with that
 * publisher's secret and nothing else of Fairway's. Answers with the exit code: 0 Fairway has it, 1 it has not,
 * 2 not understood.
 */
export async function mark(
  args: readonly string[],
  print: Print,
  waitsMs?: readonly number[],
): Promise<number> {
  const asked = askedIn(args);
  if (typeof asked === 'string') {
    print(asked);
    return 2;
  }
  const { to, body } = asked;
  const secret = secretIn(process.env, 'FAIRWAY_HOOK_SECRET', 'a secret of the publisher', print);
  if (secret === null) return 1;
  const untaken = await tellHook(to, body, secret, waitsMs);
  if (untaken !== null) {
    print(untaken);
    return 1;
  }
  print(
    `Fairway has it and marks ${body.service} ${body.version} ${body.mark} once that version is there, if it knows the service and clocks its hand-offs. To see it: /release hand-offs ${body.service}`,
  );
  return 0;
}

/** What is asked for, or why it is not understood. */
function askedIn(args: readonly string[]): Asked | string {
  const [artifact = '', what = '', ...more] = args.filter((arg) => !arg.startsWith('--'));
  const flags = new Map(args.filter((arg) => arg.startsWith('--')).map(flagOf));
  const strange = [...flags.keys()].find((name) => name !== 'to' && name !== 'report') ?? more[0];
  if (strange !== undefined) return `unknown argument ${strange}; ${USAGE}`;
  const [, service, version] = /^([^@\s]+)@(\S+)$/.exec(artifact) ?? [];
  if (!service || !version || what === '') return USAGE;
  const known = MARKS.find((one) => one === what);
  if (!known) return notAMark(what);
  const to = hookAt(flags.get('to') ?? '');
  if (to === null) return `--to must be the address of a hook: ${USAGE}`;
  const report = flags.get('report');
  if (report !== undefined && !/^https?:\/\/[\x21-\x7e]{1,1000}$/.test(report))
    return `--report must be an address that begins with http:// or https://, not "${report}".`;
  return { to, body: { service, version, mark: known, ...(report ? { report } : {}) } };
}

function flagOf(arg: string): readonly [name: string, value: string] {
  const [, name = arg, value = ''] = /^--([a-z-]+)=(.*)$/s.exec(arg) ?? [];
  return [name, value];
}

function notAMark(what: string): string {
  const near = suggest(what, MARKS);
  const words = near ? `Did you mean ${near}?` : `There are ${MARKS.join(' and ')}.`;
  return `There is no mark "${what}". ${words} That it is approved and live its deployments say.`;
}
