import { expect, test } from 'vitest';
import {
  channelsOf,
  directoryOf,
  initialsOf,
  peopleToBe,
  placeName,
} from '../../../src/sandbox/slack/page/directory.js';
import { workspace } from './fixture-workspace.ts';

test.each([
  ['Ana Marín', 'AM'],
  ['ben', 'B'],
  ['Jean-Luc van den Berg', 'JB'],
  ['Éva', 'É'],
  ['', ''],
])('%s is drawn as %s', (name, wanted) => {
  expect(initialsOf(name)).toBe(wanted);
});

test('one can be every person that is no bot', () => {
  expect(peopleToBe(workspace).map((person) => person.id)).toEqual(['U1', 'U2', 'U3', 'U4']);
});

test('the sidebar holds a person’s channels and the public ones, and no one else’s private ones', () => {
  const { joined, other } = channelsOf(workspace, 'U1');
  expect(joined.map((channel) => channel.name)).toEqual(['deploys', 'incidents', 'general']);
  expect(other.map((channel) => channel.name)).toEqual(['partners']);
});

test('a guest sees only the channels they are in', () => {
  const { joined, other } = channelsOf(workspace, 'U4');
  expect(joined.map((channel) => channel.name)).toEqual(['deploys']);
  expect(other).toEqual([]);
});

test('names come from the workspace, and an unknown id is shown rather than hidden', () => {
  const directory = directoryOf(workspace);
  expect(directory.personName('U1')).toBe('Ana Marín');
  expect(directory.personName('U9')).toBe('Fairway');
  expect(directory.personName('U404')).toBe('U404');
  expect(directory.channelName('C1')).toBe('deploys');
  expect(placeName({ id: 'D1', name: 'directmessage', members: [] }, 'Fairway')).toBe('Fairway');
});
