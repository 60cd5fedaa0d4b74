import { describe, expect, test } from 'vitest';
import {
  ALL_PERMISSIONS,
  may,
  PERMISSION,
  permissionsOf,
} from '../../../loopback/world/permissions.ts';
import { createWorld } from '../../../loopback/world/world.ts';

function setUp() {
  const world = createWorld();
  const guild = world.addGuild('G');
  const alice = world.addPerson('Alice').id;
  const channel = guild.channels.get(guild.voiceChannelId)!;
  return { world, guild, alice, channel };
}

describe('permissionsOf()', () => {
  test('the owner and administrators may everything, overwrites or not', () => {
    const { world, guild, alice, channel } = setUp();
    channel.overwrites.set(guild.id, { type: 0, allow: 0n, deny: ALL_PERMISSIONS });
    expect(permissionsOf(guild, guild.ownerId, channel)).toBe(ALL_PERMISSIONS);
    expect(may(guild, alice, PERMISSION.connect, channel)).toBe(false);
    guild.memberRoles.set(
      alice,
      new Set([world.addRole(guild, 'admin', PERMISSION.administrator)]),
    );
    expect(permissionsOf(guild, alice, channel)).toBe(ALL_PERMISSIONS);
  });

  test('a role goes over everyone, a member over roles, allow over deny among roles', () => {
    const { world, guild, alice, channel } = setUp();
    const connect = PERMISSION.connect;
    channel.overwrites.set(guild.id, { type: 0, allow: 0n, deny: connect });
    expect(may(guild, alice, connect, channel)).toBe(false);
    const [one, two] = [world.addRole(guild, 'one', 0n), world.addRole(guild, 'two', 0n)];
    guild.memberRoles.set(alice, new Set([one, two]));
    channel.overwrites.set(one, { type: 0, allow: connect, deny: 0n });
    channel.overwrites.set(two, { type: 0, allow: 0n, deny: connect });
    expect(may(guild, alice, connect, channel)).toBe(true);
    channel.overwrites.set(alice, { type: 1, allow: 0n, deny: connect });
    expect(may(guild, alice, connect, channel)).toBe(false);
    expect(may(guild, alice, connect)).toBe(true);
  });
});
