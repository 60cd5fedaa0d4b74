import { beforeEach, describe, expect, test } from 'vitest';
import { createAttendance, type Attendance } from '../../src/voice/attendance.ts';
import { fakeConversation, type FakeConversation } from '../fakes/fake-conversation.ts';

const ALICE = { id: '1', name: 'Alice' };
const BOB = { id: '2', name: 'Bob' };
const nobody = new Set<string>();

let conversation: FakeConversation;
let attendance: Attendance;
beforeEach(() => {
  conversation = fakeConversation();
  attendance = createAttendance(conversation);
});

describe('createAttendance()', () => {
  test('tells at once who is there, even when that is nobody', () => {
    attendance.update([], nobody);
    expect(conversation.present).toEqual([[]]);
  });

  test('tells of people and names that changed, and of nothing else', () => {
    attendance.update([ALICE], nobody);
    attendance.update([ALICE, BOB], nobody);
    attendance.update([BOB, ALICE], nobody);
    attendance.update([BOB, { ...ALICE, name: 'Ally' }], nobody);
    attendance.update([BOB], nobody);
    expect(conversation.present.map((present) => present.map(({ name }) => name))).toEqual([
      ['Alice'],
      ['Alice', 'Bob'],
      ['Bob', 'Ally'],
      ['Bob'],
    ]);
  });

  test('tells when somebody falls mute, once each time', () => {
    attendance.update([ALICE, BOB], nobody);
    attendance.update([ALICE, BOB], new Set([ALICE.id]));
    attendance.update([ALICE, BOB], new Set([ALICE.id]));
    expect(conversation.silenced).toEqual([ALICE.id]);
    attendance.update([ALICE, BOB], nobody);
    attendance.update([ALICE, BOB], new Set([ALICE.id, BOB.id]));
    expect(conversation.silenced).toEqual([ALICE.id, ALICE.id, BOB.id]);
  });

  test('does not mind who is muted already when they come in', () => {
    attendance.update([ALICE], new Set([ALICE.id]));
    attendance.update([ALICE, BOB], new Set([ALICE.id, BOB.id]));
    expect(conversation.silenced).toEqual([]);
  });

  test('ends with nobody', () => {
    attendance.update([ALICE], nobody);
    attendance.end();
    attendance.end();
    expect(conversation.present).toEqual([[ALICE], []]);
  });
});
