import { describe, expect, test } from 'vitest';
import { commandTarget } from '../../../src/providers/command/target.ts';
import { providerTargets } from '../../../src/providers/index.ts';

const whole = {
  resolve: ['./deploy', 'resolve', '--', '{service}', '{version}'],
  start: ['./deploy', 'start', '--', '{service}', '{version}', '{digest}'],
  shift: ['./deploy', 'shift', '--', '{service}', '{digest}', '{percent}', '{previous_digest}'],
  finish: ['./deploy', 'finish', '--', '{service}', '{digest}'],
  observe: ['./deploy', 'observe', '--', '{service}'],
};

/** Every fault as `path: message`. */
function faults(more: object): readonly string[] {
  const read = commandTarget.safeParse({ ...whole, ...more });
  return (read.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a command target', () => {
  test('promises nothing unless it says so', () => {
    expect(commandTarget.parse(whole)).toEqual({
      ...whole,
      env: [],
      timeout: '5m',
      dedup: 'none',
      redact: [],
    });
  });

  test('may be parsed again from what it was parsed into', () => {
    const once = commandTarget.parse({ ...whole, timeout: '90s', env: ['CLOUD_TOKEN'] });
    expect(commandTarget.parse(once)).toEqual(once);
  });

  test.each([
    [{ start: ['./deploy', '{versoin}'] }, 'start.1: has no placeholder {versoin}'],
    [{ observe: ['./look', '{percent}'] }, '{percent} belongs to shift; observe knows {service}'],
    [{ start: ['{service}'] }, 'start.0: must name a program, without placeholders'],
    [{ start: [] }, 'start: must name a program'],
    [{ start: [' '] }, 'start.0: must name a program'],
    [{ start: ['./a\0b'] }, 'start.0: must not hold a NUL'],
    [{ start: ['sh', '-c', 'deploy {version}'] }, 'start.1: must not be a script for a shell'],
    [{ start: ['/bin/bash', '-euc', 'x'] }, 'must not be a script for a shell'],
    [{ start: ['env', 'bash', '-c', 'x'] }, 'must not be a script for a shell'],
    [{ start: ['cmd.exe', '/c', 'x'] }, 'must not be a script for a shell'],
    [{ start: 'deploy {version}' }, 'start: '],
    [{ env: ['SLACK_BOT_TOKEN'] }, "env.0: is Fairway's own"],
    [{ env: ['DATABASE_URL'] }, "env.0: is Fairway's own"],
    [{ env: ['PGPASSWORD'] }, "env.0: is Fairway's own"],
    [{ env: ['A=B'] }, 'env.0: must be the name of an environment variable'],
    [{ redact: ['KUBECONFIG'] }, 'redact.0: names KUBECONFIG, which is not in env'],
    [{ timeout: 'soon' }, 'timeout: must be a duration'],
    [{ timeout: '0s' }, 'timeout: must be a duration'],
    [{ dedup: 'maybe' }, 'dedup: '],
    [{ startt: ['x'] }, 'startt'],
  ])('%j is refused: %s', (more, words) => {
    expect(faults(more).join('\n')).toContain(words);
  });

  test('a script of its own may be run by a shell, and braces that are no placeholder stay', () => {
    expect(faults({ start: ['bash', './deploy.sh', '--', '{version}'] })).toEqual([]);
    expect(faults({ start: ['curl', '-c', 'jar', '{"json": 1}', '{}'] })).toEqual([]);
  });

  test('all faults are named at once', () => {
    const both = { start: ['./x', '{a}', '{b}'], env: ['SLACK_APP_TOKEN'] };
    expect(faults(both)).toHaveLength(3);
  });
});

test('the list of providers knows the target of each', () => {
  expect(Object.keys(providerTargets)).toEqual(['fleet', 'command', 'haproxy', 'flags']);
  expect(providerTargets['fleet']?.safeParse({}).success).toBe(true);
  expect(providerTargets['fleet']?.safeParse({ image: 'x' }).success).toBe(false);
  expect(providerTargets['command']?.safeParse(whole).success).toBe(true);
});
