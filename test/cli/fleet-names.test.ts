import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namingFleet } from '../../src/cli/start/fleet-names.ts';
import { Route } from '../../src/domain/verdict/journey/form.ts';
import { createProbes } from '../../src/providers/probes/index.ts';
import { listenOnLoopback } from '../../src/sandbox/fleet/listen.ts';

const NAME = 'search.production.fleet.test';
const HERE = { name: 'here', url: null, tokenFrom: null };

describe('7.3 names of the sandbox’s fleet', () => {
  let proxy: Server;
  let [port, other] = [0, 0];
  let elsewhere: Server;
  const asked: string[] = [];
  beforeAll(async () => {
    elsewhere = createServer((_, response) => response.end('{"hits":[]}'));
    other = await listenOnLoopback(elsewhere);
    proxy = createServer(({ url = '' }, response) => {
      asked.push(url);
      if (url === '/away') response.writeHead(302, { location: `http://127.0.0.1:${other}/` });
      response.end('{"hits":[{"sku":"tea-01"}]}');
    });
    port = await listenOnLoopback(proxy);
  });
  afterAll(() => {
    proxy.close();
    elsewhere.close();
  });

  const probes = createProbes({
    env: {},
    fetchTo: namingFleet((service, environment) => {
      if (service === 'search') return `http://127.0.0.1:${port}`;
      throw new Error(`the fleet has no ${service} in ${environment}`);
    }),
  });
  const walk = (...urls: readonly string[]) => {
    const steps = urls.map((url, i) => ({ name: `step ${i}`, url }));
    const [first, ...more] = steps;
    const save = { sku: '$.hits[0].sku' };
    const route = Route.parse({
      name: 'find',
      within: 2_000,
      private: false,
      steps: [{ ...first, save }, ...more],
    });
    return probes.walk(HERE, route, {}, AbortSignal.timeout(5_000));
  };

  test('lead a journey to the port that the service has now, path and query as they are written', async () => {
    const { steps } = await walk(`http://${NAME}/find?q=green%20tea`, `http://${NAME}/of/{sku}`);
    expect(steps.map(({ why }) => why)).toEqual([null, null]);
    expect(asked).toEqual(['/find?q=green%20tea', '/of/tea-01']);
  });

  test('are led nowhere else by a redirect, and open no other host of this machine', async () => {
    await expect(walk(`http://${NAME}/away`)).rejects.toThrow(/not among the hosts/);
    await expect(walk(`http://127.0.0.1:${other}/`)).rejects.toThrow(/may be asked/);
    await expect(walk(`http://${NAME}/`, `http://127.0.0.1:${other}/`)).rejects.toThrow(/asked/);
  });

  test('say so where the fleet has no such service', async () => {
    await expect(walk('http://cart.production.fleet.test/')).rejects.toThrow(
      'the fleet has no cart in production',
    );
  });
});
