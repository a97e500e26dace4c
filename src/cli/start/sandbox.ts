import { verbs } from '../../commands/verbs.ts';
import type { StartSettings } from '../../config/env.ts';
import type { Person } from '../../domain/catalog/catalog.ts';
import type { HealthPart } from '../../http/health.ts';
import type { Factors } from '../../ports/factors.ts';
import type { Log } from '../../ports/log.ts';
import { createFleetProvider } from '../../providers/fleet/index.ts';
import { startSandbox } from '../../sandbox/index.ts';
import type { Phones } from '../../sandbox/phones.ts';
import { freePort } from '../../sandbox/port.ts';
import { Refused } from '../../sandbox/refused.ts';
import { NOTE_SHORTCUT } from '../../slack/on-shortcut.ts';
import { CannotStart } from './cannot-start.ts';
import { namingFleet } from './fleet-names.ts';
import type { Ground } from './ground.ts';
import { probesHere } from './probes-here.ts';

type Sandbox = Extract<StartSettings, { mode: 'sandbox' }>;

const TRY = [
  '/deploy shop@1.1.0 to staging',
  '/deploy shop@1.1.0 to production',
  '/release help',
] as const;
const FLEET_PATIENCE_MS = 1_000;
/** Who enrolled them, in the ledger. */
const SANDBOX = 'sandbox';

/**
 * A Slack, a database and a fleet of its own, all on this machine.
 * @throws CannotStart
 */
export async function sandboxGround(settings: Sandbox, log: Log): Promise<Ground> {
  const { stateFolder, host, port } = settings;
  const commands = ['/deploy', '/rollback', '/release'].map((command) => ({
    command,
    usageHint: hintOf(command),
    description: descriptionOf(command),
  }));
  const messageShortcuts = [{ callbackId: NOTE_SHORTCUT, name: 'Note for the retro' }];
  const options = { stateFolder, host, port, commands, messageShortcuts, env: process.env, log };
  const sandbox = await startSandbox(options).catch((error: unknown) => {
    throw error instanceof Refused ? new CannotStart(error.message, { cause: error }) : error;
  });
  const { adminUrl, metricsUrl, proxyUrl } = sandbox.fleet;
  const probes = probesHere(namingFleet(proxyUrl));
  const fleet = { ...createFleetProvider({ adminUrl, metricsUrl, log }), probes };
  const own = await freePort();
  return {
    databaseUrl: sandbox.databaseUrl,
    queue: { kind: 'postgres', url: sandbox.databaseUrl },
    slack: { ...sandbox.slack, appToken: null },
    providers: new Map([[fleet.name, fleet]]),
    listen: { host: '127.0.0.1', port: own },
    url: `http://127.0.0.1:${own}`,
    health: [fleetHealth(adminUrl)],
    enrol: (factors, people) => enrolAll(factors, people, sandbox.phones),
    async ready({ port: fairwayPort, health }) {
      const url = await sandbox.open(`http://127.0.0.1:${fairwayPort}/slack/events`, health);
      return [
        `Fairway's sandbox is ready: ${url}`,
        'Its Slack, its database and its fleet run on this machine; no account is needed. Try:',
        ...TRY.map((line) => `  ${line}`),
        `Machines tell it of what they did at 127.0.0.1:${fairwayPort}/hooks/<name>; a Prometheus reads what its`,
        `services measure at ${metricsUrl.replace(/^http:\/\//, '')} (docs/sandbox.md).`,
      ];
    },
    stop: sandbox.stop,
  };
}

/** As an operator would, one after the other, and each of them reads it into their phone at once. */
async function enrolAll(
  factors: Factors,
  people: readonly Person[],
  phones: Phones,
): Promise<void> {
  for (const { id: person, accounts } of people) {
    const [account = ''] = accounts;
    const { kind } = await factors.standing({ person, account });
    if (kind === 'enrolled' && accounts.every(phones.has)) continue;
    const address = await factors.enrol(person, SANDBOX);
    if (address !== null) await phones.scan(accounts, address);
  }
}

function fleetHealth(adminUrl: string): HealthPart {
  return {
    name: 'fleet',
    needed: true,
    async check() {
      const signal = AbortSignal.timeout(FLEET_PATIENCE_MS);
      const answer = await fetch(`${adminUrl}/healthz`, { signal }).catch(() => null);
      if (answer === null) return 'it does not answer';
      return answer.ok ? null : (await answer.text()).slice(0, 500);
    },
  };
}

function hintOf(command: string): string {
  const own = verbs.find((v) => v.root === command && command !== '/release');
  return own
    ? own.example.slice(command.length + 1)
    : 'help | status | list | show | why | approve | …';
}

function descriptionOf(command: string): string {
  const own = verbs.find((v) => v.root === command && command !== '/release');
  return own?.says ?? 'Everything else about releases; start with help';
}
