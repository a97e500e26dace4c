import { type Ack, faultEverywhere, faultsIn } from './ack.ts';
import { type Admitted, admit, ringFor } from './admit.ts';
import type { Edge } from './edge.ts';
import type { Errand } from './errand.ts';
import { readMemory } from './form-memory.ts';
import { normalise } from './normalise.ts';
import { keyOf, Submission } from './payload.ts';
import { splitLine } from './press.ts';
import { NO_DATABASE, TOO_FAST } from './words.ts';

/** A submitted form: faults are shown in it; a complete line is persisted and the form closes. */
export async function onModal(edge: Edge, body: unknown, ack: Ack): Promise<void> {
  const sent = Submission.parse(body);
  const memory = readMemory(sent.view.private_metadata);
  const { verb, given, channel, thread, responseUrl } = memory;
  const answers = answersIn(sent);
  const blockIds = Object.keys(sent.view.state.values);
  const completion = edge.desk.complete({ verb, given }, answers);
  if (completion.kind === 'faults') return ack(faultsIn(blockIds, completion.faults));
  const { line } = completion;
  const { command, text } = splitLine(line);
  const reading = edge.desk.read(command, text, { channel });
  const urgent = reading.kind === 'line' && reading.urgent;
  if (!edge.gate.admits(sent.user.id, urgent)) return ack(faultEverywhere(blockIds, TOO_FAST));
  const team = sent.user.team_id ?? sent.team?.id ?? null;
  const origin = { account: sent.user.id, team, channel, thread, responseUrl };
  const from = memory.inPlace ? 'private' : 'typed';
  const errand: Errand = { ...origin, errand: 'line', line, urgent, from, press: null };
  const id = sent.trigger_id ?? keyOf([sent.view.id, sent.view.hash, answers]);
  let admitted: Admitted;
  try {
    admitted = await admit(edge, id, 'submission', errand);
  } catch (error) {
    edge.log.error({ err: error }, 'the inbox cannot be written');
    return ack(faultEverywhere(blockIds, NO_DATABASE));
  }
  await ack();
  if (admitted === 'fresh') await ringFor(edge, id);
}

function answersIn(sent: Submission): Readonly<Record<string, string>> {
  const fields = Object.entries(sent.view.state.values).flatMap(([name, actions]) => {
    const [answer] = Object.values(actions);
    const boxes = answer?.selected_options;
    // A box that was left ticked changes nothing of what is given; an unticked one takes it away.
    if (boxes) return boxes.length > 0 ? [] : [[name, ''] as const];
    const value = answer?.value ?? answer?.selected_option?.value ?? '';
    const text = normalise(value);
    return text === '' ? [] : [[name, text] as const];
  });
  return Object.fromEntries(fields);
}
