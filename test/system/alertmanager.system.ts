import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AlertSource } from '../../src/domain/incident/source.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { useStory } from '../stories/harness.ts';

const here = ['prometheus', 'prometheus-alertmanager'].every(isHere);
const skipped = here ? '' : ' (skipped: needs prometheus and prometheus-alertmanager)';
const WAIT_S = 25;
const SOURCE = AlertSource.parse({
  name: 'prometheus',
  kind: 'alertmanager',
  secrets: ['env:ALERTS'],
  rules: [{ name: 'hold-on-errors', when: { alertname: 'HighErrorRate' }, do: 'pause' }],
});

/** An alert that is on as long as the file beside it says so. */
const rules = (on: boolean) => `
groups:
  - name: shop
    interval: 1s
    rules:
      - alert: HighErrorRate
        expr: vector(1) ${on ? '==' : '!='} 1
        labels: { service: shop, environment: production, severity: critical }
        annotations: { summary: "More than 5 % of requests fail" }
`;

describe.skipIf(!here)(`7.2 a real Prometheus and its Alertmanager${skipped}`, () => {
  const children: ChildProcess[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'fairway-alerts-'));
  let prometheus = '';
  const story = useStory({
    // Behind the real time by more than it is moved on: the alert begins after the deployment.
    start: instant(Date.now() - 300_000),
    rules: (catalog) => ({
      ...catalog,
      blackouts: [],
      alerts: [SOURCE],
      incidents: { channel: '#deploys' },
    }),
  });

  beforeAll(async () => {
    const [at, am] = [await freePort(), await freePort()];
    prometheus = `http://127.0.0.1:${at}`;
    write('rules.yml', rules(false));
    write('prometheus.yml', prometheusYaml(am));
    write('alertmanager.yml', alertmanagerYaml(story.hookAt('prometheus')));
    start('prometheus-alertmanager', [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'am')}`,
      `--web.listen-address=127.0.0.1:${am}`,
      '--cluster.listen-address=',
    ]);
    start('prometheus', [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${at}`,
      '--web.enable-lifecycle',
      '--rules.alert.resend-delay=1s', // one told of before the other listened is told of again
    ]);
    await until(async () => (await fetch(`${prometheus}/-/ready`).catch(() => null))?.ok === true);
  });
  afterAll(async () => {
    for (const child of children) {
      const over = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await over;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test('an alert that fires holds the canary, and the incident is over when it ends', async () => {
    story.world.steady({ service: 'shop', environment: 'production' }, 40);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('12s');
    await sleep(500);
    const at = { service: 'shop', environment: 'production', limit: 1 };
    const running = async () => (await story.fairway.records.deployments(at))[0];
    expect(await running()).toMatchObject({ status: 'running', hold: null });
    await says(true);
    await until(async () => {
      await story.settle();
      return (await running())?.hold !== null;
    });
    const [incident] = await story.fairway.records.incidents({ open: true, limit: 9 });
    expect(incident).toMatchObject({ severity: 'critical', places: [{ service: 'shop' }] });
    expect(incident?.references[0]?.ref).toMatch(/HighErrorRate/);
    expect((await running())?.hold?.why).toContain('HighErrorRate');
    await says(false);
    await until(async () => {
      await story.settle();
      return (await story.fairway.records.incident('INC-1'))?.status === 'resolved';
    });
    expect(await running()).toMatchObject({ status: 'running' }); // nothing went on by itself
  });

  async function says(on: boolean): Promise<void> {
    write('rules.yml', rules(on));
    expect((await fetch(`${prometheus}/-/reload`, { method: 'POST' })).status).toBe(200);
  }

  function write(name: string, text: string): void {
    writeFileSync(join(folder, name), text);
  }

  function start(program: string, args: readonly string[]): void {
    children.push(spawn(program, args, { stdio: 'ignore', cwd: folder }));
  }
});

function prometheusYaml(alertmanager: number): string {
  return `
global: { evaluation_interval: 1s }
rule_files: [rules.yml]
alerting:
  alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:${alertmanager}'] }] }]
`;
}

function alertmanagerYaml({
  url,
  token,
}: {
  readonly url: string;
  readonly token: string;
}): string {
  return `
route: { receiver: fairway, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
receivers:
  - name: fairway
    webhook_configs:
      - url: ${url}
        send_resolved: true
        http_config: { authorization: { credentials: ${token} } }
`;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < WAIT_S * 4; n += 1) {
    if (await holds()) return;
    await sleep(250);
  }
  throw new Error(`it is not so after ${WAIT_S} s`);
}

function isHere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
