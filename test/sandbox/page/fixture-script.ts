import type { Asked, Fixture } from './fixture-server.ts';
import { deployModal } from './fixture-views.ts';

/** What the scripted app does with the page's requests. */
export function answer(asked: Asked, fixture: Fixture): object | undefined {
  if (asked.path === 'command' && asked.body['text'] === '') {
    fixture.views.set('U1', [deployModal('V1')]);
    fixture.emit({ type: 'view', user: 'U1' });
  }
  if (asked.path === 'command' && asked.body['command'] === '/rollback') {
    return { ok: false, error: 'The app did not answer within 3 seconds.' };
  }
  if (asked.path === 'close') {
    fixture.views.delete('U1');
    fixture.emit({ type: 'view_closed', user: 'U1' });
  }
  if (asked.path === 'submit') {
    const values = asked.body['values'] as Record<string, unknown>;
    if (values['version'] === '9.9.9') {
      // The server keeps what was entered, so the view it answers next differs in that.
      fixture.views.set('U1', [{ ...deployModal('V1'), hash: 'entered', state: { values } }]);
      return { ok: false, errors: { version: 'No such version.' } };
    }
    fixture.views.delete('U1');
  }
  return undefined;
}
