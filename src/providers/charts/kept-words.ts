import LRU from 'zrender/lib/core/LRU.js';

/**
 * What the library keeps of a text (its width, its colour) it keeps in a plain object by that text. A service
 * named `__proto__` would be found there before anything was kept, taken for an entry of the list, and get
 * `prev` and `next`: every object of the process would have them. No name begins with this sign.
 */
const SIGN = ':';

const { get, put } = LRU.prototype;
LRU.prototype.get = function (key) {
  return get.call(this, `${SIGN}${key}`);
};
LRU.prototype.put = function (key, value) {
  return put.call(this, `${SIGN}${key}`, value);
};
