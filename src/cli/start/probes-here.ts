import { chromiumIn } from '../../config/chromium.ts';
import type { Probes } from '../../ports/probes.ts';
import { createProbes, fetchTo } from '../../providers/probes/index.ts';

/** What is deployed looked at from this process, as its environment allows: one browser for all providers. */
export function probesHere(by: typeof fetchTo = fetchTo): Probes {
  return createProbes({ env: process.env, chromium: chromiumIn(process.env), fetchTo: by });
}
