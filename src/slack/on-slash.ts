import { type Ack, ephemeral, offering } from './ack.ts';
import { type Admitted, admit, ringFor } from './admit.ts';
import type { Edge } from './edge.ts';
import type { Errand, Origin } from './errand.ts';
import { normalise } from './normalise.ts';
import { openModal } from './open-form.ts';
import { Command } from './payload.ts';
import { NO_DATABASE, TAKEN_ALREADY, TOO_FAST } from './words.ts';

/** A typed command: read it, then refuse, open a form, or persist it, and acknowledge. */
export async function onSlash(edge: Edge, body: unknown, ack: Ack): Promise<void> {
  const sent = Command.parse(body);
  const from = originOf(sent);
  const reading = edge.desk.read(sent.command, normalise(sent.text), { channel: from.channel });
  const urgent = reading.kind === 'line' && reading.urgent;
  if (!edge.gate.admits(from.account, urgent)) return ack(ephemeral(TOO_FAST, edge.names()));
  switch (reading.kind) {
    case 'refused':
      return ack(offering(reading.view, edge.names(), edge.seals, from.account));
    case 'form': {
      const where = { ...from, inPlace: false };
      const failed = await openModal(edge.api, sent.trigger_id, reading.form, where);
      return ack(failed ? ephemeral(failed, edge.names()) : undefined);
    }
    case 'line': {
      const { line } = reading;
      const errand: Errand = { ...from, errand: 'line', line, urgent, from: 'typed', press: null };
      return persist(edge, sent.trigger_id, errand, ack);
    }
  }
}

async function persist(edge: Edge, id: string, errand: Errand, ack: Ack): Promise<void> {
  let admitted: Admitted;
  try {
    admitted = await admit(edge, id, 'command', errand);
  } catch (error) {
    edge.log.error({ err: error }, 'the inbox cannot be written');
    return ack(ephemeral(NO_DATABASE, edge.names()));
  }
  await ack(admitted === 'twin' ? ephemeral(TAKEN_ALREADY, edge.names()) : undefined);
  if (admitted === 'fresh') await ringFor(edge, id);
}

function originOf(sent: Command): Origin {
  return {
    account: sent.user_id,
    team: sent.team_id ?? null,
    channel: sent.channel_id ?? null,
    thread: null,
    responseUrl: sent.response_url ?? null,
  };
}
