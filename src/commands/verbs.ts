import { abort } from './abort.ts';
import { access } from './access-review.ts';
import { action } from './action.ts';
import { actions } from './actions.ts';
import { adopt } from './adopt.ts';
import { approvals } from './approvals.ts';
import { approve } from './approve.ts';
import { ask } from './ask.ts';
import { blackout } from './blackout.ts';
import { breakGlass } from './break-glass.ts';
import { cab } from './cab.ts';
import { calendar } from './calendar.ts';
import { createCan } from './can.ts';
import { changed } from './changed.ts';
import type { Verb } from './command.ts';
import { configuration } from './configuration.ts';
import { confirm } from './confirm.ts';
import { dashboard } from './dashboard.ts';
import { deploy } from './deploy.ts';
import { diff } from './diff.ts';
import { digest } from './digest.ts';
import { dismiss } from './dismiss.ts';
import { dora } from './dora.ts';
import { drill } from './drill.ts';
import { explain } from './explain.ts';
import { explainChange } from './explain-change.ts';
import { extend } from './extend.ts';
import { flaky } from './flaky.ts';
import { followup } from './followup.ts';
import { handOffs } from './hand-offs.ts';
import { handover } from './handover.ts';
import { createHelp } from './help.ts';
import { history } from './history.ts';
import { incident } from './incident.ts';
import { line } from './line.ts';
import { list } from './list.ts';
import { lock } from './lock.ts';
import { locks } from './locks.ts';
import { mark } from './mark.ts';
import { matrix } from './matrix.ts';
import { mitigated } from './mitigated.ts';
import { notCause } from './not-cause.ts';
import { note } from './note.ts';
import { object } from './object.ts';
import { oncall } from './oncall.ts';
import { pause } from './pause.ts';
import { quarantine } from './quarantine.ts';
import { reject } from './reject.ts';
import { resume } from './resume.ts';
import { retro } from './retro.ts';
import { review } from './review.ts';
import { reviews } from './reviews.ts';
import { risk } from './risk.ts';
import { rollback } from './rollback.ts';
import { schedule } from './schedule.ts';
import { schedules } from './schedules.ts';
import { settle } from './settle.ts';
import { show } from './show.ts';
import { home } from './show-home.ts';
import { skip } from './skip.ts';
import { stages } from './stages.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { suspects } from './suspects.ts';
import { takeover } from './takeover.ts';
import { train } from './train.ts';
import { triggers } from './triggers.ts';
import { unlock } from './unlock.ts';
import { unschedule } from './unschedule.ts';
import { vote } from './vote.ts';
import { warm } from './warm.ts';
import { why } from './why.ts';
import { withdraw } from './withdraw.ts';

/** Everything a person can say. One file and one line each, in the order help prints them. */
const all: readonly Verb[] = [
  deploy,
  rollback,
  status,
  matrix,
  list,
  show,
  why,
  approve,
  reject,
  withdraw,
  vote,
  cab,
  breakGlass,
  review,
  reviews,
  confirm,
  pause,
  resume,
  skip,
  warm,
  followup,
  abort,
  lock,
  unlock,
  adopt,
  explainChange,
  blackout,
  stop,
  line,
  extend,
  locks,
  ask,
  takeover,
  object,
  settle,
  schedule,
  schedules,
  train,
  handOffs,
  mark,
  unschedule,
  history,
  retro,
  note,
  action,
  actions,
  changed,
  suspects,
  incident,
  notCause,
  mitigated,
  drill,
  calendar,
  dora,
  stages,
  flaky,
  quarantine,
  digest,
  triggers,
  diff,
  oncall,
  handover,
  approvals,
  risk,
  access,
  configuration,
  explain,
  home,
  dashboard,
  dismiss,
];

const help = createHelp(() => verbs);

const can = createCan(() => verbs);

export const verbs: readonly Verb[] = [help, ...all, can];

export function verbNamed(word: string): Verb | null {
  const wanted = word.toLowerCase();
  return verbs.find((v) => v.name === wanted || v.aliases.includes(wanted)) ?? null;
}
