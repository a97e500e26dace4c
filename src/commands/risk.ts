import { forecastsOf } from '../domain/deployment/forecasts.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { calibrate } from '../domain/risk/calibration.ts';
import { calibrationView } from '../projections/risk.ts';
import { defineVerb } from './command.ts';
import { serviceNamed } from './find.ts';
import { optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const MOST = 500;

/** How far the risk that was feared came true: whether its score is worth anything here. */
export const risk = defineVerb({
  name: 'risk',
  root: '/release',
  aliases: [],
  says: 'How far the risk of deployments came true, level by level',
  example: '/release risk shop',
  args: { service: optional('service') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, { line }, { service: word }) {
    const service = word === undefined ? null : serviceNamed(ctx, word, line);
    if (isRefusal(service)) return no(service);
    const only = service === null ? {} : { service: service.name };
    const statuses = ['succeeded', 'failed'] as const;
    const over = await ctx.records.deployments({ ...only, statuses, limit: MOST });
    const title = `Risk${service === null ? '' : ` of ${service.name}`}: feared and met`;
    return say(calibrationView(title, calibrate(forecastsOf(over))));
  },
});
