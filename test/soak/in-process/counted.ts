import type { Call } from '../../../src/ports/deployer.ts';
import type { Provider } from '../../../src/ports/provider.ts';

/** The same provider, noting how often each key was asked for as one that never was before. */
export function counted(real: Provider): {
  readonly provider: Provider;
  readonly fresh: ReadonlyMap<string, number>;
} {
  const fresh = new Map<string, number>();
  const { deployer } = real;
  const noted = (call: Call): Call => {
    if (!call.resumed) fresh.set(call.key, (fresh.get(call.key) ?? 0) + 1);
    return call;
  };
  const provider: Provider = {
    ...real,
    deployer: {
      ...deployer,
      prestage: (call, ...rest) => deployer.prestage(noted(call), ...rest),
      start: (call, ...rest) => deployer.start(noted(call), ...rest),
      shift: (call, ...rest) => deployer.shift(noted(call), ...rest),
      finish: (call, ...rest) => deployer.finish(noted(call), ...rest),
    },
  };
  return { provider, fresh };
}
