import { z } from 'zod';
import { isDigest } from '../../domain/artifact/artifact.ts';
import { instant } from '../../domain/kernel/time.ts';
import { type Artifacts, CHANGES_WITHIN_MS } from '../../ports/artifacts.ts';
import { type Address, at, exchange, sayRefusal } from './exchange.ts';

const found = z.object({ version: z.string(), digest: z.string().refine(isDigest) });
/** A 404 may also mean an unknown service, and then `known` names services. */
const missing = z.object({ code: z.literal('unknown-version'), known: z.array(z.string()) });
const changed = z.object({
  changes: z.array(z.string()).nullable(),
  authors: z.array(z.string()).optional(),
  paths: z.array(z.string()).optional(),
  commits: z
    .array(z.object({ id: z.string(), committedAt: z.number().transform(instant) }))
    .optional(),
});
const WITHIN_MS = 5_000;

/** The registry beside the sandbox's fleet. It lists its versions oldest first. */
export function createFleetArtifacts(admin: Address): Artifacts {
  return {
    async resolve({ service }, _, ref) {
      const url = at(admin, `/admin/resolve?${new URLSearchParams({ service, ref })}`);
      const { status, body } = await exchange(url, {}, { withinMs: WITHIN_MS });
      const artifact = found.safeParse(body);
      if (status === 200 && artifact.success) return { kind: 'found', artifact: artifact.data };
      const none = missing.safeParse(body);
      if (status === 404 && none.success)
        return { kind: 'missing', known: none.data.known.toReversed() };
      throw new Error(`the fleet cannot say what ${service} ${ref} is: ${sayRefusal(body)}`);
    },
    async changes({ service }, _, from, to) {
      const query = new URLSearchParams({ service, from: from.digest, to: to.digest });
      const url = at(admin, `/admin/changes?${query}`);
      const { status, body } = await exchange(url, {}, { withinMs: CHANGES_WITHIN_MS });
      const known = changed.safeParse(body);
      if (status !== 200 || !known.success)
        throw new Error(`the fleet cannot say what changes in ${service}: ${sayRefusal(body)}`);
      const { changes: titles, authors, paths, commits } = known.data;
      const origin = { ...(authors && { authors }), ...(paths && { paths }) };
      return titles && { titles, total: titles.length, ...origin, ...(commits && { commits }) };
    },
    async sbom({ service }, _, { digest }) {
      const url = at(admin, `/admin/sbom?${new URLSearchParams({ service, digest })}`);
      const { status, body } = await exchange(url, {}, { withinMs: WITHIN_MS });
      if (status === 200) return JSON.stringify(body);
      if (status === 404) return null;
      throw new Error(`the fleet cannot say what ${service} is built of: ${sayRefusal(body)}`);
    },
  };
}
