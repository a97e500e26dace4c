import { findEnvironment, pathOf } from '../domain/catalog/find.ts';
import { forbids } from '../domain/deployment/rights.ts';
import { MARKS, mark as tell } from '../domain/governance/hand-off.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { defineVerb } from './command.ts';
import { serviceNamed } from './find.ts';
import { flag, required } from './grammar/spec.ts';
import { answer, no } from './reply.ts';

/** Tells of an artifact that it is built, or scanned: its next hand-off has a clock from then on. */
export const mark = defineVerb({
  name: 'mark',
  root: '/release',
  aliases: [],
  says: 'Tell of an artifact that it is built or scanned: the next hand-off has a clock from then on',
  example: '/release mark shop@1.4.2 scanned --report https://scans.example/1.4.2',
  args: {
    service: required('service'),
    version: required('version'),
    what: required(MARKS),
    report: flag('text'),
  },
  needs: ['steer'],
  urgent: false,
  async run(ctx, { actor, line }, { service: word, version, what: said, report = null }) {
    const service = serviceNamed(ctx, word, line);
    if (isRefusal(service)) return no(service);
    const catalog = ctx.catalog();
    const { handOffs } = catalog;
    const last = pathOf(catalog, service).at(-1);
    const environment = handOffs ? findEnvironment(catalog, handOffs.environment) : last;
    if (!environment) return no(noClocks());
    const forbidden = forbids(actor, 'steer', { service, environment }, catalog);
    if (forbidden) return no(forbidden);
    if (!handOffs) return no(noClocks());
    const what = MARKS.find((one) => one === said) ?? 'built';
    const place = { service: service.name, environment: environment.name, version };
    const by = actor.id ?? '';
    const row = await ctx.records.handOff(service.name, version);
    const recorded = await ctx.store.change({ target: place }, ({ now }) =>
      tell(row, place, { what, by, report }, now),
    );
    return answer(recorded, `${service.name} ${version} is ${what}.`);
  },
});

function noClocks(): Refusal {
  return refuse('no-clocks', 'Nothing is handed on by a clock here.', {
    why: 'The configuration says neither how long a hand-off may take nor who answers for it.',
    fix: 'An administrator writes handOffs into fairway.yaml.',
  });
}
