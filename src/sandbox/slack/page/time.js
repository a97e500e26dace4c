/**
 * Times as Slack shows them. Pure: the instant, the present and the time zone are arguments.
 * `seconds` are Unix seconds (a message's `ts` reads as such), `nowMs` Unix milliseconds.
 *
 * @typedef {{ readonly timeZone?: string, readonly nowMs: number }} Clock
 */

const locale = 'en-GB';
const secondsPerDay = 86_400;

/**
 * @param {number} seconds
 * @param {Clock} clock
 * @returns {string} such as `14:02`
 */
export function formatTime(seconds, clock) {
  return format(seconds, clock, { hour: '2-digit', minute: '2-digit' });
}

/**
 * @param {number} seconds
 * @param {Clock} clock
 * @returns {string} `Today`, `Yesterday`, or `Monday, 16 November`
 */
export function formatDay(seconds, clock) {
  return nearDay(seconds, clock) ?? longDay(seconds, clock);
}

/**
 * @param {number} seconds
 * @param {Clock} clock
 * @returns {string} such as `16 November 2026 at 14:02:07`, for tooltips
 */
export function formatFull(seconds, clock) {
  const day = format(seconds, clock, { day: 'numeric', month: 'long', year: 'numeric' });
  return `${day} at ${formatWithSeconds(seconds, clock)}`;
}

/**
 * @param {number} seconds
 * @param {Clock} clock
 * @returns {string} such as `just now`, `2 minutes ago`, `3 hours ago`, `16 Nov`
 */
export function formatAgo(seconds, clock) {
  const passed = clock.nowMs / 1000 - seconds;
  if (passed < 60) return 'just now';
  if (passed < 3600) return counted(Math.floor(passed / 60), 'minute');
  if (passed < secondsPerDay) return counted(Math.floor(passed / 3600), 'hour');
  return shortDay(seconds, clock);
}

/**
 * Fills the pattern of `<!date^…^pattern|fallback>`.
 * Tokens: https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 *
 * @param {number} seconds
 * @param {string} pattern
 * @param {Clock} clock
 * @returns {string | null} null when the instant is not a number: the fallback is shown then
 */
export function formatSlackDate(seconds, pattern, clock) {
  if (!Number.isFinite(seconds)) return null;
  return pattern.replace(/\{([a-z_]+)\}/g, (whole, name) => {
    const render = dateTokens.get(name);
    return render === undefined ? whole : render(seconds, clock);
  });
}

/** @type {ReadonlyMap<string, (seconds: number, clock: Clock) => string>} */
const dateTokens = new Map([
  ['date_num', isoDay],
  ['date', longMonthDay],
  ['date_short', shortDay],
  ['date_long', longDay],
  ['date_pretty', pretty(longMonthDay)],
  ['date_short_pretty', pretty(shortDay)],
  ['date_long_pretty', pretty(longDay)],
  ['day_divider_pretty', pretty(longDay)],
  ['time', formatTime],
  ['time_secs', formatWithSeconds],
  ['ago', formatAgo],
]);

/**
 * @param {(seconds: number, clock: Clock) => string} otherwise
 * @returns {(seconds: number, clock: Clock) => string}
 */
function pretty(otherwise) {
  return (seconds, clock) => nearDay(seconds, clock)?.toLowerCase() ?? otherwise(seconds, clock);
}

/**
 * @param {number} seconds
 * @param {Clock} clock
 */
function nearDay(seconds, clock) {
  const day = isoDay(seconds, clock);
  const nowSeconds = clock.nowMs / 1000;
  if (day === isoDay(nowSeconds, clock)) return 'Today';
  if (day === isoDay(nowSeconds - secondsPerDay, clock)) return 'Yesterday';
  if (day === isoDay(nowSeconds + secondsPerDay, clock)) return 'Tomorrow';
  return null;
}

/**
 * @param {number} seconds
 * @param {Clock} clock
 */
export function isoDay(seconds, clock) {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' };
  return new Intl.DateTimeFormat('sv-SE', zoned(parts, clock)).format(seconds * 1000);
}

/**
 * @param {number} seconds
 * @param {Clock} clock
 */
function formatWithSeconds(seconds, clock) {
  return format(seconds, clock, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/**
 * @param {number} seconds
 * @param {Clock} clock
 */
function longDay(seconds, clock) {
  return format(seconds, clock, { weekday: 'long', day: 'numeric', month: 'long' });
}

/**
 * @param {number} seconds
 * @param {Clock} clock
 */
function longMonthDay(seconds, clock) {
  return format(seconds, clock, { day: 'numeric', month: 'long', year: 'numeric' });
}

/**
 * @param {number} seconds
 * @param {Clock} clock
 */
function shortDay(seconds, clock) {
  return format(seconds, clock, { day: 'numeric', month: 'short' });
}

/**
 * @param {number} seconds
 * @param {Clock} clock
 * @param {Intl.DateTimeFormatOptions} parts
 */
function format(seconds, clock, parts) {
  return new Intl.DateTimeFormat(locale, zoned(parts, clock)).format(seconds * 1000);
}

/**
 * @param {object} parts
 * @param {Clock} clock
 * @returns {Intl.DateTimeFormatOptions}
 */
function zoned(parts, clock) {
  return clock.timeZone === undefined ? parts : { ...parts, timeZone: clock.timeZone };
}

/**
 * @param {number} count
 * @param {string} noun
 */
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'} ago`;
}
