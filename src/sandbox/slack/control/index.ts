import type { LocalSlackOptions } from '../options.ts';
import { click } from './click.ts';
import { close } from './close.ts';
import { command } from './command.ts';
import type { Endpoint } from './endpoint.ts';
import { faultsEndpoint, type SocketFaults } from './faults.ts';
import { home, homeOf } from './home.ts';
import { message } from './message.ts';
import { messages } from './messages.ts';
import { phoneOf } from './phone.ts';
import { reset } from './reset.ts';
import { shortcut } from './shortcut.ts';
import { state } from './state.ts';
import { submit } from './submit.ts';
import { views } from './views.ts';

/** The control API, the event stream apart. Adding a call is one file and one line here. */
export function controlEndpoints(
  sockets: SocketFaults | undefined,
  { phone }: Pick<LocalSlackOptions, 'phone'>,
): readonly Endpoint[] {
  return [
    state,
    messages,
    command,
    message,
    click,
    shortcut,
    submit,
    close,
    home,
    homeOf,
    views,
    phoneOf(phone),
    reset,
    faultsEndpoint(sockets),
  ];
}
