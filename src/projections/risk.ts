import type { Calibration, LevelRecord } from '../domain/risk/calibration.ts';
import type { Risk } from '../domain/risk/risk.ts';
import { header, note, text } from './parts.ts';
import type { Line, View } from './view.ts';

const SHOWN = 3;

/** The level, the score, and what weighs most, for a card or a preview. */
export function riskLine({ level, score, factors }: Risk): Line {
  const why = factors.slice(0, SHOWN).map(({ says }) => says);
  return [
    { bold: level },
    ` (${score} of 100)`,
    ...(why.length > 0 ? [`: ${why.join(', ')}`] : []),
  ];
}

/** How far fears came true, level by level. */
export function calibrationView(title: string, found: Calibration | null): View {
  if (found === null) {
    const none = 'no deployment with a score is over yet.';
    return { text: `${title}: ${none}`, parts: [header(title), text(none)] };
  }
  const { levels, brier, baseline } = found;
  const better = brier < baseline;
  const verdict = `Brier score ${brier.toFixed(3)}, ${better ? 'better' : 'no better'} than ${baseline.toFixed(3)} for always saying the same.`;
  const said = levels.filter(({ tried }) => tried > 0).map(sayLevel);
  return {
    text: `${title}: ${said.join('; ')}. ${verdict}`,
    parts: [
      header(title),
      {
        part: 'table',
        head: ['Risk', 'Deployments', 'Failed', 'Share, 95 %'],
        rows: levels.map((one) => [one.level, String(one.tried), String(one.failed), shareOf(one)]),
      },
      text(verdict),
      note([
        'Failed: did not succeed, or was rolled back. The score over 100 is taken as the forecast.',
      ]),
    ],
  };
}

function sayLevel({ level, tried, failed }: LevelRecord): string {
  return `of ${level} risk ${failed} of ${tried} failed`;
}

function shareOf({ tried, low, high }: LevelRecord): string {
  if (tried === 0) return 'nothing known';
  return `${Math.round(low * 100)}–${Math.round(high * 100)} %`;
}
