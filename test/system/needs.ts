import { spawnSync } from 'node:child_process';

/** Whether a suite can run here, and what stands behind its name where it cannot. */
interface Needs {
  readonly here: boolean;
  readonly skipped: string;
}

/**
 * Whether these programs are on this machine. Where all of them are meant to be (`CI=true`, as `.ci/run` says it)
 * a suite is not skipped for want of one: it fails.
 * @throws there, with what is missing
 */
export function needs(...programs: readonly string[]): Needs {
  return lacking(programs.filter((one) => !isHere(one)));
}

/** The same of what is missing by name. */
export function lacking(missing: readonly string[], { CI } = process.env): Needs {
  if (missing.length === 0) return { here: true, skipped: '' };
  const names = missing.join(' and ');
  if (CI === 'true') throw new Error(`not on this machine, and CI skips nothing: ${names}`);
  return { here: false, skipped: ` (skipped: needs ${names})` };
}

/** Whatever it answers to that: not all know the flag. */
function isHere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}
