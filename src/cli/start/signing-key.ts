import type { StartSettings } from '../../config/env.ts';
import type { Sign } from '../../domain/deployment/signed-minutes.ts';
import { newKeys, signerOf } from '../../providers/keys/ed25519.ts';
import { ownSecret } from './own-secret.ts';

const FILE = 'signing-key.pem';

/**
 * What signs minutes: the key that was given. The sandbox makes one of its own in its data folder; a real
 * Fairway without one signs nothing, since a key in a container that is thrown away is nobody's.
 */
export function signingKeyOf(settings: StartSettings): Sign | null {
  const { mode, stateFolder, signingKey } = settings;
  if (signingKey) return signerOf(signingKey.reveal());
  if (mode !== 'sandbox') return null;
  return signerOf(ownSecret(stateFolder, FILE, () => newKeys().privatePem));
}
