import type { Form } from '../../projections/view.ts';

/**
 * A button's value: the line itself, or the form as JSON where one completes the line. A form that
 * does not fit gives way to its line, which the desk answers with a form of its own making.
 */
export function pressValue(line: string, form: Form | null, max: number): string | null {
  const whole = form ? JSON.stringify({ form }) : line;
  if (whole.length > 0 && whole.length <= max) return whole;
  return line.length > 0 && line.length <= max ? line : null;
}
