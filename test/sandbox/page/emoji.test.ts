import { expect, test } from 'vitest';
import { emojiFor, replaceEmoji } from '../../../src/sandbox/slack/page/emoji.js';
import { emojiByName } from '../../../src/sandbox/slack/page/emoji-table.js';

// The emoji of the states, which every card of Fairway uses.
test.each([
  ['hourglass_flowing_sand', '⏳'],
  ['large_blue_circle', '🔵'],
  ['raised_hand', '✋'],
  ['large_green_circle', '🟢'],
  ['large_yellow_circle', '🟡'],
  ['red_circle', '🔴'],
  ['leftwards_arrow_with_hook', '↩️'],
  ['no_entry', '⛔'],
])('%s is drawn', (name, character) => {
  expect(emojiFor(name)).toBe(character);
});

test('a skin tone falls back to the plain emoji', () => {
  expect(emojiFor('wave::skin-tone-4')).toBe('👋');
});

test('unknown names and clock times stay as they are', () => {
  expect(replaceEmoji('at 10:30:45 :shrugging_llama: :TADA:!')).toBe(
    'at 10:30:45 :shrugging_llama: 🎉!',
  );
});

test('every name can be typed between colons, and every value is a picture', () => {
  for (const [name, character] of emojiByName) {
    expect(name).toMatch(/^[a-z0-9_+-]+$/);
    expect(character).toMatch(/\p{Extended_Pictographic}/u);
  }
});
