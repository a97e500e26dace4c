import { describe, expect, test } from 'vitest';
import { refuseBesideRealCredentials } from '../../../src/sandbox/slack/index.ts';

describe('the local Slack refuses to exist beside', () => {
  const credentials = [
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'SLACK_SIGNING_SECRET',
    'SLACK_CLIENT_SECRET',
    'SLACK_USER_TOKEN',
  ];
  const combinations = Array.from({ length: 2 ** credentials.length }, (_, bits) =>
    credentials.filter((_name, at) => bits & (1 << at)),
  );

  test.each(combinations.map((names) => [names.join(' + ') || 'nothing', names] as const))(
    '%s',
    (_what, names) => {
      const env = Object.fromEntries(names.map((name) => [name, 'x']));
      const sorted = [...names].sort();
      expect(refuseBesideRealCredentials({ ...env, PATH: '/bin' })).toEqual(sorted);
      const far = { ...env, DATABASE_URL: 'postgres://db.example/app' };
      expect(refuseBesideRealCredentials(far)).toEqual(['DATABASE_URL', ...sorted]);
      const near = { ...env, DATABASE_URL: 'postgres://app:x@127.0.0.1:5432/app' };
      expect(refuseBesideRealCredentials(near)).toEqual(sorted);
    },
  );

  test.each([
    ['postgres://localhost/app', true],
    ['postgres://[::1]:5432/app', true],
    ['postgres:///app?host=/var/run/postgresql', true],
    ['postgres://localhost/app?host=db.example', false],
    ['postgres://localhost/app?hostaddr=10.0.0.1', false],
    ['postgres://127.0.0.1.evil.example/app', false],
    ['postgres://10.0.0.4/app', false],
    ['host=localhost dbname=app', false],
  ])('DATABASE_URL %s: local is %s', (url, isLocal) => {
    expect(refuseBesideRealCredentials({ DATABASE_URL: url })).toEqual(
      isLocal ? [] : ['DATABASE_URL'],
    );
  });

  test('empty variables and the address of Slack are no credentials', () => {
    const env = {
      SLACK_BOT_TOKEN: '',
      SLACK_API_URL: 'http://127.0.0.1:3000/api/',
      DATABASE_URL: '',
    };
    expect(refuseBesideRealCredentials(env)).toEqual([]);
  });
});
