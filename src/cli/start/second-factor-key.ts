import { randomBytes } from 'node:crypto';
import type { StartSettings } from '../../config/env.ts';
import { ownSecret } from './own-secret.ts';

const FILE = 'second-factor.key';
const BYTES = 32;

/**
 * What keeps the secrets of second factors: the key that was given, null where a real Fairway was given none. The
 * sandbox goes by one of its own: the phones beside it were enrolled under that one.
 */
export function secondFactorKeyOf({
  mode,
  stateFolder,
  secondFactorKey: given,
}: StartSettings): Buffer | null {
  if (mode !== 'sandbox') return given && Buffer.from(given.reveal(), 'base64');
  const own = ownSecret(stateFolder, FILE, () => randomBytes(BYTES).toString('base64'));
  return Buffer.from(own, 'base64');
}
