import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/sandbox/port.ts';

const WAIT_S = 240;

/** Whom the Alertmanager tells, and the bearer token by which it is known there. */
interface Hook {
  readonly url: string;
  readonly token: string;
}

export interface Alerting {
  /** Other rules from now on, in Prometheus' own format. */
  rule(groups: string): Promise<void>;
  close(): Promise<void>;
}

/** Debian's own Prometheus and Alertmanager on this machine: every second the rules are looked at, over what is scraped. */
export async function startAlerting(how: {
  readonly hook: Hook;
  readonly groups: string;
  /** Pages to scrape every second, each as `host:port`, at `/metrics`. */
  readonly scraped?: readonly string[];
}): Promise<Alerting> {
  const folder = mkdtempSync(join(tmpdir(), 'fairway-alerts-'));
  const children: ChildProcess[] = [];
  const file = (name: string): string => join(folder, name);
  const start = (program: string, args: readonly string[]): void => {
    children.push(spawn(program, args, { stdio: 'ignore', cwd: folder }));
  };
  const [at, am] = [await freePort(), await freePort()];
  const prometheus = `http://127.0.0.1:${at}`;
  writeFileSync(file('rules.yml'), how.groups);
  writeFileSync(file('prometheus.yml'), prometheusYaml(am, how.scraped ?? []));
  writeFileSync(file('alertmanager.yml'), alertmanagerYaml(how.hook));
  start('prometheus-alertmanager', [
    `--config.file=${file('alertmanager.yml')}`,
    `--storage.path=${file('am')}`,
    `--web.listen-address=127.0.0.1:${am}`,
    '--cluster.listen-address=',
  ]);
  start('prometheus', [
    `--config.file=${file('prometheus.yml')}`,
    `--storage.tsdb.path=${file('tsdb')}`,
    `--web.listen-address=127.0.0.1:${at}`,
    '--web.enable-lifecycle',
    '--rules.alert.resend-delay=1s', // one told of before the other listened is told of again
  ]);
  const ready = `${prometheus}/-/ready`;
  await until(async () => (await fetch(ready).catch(() => null))?.ok === true);
  return {
    async rule(groups) {
      writeFileSync(file('rules.yml'), groups);
      const { status } = await fetch(`${prometheus}/-/reload`, { method: 'POST' });
      if (status !== 200) throw new Error(`Prometheus does not take these rules: ${status}`);
    },
    async close() {
      for (const child of children) {
        const over = new Promise((resolve) => child.once('exit', resolve));
        child.kill();
        await over;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @throws when it is not so in time */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < WAIT_S * 4; n += 1) {
    if (await holds()) return;
    await sleep(250);
  }
  throw new Error(`it is not so after ${WAIT_S} s`);
}

function prometheusYaml(alertmanager: number, scraped: readonly string[]): string {
  const targets = scraped.map((one) => `'${one}'`).join(', ');
  return `
global: { evaluation_interval: 1s, scrape_interval: 1s, scrape_timeout: 1s }
rule_files: [rules.yml]
alerting:
  alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:${alertmanager}'] }] }]
scrape_configs: [{ job_name: fleet, static_configs: [{ targets: [${targets}] }] }]
`;
}

function alertmanagerYaml({ url, token }: Hook): string {
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
