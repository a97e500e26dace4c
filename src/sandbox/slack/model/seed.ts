import type { WorkspaceSeed } from './workspace.ts';

/** The bot's user, the app and its bot record in every seed. */
export const botUserId = 'U0FAIRWAY1';
export const botId = 'B0FAIRWAY1';
export const appId = 'A0FAIRWAY1';

/** Slack's own voice: it tells a person, privately, what became of a command. */
export const slackbotUserId = 'USLACKBOT';

const ana = 'U0ANA00001';
const bo = 'U0BO000001';
const chen = 'U0CHEN0001';
const dana = 'U0DANA0001';
const eli = 'U0ELI00001';
const gus = 'U0GUS00001';
const fay = 'U0FAY00001';
const staff = [ana, bo, chen, dana, eli, fay];

/**
 * A small company, invented for demonstrations. The first person may deploy to production and
 * approves nothing; the guest is in one channel and decides nothing.
 */
export const demoWorkspace: WorkspaceSeed = {
  team: { id: 'T0FAIRWAY1', name: 'Harbour', domain: 'harbour' },
  users: [
    { id: ana, name: 'ana', realName: 'Ana Reyes', title: 'Developer', color: '4bbe2e' },
    { id: bo, name: 'bo', realName: 'Bo Lindqvist', title: 'SRE', color: '3c989f' },
    { id: chen, name: 'chen', realName: 'Chen Wei', title: 'Service owner', color: 'e7392d' },
    { id: dana, name: 'dana', realName: 'Dana Okafor', title: 'Release manager', color: '9b3b45' },
    { id: eli, name: 'eli', realName: 'Eli Novak', title: 'Developer', color: '827327' },
    {
      id: gus,
      name: 'gus',
      realName: 'Gus Ferrari',
      title: 'Guest',
      color: '2b6836',
      isRestricted: true,
    },
    { id: fay, name: 'fay', realName: 'Fay Haddad', title: 'Finance', color: '5a4fa2' },
    { id: botUserId, name: 'fairway', realName: 'Fairway', color: '123a4a', isBot: true },
    { id: slackbotUserId, name: 'slackbot', realName: 'Slackbot', color: '757575', isBot: true },
  ],
  channels: [
    {
      id: 'C0DEPLOYS1',
      name: 'deploys',
      topic: 'What ships, and when',
      members: [...staff, gus, botUserId],
    },
    {
      id: 'C0CHECKOUT',
      name: 'checkout',
      topic: 'The checkout service',
      members: [...staff, botUserId],
    },
    {
      id: 'C0INCIDENT',
      name: 'incidents',
      topic: 'Something is wrong',
      members: [...staff, botUserId],
    },
    { id: 'C0GENERAL1', name: 'general', topic: 'Everybody', members: [...staff, botUserId] },
  ],
  userGroups: [{ id: 'S0SRE00001', handle: 'sre', name: 'SRE', users: [bo] }],
};
