/** Every figure in one table: `npm run bench`. Aims are printed as aims; only a break is a failure. */
import { benchAck } from './ack.ts';
import { benchChange } from './change.ts';
import { say, table } from './figure.ts';
import { benchMemory } from './memory.ts';

say(table([...(await benchAck()), ...(await benchChange()), ...(await benchMemory())]));
