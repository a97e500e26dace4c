const CONNECTIONS = 60;

/**
 * A small server: a laptop's sandbox has some twenty connections and megabytes of rows. Everything
 * is on the command line, so the cluster's own configuration stays as initdb wrote it.
 */
export function serverArguments(
  cluster: string,
  port: number,
  { durable, connections = CONNECTIONS }: { durable: boolean; connections?: number | undefined },
): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    // No socket files: their path has a length limit that a deep project folder exceeds.
    unix_socket_directories: '',
    max_connections: connections,
    shared_buffers: '32MB',
    max_wal_size: '256MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', cluster, ...flags];
}
