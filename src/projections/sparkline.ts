import { ALARM } from '../domain/verdict/sequential-judge.ts';

const BLOCKS = '▁▂▃▄▅▆▇█';
/** So many looks stand beside each other on a phone. */
const MOST = 20;

/** The last looks as blocks. Evidence multiplies, so each block is as many times more: the lowest is none, the highest what fails. */
export function sparkline(course: readonly number[]): string {
  return course.slice(-MOST).map(blockOf).join('');
}

function blockOf(evidence: number): string {
  const height = Math.log(Math.max(1, evidence)) / Math.log(ALARM);
  const top = BLOCKS.length - 1;
  return BLOCKS.charAt(Math.min(top, Math.floor(height * top)));
}

/** The same in words, for whoever does not see blocks: `12 looks, evidence from 1.0 to 37, at most 41`. */
export function sayCourse(course: readonly number[]): string {
  const shown = course.slice(-MOST);
  const [first = 1] = shown;
  const last = shown.at(-1) ?? first;
  const most = Math.max(...shown);
  const beyond = most > Math.max(first, last) ? `, at most ${round(most)}` : '';
  const which = course.length > MOST ? `last ${MOST} of ${course.length}` : String(course.length);
  return `${which} looks, evidence from ${round(first)} to ${round(last)}${beyond}`;
}

function round(evidence: number): string {
  if (evidence >= 1_000) return 'over 1000';
  return evidence >= 10 ? evidence.toFixed(0) : evidence.toFixed(1);
}
