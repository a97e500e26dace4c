import { type Artifact, shortDigest } from '../domain/artifact/artifact.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { findService } from '../domain/catalog/find.ts';
import type { Sighting } from '../domain/deployment/sighting.ts';
import { askReason, note, offer, offers, state, text } from './parts.ts';
import type { Form, Line, Offer, Part, Span, View } from './view.ts';

/** One message for each time that something serves which no deployment put there; edited until it is over. */
export function outOfBandView(sighting: Sighting, catalog: Catalog): View {
  const { service, environment, found, expected } = sighting;
  const place = `${service} in ${environment}`;
  if (sighting.state === 'over') {
    const over = `Over: what serves ${place} is what a deployment put there.`;
    return { text: over, parts: [state('healthy', over)] };
  }
  const versions = found.map(({ version }) => version).join(' and ');
  const says = `${versions} serves ${place}, and no deployment put it there`;
  const should = expected ? `${expected.version} is what the last deployment left.` : '';
  const word = wordOf(sighting);
  return {
    text: [`${says}.`, should, ...(word ? [word.said] : [ASK])].filter(Boolean).join(' '),
    parts: [
      state(sighting.state === 'open' ? 'degraded' : 'healthy', says),
      text(
        { bold: 'Serves:' },
        ' ',
        ...named(found),
        ' · since ',
        { at: sighting.since },
        ' or before',
      ),
      ...(expected ? [text({ bold: 'Deployed:' }, ' ', ...named([expected]))] : []),
      ...(word
        ? [text(...word.line)]
        : [text({ bold: 'For:' }, ' ', ...ownersOf(sighting, catalog))]),
      ...buttons(sighting),
    ],
  };
}

const ASK = 'Adopt it, put the deployed version back, or explain it.';

function wordOf({ state: is, word }: Sighting): { said: string; line: Line } | null {
  if (word === null || (is !== 'explained' && is !== 'adopted')) return null;
  const did = is === 'adopted' ? 'Adopted' : 'Explained';
  return {
    said: `${did} by ${word.by}: ${word.because}`,
    line: [
      { bold: `${did} by ` },
      { person: word.by },
      ' ',
      { at: word.at },
      ': ',
      { foreign: word.because },
    ],
  };
}

function buttons(sighting: Sighting): readonly Part[] {
  const { service, environment, found, expected } = sighting;
  if (sighting.state === 'adopted') return [];
  const given = { service, in: environment, found: found[0]?.digest ?? '' };
  const asks = (form: Form): Offer => {
    const line = `/release ${form.verb} ${service} in ${environment} found ${given.found}`;
    const spoken = `${form.submit} what serves ${service} in ${environment}`;
    return offer(form.verb, `${form.submit}…`, line, { spoken, form });
  };
  const back = expected
    ? [
        offer(
          'deploy',
          `Put ${expected.version} back`,
          `/deploy ${service}@${expected.version} to ${environment}`,
          {
            style: 'primary',
            spoken: `Deploy ${service} ${expected.version} to ${environment} again`,
          },
        ),
      ]
    : [];
  return [
    offers([...back, asks(adoptForm(given)), asks(explainForm(given))]),
    note([`Put back is a deployment like any other. An explanation is good for a day.`]),
  ];
}

/** Asks why what serves may stay; `given` is where, and what was seen there. */
export function adoptForm(given: Form['given']): Form {
  const label = 'Why may it stay? The ledger keeps this.';
  return askReason('adopt', given, { title: 'Adopt what serves', submit: 'Adopt', label });
}

/** Asks why it serves. */
export function explainForm(given: Form['given']): Form {
  const label = 'Why is it there, and until when?';
  return askReason('explain-change', given, {
    title: 'Explain what serves',
    submit: 'Explain',
    label,
  });
}

function named(all: readonly Artifact[]): Line {
  return all.flatMap(({ version, digest }, i): Span[] => [
    ...(i > 0 ? [', '] : []),
    { bold: version },
    ' ',
    { code: shortDigest(digest) },
  ]);
}

function ownersOf({ service }: Sighting, catalog: Catalog): Line {
  const owners = findService(catalog, service)?.owners ?? [];
  return owners.flatMap((group, i): Span[] => [...(i > 0 ? [', '] : []), { group }]);
}
