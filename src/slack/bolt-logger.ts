import { LogLevel } from '@slack/bolt';
import type { Logger } from '@slack/web-api';
import type { Log } from '../ports/log.ts';

/** Slack's libraries speak into our log: their words are a field, because our messages are static. */
export function createBoltLogger(log: Log): Logger {
  const said = (words: readonly unknown[]) => ({ said: words.map(word).join(' ') });
  return {
    debug() {},
    info() {},
    warn: (...words) => log.warn(said(words), 'slack library warns'),
    error: (...words) => log.error(said(words), 'slack library reports an error'),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  };
}

function word(value: unknown): string {
  if (value instanceof Error) return value.message;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
