import { describe, expect, test } from 'vitest';
import {
  formatAgo,
  formatDay,
  formatFull,
  formatSlackDate,
  formatTime,
} from '../../../src/sandbox/slack/page/time.js';

// Monday 16 November 2026, 14:02:07 in Madrid.
const seconds = Date.UTC(2026, 10, 16, 13, 2, 7) / 1000;
const clock = { nowMs: (seconds + 3 * 86_400) * 1000, timeZone: 'Europe/Madrid' };
const day = 86_400;

describe('the date pattern', () => {
  test.each([
    ['{time}', '14:02'],
    ['{time_secs}', '14:02:07'],
    ['{date_num}', '2026-11-16'],
    ['{date}', '16 November 2026'],
    ['{date_short}', '16 Nov'],
    ['{date_long}', 'Monday 16 November'],
    ['{date_short_pretty} {time}', '16 Nov 14:02'],
    ['{ago}', '16 Nov'],
    ['until {unknown}', 'until {unknown}'],
  ])('%s', (pattern, wanted) => {
    expect(formatSlackDate(seconds, pattern, clock)).toBe(wanted);
  });

  test.each([
    [0, 'today'],
    [-day, 'yesterday'],
    [day, 'tomorrow'],
  ])('%d seconds away is %s', (away, wanted) => {
    const near = { ...clock, nowMs: (seconds - away) * 1000 };
    expect(formatSlackDate(seconds, '{date_pretty}', near)).toBe(wanted);
    expect(formatSlackDate(seconds, '{date_long_pretty}', near)).toBe(wanted);
  });

  test('no number, no date', () => {
    expect(formatSlackDate(Number.NaN, '{time}', clock)).toBeNull();
  });

  test('the reader’s zone decides, day included', () => {
    const lateEvening = Date.UTC(2026, 10, 16, 23, 30) / 1000;
    expect(formatSlackDate(lateEvening, '{date_num} {time}', clock)).toBe('2026-11-17 00:30');
  });
});

test.each([
  [10, 'just now'],
  [60, '1 minute ago'],
  [150, '2 minutes ago'],
  [7_300, '2 hours ago'],
  [3 * day, '16 Nov'],
])('%d s later is told as %s', (passed, wanted) => {
  expect(formatAgo(seconds, { ...clock, nowMs: (seconds + passed) * 1000 })).toBe(wanted);
});

test('headings and tooltips', () => {
  expect(formatTime(seconds, clock)).toBe('14:02');
  expect(formatDay(seconds, clock)).toBe('Monday 16 November');
  expect(formatDay(seconds, { ...clock, nowMs: seconds * 1000 })).toBe('Today');
  expect(formatFull(seconds, clock)).toBe('16 November 2026 at 14:02:07');
});
