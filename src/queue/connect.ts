import type { QueueConnection } from './connection.ts';
import { connectPostgres } from './on-postgres.ts';
import { connectRedis } from './on-redis.ts';

export interface QueueAddress {
  readonly kind: 'postgres' | 'redis';
  readonly url: string;
}

/**
 * Connects to the queue's server, and prepares its schema where it needs one.
 * @param onError hears of connections that broke later; they come back by themselves
 * @throws when the server cannot be reached
 */
export function connectQueue(
  { kind, url }: QueueAddress,
  onError: (error: Error) => void,
): Promise<QueueConnection> {
  switch (kind) {
    case 'postgres':
      return connectPostgres(url, onError);
    case 'redis':
      return connectRedis(url, onError);
  }
}
