/**
 * Light, dark, or as the system says.
 *
 * @import {Theme} from './remember.js'
 */
import { rememberedTheme, rememberTheme } from './remember.js';

/** @param {Theme} theme */
export function applyTheme(theme) {
  document.documentElement.dataset['theme'] = theme;
  rememberTheme(theme);
}

/** @returns {boolean} */
export function isDark() {
  const theme = rememberedTheme();
  if (theme !== 'system') return theme === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}
