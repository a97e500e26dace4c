const localHosts = new Set(['localhost', '127.0.0.1', '[::1]', '']);

/**
 * The settings beside which a sandbox must not exist: there anybody on the machine acts as any
 * person, so one real token or database in reach would turn a toy into a way in.
 *
 * @returns the names of the offending variables, sorted; empty when there is none
 */
export function refuseBesideRealCredentials(
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const set = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  const offending = set.filter(([name, value = '']) =>
    name === 'DATABASE_URL' ? !isLocalDatabase(value) : isSlackCredential(name),
  );
  return offending.map(([name]) => name).sort();
}

/** SLACK_API_URL only says where Slack is; everything else of that family is a credential. */
function isSlackCredential(name: string): boolean {
  return name.startsWith('SLACK_') && name !== 'SLACK_API_URL';
}

/** A URL that cannot be read is not known to be local, so it is refused. */
function isLocalDatabase(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  // libpq lets `host` and `hostaddr` in the query override the authority.
  const hosts = ['host', 'hostaddr'].flatMap((key) => url.searchParams.getAll(key));
  return [url.hostname, ...hosts].every((host) => localHosts.has(host) || host.startsWith('/'));
}
