import { shortDigest } from '../domain/artifact/artifact.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { findService } from '../domain/catalog/find.ts';
import { type Found, isReconfigured, markOf } from '../domain/deployment/setting.ts';
import type { Sighting } from '../domain/deployment/sighting.ts';
import { askReason, note, offer, offers, state, text } from './parts.ts';
import type { Form, Line, Offer, Part, Span, View } from './view.ts';

/** One message for each time that something serves which no deployment put there, or not so; edited until it is over. */
export function outOfBandView(sighting: Sighting, catalog: Catalog): View {
  const { service, environment, found, expected } = sighting;
  const place = `${service} in ${environment}`;
  if (sighting.state === 'over') {
    const over = `Over: what serves ${place} is what a deployment put there.`;
    return { text: over, parts: [state('healthy', over)] };
  }
  const versions = found.map(({ version }) => version).join(' and ');
  const isOtherwise = isReconfigured(found);
  const says = isOtherwise
    ? `${versions} serves ${place} with another configuration than it was put there with`
    : `${versions} serves ${place}, and no deployment put it there`;
  const left = isOtherwise ? null : expected;
  const should = left ? `${left.version} is what the last deployment left.` : '';
  const word = wordOf(sighting);
  const asks = isOtherwise ? ASK_OTHERWISE : ASK;
  return {
    text: [`${says}.`, should, ...(word ? [word.said] : [asks])].filter(Boolean).join(' '),
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
      ...(isOtherwise ? [text({ bold: 'Put there:' }, ' ', ...before(found))] : []),
      ...(left ? [text({ bold: 'Deployed:' }, ' ', ...named([left]))] : []),
      ...(word
        ? [text(...word.line)]
        : [text({ bold: 'For:' }, ' ', ...ownersOf(sighting, catalog))]),
      ...buttons(sighting),
    ],
  };
}

const ASK = 'Adopt it, put the deployed version back, or explain it.';
const ASK_OTHERWISE = 'Adopt it, put it back where it is kept, or explain it.';

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
  const [first] = found;
  const given = { service, in: environment, found: first ? markOf(first) : '' };
  const asks = (form: Form): Offer => {
    const line = `/release ${form.verb} ${service} in ${environment} found ${given.found}`;
    const spoken = `${form.submit} what serves ${service} in ${environment}`;
    return offer(form.verb, `${form.submit}…`, line, { spoken, form });
  };
  const isOtherwise = isReconfigured(found);
  const back =
    expected && !isOtherwise
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
    note([`${isOtherwise ? NO_WAY_BACK : WAY_BACK} An explanation is good for a day.`]),
  ];
}

const WAY_BACK = 'Put back is a deployment like any other.';
/** A deployment of what serves already would be refused. */
const NO_WAY_BACK =
  'No deployment puts a configuration back; this message is over once it is as it was.';

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

function named(all: readonly Found[]): Line {
  return all.flatMap(({ version, digest, config = '', was }, i): Span[] => [
    ...(i > 0 ? [', '] : []),
    { bold: version },
    ' ',
    { code: shortDigest(digest) },
    ...(was === undefined ? [] : [' with ', { code: config }]),
  ]);
}

/** The configurations they were put there with. */
function before(all: readonly Found[]): Line {
  return all.flatMap(({ version, was = '' }, i): Span[] => [
    ...(i > 0 ? [', '] : []),
    { bold: version },
    ' with ',
    { code: was },
  ]);
}

function ownersOf({ service }: Sighting, catalog: Catalog): Line {
  const owners = findService(catalog, service)?.owners ?? [];
  return owners.flatMap((group, i): Span[] => [...(i > 0 ? [', '] : []), { group }]);
}
