/**
 * Makes the clock of a whole program wrong from its first instruction on: loaded before it by
 * `NODE_OPTIONS=--import=…`. `SOAK_SKEW_MS` is how wrong.
 */
const { SOAK_SKEW_MS: skewMs = '0' } = process.env;
const rightly = Date.now;

Date.now = () => rightly() + Number(skewMs);
