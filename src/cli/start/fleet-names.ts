import { fetchTo } from '../../providers/probes/index.ts';

/** `search.production.fleet.test`: a top-level domain that stands for nothing anywhere else (RFC 6761). */
const NAME = /^([a-z0-9-]+)\.([a-z0-9-]+)\.fleet\.test$/;

/**
 * The way of a probe to its hosts where the sandbox's fleet has names: its proxies listen on other ports after every
 * start, and a journey names where it goes in the configuration. No other host is led anywhere by it.
 * @param proxyUrl where a service of the fleet answers; throws when there is none
 */
export function namingFleet(
  proxyUrl: (service: string, environment: string) => string,
): typeof fetchTo {
  const placeOf = (hostname: string): URL | null => {
    const [, service, environment] = NAME.exec(hostname) ?? [];
    return service && environment ? new URL(proxyUrl(service, environment)) : null;
  };
  return (hosts, maxBytes) => {
    const led = hosts.map((one) => {
      const place = placeOf(one.host);
      return place ? { host: place.hostname, port: Number(place.port), private: true } : one;
    });
    const fetch = fetchTo(led, maxBytes);
    return (url, asked) => {
      const to = new URL(url);
      const place = placeOf(to.hostname);
      return fetch(place ? new URL(`${to.pathname}${to.search}`, place) : to, asked);
    };
  };
}
