import { EFFECT, PLACE, PREVIOUS } from '../programs/placeholders.ts';

/** The programs a target names, and what each may be told. */
export const HAPROXY_PLACEHOLDERS = {
  resolve: [...PLACE, 'version'],
  changes: [...PLACE, 'version', 'digest', ...PREVIOUS],
  prestage: EFFECT,
  start: [...EFFECT, 'slot'],
  close: [...EFFECT, 'slot'],
  stop: [...EFFECT, 'slot'],
  running: PLACE,
} as const;
