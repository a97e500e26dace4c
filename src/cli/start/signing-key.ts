import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StartSettings } from '../../config/env.ts';
import type { Sign } from '../../domain/deployment/signed-minutes.ts';
import { newKeys, signerOf } from '../../providers/keys/ed25519.ts';

const FILE = 'signing-key.pem';

/**
 * What signs minutes: the key that was given. The sandbox makes one of its own in its data folder; a real
 * Fairway without one signs nothing, since a key in a container that is thrown away is nobody's.
 */
export function signingKeyOf(settings: StartSettings): Sign | null {
  const { mode, stateFolder, signingKey } = settings;
  if (signingKey) return signerOf(signingKey.reveal());
  if (mode !== 'sandbox') return null;
  const file = join(stateFolder, FILE);
  if (!existsSync(file)) {
    mkdirSync(stateFolder, { recursive: true });
    writeFileSync(file, newKeys().privatePem, { flag: 'wx', mode: 0o600 });
  }
  return signerOf(readFileSync(file, 'utf8'));
}
