import { join } from 'node:path';

/** Where everything of the embedded database lies inside the data folder. */
export interface PostgresPaths {
  /** Holds all the others. */
  readonly home: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  /** The superuser's password, mode 0600. */
  readonly password: string;
  /** What the server says. */
  readonly log: string;
  /** Held by the Fairway that runs this database. */
  readonly lock: string;
  /** Library links, when the package's install script could not make them. */
  readonly libraries: string;
  /** A copy of the binaries, when the user PostgreSQL runs as cannot reach the project. */
  readonly binaries: string;
}

export function postgresPaths(dataFolder: string): PostgresPaths {
  const home = join(dataFolder, 'postgres');
  return {
    home,
    cluster: join(home, 'cluster'),
    password: join(home, 'password'),
    log: join(home, 'log'),
    lock: join(home, 'lock'),
    libraries: join(home, 'libraries'),
    binaries: join(home, 'binaries'),
  };
}
